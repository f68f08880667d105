import { textOf } from '../../src-shared/text-files.ts';

/**
 * The text of a small file that the window reads itself, in any encoding that the command line reads.
 *
 * @param expected what the file should hold, for messages
 * @throws AppError for a file that is no text
 */
export const readTextFile = async (file: File, expected: string): Promise<string> =>
  textOf(new Uint8Array(await file.arrayBuffer()), file.name, expected);
