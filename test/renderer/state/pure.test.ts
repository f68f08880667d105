import { describe, expect, it } from 'vitest';
import type { Dataset, HistoryPoint, TaskSummary } from '../../../src-shared/model.ts';
import { shortcutOf } from '../../../src-renderer/components/shell/shortcuts.ts';
import { Colours } from '../../../src-renderer/state/colours.ts';
import { PALETTE } from '../../../src-shared/present/class-colours.ts';
import { rank } from '../../../src-renderer/state/finder.ts';
import { joinHistory } from '../../../src-renderer/state/history.ts';
import { baseName, folderOf } from '../../../src-renderer/state/paths.ts';
import { hashOf, parseHash } from '../../../src-renderer/state/places.ts';
import type { Draft } from '../../../src-renderer/state/draft.svelte.ts';
import { requestOf } from '../../../src-renderer/state/request.ts';
import type { DraftValues } from '../../../src-renderer/state/request.ts';
import { readTextFile } from '../../../src-renderer/state/text-file.ts';
import { advancedFields } from '../../../src-renderer/wizard/advanced.ts';
import { candidates, taskOf } from '../../../src-renderer/wizard/columns.ts';
import { parseGenes, ruleError } from '../../../src-renderer/wizard/gene-text.ts';
import { groupColumns } from '../../../src-renderer/wizard/group-columns.ts';
import { inspection } from './fake-engine.ts';
import { trainingDefaults, trainingSettings } from '../../../src-shared/settings/training.ts';
import { stubWindow } from './window.ts';

describe('addresses', () => {
  it.each([
    ['#/data', { page: 'data', id: null }],
    ['#/data/3', { page: 'data', id: 3 }],
    ['#/tasks/2', { page: 'tasks', id: 2 }],
    ['#/panel', { page: 'panel' }],
    ['#/runs', { page: 'runs' }],
    ['#/runs/7', { page: 'run', id: 7 }],
    ['#/compare/7,8', { page: 'compare', ids: [7, 8] }],
    ['#/compare', { page: 'compare', ids: [] }],
  ] as const)('%s is read and written alike', (hash, place) => {
    expect(parseHash(hash)).toEqual(place);
    expect(hashOf(parseHash(hash)!)).toBe(hash);
  });

  it('knows no place for an address that is none of ours', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', 'x']) expect(parseHash(hash)).toBeNull();
  });

  it('leaves out what is no number and what is said twice', () => {
    expect(parseHash('#/compare/7,x,7,-1,8.5,9')).toEqual({ page: 'compare', ids: [7, 9] });
    expect(parseHash('#/runs/seven')).toEqual({ page: 'runs' });
  });
});

describe('paths', () => {
  it('takes names and folders apart on any system', () => {
    expect(baseName('/home/ada/pbmc.h5ad')).toBe('pbmc.h5ad');
    expect(baseName('C:\\data\\pbmc.h5ad')).toBe('pbmc.h5ad');
    expect(folderOf('/home/ada/pbmc.h5ad')).toBe('/home/ada');
    expect(folderOf('C:\\data\\pbmc.h5ad')).toBe('C:\\data');
  });
});

describe('gene lists', () => {
  it('reads what people paste', () => {
    expect(parseGenes('CD3D, CD3E;CD4\nCD8A\t"LYZ"\r\nCD3D')).toEqual(['CD3D', 'CD3E', 'CD4', 'CD8A', 'LYZ']);
    expect(parseGenes('')).toEqual([]);
  });

  it('keeps a rule whole, commas and escaped slashes included', () => {
    expect(parseGenes('/^A{1,2}/, MT-CO1 /x\\/y/')).toEqual(['/^A{1,2}/', 'MT-CO1', '/x\\/y/']);
  });

  it('says what is wrong with a rule', () => {
    expect(ruleError('/^MT-/')).toBeNull();
    expect(ruleError('/(/')).toMatch(/\(/);
  });
});

describe('the palette', () => {
  const things = ['Panel', 'Data', 'CD14 Mono', 'CD14+ Mono', 'Monocyte'].map((name) => ({ name }));

  it('puts beginnings before words before the inside of words', () => {
    expect(rank(things, 'mono').map((thing) => thing.name)).toEqual(['Monocyte', 'CD14 Mono', 'CD14+ Mono']);
  });

  it('takes letters in order where nothing better fits, and drops the rest', () => {
    expect(rank(things, 'pnl').map((thing) => thing.name)).toEqual(['Panel']);
    expect(rank(things, 'zzz')).toEqual([]);
    expect(rank(things, '(')).toEqual([]);
  });
});

describe('shortcuts', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    ({
      key,
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      altKey: false,
      timeStamp: 1000,
      ...more,
    }) as KeyboardEvent;

  it('finds single keys, pairs and keys with Ctrl or ⌘', () => {
    expect(shortcutOf(press('?'), false, null)).toBe('help');
    expect(shortcutOf(press('d'), false, { key: 'g', at: 500 })).toBe('data');
    // Shift goes before a question mark, and Tab or an arrow before anything
    expect(shortcutOf(press('?'), false, { key: 'Shift', at: 990 })).toBe('help');
    expect(shortcutOf(press('m'), false, { key: 'Tab', at: 990 })).toBe('theme');
    expect(shortcutOf(press('k', { ctrlKey: true }), false, null)).toBe('palette');
    expect(shortcutOf(press('k', { metaKey: true }), true, null)).toBe('palette');
  });

  it('leaves letters to those who type, and forgets a pair that came too late', () => {
    expect(shortcutOf(press('?'), true, null)).toBeNull();
    expect(shortcutOf(press('d', { timeStamp: 9000 }), false, { key: 'g', at: 500 })).toBeNull();
    expect(shortcutOf(press('d'), false, null)).toBeNull();
  });
});

