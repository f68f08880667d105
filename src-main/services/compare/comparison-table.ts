/** A comparison of runs as a file. */
import type { Comparison } from '../../../src-shared/model.ts';
import type { Cell } from '../tables/csv.ts';

/** A comparison as one table: section, item, a column a run, and differences from the reference. */
export function comparisonTable(comparison: Comparison): Cell[][] {
  const { runs, settings, scores, recalls, genes, stability, notes } = comparison;
  const others = runs.slice(1).map((run) => `${run.name} − ${runs[0].name}`);
  const none = runs.slice(1).map(() => null);
  return [
    ['section', 'task', 'item', 'predictor', ...runs.map((run) => run.name), ...others],
    ...settings.map((row) => ['setting', null, row.label, null, ...row.values, ...none]),
    ...scores.map((row) => [
      'score',
      row.task,
      row.read === 'assay' ? `${row.metric}, in the assay` : row.metric,
      row.predictor,
      ...row.values,
      ...row.differences.slice(1),
    ]),
    ...recalls.flatMap((row) =>
      (['own', 'probe', 'forest'] as const).map((predictor) => [
        'recall',
        row.task,
        row.className,
        predictor,
        ...row[predictor],
        ...none,
      ]),
    ),
    ...genes.table.map((row) => ['gene rank', null, row.symbol, null, ...row.ranks, ...none]),
    ...stability.flatMap(({ runIds, genes: chosen }) =>
      chosen.map(({ symbol, share }) => [
        'chosen over seeds',
        null,
        symbol,
        null,
        ...runs.map((run) => (runIds.includes(run.id) ? share : null)),
        ...none,
      ]),
    ),
    ...notes.map((note) => ['note', null, note, null, ...runs.map(() => null), ...none]),
  ];
}
