/**
 * What every method takes to choose a panel: the training process of a run, watched from outside until the panel is
 * chosen. Needs Linux, which says what another process has had at its peak.
 */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FromTrainer, ToTrainer } from '../../src-main/engine/protocol.ts';
import { memoryOfRun, sizeOf } from '../../src-main/services/workers/memory.ts';
import { openStore } from '../../src-main/store/open.ts';
import type { Method } from '../../src-shared/methods.ts';
import { request } from './request.ts';

const TRAINER = fileURLToPath(new URL('../../src-main/processes/trainer.ts', import.meta.url));
/** Milliseconds between two looks at the process. */
const LOOK_EVERY = 250;
/** Of Linux's clock that it counts the seconds of a process by. */
const TICKS_A_SECOND = 100;

export interface MethodCost {
  method: Method;
  /** bytes that the application reckons with beforehand */
  reckoned: number;
  /** resident memory at its peak, in bytes: when the cells were read, and when the panel was chosen */
  read: number;
  peak: number;
  /** seconds of the clock, and of the processor, that choosing took */
  seconds: number;
  cpuSeconds: number;
  /** null: it came to its end; else how far it was when its time was over */
  cutAt: string | null;
}

/**
 * @param path a project with a data set and a task
 * @param cap seconds of the processor, after which choosing is cut short
 */
export async function measureMethod(path: string, method: Method, cap: number): Promise<MethodCost> {
  const { id, config } = await request(path, { method });
  const store = openStore(path, { readOnly: true });
  const reckoned = memoryOfRun(store, { ...sizeOf(config), datasetIds: config.datasets.map((dataset) => dataset.id) });
  store.close();

  const child = fork(TRAINER, [], { serialization: 'advanced', execArgv: [] });
  const start: ToTrainer = { type: 'start', projectPath: path, runId: id, workers: 1 };
  child.send(start);
  let began: Look | null = null;
  let doing = '';
  const ends = (cutAt: string | null): MethodCost => {
    const { peak, cpuSeconds, at } = look(child.pid!);
    clearInterval(looks);
    child.removeAllListeners().kill('SIGKILL');
    if (!began) throw new Error(`${method} ended before it began to choose`);
    const seconds = (at - began.at) / 1000;
    return { method, reckoned, read: began.peak, peak, seconds, cpuSeconds: cpuSeconds - began.cpuSeconds, cutAt };
  };
  let looks: NodeJS.Timeout;
  return new Promise((resolve, reject) => {
    looks = setInterval(() => {
      if (began && look(child.pid!).cpuSeconds - began.cpuSeconds > cap) resolve(ends(doing));
    }, LOOK_EVERY);
    child.on('message', (message: FromTrainer) => {
      if (message.type === 'failed') reject(new Error(`${method}: ${message.error.message}`));
      if (message.type !== 'progress') return;
      if (message.stage === 'score') resolve(ends(null));
      if (message.stage !== 'select') return;
      began ??= look(child.pid!);
      ({ doing } = message);
    });
    child.on('exit', (code, signal) => {
      clearInterval(looks);
      reject(new Error(`${method}: the process ended (${signal ?? code})`));
    });
  });
}

interface Look {
  /** resident memory at its peak, bytes */
  peak: number;
  cpuSeconds: number;
  /** milliseconds of this process's clock */
  at: number;
}

/** What Linux knows of a process (proc(5)). */
function look(pid: number): Look {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // the second field is the program's name, which may have spaces
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return { peak: Number(peak![1]) * 1024, cpuSeconds: (user + system) / TICKS_A_SECOND, at: performance.now() };
}
