/** `npm start`, after the build: the desktop window where Electron can be had, else the same in a browser. */
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describeError } from '../src-shared/errors.ts';
import { announce, startService, untilStopped } from '../src-main/serve.ts';
import { electronProgram, hasDisplay, installElectron } from './electron.ts';

const root = resolve(import.meta.dirname, '..');

const reason = await openWindow();
if (reason !== null) {
  console.error(`No desktop window: ${reason} Panelwright runs in a browser instead.`);
  try {
    const service = await startService({});
    announce(service);
    if (hasDisplay) openBrowser(service.address);
    await untilStopped(service);
  } catch (error) {
    console.error(describeError(error));
    process.exitCode = 1;
  }
}

/** Runs the desktop application to its end. Returns null, or why it could not be opened. */
async function openWindow(): Promise<string | null> {
  if (!hasDisplay) return 'this machine has no display.';
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root.';
  if (!electronProgram()) {
    console.error('Fetching Electron, once …');
    installElectron();
  }
  const program = electronProgram();
  if (!program) return 'Electron’s binary could not be downloaded.';

  const opened = Date.now();
  const child = spawn(program, [root], { stdio: 'inherit' });
  const code = await new Promise<number | null>((done) => {
    child.once('error', () => done(null));
    child.once('exit', done);
  });
  // a window that a person used lives longer than this
  if (code !== 0 && Date.now() - opened < 5000) return 'Electron could not start, for the reason above.';
  process.exitCode = code ?? 1;
  return null;
}

function openBrowser(address: string): void {
  if (process.platform === 'win32') return void spawnSync('cmd', ['/c', 'start', '', address]);
  const opener = spawn(process.platform === 'darwin' ? 'open' : 'xdg-open', [address], {
    stdio: 'ignore',
    detached: true,
  });
  // the address was printed, so there is another way
  opener.once('error', () => {});
  opener.unref();
}
