/** `npm start`, after the build: the desktop window where Electron can be had, else the same in a browser. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describeError } from '../src-shared/errors.ts';
import { announce, startService, untilStopped } from '../src-main/serve.ts';
import { stateFolder } from '../src-main/hosts/http/folders.ts';
import { electronProgram, hasDisplay, installElectron } from './electron.ts';
import { whyNoWindow } from './why-no-window.ts';
import { openInBrowser } from './open-browser.ts';

const root = resolve(import.meta.dirname, '..');

const reason = await openWindow();
if (reason !== null) {
  console.error(`No desktop window: ${reason} Panelwright runs in a browser instead.`);
  try {
    const service = await startService({});
    announce(service);
    const forget = hasDisplay ? openInBrowser(service.address, stateFolder()) : () => {};
    await untilStopped(service).finally(forget);
  } catch (error) {
    console.error(describeError(error));
    process.exitCode = 1;
  }
}

/** Runs the desktop application to its end. Returns null, or why it could not be opened. */
async function openWindow(): Promise<string | null> {
  const facts = { platform: process.platform, display: hasDisplay, user: process.getuid?.() ?? null };
  const reason = whyNoWindow(facts);
  if (reason) return reason;
  if (!electronProgram()) {
    console.error('Fetching Electron, once …');
    installElectron();
  }
  const program = electronProgram();
  if (!program) return whyNoWindow({ ...facts, electron: 'absent' });

  const opened = Date.now();
  const child = spawn(program, [root], { stdio: 'inherit' });
  const code = await new Promise<number | null>((done) => {
    child.once('error', () => done(null));
    child.once('exit', done);
  });
  const lived = Date.now() - opened;
  const failure = whyNoWindow({ ...facts, electron: 'present', ended: { code, milliseconds: lived } });
  if (failure) return failure;
  process.exitCode = code ?? 1;
  return null;
}
