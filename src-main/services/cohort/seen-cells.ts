/**
 * Cells that were learned from already: a panel that was found on what it is now scored on, a predictor put to use on its
 * own training cells. Both do better there than they would elsewhere.
 */
import { methods } from '../../../src-shared/methods.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, RunConfig, RunRequest } from '../../../src-shared/model.ts';
import { TEST, TRAIN, VALIDATION } from '../../data/splits.ts';
import type { Store } from '../../store/open.ts';
import type { ExaminedRequest } from './examined-request.ts';
import { partsOf } from './splits.ts';

/** One gene alone is in many a panel. */
const FEWEST_GENES = 2;

/**
 * Warns where the genes that are given (a panel to be scored, or to begin with) are those of a run of the project, or
 * among them, and cells that the run learned from are test cells now.
 */
export function seenCellFindings(store: Store, request: RunRequest, examined: ExaminedRequest): Finding[] {
  const given = methods[request.method].traits?.filledUpBy ? request.mustInclude : (request.start ?? []);
  if (given.length < FEWEST_GENES) return [];
  const sources = store.runs.list().filter(({ id, state }) => state === 'succeeded' && isFrom(given, store, id));
  if (sources.length === 0) return [];
  const parts = newParts(store, request, examined);
  if (!parts) return [];
  const scored = parts.reduce((sum, part) => sum + (part === TEST ? 1 : 0), 0);
  const seen = sources.map(({ name, config }) => ({
    name,
    cells: seenBy(store, config.splitId, config.datasetIds, parts, examined),
  }));
  // where one run found the panel without these cells, it may be that run's
  if (seen.some(({ cells }) => cells === 0)) return [];
  const { name, cells } = seen.reduce((most, one) => (one.cells > most.cells ? one : most));
  return [
    {
      severity: 'warning',
      code: 'test-cells-seen',
      what: `The genes given are those of the run “${name}”, which learned from ${cells.toLocaleString('en-US')} of the ${scored.toLocaleString('en-US')} cells that they are to be scored on.`,
      why: 'A panel does better on cells that it was chosen by than on new ones: the scores will be too good.',
      remedy:
        'Score it on the test cells of that run: take its split seed, share of test cells, classes and data sets (or the same --test-cells).',
    },
  ];
}

/** Warns where a run's predictor is asked about cells that the run learned from. */
export function learnedCellFindings(
  store: Store,
  { datasetIds, splitId }: Pick<RunConfig, 'datasetIds' | 'splitId'>,
  datasetId: number,
): Finding[] {
  if (!datasetIds.includes(datasetId)) return [];
  const parts = store.splits.assignment(splitId, datasetId);
  const learned = parts.reduce((sum, part) => sum + (part === TRAIN || part === VALIDATION ? 1 : 0), 0);
  if (learned === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'cells-learned-from',
      what: `The run learned from ${learned.toLocaleString('en-US')} of these ${parts.length.toLocaleString('en-US')} cells.`,
      why: 'A predictor agrees better with labels that it has seen than with those of new cells.',
      remedy: 'How well it does on cells that it never saw is said by the scores on test cells.',
    },
  ];
}

/** True where the given genes are all in the run's panel, or its panel is all among them. */
function isFrom(given: readonly string[], store: Store, runId: number): boolean {
  const panel = store.panels.list(runId).map(({ name }) => name);
  if (panel.length < FEWEST_GENES) return false;
  const [few, many] = panel.length < given.length ? [panel, new Set(given)] : [given, new Set(panel)];
  return few.every((gene) => many.has(gene));
}

/** The split to come; null where none can be made, which is told where it is made. */
function newParts(store: Store, request: RunRequest, examined: ExaminedRequest): Uint8Array | null {
  try {
    return partsOf(store, request, examined);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Cells to be scored on that were no test cells of a split. */
function seenBy(
  store: Store,
  splitId: number,
  datasetIds: readonly number[],
  parts: Uint8Array,
  { datasets }: ExaminedRequest,
): number {
  let [seen, first] = [0, 0];
  for (const { id, cells } of datasets) {
    const here = parts.subarray(first, (first += cells));
    if (!datasetIds.includes(id)) continue;
    const before = store.splits.assignment(splitId, id);
    for (let i = 0; i < cells; i++) if (here[i] === TEST && before[i] !== TEST) seen++;
  }
  return seen;
}
