/**
 * A whole run on one worker against several, by turns, each in a process of its own:
 *
 *     node scripts/bench-workers.ts PROJECT [WORKERS] [ROUNDS]
 *
 * The project holds a run, as `panelwright design … --project PROJECT` leaves one; it is trained anew, its ceiling too, by
 * onnxruntime, and nothing is written.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { design } from '../src-main/engine/design.ts';
import { createCrew } from '../src-main/learners/crew.ts';
import { loadProblem } from '../src-main/services/cohort/problem.ts';
import { openStore } from '../src-main/store/open.ts';
import { startThread } from '../src-main/processes/threads.ts';
import { figures, table } from './bench/tables.ts';
import { median } from './bench/trainings.ts';

interface Measured {
  seconds: number;
  selectSeconds: number;
  cpuSeconds: number;
  peakMB: number;
  /** of everything that the run came to, the times left out */
  digest: string;
}

const [project, workers = '2', rounds = '5', once] = process.argv.slice(2);
if (once) console.log(JSON.stringify(await measure(project, Number(workers))));
else compare();

async function measure(path: string, workers: number): Promise<Measured> {
  const store = openStore(path, { readOnly: true });
  const [{ config }] = store.runs.list();
  const problem = loadProblem(store, config);
  const crew = createCrew(workers, () => startThread(join(import.meta.dirname, '..', 'src-main', 'worker.ts'), 10));
  const hooks = { progress() {}, history() {}, checkpoint() {} };
  const began = performance.now();
  const result = await design(problem, { ...config, backend: 'onnx' }, hooks, undefined, crew);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const { seconds, ...rest } = result;
  const plain = (_: string, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value);
  return {
    seconds: (performance.now() - began) / 1000,
    selectSeconds: seconds.select,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMB: maxRSS / 1024,
    digest: createHash('sha256').update(JSON.stringify(rest, plain)).digest('hex').slice(0, 12),
  };
}

function compare(): void {
  const sizes = [...new Set(['1', workers])];
  const all = sizes.map(() => [] as Measured[]);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [i, size] of sizes.entries()) {
      const args = [import.meta.filename, project, size, rounds, 'once'];
      const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      console.error(`${size}: ${stdout.trim()}`);
      all[i].push(JSON.parse(stdout) as Measured);
    }
  }
  const of = (i: number, what: (one: Measured) => number) => figures(median(all[i].map(what)));
  const rows = sizes.map((size, i) => [
    size,
    of(i, ({ seconds }) => seconds),
    of(i, ({ selectSeconds }) => selectSeconds),
    of(i, ({ cpuSeconds }) => cpuSeconds),
    of(i, ({ peakMB }) => peakMB),
    [...new Set(all[i].map(({ digest }) => digest))].join(' '),
  ]);
  console.log(table(['workers', 'run, s', 'selection, s', 'CPU, s', 'peak, MB', 'result'], rows));
  if (sizes.length === 1) return;
  const ratios = all[1].map(({ seconds }, round) => seconds / all[0][round].seconds);
  console.log(
    `\n${workers} workers take ${figures(median(ratios))} of the time of one (${ratios.map(figures).join(', ')})`,
  );
}
