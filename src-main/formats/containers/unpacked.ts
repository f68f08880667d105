/** Data that are packed as a whole: unpacked into a temporary folder that lasts as long as the file is open. */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { DEEPEST } from './limits.ts';
import type { Format, Hints, OpenedFile, Source } from '../types.ts';

/** Opens what was unpacked. */
export type OpenInner = (path: string, hints: Hints) => Promise<OpenedFile>;

/** @param unpack writes into the folder and says what there is to be opened */
export function openUnpacked(
  unpack: (source: Source, folder: string) => Promise<string>,
  openInner: OpenInner,
): Format['open'] {
  return async (source, hints) => {
    const depth = hints.depth ?? 0;
    if (depth >= DEEPEST) {
      throw new AppError(
        'unreadable',
        `${source.name} is an archive in an archive in an archive, ${depth} deep.`,
        'Unpack it with another program and open what is inside.',
      );
    }
    const folder = await mkdtemp(join(tmpdir(), 'panelwright-'));
    const remove = () => rmSync(folder, { recursive: true, force: true });
    try {
      // messages name the file that holds everything, and not the temporary folder
      const inner = join(folder, source.name.replace(/\.(gz|tgz|zip|tar)$/i, ''));
      await mkdir(inner);
      const opened = await openInner(await unpack(source, inner), { ...hints, within: [folder], depth: depth + 1 });
      return {
        ...opened,
        files: [source.path],
        close() {
          opened.close();
          remove();
        },
      };
    } catch (error) {
      remove();
      throw error;
    }
  };
}
