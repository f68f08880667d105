/** Training and reading processes under Electron. */
import { utilityProcess } from 'electron';
import type { Readable } from 'node:stream';
import type { Spawn } from '../../engine/child.ts';
import { keepTail } from '../stderr-tail.ts';
import { discard, temporaryEnv, temporaryFolder } from '../temporary.ts';

/** Makes the function that starts one process; `program` is the built one, `serviceName` what the system calls it. */
export function spawnWithUtilityProcess<To, From>(program: string, serviceName: string): Spawn<To, From> {
  return () => {
    const folder = temporaryFolder();
    const child = utilityProcess.fork(program, [], {
      env: { ...process.env, ...temporaryEnv(folder) },
      stdio: ['ignore', 'ignore', 'pipe'],
      serviceName,
    });
    child.once('exit', () => discard(folder));
    const tail = keepTail(child.stderr as Readable | null);
    return {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', (message) => listener(message as From)),
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
