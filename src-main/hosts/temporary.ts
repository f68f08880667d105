/**
 * Temporary files of this process and of those that it starts: unpacked copies of data that are not published. They lie in
 * folders named after this process, which only its user may enter. A folder goes with what needed it; what is left by a
 * process that was killed goes at the next launch.
 */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'panelwright-of-';

/** Of this process; made when the first thing needs it. */
let own: string | null = null;

function ownFolder(): string {
  if (own !== null) return own;
  const shared = realpathSync(tmpdir());
  sweep(shared);
  own = mkdtempSync(join(shared, `${PREFIX}${process.pid}-`));
  process.once('exit', () => discard(own!));
  return own;
}

/** A new folder for one thing. */
export function temporaryFolder(): string {
  const folder = ownFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(folder, 'x-'));
}

/** What a process must be started with so that its temporary files go to the folder. */
export const temporaryEnv = (folder: string): Record<string, string> => ({ TMPDIR: folder, TEMP: folder, TMP: folder });

/** Takes a folder away; one that cannot go now goes at the next launch. */
export function discard(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    return;
  }
}

/** Removes folders of our user whose process is no more. */
function sweep(shared: string): void {
  for (const name of readdirSync(shared)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    const folder = join(shared, name);
    if (pid === undefined || isAlive(Number(pid)) || !isOurs(folder)) continue;
    discard(folder);
  }
}

function isOurs(folder: string): boolean {
  const uid = process.getuid?.();
  return uid === undefined || statSync(folder, { throwIfNoEntry: false })?.uid === uid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // one of another user is there, and may not be spoken to
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