describe('colours', () => {
  it('gives a class one colour for good, also when others come before it', () => {
    stubWindow();
    const colours = new Colours('/p');
    colours.register('cell_type', ['T', 'B']);
    const b = colours.ofClass('cell_type', 'B');
    colours.register('cell_type', ['NK', 'B', 'T']);
    expect(colours.ofClass('cell_type', 'B')).toBe(b);
    expect(new Colours('/p').ofClass('cell_type', 'B')).toBe(b);
    expect(colours.ofClass('cell_type', 'NK')).toBe(PALETTE[2]);
    expect(new Colours('/q').ofClass('cell_type', 'B')).toBe(PALETTE[0]);
  });

  it('has twenty different ones', () => {
    expect(new Set(PALETTE).size).toBe(20);
  });
});

const dataset = (id: number, path: string) =>
  ({ ...inspection(path), id, matrix: { kind: 'counts' } }) as unknown as Dataset;

describe('candidates for questions', () => {
  it('makes equal names one candidate over all data sets, likeliest first', () => {
    const found = candidates([dataset(1, 'pbmc3k'), dataset(2, 'ifnb')]);
    expect(found.map((one) => one.name).slice(0, 3)).toEqual(['cell_type', 'stim', 'lineage']);
    expect(found[0].sources.map((source) => source.dataset.id)).toEqual([1, 2]);
    expect(found[0].classes[0]).toEqual({ name: 'CD14 Mono', cells: 912 });
    expect(found[0].classes.find((one) => one.name === 'B')!.cells).toBe(344 + 178);
  });

  it('takes the usual words for no label as such', () => {
    const lineage = candidates([dataset(1, 'pbmc3k')]).find((one) => one.name === 'lineage')!;
    expect(taskOf(lineage)).toEqual({
      name: 'lineage',
      kind: 'categorical',
      sources: [{ datasetId: 1, column: 'lineage' }],
      unlabelled: ['Unknown'],
    });
  });
});

