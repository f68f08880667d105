/**
 * How much may come out of what is packed. A bomb of a megabyte unpacks to gigabytes or terabytes; real data do not: a
 * matrix of zeros, as text, is packed some hundred times.
 */
import { createReadStream } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../src-shared/errors.ts';

/** Bytes that may come out of each packed byte, once it is more than `RATIO_FROM` in all. */
const MOST_RATIO = 250;
const RATIO_FROM = 4 * 2 ** 20;
/** Archives inside archives: a sample's archive in a series' archive that a download packed once more is three. */
export const DEEPEST = 4;
/** Files of an archive: a series has some thousands. */
const MOST_ENTRIES = 50_000;

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** @throws AppError `unreadable` where `bytes` out of `packed` are more than data give */
export function checkRatio(name: string, bytes: number, packed: number): void {
  if (bytes <= RATIO_FROM || bytes <= MOST_RATIO * packed) return;
  throw new AppError(
    'unreadable',
    `${name} unpacks to more than ${MOST_RATIO} times its size, which data do not; it is made to fill memory or disk.`,
    'If it is real, unpack it with another program and open what is inside.',
  );
}

/** Bytes that may be unpacked into a folder: half of what is free there. */
export async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / 2;
}

/** @throws AppError `unreadable` where so many bytes are more than may be unpacked */
export function checkRoom(name: string, bytes: number, room: number): void {
  if (bytes <= room) return;
  throw new AppError(
    'unreadable',
    `${name} unpacks to ${gigabytes(bytes)} or more, and half of what is free in ${tmpdir()}, the folder for temporary files, is ${gigabytes(room)}.`,
    'Unpack it on another disk and open what is inside.',
  );
}

/** @throws AppError `unreadable` for an archive of more files than any has */
export function checkEntries(name: string, entries: number): void {
  if (entries <= MOST_ENTRIES) return;
  throw new AppError(
    'unreadable',
    `${name} holds more than ${MOST_ENTRIES.toLocaleString('en')} files.`,
    'Unpack it with another program and open what is inside.',
  );
}

/** Passes on what was unpacked, and fails as soon as it is too much; what an archive says of its sizes counts nothing. */
export function limited(name: string, packed: number, room = Infinity): Transform {
  let bytes = 0;
  return new Transform({
    transform(part: Buffer, _, done) {
      bytes += part.length;
      try {
        checkRatio(name, bytes, packed);
        checkRoom(name, bytes, room);
        done(null, part);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** Unpacks a gzipped file to nowhere. @throws AppError `unreadable` where more comes out than data give */
export async function checkUnpacking({
  path,
  name,
  bytes,
}: {
  path: string;
  name: string;
  bytes: number;
}): Promise<void> {
  const nowhere = new Writable({ write: (_part, _encoding, done) => done() });
  await pipeline(createReadStream(path), createGunzip(), limited(name, bytes), nowhere);
}
