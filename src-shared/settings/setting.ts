/** What a setting is, whatever it sets. Its value is described by data, so that the window needs no validator. */
import type { MethodSetting } from '../methods/types.ts';
import type { Method } from '../methods.ts';

/** The values that a setting can have. */
export type Kind =
  | {
      kind: 'number';
      min: number;
      max: number;
      whole: boolean;
      /** the least value itself is too small */ above?: true;
    }
  | { kind: 'switch' }
  | { kind: 'text' }
  | { kind: 'choice'; of: readonly string[] }
  /** a row of the project, by its number */
  | { kind: 'id' }
  /** genes, or rules on them */
  | { kind: 'genes' }
  | { kind: 'list'; most: number }
  /** several settings that belong together, each with words and a flag of its own */
  | { kind: 'parts'; parts: Readonly<Record<string, Setting>> }
  /** anything else: `src-shared/requests.ts` has its schema */
  | { kind: 'own'; value?: unknown };

export const whole = (min: number, max: number) => ({ kind: 'number', min, max, whole: true }) as const;
export const decimal = (min: number, max: number) => ({ kind: 'number', min, max, whole: false }) as const;
export const above = (min: number, max: number) => ({ kind: 'number', min, max, whole: false, above: true }) as const;
export const choice = <const T extends string>(of: readonly T[]) => ({ kind: 'choice', of }) as const;
export const parts = <P extends Readonly<Record<string, Setting>>>(parts: P) => ({ kind: 'parts', parts }) as const;
export const own = <T>() => ({ kind: 'own' }) as { kind: 'own'; value?: T };
export const isSwitch = { kind: 'switch' } as const;
export const isText = { kind: 'text' } as const;
export const isId = { kind: 'id' } as const;
export const areGenes = { kind: 'genes' } as const;

/**
 * What of a run another value changes. What was computed for one run serves another where nothing that it depends on
 * differs, so a setting that says too little here gives wrong results, and one that says too much costs time.
 */
export type Affected =
  /** which cells train, steer and are scored: runs refer to the split that comes of it */
  | 'split'
  /** which genes several data sets share */
  | 'sharing'
  /** what is read of cells and labels */
  | 'cells'
  /** which genes can be chosen */
  | 'genes'
  /** every network that is trained, that on all genes too */
  | 'network'
  /** which panel is chosen, and by whose predictor */
  | 'selection'
  /** how a finished panel is scored */
  | 'scoring';

/** What else of a run a setting speaks of. */
export interface About {
  method: Method;
  tasks: readonly { id: number; name: string }[];
  datasets: readonly { id: number; name: string }[];
}

export interface Flag {
  /** without dashes */
  name: string;
  short?: string;
  /** what can be named, where not every value can */
  of?: readonly string[];
  /** how its value is written; a switch has none */
  value?: string;
  /** takes a name where the setting is a number of the project, or a file: the command finds out what it stands for */
  named?: true;
  /** the command line has no default */
  required?: true;
}

/** Where it is asked for, and shown. */
export type Section = 'panel' | 'data' | 'tasks' | 'cells' | 'training' | 'scoring';

export interface Setting {
  is: Kind;
  /** what a run has that does not say; a setting without one is left out where nobody sets it */
  default?: unknown;
  /** a noun of one to four words, or an imperative */
  label: string;
  /** one sentence: what it does, and what its size means */
  meaning: string;
  section: Section;
  affects: readonly Affected[];
  flag?: Flag;
  /** a value that says what leaving it out says; of a switch that is off */
  none?: unknown;
  /** few need it: folded away in the window */
  advanced?: true;
  /** only what is asked for: the run has what came of it */
  asked?: true;
  /** left out: whatever else the run is */
  appliesTo?(about: About): boolean;
  /** left out: the value itself, as text */
  words?(value: unknown, about: About): string;
  /** for the methods section of a paper; left out: by name and value, where it is not the default; '' says nothing */
  sentence?(value: unknown, about: About): string;
}

/** Whether a setting does anything in a run. */
export const applies = ({ appliesTo }: Setting, about: About): boolean => appliesTo?.(about) ?? true;

type ValueOfKind<K> = K extends { kind: 'number' | 'id' }
  ? number
  : K extends { kind: 'switch' }
    ? boolean
    : K extends { kind: 'text' }
      ? string
      : K extends { kind: 'choice'; of: readonly (infer T)[] }
        ? T
        : K extends { kind: 'genes' | 'list' }
          ? string[]
          : K extends { kind: 'parts'; parts: infer P extends Rows }
            ? Partial<All<P>>
            : K extends { kind: 'own'; value?: infer T }
              ? T
              : never;

type Rows = Readonly<Record<string, Setting>>;
type WithDefault<R> = { [K in keyof R]: R[K] extends { default: unknown } ? K : never }[keyof R];

/** A value for each of the settings. */
export type All<R extends Rows> = { -readonly [K in keyof R]: ValueOfKind<R[K]['is']> };

/** What is asked for: a value for each that has a default, and for the others as one likes. */
export type Asked<R extends Rows> = Pick<All<R>, WithDefault<R>> & Partial<Omit<All<R>, WithDefault<R>>>;

/** A setting of a method as one of a run. */
export const ofMethod = ({ label, meaning, default: usual, min, max, whole }: MethodSetting): Setting => ({
  is: { kind: 'number', min, max, whole },
  default: usual,
  label,
  meaning,
  section: 'training',
  affects: ['selection'],
});
