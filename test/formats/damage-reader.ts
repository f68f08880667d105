/**
 * A process that reads files it is sent the paths of, from the first cell to the last, and answers what became of each.
 * Damage can keep the HDF5 library in a loop for ever: who asks kills this process then.
 */
import { openFile } from '../../src-main/formats/registry.ts';
import { AppError } from '../../src-shared/errors.ts';

export interface Answer {
  /** `wrong`: it did what no file may make it do */
  outcome: 'read' | 'refused' | 'wrong';
  message: string;
}

process.on('message', (path: string) => {
  void readThrough(path).then((answer) => process.send!(answer));
});

async function readThrough(path: string): Promise<Answer> {
  try {
    const file = await openFile(path);
    try {
      for (const { name } of file.matrices) await check(file, name);
    } finally {
      file.close();
    }
    return { outcome: 'read', message: '' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { outcome: error instanceof AppError ? 'refused' : 'wrong', message };
  }
}

/** What is read has the size that was told, and nothing in it that is no number. */
async function check(file: Awaited<ReturnType<typeof openFile>>, matrix: string): Promise<void> {
  const genes = file.genes(matrix).length;
  let cells = 0;
  for await (const chunk of file.rows(matrix)) {
    cells += chunk.rows;
    if (chunk.cols !== genes) throw new Error(`${matrix}: ${chunk.cols} columns for ${genes} genes`);
    if (chunk.indices.some((gene) => gene < 0 || gene >= genes)) throw new Error(`${matrix}: a gene that is not there`);
    if (chunk.values.some((value) => !Number.isFinite(value))) throw new Error(`${matrix}: a value that is no number`);
  }
  if (cells !== file.obsNames.length) throw new Error(`${matrix}: ${cells} cells, and ${file.obsNames.length} names`);
}
