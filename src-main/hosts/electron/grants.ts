/**
 * The files that the window may name: those that the user chose in a dialog of the system, dropped on the window, or
 * opened before. Whatever runs in the window, it cannot make up a path to read or write.
 */
import { resolve } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { type CallName, pathsOf } from '../../../src-shared/contract.ts';

export interface Grants {
  /** may be opened */
  read(path: string): void;
  /** may be written, and opened afterwards */
  write(path: string): void;
  /** @throws AppError `invalid` where a call names a file that nobody chose for it */
  check(call: CallName, input: unknown): void;
}

export function createGrants(): Grants {
  const readable = new Set<string>();
  const writable = new Set<string>();
  return {
    read: (path) => void readable.add(resolve(path)),
    write: (path) => void writable.add(resolve(path)),
    check(call, input) {
      for (const { path, writes } of pathsOf(call, input)) {
        const full = resolve(path);
        if (writable.has(full) || (!writes && readable.has(full))) continue;
        throw new AppError(
          'invalid',
          `${path} was not chosen in a dialog.`,
          writes ? 'Choose where to save in the dialog.' : 'Choose the file in the dialog, or drop it on the window.',
        );
      }
    },
  };
}
