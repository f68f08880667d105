/** The application as a command uses it: calls, and word of how they go on stderr. */
import { resolve } from 'node:path';
import type { CallName, Events, Input, Reply } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Run } from '../../src-shared/model.ts';
import { createApp, dispatch } from '../app.ts';
import { stateFolder } from '../hosts/http/folders.ts';
import { processes } from '../hosts/http/spawn.ts';
import { discard, temporaryFolder } from '../hosts/temporary.ts';
import type { ProgressLine } from './output.ts';

export const resources = resolve(import.meta.dirname, '..', '..', 'resources');

export interface Session {
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>;
  /** resolves when the run succeeded. @throws AppError when it ended otherwise */
  ended(runId: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Works in a session that ends with the work: when it is done, when it fails, and when the process is asked to stop.
 *
 * @param temporary whether all that is made is thrown away afterwards; `work` is given the folder that goes then
 * @param stopped rejects when the process is asked to stop
 */
export async function inSession<T>(
  options: { temporary: boolean; progress: ProgressLine; stopped: Promise<never>; jobs?: number },
  work: (session: Session, folder: string | null) => Promise<T>,
): Promise<T> {
  const { progress, stopped, jobs } = options;
  const folder = options.temporary ? temporaryFolder() : null;
  const session = startSession(folder ?? stateFolder(), progress, jobs);
  const working = work(session, folder);
  try {
    return await Promise.race([working, stopped]);
  } finally {
    progress.end();
    await session.close();
    // closing ends whatever is under way; it then clears up after itself
    await working.catch(() => {});
    if (folder) discard(folder);
  }
}

/** Starts the application; what it remembers goes to the folder `state`, and `jobs` runs are trained at once. */
export function startSession(state: string, progress: ProgressLine, jobs?: number): Session {
  const finished = new Map<number, Run>();
  let wake = () => {};
  const heard = <E extends keyof Events>(event: E, payload: Events[E]) => {
    if (event === 'import.progress') {
      const { doing, fraction } = payload as Events['import.progress'];
      progress.show(doing, fraction, null);
    } else if (event === 'run.progress') {
      const { doing, fraction, secondsLeft } = payload as Events['run.progress'];
      progress.show(doing, fraction, secondsLeft);
    } else if (event === 'runs.changed' && payload) {
      const run = payload as Run;
      if (run.state !== 'queued' && run.state !== 'running') finished.set(run.id, run);
      wake();
    }
  };
  const app = createApp({
    host: {
      kind: 'terminal',
      home: process.cwd(),
      stateFolder: state,
      // what a run without a project took is worth knowing the next time
      timesFolder: stateFolder(),
      resources,
      filesRoots: null,
      jobs,
    },
    ...processes,
    emit: heard,
  });
  return {
    call: (name, input) => dispatch(app, name, input) as never,
    async ended(runId) {
      while (!finished.has(runId)) await new Promise<void>((resolve) => (wake = resolve));
      const { state, message } = finished.get(runId)!;
      if (state !== 'succeeded') throw new AppError('internal', message ?? `The run was ${state}.`);
    },
    close: () => app.close(),
  };
}
