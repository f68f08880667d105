/** A path looked at from outside: what is needed to tell its format, without reading it through. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { AppError } from '../../../src-shared/errors.ts';
import { encodingOf } from '../../../src-shared/text-files.ts';
import { headInUtf8 } from '../encoding.ts';
import { reasonOf } from '../reason.ts';
import { Hdf5, isGroup, isHdf5 } from '../hdf5/file.ts';
import { isText } from '../readers/text-table.ts';
import type { Source } from '../types.ts';

const headBytes = 1 << 16;

/**
 * @throws AppError `not-found` where nothing is there, `unreadable` for an empty file, a pipe, a file that may not be read, or a
 *   container that cannot be opened
 */
export async function lookAt(path: string): Promise<Source> {
  const name = basename(resolve(path));
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') {
      throw new AppError('not-found', `There is no file or folder ${path}.`, 'Check the spelling and the folder.', {
        cause,
      });
    }
    throw unreadable(name, cause);
  });
  const plain: Source = {
    path,
    name,
    bytes: info.size,
    container: 'none',
    entries: [],
    head: new Uint8Array(),
    gzipped: false,
    encoding: 'utf-8',
  };

  if (info.isDirectory()) {
    const entries = await namesIn(path).catch((cause: NodeJS.ErrnoException) => {
      throw unreadable(name, cause);
    });
    return { ...plain, container: 'folder', entries };
  }
  if (!info.isFile()) {
    throw new AppError(
      'unreadable',
      `${path} is a pipe or a device; data are read more than once, for which a file is needed.`,
      'Write them to a file first, and name that.',
    );
  }
  if (info.size === 0) {
    throw new AppError('unreadable', `${name} is empty.`, 'Copy or export the file again.');
  }
  const raw = await readHead(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(name, cause);
  });
  if (isHdf5(raw)) return { ...plain, container: 'hdf5', entries: await entriesOf(path, name), head: raw };
  const gzipped = isGzip(raw);
  const head = gzipped ? unpackHead(raw, name) : raw;
  const encoding = encodingOf(head);
  const inUtf8 = headInUtf8(head, encoding);
  // what is no text is looked at byte by byte
  return isText(inUtf8) ? { ...plain, head: inUtf8, gzipped, encoding } : { ...plain, head, gzipped };
}

/** True for the first bytes of a gzip file. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Names of what is in a folder, sorted, without what macOS and Windows put beside the files. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !/^\._|^\.DS_Store$|^Thumbs\.db$|^desktop\.ini$/.test(name)).sort();
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function unpackHead(raw: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, 4 * headBytes);
  } catch (cause) {
    throw new AppError(
      'unreadable',
      `${name} is gzipped, but cannot be unpacked: ${reasonOf(cause)}.`,
      'The file is damaged: copy or download it again.',
      { cause },
    );
  }
}

/** Groups and datasets two levels deep. */
async function entriesOf(path: string, name: string): Promise<string[]> {
  const h5 = await Hdf5.open(path, name);
  try {
    return h5.keys(h5.root).flatMap((key) => {
      const child = h5.get(key);
      return [key, ...(isGroup(child) ? h5.keys(child).map((inner) => `${key}/${inner}`) : [])];
    });
  } finally {
    h5.close();
  }
}

function unreadable(name: string, cause: NodeJS.ErrnoException): AppError {
  const why = cause.code === 'EACCES' || cause.code === 'EPERM' ? 'you have no permission to read it' : reasonOf(cause);
  return new AppError('unreadable', `${name} cannot be read: ${why}.`, undefined, { cause });
}
