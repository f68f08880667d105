/**
 * What every run of a comparison of methods predicted, and the scores that were computed from it: whoever doubts a number
 * can compute it anew.
 */
import type { ExportedFile } from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';
import type { GridCell } from './grid.ts';
import type { Cell } from '../tables/csv.ts';
import { csvFile, exportPredictions, fileName } from '../tables/exports.ts';
import { zipFile } from '../tables/zip-file.ts';

/**
 * `scores.csv`, the table; `runs.csv`, a row a finished run with the file of its predictions; `predictions/`, a row for
 * each labelled test cell, task, predictor and seed. The ceiling's are in the file of the run that trained it.
 */
export function benchmarkArchive(
  store: Store,
  name: string,
  cells: readonly GridCell[],
  scores: Cell[][],
): Promise<ExportedFile> {
  const finished = cells.flatMap((cell) => {
    const run = cell.run?.state === 'succeeded' ? store.runs.get(cell.run.id) : undefined;
    return run ? [{ cell, run, file: `predictions/${run.id} ${fileName(run.name)}.csv` }] : [];
  });
  const runs: Cell[][] = [
    ['file', 'method', 'questions', 'k', 'seed', 'split_seed', 'run'],
    ...finished.map(({ cell, run, file }) => [
      file,
      cell.method,
      cell.alone ? 'one at a time' : 'together',
      cell.k,
      cell.seed,
      cell.splitSeed,
      run.name,
    ]),
  ];
  return zipFile(`${fileName(name)} predictions.zip`, [
    csvFile('scores.csv', scores),
    csvFile('runs.csv', runs),
    ...finished.map(({ run, file }) => ({ name: file, make: () => exportPredictions(store, run, 'all') })),
  ]);
}
