/** Every setting is declared once, and found wherever somebody looks for it. */
import { describe, expect, it } from 'vitest';
import { options } from '../src-main/cli/options.ts';
import { readSettingArguments } from '../src-main/cli/setting-arguments.ts';
import { jsonReport } from '../src-main/cli/report.ts';
import { help } from '../src-main/cli/usage.ts';
import { methodsText } from '../src-main/report/methods-text.ts';
import { compareSettings } from '../src-main/services/compare/compared-settings.ts';
import type { RunRow } from '../src-main/store/runs.ts';
import { assayPresets } from '../src-shared/assays.ts';
import type { RunConfig } from '../src-shared/model.ts';
import { provenanceText } from '../src-shared/present/provenance.ts';
import { runRequest } from '../src-shared/requests.ts';
import {
  type AskedSettings,
  type SettingKey,
  freezeSettings,
  settingDefaults,
  settingKeys,
  settings,
  settingsAffecting,
} from '../src-shared/settings.ts';
import type { Affected, Setting } from '../src-shared/settings/setting.ts';
import { trainingSettings } from '../src-shared/settings/training.ts';
import { Draft } from '../src-renderer/state/draft.svelte.ts';
import { run } from './renderer/fixtures.ts';

const rows = Object.entries<Setting>(settings) as [SettingKey, Setting][];
const training = Object.entries<Setting>(trainingSettings);

/** What somebody else might have asked for. */
const another: Partial<Record<SettingKey, unknown>> = {
  method: 'random-forest',
  methodSettings: { trees: 77 },
  assay: { ...assayPresets.osmfish.assay, molecules: 40 },
  selectOn: 2,
  leaveOut: 1,
  parent: { runId: 1, name: 'first', method: 'yoto', added: ['LYZ'], removed: [], locked: [], banned: [] },
  targets: [{ task: 'cell_type', className: 'NK', recall: 0.9 }],
};

function otherValue(key: string, { is, default: usual }: Setting): unknown {
  if (Object.hasOwn(another, key)) return another[key as SettingKey];
  if (is.kind === 'number') return is.whole ? is.min + 1 : +(is.min + 0.13).toFixed(3);
  if (is.kind === 'switch') return true;
  if (is.kind === 'text') return 'donor';
  if (is.kind === 'choice') return is.of.find((name) => name !== usual);
  if (is.kind === 'id') return 1;
  if (is.kind === 'genes' || is.kind === 'list') return ['length>=960'];
  throw new Error(`What else could “${key}” be?`);
}

const usual = run();
const withSetting = (key: string, value: unknown) => {
  // a setting of a method means something to that method alone
  const method = key === 'methodSettings' ? { method: 'random-forest' } : {};
  return { ...usual, config: { ...usual.config, ...method, [key]: value } as RunConfig };
};
const withTraining = (key: string, value: unknown) =>
  withSetting('settings', { ...usual.config.settings, [key]: value });

const seen = { datasets: [], match: null, overlap: null, byGroup: null, importSeconds: 0, memoryMB: 0 };
/** Where a run is described, and of which settings what came of them is said there: the panel, the split, the executor. */
const places: [string, (detail: typeof usual) => string, SettingKey[]][] = [
  ['provenance', provenanceText, []],
  ['the methods paragraph', methodsText, ['k', 'mustInclude', 'splitSeed']],
  ['JSON', (detail) => JSON.stringify(jsonReport(detail, seen)), ['backend']],
];
const differing = (one: typeof usual, other: typeof usual) =>
  compareSettings([one, other] as unknown as RunRow[]).filter(({ differs }) => differs);

const asked: AskedSettings = { ...settingDefaults, settings: {} };
const request = { ...asked, datasetIds: [1], taskIds: [1] };
const single = rows.filter(([key]) => key !== 'settings');

