/** A matrix that holds what the user says, whatever its numbers look like. */
import type { MatrixKind } from '../../src-shared/model.ts';
import { matrixKindWords } from '../../src-shared/matrix-kinds.ts';
import { asJudged } from './as-judged.ts';
import type { OpenedFile } from './types.ts';

/**
 * @param name of the file, for messages
 * @param matrix one of the file's; the others stay as they were judged
 */
export function withDeclaredValues(file: OpenedFile, name: string, matrix: string, kind: MatrixKind): OpenedFile {
  const evidence = `As it was said to hold ${matrixKindWords[kind]}.`;
  const matrices = file.matrices.map((info) =>
    info.name === matrix ? { ...info, kind, evidence, declared: true as const } : info,
  );
  const declared = matrices.find((info) => info.name === matrix)!;
  return {
    ...file,
    matrices,
    rows: (asked) => (asked === matrix ? asJudged(name, declared, file.stored(matrix)) : file.rows(asked)),
  };
}
