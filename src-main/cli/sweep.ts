/**
 * Comparisons beyond one machine: `panelwright sweep` writes a workflow for Snakemake, `panelwright benchmark --request`
 * is one job of it, and `panelwright collect` brings everything into one project.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { benchmarkRequest } from '../../src-shared/requests.ts';
import { keepResult } from '../services/sweep/result.ts';
import { dataOfSweep } from '../services/sweep/sweeps.ts';
import { writeWhole } from '../services/tables/whole-file.ts';
import { bytesOf } from '../services/tables/zip-file.ts';
import { checkResults, parse } from './arguments.ts';
import { askedOf, readBenchmarkArguments, textOf } from './benchmark.ts';
import { duration, progressLine } from './output.ts';
import { openOrMake } from './project.ts';
import { inSession } from './session.ts';
import { UsageError } from './usage.ts';

/** What starts this very program again. */
const program = [process.execPath, resolve(import.meta.dirname, '..', '..', 'bin', 'panelwright.mjs')];

export async function sweepCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const options = readBenchmarkArguments(args);
  const { out, html, predictions } = options;
  if (out === undefined) throw new UsageError('Say with --out which folder the workflow goes to.');
  if (html !== undefined || predictions !== undefined)
    throw new UsageError('sweep writes a workflow; "panelwright collect" writes what comes of it.');
  if (options.design.project !== undefined)
    throw new UsageError('sweep makes a project of its own; "panelwright collect --project" brings all into yours.');
  const progress = progressLine(options.design.quiet);
  await inSession({ temporary: true, progress, stopped }, async (session, folder) => {
    await openOrMake(session, join(folder!, 'sweep.panelwright'));
    const request = await askedOf(session, options, [], progress);
    const bring = { folder: process.cwd(), args: options.common };
    const written = await session.call('sweeps.write', { request, folder: resolve(out), program, bring });
    progress.end();
    for (const { method, k, why } of written.refused) progress.note(`${method} with ${k} genes is left out: ${why}`);
    const { jobs, memoryMB, minutes, commands } = written;
    const time =
      minutes === null ? 'how long they take is not known' : `${duration(minutes * 60)} asked for all of them`;
    console.log(
      `${jobs} runs in ${out}: at most ${(memoryMB / 1000).toFixed(1)} GB each, ${time}.\n\n  cd ${out}\n  ${commands.join('\n  # or, on a cluster:\n  ')}`,
    );
  });
}

/** One job: the runs of a request on the data of a project, which stays as it is; the results go to a file. */
export async function sweepJobCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parse(args, {
    request: text,
    project: text,
    results: text,
    quiet: { type: 'boolean', default: false },
  });
  const { request: file, project, results } = values;
  if (file === undefined || project === undefined || results === undefined)
    throw new UsageError('benchmark --request FILE takes --project FILE and --results FILE with it.');
  checkResults({ '--results': results }, [file, project], { overwrite: false });
  const request = readRequest(file);
  const progress = progressLine(values.quiet);
  await inSession({ temporary: true, progress, stopped, jobs: 1 }, async (session, folder) => {
    const copy = join(folder!, 'job.panelwright');
    copyFileSync(resolve(project), copy);
    await session.call('project.open', { path: copy });
    const { cells } = await session.call('benchmarks.start', request);
    for (const { runId } of cells) if (runId !== null) await session.ended(runId);
    await session.call('project.close', {});
    keepResult(copy, resolve(results));
  });
}

/** @throws AppError for a file that is not the request of a sweep */
function readRequest(file: string) {
  if (!existsSync(file)) throw new AppError('not-found', `There is no file ${file}.`);
  try {
    return benchmarkRequest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new AppError('unreadable', `${file} is not a request as “panelwright sweep” writes it.`, 'Write the sweep again.', { cause: error }); // prettier-ignore
  }
}

export async function collectCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parse(args, {
    project: text,
    out: text,
    html: text,
    predictions: text,
    overwrite: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new UsageError('collect takes one folder, that of a sweep.');
  if (values.project === undefined) throw new UsageError('Say with --project which project the runs go to.');
  const { out, html, predictions } = values;
  checkResults({ '--out': out, '--html': html, '--predictions': predictions }, [values.project], values);
  const project = resolve(values.project);
  const progress = progressLine(values.quiet);
  await inSession({ temporary: false, progress, stopped }, async (session) => {
    if (!existsSync(project)) copyFileSync(dataOfSweep(resolve(folder)), project);
    await session.call('project.open', { path: project });
    const { benchmarkId: id, runs, missing } = await session.call('sweeps.collect', { folder: resolve(folder) });
    progress.say(`${runs} runs were brought in.`);
    if (missing.length > 0) progress.note(`${missing.length} jobs have left nothing yet: ${missing.slice(0, 5).join('; ')}${missing.length > 5 ? ' …' : ''}`); // prettier-ignore
    for (const [path, as] of [[out, 'csv'], [html, 'html'], [predictions, 'predictions']] as const) {
      if (path !== undefined) writeWhole(path, bytesOf(await session.call('benchmarks.export', { id, as })), values);
    } // prettier-ignore
    process.stdout.write(textOf(await session.call('benchmarks.get', { id })));
  });
}
