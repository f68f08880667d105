/** Arguments made into values; whatever cannot be understood is a `UsageError` that says why. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import { AppError } from '../../src-shared/errors.ts';
import { isRule } from '../../src-shared/gene-families.ts';
import { textOf } from '../../src-shared/text-files.ts';
import { didYouMean } from '../data/nearest.ts';
import { isDataName } from '../formats/known.ts';
import { readGenesAndRules } from '../services/design/panel-lists.ts';
import { type Consent, checkWritable } from '../services/tables/whole-file.ts';
import { note } from './output.ts';
import { UsageError } from './usage.ts';

/** `parseArgs` whose complaints are ours. @throws UsageError */
export function parse<O extends ParseArgsOptionsConfig>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(complaint(error as NodeJS.ErrnoException, Object.keys(options)));
  }
}

/** What Node has against the arguments, in our words. */
function complaint({ code, message }: NodeJS.ErrnoException, known: string[]): string {
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1];
  if (option === undefined) return message;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const names = known.map((name) => `--${name}`);
    return `There is no option ${option}. ${didYouMean(option, names, '')}`.trimEnd();
  }
  if (message.includes('does not take an argument')) return `${option} takes no value.`;
  return message.includes('ambiguous') ? dashedValue(option) : noValue(option);
}

export const noValue = (option: string): string => `${option} takes a value, and nothing follows it.`;

export const dashedValue = (option: string): string =>
  `${option} takes a value, and what follows it begins with a dash; if that is the value, write ${option}=VALUE.`;

/**
 * `--task a b` says what `--task a --task b` says. What is a file, or is called like a data file, stays one.
 *
 * @param flags options that take several values
 */
export function spread(args: readonly string[], flags: readonly string[]): string[] {
  const out: string[] = [];
  let flag: string | null = null;
  let valued = false;
  for (const arg of args) {
    if (/^-./.test(arg)) {
      flag = flags.includes(arg) ? arg : null;
      valued = false;
    } else if (flag !== null && valued && !isDataFile(arg)) {
      out.push(flag);
    } else {
      valued = true;
    }
    out.push(arg);
  }
  return out;
}

const isDataFile = (text: string) => existsSync(text) || /[\\/]/.test(text) || isDataName(text);

/** A whole number from `min` to `max`; undefined where the option was not given. @throws UsageError */
export function wholeNumber(option: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) {
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new UsageError(`${option} takes a whole number ${range}, not "${text}".`);
  }
  return value;
}

/** A number from `min` to `max`. @throws UsageError */
export function decimal(option: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value >= min && value <= max)) {
    const from = min === Number.MIN_VALUE ? 'above 0' : `from ${min}`;
    const range = max === Number.MAX_VALUE ? from : `${from} to ${max}`;
    throw new UsageError(`${option} takes a number ${range}, not "${text}".`);
  }
  return value;
}

/**
 * Genes as `FILE`, `A,B` or `/REGEX/`.
 * @throws UsageError for what names no gene; AppError for what is meant as a file and is none, or for one without genes
 */
export function geneList(option: string, text: string): string[] {
  if (isRule(text)) return [text];
  if (existsSync(text) && statSync(text).isFile()) return readGeneFile(text);
  if (/[\\/]|\.(txt|csv|tsv)$/i.test(text)) {
    const what = existsSync(text) ? `${text} is a folder.` : `There is no file ${text}.`;
    throw new AppError('not-found', what, 'Name a file with one gene a line, or genes as A,B.');
  }
  const genes = text
    .split(',')
    .map((gene) => gene.trim())
    .filter(Boolean);
  if (genes.length === 0) throw new UsageError(`${option} takes genes as A,B or a file of them; "${text}" names none.`);
  return genes;
}

/** One gene or /REGEX/ a line, or a table with a column of genes; notes how it was read. @throws AppError where there is no gene in it */
function readGeneFile(path: string): string[] {
  const list = readFilled(path, 'one gene a line, or a table with a column of gene symbols or Ensembl IDs');
  try {
    const { entries, notes } = readGenesAndRules(list);
    for (const text of notes) note(`${path}: ${text}`);
    return entries;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${path}: ${error.message}`, error.remedy, { cause: error });
  }
}

/**
 * Lines of a text file that hold something.
 *
 * @param expected what the file should hold, for messages
 * @throws AppError for a file that cannot be read, or that holds nothing
 */
export function readLines(path: string, expected: string): string[] {
  return readFilled(path, expected)
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The text of a file that holds something. @throws AppError for a file that cannot be read, or that holds nothing */
function readFilled(path: string, expected: string): string {
  const text = readText(path, expected);
  if (text.trim() !== '') return text;
  throw new AppError('unreadable', `${path} is empty.`, `It should hold ${expected}.`);
}

const unreadable: Record<string, [string, string]> = {
  ENOENT: ['There is no file', 'Check its name and place.'],
  EISDIR: ['A file is wanted, not the folder', 'Name the file in it.'],
  EACCES: ['You are not allowed to read', 'Ask its owner, or copy it to where you may read it.'],
};

/**
 * The text of a file in UTF-8, UTF-16 or Latin-1, without its byte-order mark.
 *
 * @param expected what the file should hold, for messages
 * @throws AppError for a file that is not there, cannot be read or is no text
 */
export function readText(path: string, expected: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const [what, remedy] = unreadable[code] ?? [`${message}:`, 'Check its name and place.'];
    throw new AppError(code === 'ENOENT' ? 'not-found' : 'unreadable', `${what} ${path}.`, remedy, { cause: error });
  }
  return textOf(bytes, path, expected);
}

/**
 * Looks before the work whether its results can be written, and over nothing that it reads.
 *
 * @param results files by the options that name them; of `--json`, - prints it
 * @param read files that are read
 * @param consent whether files that are there may be replaced
 * @throws UsageError, AppError
 */
export function checkResults(
  results: Record<string, string | undefined>,
  read: readonly (string | undefined)[],
  consent: Consent,
): void {
  const taken = new Map<string, string | null>();
  for (const path of read) if (path !== undefined) taken.set(resolve(path), null);
  for (const [option, path] of Object.entries(results)) {
    if (path === undefined || (path === '-' && option === '--json')) continue;
    if (path === '-') throw new UsageError(`${option} takes the name of a file, not "-".`);
    const other = taken.get(resolve(path));
    if (other === null)
      throw new UsageError(`${option} would write over ${path}, which is read here; name another file.`);
    if (other !== undefined) throw new UsageError(`${other} and ${option} both name ${path}; name a file for each.`);
    checkWritable(path, consent);
    taken.set(resolve(path), option);
  }
}
