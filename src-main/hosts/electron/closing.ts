/** Closing the window while a panel is being trained asks once. */
import type { BrowserWindow } from 'electron';
import { agreesToStop } from './dialogs.ts';

/** `training` counts the runs that closing would stop. */
export function askBeforeClosing(window: BrowserWindow, training: () => number): void {
  let asking = false;
  let agreed = false;
  const ask = async () => {
    const runs = training();
    return runs === 0 || agreesToStop(window, runs);
  };
  window.on('close', (event) => {
    if (agreed) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void ask()
      // a question that cannot be asked must not keep the window open for ever
      .catch(() => true)
      .then((yes) => {
        asking = false;
        agreed = yes;
        if (yes) window.close();
      });
  });
}
