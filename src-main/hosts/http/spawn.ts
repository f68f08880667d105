/** A training process under Node. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromTrainer, SpawnTrainer } from '../../engine/protocol.ts';
import { keepTail } from '../stderr-tail.ts';

const trainer = fileURLToPath(new URL('../../trainer.ts', import.meta.url));

/** Makes the function that starts one training process; `program` is what it runs. */
export function spawnWithFork(program = trainer): SpawnTrainer {
  return () => {
    const child = fork(program, [], {
      serialization: 'advanced',
      // a debugger or a loader that the server was started with is not the trainer's
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const tail = keepTail(child.stderr);
    return {
      // a process that is gone is told by onExit, not here
      send: (message) => void child.send(message, () => {}),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromTrainer)),
      onExit(listener) {
        let told = false;
        const tell = (exit: Parameters<typeof listener>[0]) => {
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
