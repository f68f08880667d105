/** An option of the command line, declared once: `parseArgs` reads its type, the help prints the rest. */
import type { Flag, Kind, Section, Setting } from '../../src-shared/settings/setting.ts';
import { settings } from '../../src-shared/settings.ts';

export interface Option {
  type: 'string' | 'boolean';
  multiple?: true;
  default?: string | string[] | false;
  short?: string;
  /** how its value is written; `…` behind it: `--task a b` says what `--task a --task b` says */
  value?: string;
  /** what it does; without full stop, as it stands in a list */
  help: string;
}

export type Options = Readonly<Record<string, Option>>;

export const text = (value: string, help: string) => ({ type: 'string', value, help }) as const;
export const list = (value: string, help: string) =>
  ({ type: 'string', multiple: true, default: [] as string[], value, help }) as const;
export const toggle = (help: string) => ({ type: 'boolean', default: false, help }) as const;

type Rows = Readonly<Record<string, Setting>>;

/** The options that settings of this section are, for `parse` and for the help. */
export function settingOptions(section: Section, rows: Rows = settings): Record<never, never> {
  const entries = Object.values(rows).flatMap((row): [string, Option][] => {
    const { is, flag } = row;
    if (is.kind === 'parts') return Object.entries(settingOptions(section, is.parts));
    return flag && row.section === section ? [[flag.name, { ...typeOf(flag, is), help: helpOf(row, flag) }]] : [];
  });
  return Object.fromEntries(entries);
}

function typeOf({ short, value }: Flag, { kind }: Kind): Omit<Option, 'help'> {
  if (kind === 'switch') return { type: 'boolean', default: false };
  const several = kind === 'genes' || kind === 'list' || kind === 'own';
  return {
    type: 'string',
    value,
    ...(short !== undefined && { short }),
    ...(several && { multiple: true, default: [] }),
  };
}

/** Its meaning as it stands in a list, what it can be, and what it is where nobody says. */
function helpOf({ is, meaning, default: usual }: Setting, { of, required }: Flag): string {
  const first = /^([A-Z][a-z]|A )/.test(meaning) ? meaning[0].toLowerCase() + meaning.slice(1) : meaning;
  const names = is.kind === 'choice' ? `: ${(of ?? is.of).join(', ')}` : '';
  const shown = !required && (typeof usual === 'number' || typeof usual === 'string') ? ` (${usual})` : '';
  return `${first.replace(/\.$/, '')}${names}${shown}`;
}

/** The names of those whose value can be several words. */
export const spreading = (options: Options): string[] =>
  Object.keys(options)
    .filter((name) => options[name].value?.endsWith('…'))
    .map((name) => `--${name}`);

const COLUMN = 29;
const WIDTH = 120;

/** Options as lines of a help text: names on the left, what they do beside them. */
export function lines(options: Options): string {
  const all = Object.entries(options).map(([name, { short, value, help }]) => {
    const names = `  ${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
    const left = names.length < COLUMN - 1 ? names.padEnd(COLUMN) : `${names}\n${' '.repeat(COLUMN)}`;
    return left + wrapped(help).join(`\n${' '.repeat(COLUMN)}`);
  });
  return all.join('\n');
}

function wrapped(words: string): string[] {
  const out: string[] = [''];
  for (const word of words.split(' ')) {
    const line = out[out.length - 1];
    if (line === '') out[out.length - 1] = word;
    else if (line.length + 1 + word.length > WIDTH - COLUMN) out.push(word);
    else out[out.length - 1] = `${line} ${word}`;
  }
  return out;
}
