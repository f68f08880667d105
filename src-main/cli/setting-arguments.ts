/** The options of the command line that are settings of a run, as `src-shared/settings.ts` declares them. */
import { type Method, methods, wrongMethodSettings } from '../../src-shared/methods.ts';
import { type AskedSettings, settings } from '../../src-shared/settings.ts';
import type { Flag, Kind, Setting } from '../../src-shared/settings/setting.ts';
import { type YotoSettings, trainingSettings } from '../../src-shared/settings/training.ts';
import { decimal, geneList, wholeNumber } from './arguments.ts';
import { UsageError } from './usage.ts';

type Rows = Readonly<Record<string, Setting>>;

/** Those that a command makes settings of: it knows the project, or the others. */
export interface NamedArguments {
  'select-on'?: string;
  'leave-out'?: string;
  'gene-table'?: string;
  target: string[];
  set: string[];
}

/**
 * The settings that were given. What names a row of the project, a file or anything of its own is left to who knows
 * what it stands for. @throws UsageError, and AppError for a list of genes that is not there
 */
export function readSettingArguments(values: object): Partial<AskedSettings> {
  return given(settings, values as Record<string, unknown>) as Partial<AskedSettings>;
}

function given(rows: Rows, values: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(rows).map(([key, row]): [string, unknown] => {
    if (row.is.kind === 'parts') {
      const parts = given(row.is.parts, values);
      return [key, Object.keys(parts).length > 0 ? parts : undefined];
    }
    return [key, row.flag && !row.flag.named ? valueOf(row.flag, row.is, values[row.flag.name]) : undefined];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function valueOf({ name, of }: Flag, is: Kind, value: unknown): unknown {
  if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return undefined;
  const option = name.length === 1 ? `-${name}` : `--${name}`;
  if (is.kind === 'switch') return true;
  if (is.kind === 'text') return value;
  if (is.kind === 'list') return value;
  if (is.kind === 'genes') return (value as string[]).flatMap((text) => geneList(option, text));
  if (is.kind === 'number') return numberOf(option, is, value as string);
  if (is.kind === 'choice') {
    const names = of ?? is.of;
    if (names.includes(value as string)) return value;
    throw new UsageError(`${option} is one of ${names.join(', ')}, not "${value as string}".`);
  }
  return undefined;
}

/** @throws UsageError with the bounds, where the text is no number within them */
function numberOf(option: string, { min, max, whole, above }: Kind & { kind: 'number' }, text: string) {
  if (whole) return wholeNumber(option, text, min, max);
  return decimal(option, text, above ? Number.MIN_VALUE : min, Number.isFinite(max) ? max : Number.MAX_VALUE);
}

/**
 * `NAME=VALUE`, settings of the method; what the method does not have and the network has, which trains in every run, is
 * the network's. @throws UsageError
 */
export function readMethodSettings(
  method: Method,
  entries: string[],
): { settings: Record<string, number>; methodSettings: Record<string, number> } {
  const ofNetwork: Record<string, number> = {};
  const methodSettings: Record<string, number> = {};
  for (const entry of entries) {
    const [, name, text] = /^([^=]+)=(.+)$/.exec(entry) ?? [];
    const value = Number(text);
    if (name === undefined || Number.isNaN(value)) throw new UsageError(`--set takes NAME=NUMBER, not "${entry}".`);
    const isOfNetwork = !Object.hasOwn(methods[method].settings, name) && Object.hasOwn(trainingSettings, name);
    if (isOfNetwork) checkNetworkSetting(name as keyof YotoSettings, value);
    (isOfNetwork ? ofNetwork : methodSettings)[name] = value;
  }
  const [wrong] = wrongMethodSettings(method, methodSettings);
  if (wrong) throw new UsageError(`${wrong.what} ${wrong.remedy}`);
  return { settings: ofNetwork, methodSettings };
}

/** @throws UsageError with the bounds of the setting where the value is beyond them */
function checkNetworkSetting(name: keyof YotoSettings, value: number): void {
  const { min, max, whole, ...is }: Kind & { kind: 'number' } = trainingSettings[name].is;
  const fits = (is.above ? value > min : value >= min) && value <= max && (!whole || Number.isInteger(value));
  if (fits) return;
  const from = is.above ? `above ${min} and up` : `from ${min}`;
  throw new UsageError(`“${name}” is a ${whole ? 'whole ' : ''}number ${from} to ${max}, not ${value}.`);
}
