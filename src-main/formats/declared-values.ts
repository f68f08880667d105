/** A matrix that holds what the user says, whatever its numbers look like. */
import { AppError } from '../../src-shared/errors.ts';
import type { MatrixKind } from '../../src-shared/model.ts';
import { matrixKindWords } from '../../src-shared/matrix-kinds.ts';
import { asJudged } from './as-judged.ts';
import type { OpenedFile } from './types.ts';

/**
 * @param name of the file, for messages
 * @param matrix one of the file's; the others stay as they were judged
 * @throws AppError `invalid` for a matrix with numbers below 0, which only scaled values have
 */
export function withDeclaredValues(file: OpenedFile, name: string, matrix: string, kind: MatrixKind): OpenedFile {
  const evidence = `As it was said to hold ${matrixKindWords[kind]}.`;
  const matrices = file.matrices.map((info) =>
    info.name === matrix ? { ...info, kind, evidence, declared: true as const } : info,
  );
  const judged = file.matrices.find((info) => info.name === matrix)!;
  if (judged.kind === 'scaled' && kind !== 'scaled') {
    throw new AppError(
      'invalid',
      `${name}: ${matrix} is said to hold ${matrixKindWords[kind]}, but holds numbers below 0.`,
      'Say that the values are scaled, or choose another matrix.',
    );
  }
  const declared = matrices.find((info) => info.name === matrix)!;
  return {
    ...file,
    matrices,
    rows: (asked) => (asked === matrix ? asJudged(name, declared, file.stored(matrix)) : file.rows(asked)),
  };
}
