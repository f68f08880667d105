/** Electron's binary: the npm package brings none, its installer downloads one. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const electron = resolve(import.meta.dirname, '../node_modules/electron');

/** False on a Linux machine that nobody sits at. */
export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/** The path of Electron's executable; null where it was not downloaded. */
export function electronProgram(): string | null {
  const name = join(electron, 'path.txt');
  if (!existsSync(name)) return null;
  const program = join(electron, 'dist', readFileSync(name, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** Lets Electron's own installer try, quietly and not for ever; whether it worked `electronProgram` tells. */
export function installElectron(): void {
  spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'ignore', timeout: 120_000 });
}
