/** `panelwright compare`: runs of a project side by side. */
import { isHeadline, metrics } from '../../src-shared/metrics.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Comparison, Run } from '../../src-shared/model.ts';
import { comparisonTable } from '../services/compare/comparison-table.ts';
import { compare } from '../services/compare/comparisons.ts';
import { toCsv } from '../services/tables/csv.ts';
import { writeWhole } from '../services/tables/whole-file.ts';
import { openStore } from '../store/open.ts';
import { checkResults, parse } from './arguments.ts';
import { options } from './options.ts';
import { findRun } from './find-run.ts';
import { digits, signed, table } from './output.ts';
import { UsageError } from './usage.ts';

export function compareCommand(args: string[]): void {
  const { values, positionals } = parse(args, options.compare);
  const [project, ...names] = positionals;
  if (project === undefined) throw new UsageError('Name the project whose runs to compare.');
  checkResults({ '--out': values.out }, [project], values);
  // reading only: the project may be open in a window
  const store = openStore(project, { readOnly: true });
  try {
    const comparison = compare(store, chooseRuns(store.runs.list(), names));
    if (values.out === undefined) process.stdout.write(textComparison(comparison));
    else writeWhole(values.out, toCsv(comparisonTable(comparison)), values);
  } finally {
    store.close();
  }
}

function chooseRuns(runs: Run[], names: string[]): number[] {
  // what was archived is out of the way, unless it is named
  const finished = runs.filter((run) => run.state === 'succeeded' && !run.archived);
  const chosen = names.length === 0 ? finished : names.map((name) => findRun(runs, name));
  if (new Set(chosen).size < 2) {
    throw new AppError(
      'invalid',
      names.length === 0
        ? `The project has ${finished.length === 0 ? 'no run' : 'one run only'} that succeeded; a comparison needs two.`
        : 'A comparison needs two runs.',
      'Design another panel in this project, then compare.',
    );
  }
  return chosen.map((run) => run.id);
}

function textComparison({ runs, settings, scores, genes, stability, notes }: Comparison): string {
  const differing = settings.filter((row) => row.differs);
  const shown = scores.filter((row) => isHeadline(row.metric));
  const inAssay = scores.some(({ read }) => read === 'assay');
  const beside = (difference: number | null) => (difference === null ? '' : ` (${signed(difference)})`);
  const names = runs.map((run) => run.name);
  return [
    ...(differing.length > 0
      ? [table([['setting', ...names], ...differing.map((row) => [row.label, ...row.values])]), '']
      : ['no setting differs', '']),
    table([
      ['task', ...(inAssay ? ['read'] : []), 'score', 'by', ...names],
      ...shown.map((row) => [
        row.task,
        ...(inAssay ? [row.read === 'assay' ? 'in the assay' : 'as sequenced'] : []),
        metrics[row.metric].name,
        row.predictor === 'ceiling' ? 'all genes' : row.predictor,
        ...row.values.map((value, r) => digits(value) + beside(row.differences[r])),
      ]),
    ]),
    '',
    `genes in all runs: ${genes.sharedByAll.length}${genes.sharedByAll.length > 0 ? ` (${genes.sharedByAll.join(', ')})` : ''}`,
    ...genes.private.map(
      (own, r) => `only in ${names[r]}: ${own.length}${own.length > 0 ? ` (${own.join(', ')})` : ''}`,
    ),
    ...stability.map(({ runIds, meanJaccard, genes: chosen }) => {
      const always = chosen.filter(({ share }) => share === 1).length;
      return `over ${runIds.length} seeds: ${always} genes in every panel of ${chosen.length} ever chosen, mean Jaccard ${digits(meanJaccard)}`;
    }),
    ...notes,
    '',
  ].join('\n');
}
