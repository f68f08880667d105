/** What a matrix holds is judged from some of its lines; on reading it through, the rest is held against that. */
import { AppError } from '../../src-shared/errors.ts';
import type { MatrixInfo, MatrixKind } from '../../src-shared/model.ts';
import type { Csr } from '../data/csr.ts';

/** No gene is counted that often in one cell, and no logarithm of expression is that large. */
const greatest: Partial<Record<MatrixKind, number>> = { counts: 1e9, log: 100 };

const wanted: Record<MatrixKind, string> = {
  counts: 'counts (whole numbers from 0 to a billion)',
  binary: '0 and 1',
  log: 'numbers from 0 to 100',
  normalised: 'numbers from 0',
  scaled: 'numbers',
};

/**
 * Passes the chunks on.
 *
 * @throws AppError `unreadable` at the first value that is none of the kind: the file is damaged, or data of several
 *   kinds were put together in it; either way its numbers would be taken for what they are not
 */
export async function* asJudged(file: string, info: MatrixInfo, chunks: AsyncIterable<Csr>): AsyncGenerator<Csr> {
  const limit = greatest[info.kind] ?? Infinity;
  // expected counts (RSEM, alevin) and those without ambient RNA (SoupX) are fractions: who says that they are counts knows
  const whole = !info.declared && (info.kind === 'counts' || info.kind === 'binary');
  const fits = (value: number) =>
    info.kind === 'scaled' || (value >= 0 && value <= limit && (!whole || Number.isInteger(value)));
  let first = 0;
  for await (const chunk of chunks) {
    const { values } = chunk;
    for (let e = 0; e < values.length; e++) {
      if (fits(values[e])) continue;
      const row = chunk.indptr.findIndex((offset) => offset > e) - 1;
      throw new AppError(
        'unreadable',
        `${file}: ${info.name} ${info.declared ? 'is said to hold' : 'looked like'} ${wanted[info.kind]}, but holds ${Number(values[e].toPrecision(6))} at cell ${first + row + 1}, gene ${chunk.indices[e] + 1}.`,
        info.declared
          ? 'Say what the values are instead, or choose another matrix.'
          : 'Either the file is damaged there, or data of different kinds were put together in it: export it again, or choose another matrix.',
      );
    }
    first += chunk.rows;
    yield chunk;
  }
}
