/** The folders that files may lie in: for a host that serves some of a machine, and for what was unpacked of an archive. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';

/** Whether a path leads into one of the folders once all links are resolved. */
export function isWithin(folders: readonly string[], path: string): boolean {
  const real = realPath(path);
  return folders.some((folder) => isInside(realPath(folder), real));
}

/** @throws AppError `not-found` for a file whose path, or what that links to, lies in none of the folders */
export function checkWithin(folders: readonly string[] | undefined, path: string): void {
  if (folders === undefined || isWithin(folders, path)) return;
  throw new AppError(
    'not-found',
    `${path} leads to a file outside the folders that may be read.`,
    'Put the file itself there, and not a link to it.',
  );
}

/** A path without links, as far as it exists. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
