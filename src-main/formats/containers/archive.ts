/** What is unpacked of an archive: the one thing in it that is data, and what that needs. */
import { basename, dirname } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { checkRatio, checkRoom, roomIn } from './limits.ts';
import { standsAlone } from '../known.ts';
import { isMarker } from '../zarr/store.ts';

/** A file in an archive. */
export interface Packed {
  /** its path in the archive */
  fileName: string;
  /** in bytes */
  uncompressedSize: number;
}

/** Folders, and what macOS puts beside the files, are no data. */
export const isFile = ({ fileName }: Packed): boolean =>
  !fileName.endsWith('/') && (isMarker(fileName) || !/(^|\/)(__MACOSX\/|\.(?!\/))/.test(fileName));

const samples =
  'Unpack it. In the _RAW.tar of a GEO series each sample is a file of its own, or three: matrix, barcodes and features, told apart by the beginning of their names. Open the matrix, and the names beside it are found; add several samples as several data sets.';

/**
 * The one file that is data, and the files that it needs: a zarr store is all of its folder, a Matrix Market file comes
 * with those of its folder, an HDF5 file stands for itself whatever tables are beside it.
 *
 * @param archive what it is, for messages: `x.zip is a zip archive`
 * @throws AppError `unreadable` where there is none, or several
 */
export function chooseData<File extends Packed>(archive: string, files: File[]): { open: File; needed: File[] } {
  const store = storeIn(files);
  if (store) return store;
  const matrices = files.filter(({ fileName }) => /\.mtx(\.gz)?$/i.test(fileName));
  if (matrices.length === 1) {
    const [open] = matrices;
    return { open, needed: files.filter(({ fileName }) => dirname(fileName) === dirname(open.fileName)) };
  }
  const single = files.filter(({ fileName }) => standsAlone(fileName));
  if (matrices.length === 0 && single.length === 1) return { open: single[0], needed: single };
  const data = files.filter(({ fileName }) => !/(^|\/)(readme|licen[cs]e)|\.(md|pdf|docx?|html?|png|jpe?g)$/i.test(fileName)); // prettier-ignore
  if (data.length === 1) return { open: data[0], needed: data };
  const names = files.map(({ fileName }) => basename(fileName));
  const listed = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
  throw new AppError(
    'unreadable',
    files.length === 0
      ? `${archive} of no files.`
      : `${archive} of ${names.length} ${names.length === 1 ? 'file' : 'files'} (${listed}); ${names.length === 1 ? 'it does not look like data' : 'which of them is the data cannot be told'}.`,
    matrices.length > 1 ? samples : 'Unpack it and open the file or folder that holds the matrix.',
  );
}

/** A zarr store: the outermost folder that is marked as one, and everything in it. */
function storeIn<File extends Packed>(files: File[]): { open: File; needed: File[] } | null {
  const depth = ({ fileName }: File) => fileName.split('/').length;
  const [open] = files.filter(({ fileName }) => isMarker(fileName)).sort((a, b) => depth(a) - depth(b));
  if (!open) return null;
  const folder = dirname(open.fileName);
  return { open, needed: folder === '.' ? files : files.filter(({ fileName }) => fileName.startsWith(`${folder}/`)) };
}

/**
 * What an archive says of the sizes of its files, before anything is unpacked.
 *
 * @param packed bytes of the archive
 * @returns bytes that may be unpacked
 * @throws AppError `unreadable` where the files would not fit into the folder, or are more than such an archive holds
 */
export async function checkSizes(
  archive: string,
  folder: string,
  files: readonly Packed[],
  packed: number,
): Promise<number> {
  const bytes = files.reduce((sum, file) => sum + file.uncompressedSize, 0);
  const room = await roomIn(folder);
  checkRatio(archive, bytes, packed);
  checkRoom(archive, bytes, room);
  return room;
}

/** An archive whose bytes are not what they should be. */
export const damaged = (archive: string, cause: unknown, why: string): AppError =>
  new AppError(
    'unreadable',
    `${archive} cannot be unpacked: ${why}.`,
    'The archive is cut short or damaged: copy or download it again.',
    { cause },
  );
