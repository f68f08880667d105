/** For the tests: a matrix read through, with everything that the reference readings say of one. */
import { createHash } from 'node:crypto';
import type { OpenedFile } from '../../src-main/formats/types.ts';

/** A matrix as dense rows, for small ones. */
export async function dense(file: OpenedFile, matrix: string): Promise<number[][]> {
  const out: number[][] = [];
  for await (const chunk of file.rows(matrix)) {
    for (let i = 0; i < chunk.rows; i++) {
      const row = new Array<number>(chunk.cols).fill(0);
      for (let e = chunk.indptr[i]; e < chunk.indptr[i + 1]; e++) row[chunk.indices[e]] = chunk.values[e];
      out.push(row);
    }
  }
  return out;
}

/** Sums of a matrix, whole and along both sides; checks on the way that the chunks are what the engine relies on. */
export async function sums(file: OpenedFile, matrix: string) {
  const rows: number[] = [];
  const columns = new Float64Array(file.genes(matrix).length);
  let nonZeros = 0;
  for await (const chunk of file.rows(matrix)) {
    if (chunk.cols !== columns.length) throw new Error('a chunk has another number of genes than the matrix');
    for (let i = 0; i < chunk.rows; i++) {
      let sum = 0;
      for (let e = chunk.indptr[i]; e < chunk.indptr[i + 1]; e++) {
        if (e > chunk.indptr[i] && chunk.indices[e] <= chunk.indices[e - 1]) throw new Error('entries do not ascend');
        if (chunk.values[e] === 0) throw new Error('a zero is stored');
        sum += chunk.values[e];
        columns[chunk.indices[e]] += chunk.values[e];
        nonZeros++;
      }
      rows.push(sum);
    }
  }
  return { rows, columns: [...columns], nonZeros, total: rows.reduce((a, b) => a + b, 0) };
}

export function sha256(names: string[]): string {
  return createHash('sha256').update(names.join('\n')).digest('hex');
}

export function ends<T>(list: T[]): T[] {
  return [...list.slice(0, 3), ...list.slice(-3)];
}
