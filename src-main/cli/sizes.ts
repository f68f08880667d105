/** `panelwright sizes`: how good a panel of which size is, and designs at sizes asked for. */
import type { SizesReport } from '../../src-shared/analysis.ts';
import { requestOfConfig } from '../../src-shared/hand-panel.ts';
import type { Run } from '../../src-shared/model.ts';
import { sizeFinding } from '../report/words.ts';
import { alike } from '../services/runs/analysis.ts';
import { openStore } from '../store/open.ts';
import { checkResults, parse, wholeNumber } from './arguments.ts';
import { chooseRun, examine, projectAndRun, tell } from './examine.ts';
import { options } from './options.ts';
import { digits, table } from './output.ts';
import { startWork } from './start-work.ts';
import { UsageError } from './usage.ts';

export async function sizesCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const { values, positionals } = parse(args, options.sizes);
  checkResults({ '--json': values.json }, positionals.slice(0, 1), values);
  const seeds = wholeNumber('--seeds', values.seeds, 1, 100) ?? 1;
  if (values.design === undefined && values.seeds !== undefined) {
    throw new UsageError('--seeds says how many panels --design makes of each size; name sizes with --design.');
  }
  if (values.design !== undefined) {
    const sizes = values.design.split(',').map((text) => wholeNumber('--design', text.trim(), 1, 100_000)!);
    await designAt(positionals, sizes, seeds, values.quiet, stopped);
  }
  await examine(positionals, values.quiet, async ({ store, run, ask }) => {
    const report = await ask('sizes', { designed: alike(store, run.id, ['seed', 'k']) });
    tell(report, textOf(run.name, report), values);
  });
}

/** The same design with other sizes and seeds, those left out that the project has already. */
async function designAt(
  positionals: string[],
  sizes: number[],
  seeds: number,
  quiet: boolean,
  stopped: Promise<never>,
): Promise<void> {
  const { project, name } = projectAndRun(positionals);
  const { run, there } = designedAlready(project, name);
  const { config } = run;
  const { parent: _, ...request } = requestOfConfig(config, run.name);
  const wanted = sizes
    .flatMap((k) => Array.from({ length: seeds }, (_, i) => ({ k, seed: config.seed + i })))
    .filter(({ k, seed }) => !there.has(`${k} ${seed}`));
  await startWork(
    project,
    wanted.map(({ k, seed }) => ({
      ...request,
      splitOf: run.id,
      k,
      seed,
      name: `${run.name}, ${k} genes, seed ${seed}`,
    })),
    quiet,
    stopped,
  );
}

/** A run, and which sizes and seeds the project has of its design: `K SEED`. */
function designedAlready(project: string, name: string | undefined): { run: Run; there: Set<string> } {
  const store = openStore(project, { readOnly: true });
  try {
    const run = chooseRun(store.runs.list(), name);
    const configs = alike(store, run.id, ['seed', 'k']).map(({ runId }) => store.runs.get(runId)!.config);
    return { run, there: new Set(configs.map(({ k, seed }) => `${k} ${seed}`)) };
  } finally {
    store.close();
  }
}

function textOf(name: string, report: SizesReport): string {
  const { points, cells, how } = report;
  const tasks = points[0]?.tasks.map(({ task }) => task) ?? [];
  return [
    `${name}. ${sizeFinding(report)}`,
    '',
    table([
      ['genes', 'panels', 'mean', 'from', 'to', ...tasks],
      ...points.map((point) => [
        String(point.k),
        point.from === 'ranking' ? 'first of the ranking' : `${point.runs.length} designed`,
        digits(point.mean),
        digits(point.low),
        digits(point.high),
        ...point.tasks.map(({ mean }) => digits(mean)),
      ]),
    ]),
    '',
    `${cells.validation} validation cells. ${how}`,
    '',
  ].join('\n');
}
