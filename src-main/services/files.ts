/** Folders and files, for hosts whose window cannot ask the system for them; and the border that they may not cross. */
import { type Stats, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, isAbsolute, sep } from 'node:path';
import type { Handlers } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Context, HostFacts } from './context.ts';

export function fileHandlers({ host }: Context): Pick<Handlers, 'files.list'> {
  return {
    'files.list'({ folder }) {
      const path = confine(host, folder ?? host.home);
      let names;
      try {
        names = readdirSync(path, { withFileTypes: true });
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
        throw new AppError(
          missing ? 'not-found' : 'unreadable',
          missing ? `There is no folder ${path}.` : `The folder ${path} cannot be listed.`,
          'Choose another folder.',
          { cause: error },
        );
      }
      const entries = names
        .filter((entry) => !entry.name.startsWith('.'))
        .flatMap((entry) => {
          const full = join(path, entry.name);
          const stat = statOf(full);
          if (!stat || (!stat.isFile() && !stat.isDirectory()) || !isAllowed(host, full)) return [];
          const kind = stat.isDirectory() ? ('folder' as const) : ('file' as const);
          return [{ name: entry.name, path: full, kind, bytes: stat.size, modifiedAt: stat.mtime.toISOString() }];
        })
        .sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind === 'folder' ? -1 : 1));
      const parent = dirname(path);
      return { path, parent: parent !== path && isAllowed(host, parent) ? parent : null, entries };
    },
  };
}

/** Null for what leads nowhere (a broken link, one that leads to itself) or may not be looked at. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/**
 * The path without links, absolute; `~` is the host's home.
 * @throws AppError `not-found` when it leads out of the folders that the host allows
 */
export function confine(host: HostFacts, path: string): string {
  const real = realPath(
    resolve(
      host.home,
      path.replace(/^~(?=$|[\\/])/, () => host.home),
    ),
  );
  if (!allows(host, real)) {
    throw new AppError(
      'not-found',
      `${path} lies outside the folder ${host.filesRoot}, which this server may use.`,
      'Move or copy it there.',
    );
  }
  return real;
}

const isAllowed = (host: HostFacts, path: string) => allows(host, realPath(path));

function allows(host: HostFacts, real: string): boolean {
  if (host.filesRoot === null) return true;
  return [host.filesRoot, host.stateFolder, ...(host.alsoAllowed ?? [])].some((root) => isInside(realPath(root), real));
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Links resolved as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
