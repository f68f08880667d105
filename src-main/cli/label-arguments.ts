/** `--labels FILE` and `--labels DATASET=FILE`: which label file belongs to which data file. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from './usage.ts';

export interface LabelArgument {
  file: string;
  /** the data file that it belongs to; undefined: to all whose cells it names */
  of?: string;
}

/** @param data paths of the data files @throws UsageError for a data set that is not among these */
export function readLabelArguments(entries: readonly string[], data: readonly string[]): LabelArgument[] {
  return entries.map((entry) => {
    const [, name, file] = /^([^=]+)=(.+)$/.exec(entry) ?? [];
    // a path may have an equals sign in it
    if (name === undefined || existsSync(entry)) return { file: resolve(entry) };
    const of = data.find((path) => namesOf(path).includes(name) || path === resolve(name));
    if (of !== undefined) return { file: resolve(file), of };
    const known = data.map((path) => basename(path)).join(', ');
    throw new UsageError(`--labels takes FILE or DATASET=FILE, with ${known} for DATASET, not "${entry}".`);
  });
}

/** A data file by its name, with and without its endings. */
function namesOf(path: string): string[] {
  const name = basename(path);
  return [name, name.replace(/\.[^.]+$/, ''), name.replace(/\..*$/, '')];
}
