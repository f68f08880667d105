/** Comparisons that take more than one machine: written as a workflow for Snakemake, and brought back from it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { allMethodNames } from '../../../src-shared/methods.ts';
import type { BenchmarkRequest, RunConfig } from '../../../src-shared/model.ts';
import { benchmarkRequest } from '../../../src-shared/requests.ts';
import { openStore, type Store } from '../../store/open.ts';
import { version } from '../../version.ts';
import { proposeName, refusals, withDefaults } from '../benchmark/benchmarks.ts';
import { type Context, openProject, timesFolder, writableProject } from '../context.ts';
import { confine } from '../files.ts';
import { requestKey } from '../same-request.ts';
import { writeWhole } from '../tables/whole-file.ts';
import { rememberedTimes, timedRuns } from '../timing/run-times.ts';
import { planJobs } from './plan.ts';
import { snakefile, sweepCommands } from './workflow.ts';

/** What the folder says of itself. */
const sweepSchema = z.object({
  version: z.string(),
  name: z.string(),
  createdAt: z.string(),
  data: z.string().regex(/^data\/[0-9a-f]+\.panelwright$/),
  datasets: z.array(z.object({ id: z.number(), sha256: z.string(), cells: z.number() })),
  request: benchmarkRequest.extend({
    refused: z.array(z.object({ method: z.enum(allMethodNames), k: z.number(), why: z.string() })),
  }),
  jobs: z.array(z.object({ name: z.string().regex(/^[0-9a-f]+$/), label: z.string() })),
});
type Sweep = z.infer<typeof sweepSchema>;

const SWEEP = 'sweep.json';

export function sweepHandlers(context: Context): Pick<Handlers, 'sweeps.write' | 'sweeps.collect'> {
  const { host } = context;
  return {
    async 'sweeps.write'({ request: asked, folder: named, program, bring }) {
      const { store } = openProject(context);
      const folder = confine(host, named);
      checkFolder(folder);
      const request = { ...asked, base: withDefaults(asked.base), refused: await refusals(store, asked) };
      const known = [...timedRuns(store), ...rememberedTimes(timesFolder(context))];
      const jobs = await planJobs(store, request, known);
      const datasets = datasetsOf(store, request);
      const data = `data/${digestOfData(store, request)}.panelwright`;
      for (const name of ['data', 'requests']) mkdirSync(join(folder, name), { recursive: true });
      if (!existsSync(join(folder, data))) copyWithoutRuns(store, join(folder, data));
      for (const job of jobs) {
        const file = join(folder, 'requests', `${job.name}.json`);
        // what is written again is newer, and done again
        if (!existsSync(file)) writeWhole(file, JSON.stringify(job.request, null, 1), { overwrite: false });
      }
      const sweep: Sweep = {
        version,
        name: asked.name ?? proposeName(request),
        createdAt: new Date().toISOString(),
        data,
        datasets: datasets.map(({ id, sha256, cells }) => ({ id, sha256, cells })),
        request: request as Sweep['request'],
        jobs: jobs.map(({ name, label }) => ({ name, label })),
      };
      // the folder is empty or a sweep's own
      writeWhole(join(folder, SWEEP), JSON.stringify(sweep, null, 1), { overwrite: true });
      const importing = bring && { ...bring, memoryMB: 4000, minutes: 60 };
      writeWhole(join(folder, 'Snakefile'), snakefile({ version, program, data, bring: importing ?? null, jobs }), {
        overwrite: true,
      });
      return {
        folder,
        jobs: jobs.length,
        refused: request.refused,
        commands: sweepCommands,
        memoryMB: Math.max(...jobs.map(({ memoryMB }) => memoryMB)),
        minutes: jobs.some(({ timed }) => !timed) ? null : jobs.reduce((sum, { minutes }) => sum + minutes, 0),
      };
    },
    'sweeps.collect'({ folder: named }) {
      const { store } = writableProject(context);
      const folder = confine(host, named);
      const sweep = readSweep(folder);
      refuseOtherData(store, sweep);
      const there = sweep.jobs.filter(({ name }) => existsSync(resultOf(folder, name)));
      const known = new Set(store.runs.list().map(({ config }) => keyOf(config)));
      let runs = 0;
      for (const { name } of there) {
        // opened by itself first, which finds out what is damaged or of another version
        openStore(resultOf(folder, name), { readOnly: true }).close();
        const wanted = (config: RunConfig) => !known.has(keyOf(config));
        runs += store.adoptRuns(resultOf(folder, name), wanted).length;
      }
      const same = store.benchmarks.list().find(({ request }) => isSame(request, sweep.request));
      const benchmark = { name: sweep.name, request: sweep.request as BenchmarkRequest, createdAt: sweep.createdAt };
      const benchmarkId = same?.id ?? store.benchmarks.insert(benchmark);
      context.emit('runs.changed', null);
      const missing = sweep.jobs.filter((job) => !there.includes(job)).map(({ label }) => label);
      return { benchmarkId, runs, missing };
    },
  };
}

