/**
 * The port that a user's window is served on. A browser keeps what a window remembers (a design not started yet, how it
 * looks) by address, port and all: on another port it would come up with nothing of it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';

/**
 * Starts a host on the port of the first launch; where that is taken, on any free one, for this once.
 *
 * @param start 0 is any free port; throws AppError `conflict` where one is taken
 */
export async function startOnUsualPort<Host extends { port: number }>(
  stateFolder: string,
  start: (port: number) => Promise<Host>,
): Promise<Host> {
  const file = join(stateFolder, 'port');
  const usual = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isInteger(usual) && usual > 1023 && usual < 65536) {
    try {
      return await start(usual);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
      return start(0);
    }
  }
  const host = await start(0);
  // a folder that cannot be written is no reason not to start
  await mkdir(stateFolder, { recursive: true })
    .then(() => writeFile(file, `${host.port}\n`))
    .catch(() => {});
  return host;
}
