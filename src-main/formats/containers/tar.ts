/**
 * Tar archives, gzipped or not: the folders of 10x Genomics as GEO and 10x give them out
 * (`filtered_feature_bc_matrix.tar.gz`), and series of GEO (`GSE…_RAW.tar`). What is data inside is unpacked into a
 * temporary folder and opened as if it lay there.
 */
import { join } from 'node:path';
import { extract, list } from 'tar';
import { AppError } from '../../../src-shared/errors.ts';
import { type Packed, checkSizes, chooseData, damaged, isFile } from './archive.ts';
import { checkEntries, checkUnpacking } from './limits.ts';
import { reasonOf } from '../reason.ts';
import type { Format, Source } from '../types.ts';
import { type OpenInner, openUnpacked } from './unpacked.ts';

export function tar(openInner: OpenInner): Format {
  return { name: 'tar', match: isTar, open: openUnpacked(unpack, openInner) };
}

/** By the mark of every tar since 1988, or by its name. */
const isTar = ({ container, head, name }: Source): boolean =>
  container === 'none' &&
  (Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar' || /\.(tar|tgz|tar\.gz)$/i.test(name));

/** No folder, link or device. */
const isPlain = ({ type }: { type: string }) => /File$/.test(type);

/** Unpacks what is to be opened, and nothing else; returns its path. */
async function unpack(source: Source, folder: string): Promise<string> {
  const { path, name, bytes, gzipped } = source;
  try {
    const files: Packed[] = [];
    if (gzipped) await checkUnpacking(source);
    const onReadEntry = ({ path: fileName, size, type }: { path: string; size: number; type: string }) => {
      const file = { fileName, uncompressedSize: size };
      if (isPlain({ type }) && isFile(file)) files.push(file);
    };
    await list({ file: path, strict: true, onReadEntry });
    checkEntries(name, files.length);
    const { open, needed } = chooseData(`${name} is a tar archive`, files);
    await checkSizes(name, folder, needed, bytes);
    const names = needed.map(({ fileName }) => fileName);
    let broken: string | Error | null = null;
    const onwarn = (code: string, message: string | Error) => {
      // a path from the root (tar -P) is unpacked below the folder, which is said as this
      if (code !== 'TAR_ENTRY_INFO') broken ??= message;
    };
    // a link of the same name, later in the archive, would take the place of the file
    const filter = (_: string, entry: object) => 'type' in entry && isPlain(entry as { type: string });
    await extract({ file: path, cwd: folder, preserveOwner: false, onwarn, filter }, names);
    if (broken !== null) throw broken;
    return join(folder, open.fileName);
  } catch (cause) {
    throw cause instanceof AppError ? cause : damaged(name, cause, reasonOf(cause));
  }
}
