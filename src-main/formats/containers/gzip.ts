/**
 * HDF5 files that were gzipped as a whole, as archives of public data keep them, and what a download gzipped once more:
 * unpacked into a temporary folder.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../src-shared/errors.ts';
import { isHdf5 } from '../hdf5/file.ts';
import { reasonOf } from '../reason.ts';
import { limited, roomIn } from './limits.ts';
import { isGzip } from './source.ts';
import type { Format, Source } from '../types.ts';
import { type OpenInner, openUnpacked } from './unpacked.ts';

export function gzip(openInner: OpenInner): Format {
  return {
    name: 'gzip',
    match: (source) => source.gzipped && (isHdf5(source.head) || isGzip(source.head)),
    open: openUnpacked(unpack, openInner),
  };
}

async function unpack(source: Source, folder: string): Promise<string> {
  const path = join(folder, source.name.replace(/\.gz$/i, ''));
  try {
    const within = limited(source.name, source.bytes, await roomIn(folder));
    await pipeline(createReadStream(source.path), createGunzip(), within, createWriteStream(path));
    return path;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new AppError(
      'unreadable',
      full
        ? `${source.name} cannot be unpacked: ${tmpdir()} has no room left for it.`
        : `${source.name} is gzipped, but cannot be unpacked: ${reasonOf(cause)}.`,
      full ? 'Unpack it on another disk and open what is inside.' : 'The file is cut short or damaged: copy or download it again.', // prettier-ignore
      { cause },
    );
  }
}
