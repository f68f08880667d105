/** Arguments made into values; whatever cannot be understood is a `UsageError` that says why. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import { AppError } from '../../src-preload/errors.ts';
import { UsageError } from './usage.ts';

/** `parseArgs` whose complaints are ours. @throws UsageError */
export function parse<O extends ParseArgsOptionsConfig>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    // "Unknown option '--x'. To specify a positional argument …": the first sentence says it
    throw new UsageError((error as Error).message.split(/\. (?=To specify)/)[0].replace(/\.?$/, '.'));
  }
}

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

const isDataFile = (text: string) =>
  existsSync(text) || /[\\/]|\.(h5ad|h5|loom|csv|tsv|txt|mtx|gz|tgz|zip|tar)$/i.test(text);

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

/** Genes as `FILE`, `A,B` or `/REGEX/`. @throws AppError `not-found` for what is meant as a file and is none */
export function geneList(text: string): string[] {
  if (isPattern(text)) return [text];
  if (existsSync(text) && statSync(text).isFile()) return readGeneFile(text);
  if (/[\\/]|\.(txt|csv|tsv)$/i.test(text)) {
    throw new AppError('not-found', `There is no file ${text}.`, 'Name a file with one gene a line, or genes as A,B.');
  }
  return text
    .split(',')
    .map((gene) => gene.trim())
    .filter(Boolean);
}

const isPattern = (text: string) => /^\/.+\/$/.test(text);

/** One gene a line, or the first column of a table; a line of column names is passed over. */
function readGeneFile(path: string): string[] {
  const genes = readLines(path).map((line) =>
    isPattern(line)
      ? line
      : line
          .split(/[,;\t]/)[0]
          .trim()
          .replace(/^"(.*)"$/, '$1'),
  );
  const header = /^(gene|genes|gene[_ ]?(symbol|name|id)s?|symbols?|names?|ensembl[_ ]?ids?)$/i;
  return genes.filter((gene, i) => gene !== '' && !(i === 0 && header.test(gene)));
}

/** Lines of a text file that hold something. @throws AppError */
export function readLines(path: string): string[] {
  return readText(path)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** @throws AppError for a file that is not there or cannot be read */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError(
      missing ? 'not-found' : 'unreadable',
      missing ? `There is no file ${path}.` : `The file ${path} cannot be read.`,
      'Check its name and place.',
      { cause: error },
    );
  }
}
