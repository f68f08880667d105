/**
 * Every setting of a run, declared once. Types, schemas, the fields of the window, flags and help of the command line,
 * what a run keeps, what is shown and compared of it, and what may be used again for another run follow from here.
 */
import { backendNames } from './backends.ts';
import { allMethodNames, methodNames, methods, type Method } from './methods.ts';
import type { Assay } from './model/assay.ts';
import type { ClassTarget } from './model/project.ts';
import { count, listed } from './present/format.ts';
import { geneRuleSettings } from './settings/genes.ts';
import {
  type About,
  type Affected,
  type All,
  type Asked,
  type Setting,
  choice,
  decimal,
  isId,
  isSwitch,
  isText,
  ofMethod,
  own,
  parts,
  whole,
  applies,
} from './settings/setting.ts';
import { trainingDefaults, trainingSettings } from './settings/training.ts';

/** The run whose panel was changed by hand, and what was changed; genes as the data set names them. */
export interface RunParent {
  runId: number;
  name: string;
  method: Method;
  added: string[];
  removed: string[];
  /** genes that the user wanted to stay, and genes that must not come back */
  locked: string[];
  banned: string[];
}

const seed = whole(0, 0xffffffff);

export const settings = {
  method: {
    is: choice(allMethodNames),
    default: 'yoto' as Method,
    label: 'Method',
    meaning: 'What chooses the genes.',
    section: 'training',
    affects: ['selection'],
    flag: { name: 'method', value: 'NAME', of: methodNames },
    words: (method: Method) => methods[method].name,
  },
  methodSettings: {
    is: own<Record<string, number>>(),
    label: 'Settings of the method',
    meaning: 'A setting of the method or of the network, as often as needed; docs/METHODS.md has them all.',
    section: 'training',
    affects: ['selection'],
    flag: { name: 'set', value: 'NAME=NUMBER' },
  },
  selectOn: {
    is: isId,
    label: 'Selected on',
    meaning: 'The task that a method made for one label selects on; left out, it takes all in turn.',
    section: 'training',
    affects: ['selection'],
    flag: { name: 'select-on', value: 'TASK', named: true },
    words: nameOf('tasks'),
  },
  k: {
    is: whole(1, 100_000),
    default: 32,
    label: 'Panel size',
    meaning: 'Genes in the panel.',
    section: 'panel',
    affects: ['selection'],
    flag: { name: 'k', short: 'k', value: 'N', required: true },
  },
  ...geneRuleSettings,
  hvg: {
    is: whole(2, 1_000_000),
    default: 5000,
    label: 'Variable genes',
    meaning:
      'The most variable genes over training cells, which the panel is chosen from (scanpy: n_top_genes); required genes are always kept.',
    section: 'panel',
    affects: ['genes'],
    advanced: true,
    flag: { name: 'hvg', value: 'N' },
    words: count,
  },
  assay: {
    is: own<Assay>(),
    label: 'Assay',
    meaning: 'The assay that the panel is for: chosen, and judged, as it would see the cells; left out: as sequenced.',
    section: 'panel',
    affects: ['cells', 'genes', 'network', 'selection', 'scoring'],
    words: assayWords,
    sentence: (assay: Assay) => `The panel was designed for an assay: ${assayWords(assay)}.`,
  },
  parent: {
    is: own<RunParent>(),
    label: 'Changed by hand',
    meaning: 'The run whose panel was changed by hand, and what was changed.',
    section: 'panel',
    affects: ['selection'],
    words: ({ name, added, removed }: RunParent) =>
      [
        `from “${name}”`,
        ...(added.length > 0 ? [`with ${added.join(', ')}`] : []),
        ...(removed.length > 0 ? [`without ${removed.join(', ')}`] : []),
      ].join(', '),
    sentence: ({ added, removed }: RunParent) =>
      `The panel was changed by hand${added.length + removed.length > 0 ? ` (${added.length} genes added, ${removed.length} removed)` : ''}.`,
  },
  orthologs: {
    is: isSwitch,
    label: 'Match genes across species',
    meaning: 'Match genes of human and mouse by the letters of their symbols.',
    section: 'data',
    affects: ['sharing'],
    flag: { name: 'orthologs' },
    sentence: () => 'Genes of different species were matched by the letters of their symbols.',
  },
  binarise: {
    is: isSwitch,
    label: 'Binarise expression',
    meaning: 'Read genes as detected or not, so that the panel does not depend on how many molecules an assay counts.',
    section: 'data',
    affects: ['cells'],
    advanced: true,
    flag: { name: 'binarise' },
    sentence: () => 'Genes were then read as detected (one) or not (zero).',
  },
  batchZscore: {
    is: isSwitch,
    label: 'z-score within data sets',
    meaning: 'z-score genes within each data set, against differences between batches.',
    section: 'data',
    affects: ['cells'],
    flag: { name: 'batch-zscore' },
    sentence: () => 'Genes were z-scored within each data set.',
  },
  leaveOut: {
    is: isId,
    label: 'Left-out data set',
    meaning: 'One of several data sets: choose without it, score on it.',
    section: 'cells',
    affects: ['split', 'cells'],
    flag: { name: 'leave-out', value: 'DATA', named: true },
    words: nameOf('datasets'),
  },
  group: {
    is: isText,
    label: 'Held out by',
    meaning: 'Hold out whole groups of this column (donor, sample) instead of single cells.',
    section: 'cells',
    affects: ['split'],
    flag: { name: 'group', value: 'COLUMN' },
  },
  testFraction: {
    is: decimal(0.05, 0.5),
    default: 0.2,
    label: 'Test share',
    meaning: 'Share of the cells that selection never sees, and that are only scored on.',
    section: 'cells',
    affects: ['split'],
    flag: { name: 'test-fraction', value: 'F' },
  },
  splitSeed: {
    is: seed,
    default: 0,
    label: 'Split seed',
    meaning: 'Decides which cells are held out; scores are comparable only between runs of one split.',
    section: 'cells',
    affects: ['split'],
    flag: { name: 'split-seed', value: 'N' },
  },
  minClass: {
    is: whole(2, 1_000_000),
    default: 10,
    label: 'Smallest class',
    meaning: 'Classes with fewer cells can be neither learned nor tested and count as unlabelled.',
    section: 'tasks',
    affects: ['cells'],
    flag: { name: 'min-class', value: 'N' },
  },
  targets: {
    is: own<ClassTarget[]>(),
    none: [],
    label: 'Minimum recall per class',
    meaning: 'A class that must not be missed: YOTO is steered to find this share of its cells.',
    section: 'tasks',
    affects: ['selection'],
    flag: { name: 'target', value: 'TASK:CLASS=RECALL…' },
    words: (targets: ClassTarget[]) =>
      targets.map(({ task, className, recall }) => `${className} of ${task} ${recall}`).join(', '),
    sentence: (targets: ClassTarget[], { method }: About) =>
      methods[method].can.targets
        ? `Training cells of ${listed(
            targets.map(({ task, className, recall }) => `${className} of ${task} (recall ${recall})`),
            20,
          )} weighed more while too few validation cells of the class were found.`
        : '',
  },
  seed: {
    is: seed,
    default: 0,
    label: 'Seed',
    meaning: 'The same seed on the same data gives the same panel; another shows how much chance decides.',
    section: 'training',
    affects: ['selection'],
    flag: { name: 'seed', value: 'N' },
  },
  backend: {
    is: choice(backendNames),
    default: 'auto' as (typeof backendNames)[number],
    label: 'Backend',
    meaning: 'What trains.',
    section: 'training',
    affects: ['network'],
    advanced: true,
    flag: { name: 'backend', value: 'NAME' },
  },
  probeSteps: {
    is: whole(0, 1_000_000),
    default: 3000,
    label: 'Probe steps',
    meaning:
      'Training steps of each probe, the network trained again on the finished panel, with three seeds, to score it. 0: no probe.',
    section: 'scoring',
    affects: ['scoring'],
    advanced: true,
    flag: { name: 'probe-steps', value: 'N' },
    words: (steps: number) => (steps === 0 ? 'no probe' : count(steps)),
    sentence: (steps: number) =>
      steps > 0 ? `Networks that score the panel were trained on it for ${count(steps)} steps each.` : '',
  },
  settings: {
    is: parts(trainingSettings),
    default: {},
    label: 'Training',
    meaning: 'Settings of the network, and of YOTO.',
    section: 'training',
    affects: ['network'],
  },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settings;
export type AskedSettings = Asked<typeof settings>;
/** The settings of a run with everything that they leave open written out. */
export type FrozenSettings = Omit<AskedSettings, 'settings'> & { settings: All<typeof trainingSettings> };

export const settingKeys = Object.keys(settings) as SettingKey[];
export const geneRuleKeys = Object.keys(geneRuleSettings) as (keyof typeof geneRuleSettings)[];

/** What a run has that nobody said anything of. */
export const settingDefaults = {
  ...(Object.fromEntries(
    Object.entries<Setting>(settings).flatMap(([key, one]) => (one.default === undefined ? [] : [[key, one.default]])),
  ) as unknown as AskedSettings),
  settings: trainingDefaults,
};

/** A setting that has one value: of a part its path has two names, as in `settings.steps`. */
export interface OneSetting {
  path: string;
  setting: Setting;
  value: unknown;
  about: About;
}

/** Every setting of a run that means something there, one that is not set as undefined. */
export function settingsOf(config: FrozenSettings & About): OneSetting[] {
  const methodOwn = Object.entries(methods[config.method].settings).map(([key, one]) => [key, ofMethod(one)] as const);
  return Object.entries<Setting>(settings).flatMap(([key, setting]) => {
    const value = config[key as SettingKey] as unknown;
    const ofParts = (rows: (readonly [string, Setting])[]) =>
      rows.map(([part, setting]) => ({
        path: `${key}.${part}`,
        setting,
        value: (value as Record<string, unknown> | undefined)?.[part] ?? setting.default,
        about: config,
      }));
    const all =
      key === 'methodSettings'
        ? ofParts(methodOwn)
        : setting.is.kind === 'parts'
          ? ofParts(Object.entries(setting.is.parts))
          : [{ path: key, setting, value, about: config }];
    return all.filter(({ setting }) => !setting.asked && applies(setting, config));
  });
}

/** True where a value says something that leaving it out would not. */
export function isSet({ is, none = is.kind === 'switch' ? false : undefined }: Setting, value: unknown): boolean {
  return value !== undefined && value !== null && JSON.stringify(value) !== JSON.stringify(none);
}

/** The value of a setting as text; '' where it is not set. */
export function wordsOf({ setting, value, about }: Pick<OneSetting, 'setting' | 'value' | 'about'>): string {
  if (setting.is.kind === 'switch') return value ? 'yes' : 'no';
  if (!isSet(setting, value)) return '';
  if (setting.words) return setting.words(value, about);
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Some of what was asked for, without what says no more than leaving it out. */
export function pick<K extends SettingKey>(asked: Partial<AskedSettings>, keys: readonly K[]): Pick<AskedSettings, K> {
  const entries = keys.map((key) => [key, asked[key]] as const);
  return Object.fromEntries(entries.filter(([key, value]) => isSet(settings[key], value))) as Pick<AskedSettings, K>;
}

/** What a run keeps of what was asked for. */
export function freezeSettings(asked: AskedSettings): FrozenSettings {
  const { add: _add, ...frozen } = pick(asked, settingKeys);
  return { ...frozen, settings: { ...trainingDefaults, ...asked.settings } };
}

/** The settings that change any of this, with their values: equal where one run can use what was computed for another. */
export function settingsAffecting(
  config: Partial<AskedSettings>,
  affected: readonly Affected[],
): Record<string, unknown> {
  const values = ([key, setting]: [string, Setting], among: Record<string, unknown>): [string, unknown][] => {
    const { is, affects } = setting;
    const value = among[key];
    if (is.kind === 'parts') {
      const given = (value ?? {}) as Record<string, unknown>;
      return [[key, Object.fromEntries(Object.entries(is.parts).flatMap((part) => values(part, given)))]];
    }
    return affects.some((one) => affected.includes(one)) && isSet(setting, value) ? [[key, value]] : [];
  };
  const all = Object.entries<Setting>(settings).flatMap((one) => values(one, config));
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const digits = (value: number): string => String(+value.toPrecision(3));

/** Its name and whatever sets it apart from others of this name. */
function assayWords({ name, capture: [least, most], efficiencySd, background, depthSd, ownTotal, ...limits }: Assay) {
  const measured = Object.keys(limits.efficiencies ?? {}).length;
  return [
    `${name} (${least === most ? digits(least) : `${digits(least)} to ${digits(most)}`} molecules for one of the reference`,
    `spread over genes ${digits(efficiencySd)}, over cells ${digits(depthSd)}`,
    `background ${digits(background)}`,
    ownTotal ? 'cells scaled by the panel’s own total' : 'cells not scaled',
    ...(limits.molecules === null ? [] : [`at most ${limits.molecules} molecules of the panel per cell`]),
    ...(measured === 0 ? [] : [`${measured} genes as a pilot measured them`]),
  ]
    .join(', ')
    .concat(')');
}

function nameOf(what: 'tasks' | 'datasets') {
  return (id: number, about: About): string => about[what].find((one) => one.id === id)?.name ?? '';
}
