/** Asks for a run as the window does, and takes it out of the queue before anything trains. */
import { tmpdir } from 'node:os';
import { type App, createApp, dispatch } from '../../src-main/app.ts';
import type { SpawnTrainer } from '../../src-main/engine/protocol.ts';
import { processes } from '../../src-main/hosts/http/spawn.ts';
import type { Run, RunRequest } from '../../src-shared/model.ts';

/**
 * @param path a project with a data set and a task: the first of its tasks is asked for
 * @param asked what is not as usual
 */
export async function request(path: string, asked: Partial<RunRequest> = {}): Promise<Run> {
  const idle: SpawnTrainer = () => ({ send() {}, onMessage() {}, onExit: (tell) => tell(gone), kill() {} });
  const gone = { code: 0, signal: null, stderr: '' };
  const app: App = createApp({
    ...processes,
    spawnTrainer: idle,
    host: { kind: 'terminal', home: tmpdir(), stateFolder: tmpdir(), resources: '', filesRoots: null },
    emit() {},
  });
  try {
    await dispatch(app, 'project.open', { path });
    const defaults = (await dispatch(app, 'runs.defaults', {})) as RunRequest;
    const tasks = defaults.taskIds.slice(0, 1);
    return (await dispatch(app, 'runs.start', { ...defaults, taskIds: tasks, ...asked })) as Run;
  } finally {
    await app.close();
  }
}