describe.each(single)('the setting %s', (key, setting) => {
  const value = otherValue(key, setting);

  it('is refused out of its bounds, and kept by a run within them', () => {
    expect(runRequest.safeParse({ ...request, [key]: { none: 'such' } }).success).toBe(false);
    expect(runRequest.parse({ ...request, [key]: value })).toMatchObject({ [key]: value });
    const frozen = freezeSettings({ ...asked, [key]: value });
    if (setting.asked) expect(frozen).not.toHaveProperty(key);
    else expect(frozen).toMatchObject({ [key]: value });
  });

  it.skipIf(setting.asked).each(places)('is told apart in %s', (_, textOf, outcomes) => {
    if (outcomes.includes(key)) return;
    const before = key === 'methodSettings' ? withSetting(key, { trees: 100 }) : usual;
    expect(textOf(withSetting(key, value))).not.toBe(textOf(before));
  });

  it.skipIf(setting.asked)('differs in a comparison, by its own name', () => {
    const before = key === 'methodSettings' ? withSetting(key, { trees: 100 }) : usual;
    const found = differing(before, withSetting(key, value)).map((row) => row.key);
    expect(found.some((path) => path === key || path.startsWith(`${key}.`))).toBe(true);
  });

  it('is in the key of what it affects, and in no other', () => {
    const all: Affected[] = ['split', 'sharing', 'cells', 'genes', 'network', 'selection', 'scoring'];
    for (const affected of all) {
      const found = settingsAffecting({ ...asked, [key]: value }, [affected])[key];
      expect(found, affected).toEqual(setting.affects.includes(affected) ? value : undefined);
    }
  });

  it('is taken over by a variant of a run, and gone from a new design', () => {
    if (key === 'targets' || key === 'parent') return;
    const draft = new Draft();
    const defaults = { ...settingDefaults, datasetIds: [1], taskIds: [1] };
    draft.load('a project', defaults);
    draft.copy(withSetting(key, value));
    if (!setting.asked) expect(draft.values).toMatchObject({ [key]: value });
    draft.reset();
    expect(draft.values![key]).toEqual(key === 'methodSettings' ? {} : defaults[key]);
  });
});

describe.each(training)('the setting settings.%s', (key, setting) => {
  const value = otherValue(key, setting);

  it('is refused out of its bounds, and kept by a run within them', () => {
    const { is } = setting;
    if (is.kind !== 'number') throw new Error('Hyperparameters are numbers.');
    const asks = (value: number) => runRequest.safeParse({ ...request, settings: { [key]: value } }).success;
    expect([asks(value as number), asks(is.max), asks(is.max + 1), asks(is.min - 1)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(asks(is.min)).toBe(!is.above);
    expect(freezeSettings({ ...asked, settings: { [key]: value as number } }).settings).toMatchObject({ [key]: value });
  });

  it.each(places)('is told apart in %s', (_, textOf) => {
    expect(textOf(withTraining(key, value))).not.toBe(textOf(usual));
  });

  it('differs in a comparison, by its own name', () => {
    expect(differing(usual, withTraining(key, value)).map((row) => row.key)).toEqual([`settings.${key}`]);
  });
});

describe('the command line', () => {
  const flags = [...rows, ...training].flatMap(([key, row]) => (row.flag ? [[row.flag.name, key, row] as const] : []));

  it.each(flags)('has --%s, and says so', (name, key, row) => {
    expect(Object.keys(options.design)).toContain(name);
    expect(help.design).toMatch(new RegExp(`(^| )--${name}\\b`, 'm'));
    if (row.flag!.named || row.is.kind === 'own') return;
    const value = otherValue(key, row);
    const text = Array.isArray(value) ? (value as string[]) : String(value);
    const read = readSettingArguments({ [name]: row.is.kind === 'switch' ? true : text });
    expect({ ...read, ...read.settings }).toMatchObject({ [key]: value });
  });

  it('has no two flags of one name', () => {
    const names = flags.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});

it('is called by a name of its own, in few words', () => {
  const labels = [...rows, ...training].map(([, { label }]) => label);
  expect(labels).toEqual([...new Set(labels)]);
  for (const label of labels) expect(label.split(' ').length, label).toBeLessThanOrEqual(6);
  expect(settingKeys).toContain('binarise');
});
