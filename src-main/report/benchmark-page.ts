/** A comparison of methods as one HTML file that needs nothing else. */
import { entrantName, entrantsOf, isEntrant, rowName } from '../../src-shared/entrants.ts';
import { methods } from '../../src-shared/methods.ts';
import type { BenchmarkState } from '../../src-shared/model.ts';
import {
  byCost,
  bySize,
  metricsOf,
  predictorsOf,
  rowsShown,
  runsOf,
  tasksOf,
} from '../../src-shared/present/benchmark/figures.ts';
import type { Shown } from '../../src-shared/present/benchmark/figures.ts';
import { refusedWords } from '../../src-shared/present/benchmark/refused.ts';
import { bytes, count, counted, duration, moment, score } from '../../src-shared/present/format.ts';
import { metrics } from '../../src-shared/metrics.ts';
import { predictors } from '../../src-shared/present/words.ts';
import { dataTable } from './data-table.ts';
import { figureOf, listOf, pageOf, paragraph, section, table } from './html.ts';

export function benchmarkPage(
  state: BenchmarkState,
  project: string,
  datasets: Parameters<typeof dataTable>[0],
  made: { at: string; version: string },
): string {
  const { benchmark, words } = state;
  const runs = runsOf(state);
  const { request } = benchmark;
  const done = runs.filter((run) => run.state === 'succeeded').length;
  const facts = `project ${project} · ${count(done)} of ${counted(runs.length, 'run')} finished · seeds and splits ${request.repetitions.map(({ seed, splitSeed }) => `${seed}/${splitSeed}`).join(', ')} · begun ${moment(benchmark.createdAt)}`;
  return pageOf(
    benchmark.name,
    facts,
    words.join(' '),
    [
      section('What was compared', listOf(request.methods.map(described)), refusals(state), dataTable(datasets)),
      ...tasksOf(state).map((task) => taskSection(state, task)),
      section('What it costs', costs(state)),
    ],
    `Made ${moment(made.at)} by Panelwright ${made.version}. Test cells steer nothing: every panel was chosen on training and validation cells of its split.`,
  );
}

const described = (method: BenchmarkState['benchmark']['request']['methods'][number]) =>
  `${methods[method].name}: ${methods[method].source}.`;

function refusals({ benchmark }: BenchmarkState): string {
  const refused = benchmark.request.refused ?? [];
  if (refused.length === 0) return '';
  return listOf(refusedWords(refused, 'after'));
}

function taskSection(state: BenchmarkState, task: string): string {
  const by = predictorsOf(state)[0] ?? 'forest';
  const [headline] = metricsOf(state, task);
  const shown: Shown = { task, metric: headline, by };
  const cost = byCost(state, shown);
  return section(
    task,
    figureOf(bySize(state, shown)),
    cost ? figureOf(cost) : '',
    ...predictorsOf(state).flatMap((predictor) => [
      table(
        `${predictors[predictor].name}: mean ± standard deviation over repetitions (rank)`,
        ['Genes', 'Method', ...metricsOf(state, task).map((metric) => metrics[metric].name)],
        tableRows(state, task, predictor),
        metricsOf(state, task).map((_, m) => m + 2),
      ),
      paragraph(predictors[predictor].definition),
    ]),
  );
}

function tableRows(state: BenchmarkState, task: string, by: Shown['by']): string[][] {
  const { request } = state.benchmark;
  return request.ks.flatMap((k) =>
    entrantsOf(request).flatMap((entrant) => {
      const entries = metricsOf(state, task).map((metric) =>
        rowsShown(state, { task, metric, by }).find((row) => isEntrant(row, entrant) && row.k === k),
      );
      if (entries.every((row) => !row)) return [];
      const text = (row: (typeof entries)[number]) =>
        row
          ? `${score(row.mean)}${row.sd === null ? '' : ` ± ${score(row.sd)}`}${row.rank === null ? '' : ` (${row.rank})`}`
          : '–';
      const [row] = entries.filter((one) => one !== undefined);
      return [[count(k), rowName(row), ...entries.map(text)]];
    }),
  );
}

function costs({ costs }: BenchmarkState): string {
  return table(
    'Means over repetitions',
    ['Genes', 'Method', 'Selecting', 'Whole run', 'Peak memory', 'Models trained'],
    costs
      .filter(({ seconds }) => seconds !== null)
      .map((one) => [
        count(one.k),
        entrantName(one),
        duration(one.selectSeconds),
        duration(one.seconds),
        one.peakMemoryMB === null ? '–' : bytes(one.peakMemoryMB * 1e6),
        count(one.models),
      ]),
    [2, 3, 4, 5],
  );
}
