/** What breaks under the application: told, and where it can be, put right. */
import { app, dialog, type BrowserWindow } from 'electron';

const log = (text: string) => void process.stderr.write(`${text}\n`);

/** The window's own process: where it is gone or hangs, the user chooses whether to load the window again. */
export function watchWindow(window: BrowserWindow): void {
  const { webContents } = window;
  /** one question at a time */
  let asking = false;
  const ask = async (message: string, detail: string, wait: string | null) => {
    if (asking || window.isDestroyed()) return;
    asking = true;
    try {
      const buttons = ['Load the window again', wait ?? 'Close Panelwright'];
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message,
        detail,
        buttons,
        defaultId: 0,
        cancelId: wait === null ? 0 : 1,
        noLink: true,
      });
      if (window.isDestroyed()) return;
      if (response === 0) webContents.reload();
      else if (wait === null) window.close();
    } finally {
      asking = false;
    }
  };
  const detail = 'The project and what is being trained are not touched: both are kept by another process.';
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log(`The window's process is gone: ${reason}, exit code ${exitCode}.`);
    const why = reason === 'oom' ? 'it ran out of memory' : `it ended unexpectedly (${reason})`;
    void ask(`The window stopped working: ${why}.`, detail, null);
  });
  window.on('unresponsive', () => void ask('The window does not answer.', detail, 'Wait'));
}

/**
 * The application's own process. `end` closes the project; what went wrong is told first, because it cannot be told
 * afterwards.
 */
export function watchApplication(end: () => Promise<void>): void {
  // whoever started a training, reading or analysing process hears of its end and says what it means; a drawing process
  // is started again by Chromium
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') log(`The process ${name ?? type} is gone: ${reason}, exit code ${exitCode}.`);
  });
  process.on('unhandledRejection', (error) => log(textOf(error)));
  let ending = false;
  process.on('uncaughtException', (error) => {
    log(textOf(error));
    if (ending) return;
    ending = true;
    const message = error instanceof Error ? error.message : String(error);
    dialog.showErrorBox(
      'Panelwright has to close',
      `Something went wrong that it was not prepared for: ${message}\n\nThe project is closed in order; a run that is being trained can be resumed.`,
    );
    void end().finally(() => app.exit(1));
  });
}

const textOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Waits for `work`, but no longer than this; a failure is written to stderr. */
export async function withinSeconds(seconds: number, what: string, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((done) => {
    timer = setTimeout(() => {
      log(`${what} took longer than ${seconds} s and was given up.`);
      done();
    }, seconds * 1000);
  });
  const failed = (error: unknown) => log(`${what}: ${textOf(error)}`);
  await Promise.race([work.then(() => {}, failed), limit]);
  clearTimeout(timer);
}