/** The project with data and tasks that a sweep begins with. @throws AppError for a folder without a sweep */
export const dataOfSweep = (folder: string): string => join(folder, readSweep(folder).data);

const resultOf = (folder: string, name: string) => join(folder, 'runs', `${name}.panelwright`);
const keyOf = (config: RunConfig) => `${requestKey(config)} ${config.splitSeed}`;
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const datasetsOf = (store: Store, { base }: BenchmarkRequest) =>
  store.datasets.list().filter(({ id }) => base.datasetIds.includes(id));

/** Of all that runs read of the project. */
function digestOfData(store: Store, request: BenchmarkRequest): string {
  const datasets = datasetsOf(store, request).map(({ id, sha256, matrix, cells, genes }) => [id, sha256, matrix, cells, genes]); // prettier-ignore
  const tasks = store.tasks.list().filter(({ id }) => request.base.taskIds.includes(id));
  const facts = JSON.stringify([version, datasets, tasks, request.base.geneTable ?? null]);
  return createHash('sha256').update(facts).digest('hex').slice(0, 20);
}

/** A project of the same data and tasks, whose runs are those of the sweep alone. */
function copyWithoutRuns(store: Store, path: string): void {
  const temporary = `${path}.part`;
  rmSync(temporary, { force: true });
  store.saveCopy(temporary);
  const copy = openStore(temporary);
  const now = new Date().toISOString();
  for (const { id } of copy.benchmarks.list()) copy.benchmarks.setRemoved(id, now);
  for (const { id } of copy.runs.list()) copy.runs.setRemoved(id, now);
  copy.bin.empty(new Date(Date.now() + 1000).toISOString());
  copy.close();
  renameSync(temporary, path);
}

/** @throws AppError `conflict` for a folder that has something else in it */
function checkFolder(folder: string): void {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat || existsSync(join(folder, SWEEP))) return;
  if (stat.isDirectory() && readdirSync(folder).length === 0) return;
  throw new AppError(
    'conflict',
    stat.isDirectory() ? `${folder} has files in it already, and they are of no sweep.` : `${folder} is a file.`,
    'Name a folder that is empty or new, or the folder of a sweep to be added to.',
  );
}

function readSweep(folder: string): Sweep {
  const file = join(folder, SWEEP);
  if (!existsSync(file)) {
    throw new AppError('not-found', `${folder} is not the folder of a sweep: it has no ${SWEEP}.`, 'Name the folder that “panelwright sweep --out” wrote.'); // prettier-ignore
  }
  let parsed;
  try {
    parsed = sweepSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    parsed = null;
  }
  if (parsed?.success) return parsed.data;
  throw new AppError('unreadable', `${file} is not as “panelwright sweep” writes it.`, 'Write the sweep again into the same folder; runs that are done stay.'); // prettier-ignore
}

/** Runs refer to data sets by their ids. */
function refuseOtherData(store: Store, { datasets, data }: Sweep): void {
  const own = new Map(store.datasets.list().map((dataset) => [dataset.id, dataset]));
  const other = datasets.find(
    ({ id, sha256, cells }) => own.get(id)?.sha256 !== sha256 || own.get(id)?.cells !== cells,
  );
  if (!other) return;
  throw new AppError(
    'conflict',
    `The project ${store.path} is not of the data of this sweep.`,
    `Name a new project, or a copy of ${data}.`,
  );
}
