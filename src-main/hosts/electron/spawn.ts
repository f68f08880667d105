/** A training process under Electron. */
import { utilityProcess } from 'electron';
import type { Readable } from 'node:stream';
import type { FromTrainer, SpawnTrainer } from '../../engine/protocol.ts';
import { keepTail } from '../stderr-tail.ts';

/** Makes the function that starts one training process; `program` is the built trainer. */
export function spawnWithUtilityProcess(program: string): SpawnTrainer {
  return () => {
    const child = utilityProcess.fork(program, [], {
      stdio: ['ignore', 'ignore', 'pipe'],
      serviceName: 'Panelwright training',
    });
    const tail = keepTail(child.stderr as Readable | null);
    return {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromTrainer)),
      // Electron tells a code only; a process that was killed has one above 128 or below 0
      onExit: (listener) => void child.once('exit', (code) => listener({ code, signal: null, stderr: tail() })),
      kill() {
        // Electron's own kill asks politely, which a process in the middle of a training step does not hear
        if (child.pid === undefined) return;
        try {
          process.kill(child.pid, 'SIGKILL');
        } catch {
          // it went by itself in this very moment, which onExit tells
        }
      },
    };
  };
}
