/** Runs the command line: as a user does, in a process of its own, or quicker within this one. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { vi } from 'vitest';
import { main } from '../../src-main/cli/main.ts';

const program = join(import.meta.dirname, '../../bin/panelwright.mjs');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  process: ChildProcess;
  ended: Promise<Ended>;
}

/** `home` keeps what the program remembers away from the user's own. */
export function start(args: string[], home: string): Running {
  const process = spawn(globalThis.process.execPath, [program, ...args], {
    cwd: home,
    env: { ...globalThis.process.env, HOME: home, XDG_STATE_HOME: join(home, 'state'), TMPDIR: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    process.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    process.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    process.once('error', reject);
    process.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process, ended };
}

export const run = (args: string[], home: string): Promise<Ended> => start(args, home).ended;

/** The same without a process: `@name` among the arguments is a file in `home`. One at a time. */
export async function runHere(args: string[], home: string): Promise<Ended> {
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'));
  vi.stubEnv('TMPDIR', home);
  const ended = { code: null as number | null, stdout: '', stderr: '' };
  const listen = (name: 'stdout' | 'stderr') =>
    vi.spyOn(process, name, 'get').mockReturnValue({
      write: (text: string) => {
        ended[name] += text;
        return true;
      },
    } as never);
  const spies = [listen('stdout'), listen('stderr')];
  try {
    ended.code = await main(args.map((arg) => arg.replace(/@(?=\w)/g, () => join(home, '/'))));
    return ended;
  } finally {
    spies.forEach((spy) => spy.mockRestore());
    vi.unstubAllEnvs();
  }
}
