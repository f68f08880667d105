/** Opens an address that holds a secret: other users of a machine see the arguments of every process. */
import { spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is used of a process that was started. */
interface Started {
  once(event: 'error', listener: () => void): unknown;
  unref(): void;
}
type Run = (program: string, args: string[], options: SpawnOptions) => Started;

/**
 * Lets the system's browser open a private page that leads to the address.
 *
 * @param folder where the page lies; made for this user alone where it is not there
 * @returns what removes the page
 */
export function openInBrowser(
  address: string,
  folder: string,
  platform: NodeJS.Platform = process.platform,
  run: Run = spawn,
): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const page = join(folder, `open-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(page, leadingTo(address), { flag: 'wx', mode: 0o600 });
  const program = { win32: 'explorer.exe', darwin: 'open' }[platform as string] ?? 'xdg-open';
  const opener = run(program, [page], { stdio: 'ignore', detached: true });
  // the address was printed, so there is another way
  opener.once('error', () => {});
  opener.unref();
  return () => rmSync(page, { force: true });
}

function leadingTo(address: string): string {
  const text = address.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Panelwright</title><meta http-equiv="refresh" content="0;url=${text}"><p><a href="${text}">Open Panelwright</a></p></html>\n`;
}