describe('the request of a draft', () => {
  const values = {
    name: ' ',
    method: 'yoto',
    k: 32,
    withoutTasks: [],
    withoutDatasets: [],
    settings: {},
  } as unknown as DraftValues;
  const task = (id: number, ...datasetIds: number[]) =>
    ({ id, sources: datasetIds.map((datasetId) => ({ datasetId, column: 'x' })) }) as TaskSummary;
  const datasets = [dataset(1, 'a'), dataset(2, 'b')];

  it('takes only data sets that hold labels of the chosen tasks', () => {
    expect(requestOf(values, [task(5, 1)], datasets)).toMatchObject({ taskIds: [5], datasetIds: [1] });
    expect(requestOf({ ...values, withoutTasks: [5] }, [task(5, 1), task(6, 1, 2)], datasets)).toMatchObject({
      taskIds: [6],
      datasetIds: [1, 2],
    });
  });

  it('is none while there is nothing to ask for', () => {
    expect(requestOf(null, [task(5, 1)], datasets)).toBeNull();
    expect(requestOf(values, [], datasets)).toBeNull();
    expect(requestOf({ ...values, withoutDatasets: [1] }, [task(5, 1)], datasets)).toBeNull();
  });

  it('asks the recalls of the classes of the chosen tasks, and of no others', () => {
    const named = (id: number, name: string) => ({ ...task(id, 1), name });
    const targets = ['type', 'site'].map((of) => ({ task: of, className: 'a', recall: 0.9 }));
    expect(requestOf(values, [named(5, 'type')], datasets, targets)?.targets).toEqual([targets[0]]);
    expect(requestOf(values, [named(5, 'kind')], datasets, targets)).not.toHaveProperty('targets');
  });

  it('tests on the cells of the run that it is a variant of, while the data sets are that run’s', () => {
    const variant = { ...values, testCellsOf: { runId: 7, name: 'First', datasetIds: [2, 1] } };
    expect(requestOf(variant, [task(5, 1, 2)], datasets)).toMatchObject({ splitOf: 7 });
    expect(requestOf(variant, [task(5, 1, 2)], datasets)).not.toHaveProperty('testCellsOf');
    expect(requestOf(variant, [task(5, 1)], datasets)).not.toHaveProperty('splitOf');
    expect(requestOf(values, [task(5, 1, 2)], datasets)).not.toHaveProperty('splitOf');
  });

  it('carries a name only where there is one, and nothing that the contract does not know', () => {
    const request = requestOf({ ...values, name: ' First ' }, [task(5, 1)], datasets)!;
    expect(request.name).toBe('First');
    expect(requestOf(values, [task(5, 1)], datasets)).not.toHaveProperty('name');
    expect(request).not.toHaveProperty('withoutTasks');
  });
});

describe('history', () => {
  const point = (step: number, k: number) => ({ step, k }) as HistoryPoint;

  it('joins stored and live points by step, the live one where both have it', () => {
    const joined = joinHistory([point(0, 9), point(20, 8)], [point(20, 7), point(40, 6)]);
    expect(joined.map((one) => [one.step, one.k])).toEqual([
      [0, 9],
      [20, 7],
      [40, 6],
    ]);
  });
});

describe('columns that cells can be held out by', () => {
  const column = (name: string, groups: number) => ({
    name,
    classes: Array.from({ length: groups }, (_, i) => ({ name: `${name} ${i}`, cells: 10 })),
  });
  const data = (...columns: ReturnType<typeof column>[]) => ({ columns }) as unknown as Dataset;

  it('are donors first, and no question of the design that is not called like donors', () => {
    const one = data(column('cell_type', 8), column('region', 4), column('donor', 5), column('stim', 2));
    expect(groupColumns([one], ['cell_type', 'donor'])).toEqual(['donor', 'region']);
    expect(groupColumns([one], [])).toEqual(['donor', 'cell_type', 'region']);
  });

  it('are those that all data sets have', () => {
    expect(groupColumns([data(column('donor', 3), column('plate', 9)), data(column('donor', 2))], [])).toEqual([
      'donor',
    ]);
    expect(groupColumns([], [])).toEqual([]);
  });
});

describe('text files', () => {
  const read = (bytes: Uint8Array<ArrayBuffer>) => readTextFile(new File([bytes], 'genes.txt'), 'genes');

  it('are read as spreadsheets and old programs write them', async () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, ...[...'CD3E\r\nMS4A1'].flatMap((letter) => [letter.charCodeAt(0), 0])]);
    expect(await read(utf16)).toBe('CD3E\r\nMS4A1');
    expect(await read(Uint8Array.from([0x63, 0x9c, 0x75, 0x72, 0xe9]))).toBe('cœuré');
    expect(await read(new TextEncoder().encode('\ufeffα-gene'))).toBe('α-gene');
  });

  it('are refused by name where they are none', async () => {
    await expect(read(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).rejects.toThrow(
      'genes.txt is no text file, which should hold genes.',
    );
  });
});

describe('the advanced settings of a design', () => {
  const keysOf = (method: DraftValues['method']) => {
    const values = { method, settings: {} };
    return advancedFields({ values, defaults: { settings: trainingDefaults } } as unknown as Draft).map(
      ({ key }) => key,
    );
  };
  const all = Object.keys(trainingSettings);

  it('are all of training for YOTO', () => {
    expect(keysOf('yoto').filter((key) => all.includes(key))).toEqual(all);
  });

  it('are those of the network for a method that only scores with it', () => {
    const keys = keysOf('random');
    expect(keys).toContain('steps');
    expect(keys).toContain('learningRate');
    expect(keys).not.toContain('restarts');
  });
});
