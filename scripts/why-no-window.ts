/** A window that a person used lives longer than this, in milliseconds. */
const STARTED = 5000;

export interface StartFacts {
  platform: NodeJS.Platform;
  display: boolean;
  /** numeric id; null where the system has none */
  user: number | null;
  /** whether Electron's binary is here, once an attempt to download it was made */
  electron?: 'present' | 'absent';
  /** how the window's process ended */
  ended?: { code: number | null; milliseconds: number };
}

/** Why the desktop window cannot be opened, as half a sentence; null as far as nothing is against it. */
export function whyNoWindow({ platform, display, user, electron, ended }: StartFacts): string | null {
  if (!display) return 'this machine has no display.';
  if (platform === 'linux' && user === 0) return 'Electron does not run as root.';
  if (electron === 'absent') return 'Electron’s binary is not here and could not be downloaded.';
  if (ended && ended.code !== 0 && ended.milliseconds < STARTED) {
    return 'Electron could not start, for the reason above.';
  }
  return null;
}
