/** Training, reading and analysing processes under Node. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SpawnAnalyst } from '../../analysis/protocol.ts';
import type { Child, Exit, Spawn } from '../../engine/child.ts';
import type { SpawnTrainer } from '../../engine/protocol.ts';
import type { SpawnImporter } from '../../services/workers/import-protocol.ts';
import { keepTail } from '../stderr-tail.ts';
import { discard, temporaryEnv, temporaryFolder } from '../temporary.ts';

const program = (name: string) => fileURLToPath(new URL(`../../processes/${name}.ts`, import.meta.url));

/** The programs that the application runs beside itself. */
export const processes: { spawnTrainer: SpawnTrainer; spawnImporter: SpawnImporter; spawnAnalyst: SpawnAnalyst } = {
  spawnTrainer: spawnWithFork(program('trainer')),
  spawnImporter: spawnWithFork(program('importer')),
  spawnAnalyst: spawnWithFork(program('analyst')),
};

/** Makes the function that starts one process; `program` is what it runs. */
export function spawnWithFork<To extends object, From>(program: string): Spawn<To, From> {
  return (): Child<To, From> => {
    const folder = temporaryFolder();
    const child = fork(program, [], {
      env: { ...process.env, ...temporaryEnv(folder) },
      serialization: 'advanced',
      // a debugger or a loader that the server was started with is not the child's
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.once('error', () => discard(folder));
    child.once('exit', () => discard(folder));
    const tail = keepTail(child.stderr);
    return {
      // a process that is gone is told by onExit, not here
      send: (message) => void child.send(message, () => {}),
      onMessage: (listener) => void child.on('message', (message) => listener(message as From)),
      onExit(listener) {
        let told = false;
        const tell = (exit: Exit) => {
          if (!told) listener(exit);
          told = true;
        };
        child.once('error', (error) => tell({ code: null, signal: null, stderr: error.message }));
        // "close" rather than "exit": by then stderr has been read to its end
        child.once('close', (code, signal) => tell({ code, signal, stderr: tail() }));
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
