/** Folders and files, for hosts whose window cannot ask the system for them; and the border that they may not cross. */
import { type Stats, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Handlers } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import { isWithin, realPath } from '../formats/containers/within.ts';
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
  if (!isAllowed(host, real)) {
    throw new AppError(
      'not-found',
      `${path} lies outside the folders that this server may use: ${host.filesRoots!.join(', ')}.`,
      'Move or copy it there, or start "panelwright serve" with --files FOLDER.',
    );
  }
  return real;
}

/** The folders that files are read from, with what lies next to them; undefined: any. */
export function readableFolders({ filesRoots, stateFolder, alsoAllowed = [] }: HostFacts): string[] | undefined {
  return filesRoots === null ? undefined : [...filesRoots, stateFolder, ...alsoAllowed];
}

function isAllowed(host: HostFacts, path: string): boolean {
  const folders = readableFolders(host);
  return folders === undefined || isWithin(folders, path);
}
