/** `panelwright serve` as a process of its own, with everything that it remembers in a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const root = resolve(import.meta.dirname, '../..');

export interface Server {
  process: ChildProcess;
  /** what it printed: holds the launch token */
  address: string;
  /** as Ctrl+C does; rejects unless the server ends well and had nothing to complain of */
  stop(): Promise<void>;
}

/** Starts it and waits for the address that it prints. */
export async function startServe(home: string): Promise<Server> {
  const child = spawn(process.execPath, ['bin/panelwright.mjs', 'serve'], {
    cwd: root,
    env: environment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const failed = (code: number | null) => new Error(`panelwright serve ended with exit code ${code}:\n${said}`);
  const address = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    ended.then((code) => Promise.reject(failed(code))),
  ]);
  return {
    process: child,
    address,
    async stop() {
      child.kill('SIGINT');
      const code = await ended;
      const complaints = said.replace(/^Open this address.*\n/, '');
      if (code !== 0 || complaints) throw failed(code);
    },
  };
}

/** A program's environment in which everything it remembers lies in `home`. */
export function environment(home: string): Record<string, string> {
  const temporary = join(home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const own = {
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    TMPDIR: temporary,
    XDG_STATE_HOME: join(home, 'state'),
  };
  return { ...(process.env as Record<string, string>), ...own };
}
