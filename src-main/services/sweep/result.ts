/** What a job of a sweep leaves: its project without the values of the data, which every job has alike. */
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { openStore } from '../../store/open.ts';

/**
 * @param project closed, and of no use afterwards
 * @param file written as a whole or not at all
 */
export function keepResult(project: string, file: string): void {
  const store = openStore(project);
  store.transaction(() => {
    for (const { id } of store.datasets.list()) store.matrixChunks.delete(id);
  });
  store.close();
  const temporary = `${file}.part`;
  try {
    copyFileSync(project, temporary);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
