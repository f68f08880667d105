/** Which cells of a run train, steer and are scored: drawn, given, or a whole data set left out. */
import { createHash } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import type { RunRequest } from '../../../src-shared/model.ts';
import { TEST, TRAIN, VALIDATION, makeSplit } from '../../data/splits.ts';
import type { Store } from '../../store/open.ts';
import type { ExaminedRequest } from './examined-request.ts';
import { labelsDigest } from './labels.ts';

/** The split of these cells, labels, seed and shares: the one that is there, or a new one. */
export function splitFor(store: Store, request: RunRequest, examined: ExaminedRequest): number {
  const existing = knownSplit(store, request, examined);
  if (existing !== undefined) return existing;

  const { splitSeed: seed, testFraction } = request;
  const split = drawSplit(request, examined);
  const count = (part: number) => split.reduce((sum, one) => (one === part ? sum + 1 : sum), 0);
  let first = 0;
  return store.splits.insert(
    {
      madeFrom: splitDigest(request, examined),
      seed,
      testFraction,
      train: count(TRAIN),
      validation: count(VALIDATION),
      test: count(TEST),
      createdAt: new Date().toISOString(),
    },
    examined.datasets.map(({ id, cells }) => ({ datasetId: id, assignment: split.subarray(first, (first += cells)) })),
  );
}

/** The split that a run asked for so would have, where the project has it. */
export function knownSplit(store: Store, request: RunRequest, examined: ExaminedRequest): number | undefined {
  if (request.splitOf !== undefined) return splitOfRun(store, request.splitOf, examined);
  return store.splits.find(splitDigest(request, examined));
}

/** @throws AppError where the run is not there, or was made of other data sets */
function splitOfRun(store: Store, runId: number, { datasets }: ExaminedRequest): number {
  const run = store.runs.get(runId);
  if (!run)
    throw new AppError('not-found', `There is no run ${runId} in this project.`, 'Look at the list of runs again.');
  const same = run.config.datasets.map(({ id }) => id).join() === datasets.map(({ id }) => id).join();
  if (same) return run.config.splitId;
  throw new AppError(
    'invalid',
    `The split of “${run.name}” cannot be taken over: it was made of other data sets.`,
    'Choose the data sets of that run.',
  );
}

/** TRAIN, VALIDATION or TEST for each cell, data set after data set, as a run asked for so will have it. */
export function partsOf(store: Store, request: RunRequest, examined: ExaminedRequest): Uint8Array {
  if (request.splitOf === undefined) return drawSplit(request, examined);
  const splitId = splitOfRun(store, request.splitOf, examined);
  return Uint8Array.from(examined.datasets.flatMap(({ id }) => [...store.splits.assignment(splitId, id)]));
}

function drawSplit(request: RunRequest, { datasets, labels, cellNames, cellKeys }: ExaminedRequest): Uint8Array {
  const { splitSeed: seed, testFraction } = request;
  return makeSplit(
    { tasks: labels, cells: cellNames.length, keys: cellKeys },
    { seed, testFraction, testCells: testKeys(request, datasets, cellNames, cellKeys) },
  );
}

/** Keys of the cells that are the test cells, where they are not drawn. */
function testKeys(
  { testCells, leaveOut }: RunRequest,
  datasets: ExaminedRequest['datasets'],
  cellNames: string[],
  cellKeys: string[],
): Set<string> | undefined {
  if (leaveOut !== undefined) {
    const at = datasets.findIndex(({ id }) => id === leaveOut);
    const first = datasets.slice(0, at).reduce((sum, { cells }) => sum + cells, 0);
    return new Set(cellKeys.slice(first, first + datasets[at].cells));
  }
  if (!testCells) return undefined;
  const named = new Set(testCells);
  return new Set(cellKeys.filter((_, i) => named.has(cellNames[i])));
}

/** A digest of all that a split is made from. */
export function splitDigest(request: RunRequest, { datasets, labels }: ExaminedRequest): string {
  const { splitSeed: seed, testFraction, testCells, group, leaveOut } = request;
  const ingredients = {
    datasets: datasets.map(({ id, sha256 }) => [id, sha256]),
    labels: labelsDigest(labels),
    seed,
    ...(group !== undefined && { group }),
    part: leaveOut !== undefined ? { leaveOut } : testCells ? [...new Set(testCells)].sort() : testFraction,
  };
  return createHash('sha256').update(JSON.stringify(ingredients)).digest('hex');
}
