/** Arguments that say what is asked, and of which genes a panel may be made. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src-shared/model.ts';
import { readGeneArguments } from '../../src-main/cli/gene-arguments.ts';
import { readSettingArguments } from '../../src-main/cli/setting-arguments.ts';
import { draftTask, readMerges, readTaskArguments, taskName } from '../../src-main/cli/task-arguments.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const none = { task: [], unlabelled: [], 'task-weight': [], hierarchy: [], continuous: [], target: [] };
const read = (values: Partial<Parameters<typeof readTaskArguments>[0]>) => readTaskArguments({ ...none, ...values });
const dataset = (id: number, columns: Record<string, 'categorical' | 'continuous'>) =>
  ({
    id,
    name: `set${id}`,
    columns: Object.entries(columns).map(([name, kind]) => ({ name, kind })),
  }) as Dataset;
const draft = (asked: string, datasets: Dataset[], values = {}, changes = new Map()) =>
  draftTask(asked, read({ task: [asked], ...values }), changes, datasets, undefined);

describe('a task', () => {
  it('is called by its name, or as its columns are written', () => {
    expect(['type', 'a*b', 'kind=a|b*c'].map(taskName)).toEqual(['type', 'a*b', 'kind']);
  });

  it('takes of each data set the first columns that it has', () => {
    const sets = [dataset(1, { a: 'categorical' }), dataset(2, { b: 'categorical', c: 'categorical' }), dataset(3, {})];
    expect(draft('kind=a|b*c', sets)).toMatchObject({
      name: 'kind',
      kind: 'categorical',
      sources: [
        { datasetId: 1, column: 'a' },
        { datasetId: 2, column: 'b', by: 'c' },
      ],
    });
  });

  it('prefers a column that is called like a pair', () => {
    expect(draft('a*b', [dataset(1, { 'a*b': 'categorical', a: 'categorical', b: 'categorical' })]).sources).toEqual([
      { datasetId: 1, column: 'a*b' },
    ]);
  });

  it('has weights, values without meaning and changes by its name or its columns', () => {
    const changes = new Map([['a', [{ from: 'x', to: 'y' }]]]);
    const values = { unlabelled: ['a=NA', '?', 'b=no'], 'task-weight': ['kind=2.5'], task: ['kind=a', 'b'] };
    expect(draft('kind=a', [dataset(1, { a: 'categorical' })], values, changes)).toMatchObject({
      weight: 2.5,
      unlabelled: ['NA', '?'],
      merges: [{ from: 'x', to: 'y' }],
    });
  });

  it('is a number where that is said or so', () => {
    expect(draft('age', [dataset(1, { age: 'continuous' })]).kind).toBe('continuous');
    expect(draft('day', [dataset(1, { day: 'categorical' })], { continuous: ['day'] }).kind).toBe('continuous');
  });

  it('is refused with near names where no data set has its columns', () => {
    const sets = [dataset(1, { type: 'categorical', stim: 'categorical' })];
    expect(() => draft('tpye*stim', sets)).toThrow('There is no label column "tpye" in set1.');
  });

  it.each([
    [{ task: ['a'], 'task-weight': ['b=2'] }, /names one of the tasks a, not "b"/],
    [{ task: ['a'], 'task-weight': ['a=0'] }, /a number above 0 and at most 1000, not "a=0"/],
    [{ hierarchy: ['a'] }, /two or more columns/],
  ])('%o is refused', (values, message) => {
    expect(() => read(values)).toThrow(message);
  });

  it('is made for every level of a hierarchy', () => {
    expect(read({ hierarchy: ['broad, fine'], task: ['stim'] })).toMatchObject({
      asked: ['stim', 'broad', 'fine'],
      hierarchies: [['broad', 'fine']],
    });
  });
});

describe('a table of classes', () => {
  const write = (text: string) => {
    const path = join(temporaryFolder(), 'merge.csv');
    writeFileSync(path, text);
    return path;
  };

  it('says what becomes of each; nothing drops it', async () => {
    const path = write('task,from,to\ntype,CD4 T,T\ntype,junk,\n');
    expect(await readMerges(path, ['type'])).toEqual(
      new Map([
        [
          'type',
          [
            { from: 'CD4 T', to: 'T' },
            { from: 'junk', to: '' },
          ],
        ],
      ]),
    );
  });

  it.each([
    ['class,new\na,b\n', /has task, from and to/],
    ['task,from,to\ntpye,a,b\n', /changes classes of "tpye", which is no task/],
    ['task,from,to\ntype,a,b\ntype,a,c\n', /makes "a" of type both "b" and "c"/],
  ])('%j is refused', async (text, message) => {
    await expect(readMerges(write(text), ['type'])).rejects.toThrow(message);
  });
});

describe('a class that must not be missed', () => {
  const targets = (target: string[], task = ['type', 'a:b']) => read({ task, target }).targets;

  it('is named with its task, whatever signs are in the names', () => {
    expect(targets(['type:CD4+ T=0.9', 'a:b:x=y=1'])).toEqual([
      { task: 'type', className: 'CD4+ T', recall: 0.9 },
      { task: 'a:b', className: 'x=y', recall: 1 },
    ]);
  });

  it('needs no task where there is one', () => {
    expect(targets(['NK=0.95'], ['type'])).toEqual([{ task: 'type', className: 'NK', recall: 0.95 }]);
  });

  it.each([
    ['NK=0.9', /names the task of the class, one of type, a:b/],
    ['type:NK', /takes TASK:CLASS=RECALL/],
    ['type:NK=1.2', /at most 1/],
    ['type:NK=', /takes TASK:CLASS=RECALL/],
    ['type:=0.5', /takes TASK:CLASS=RECALL/],
  ])('%s is refused', (target, message) => {
    expect(() => targets([target])).toThrow(message);
  });
});

describe('rules on genes', () => {
  const rules = (values: object) =>
    readGeneArguments({ 'exclude-family': [], ...values }, readSettingArguments(values));

  it('are what was given, and nothing else', () => {
    expect(
      rules({ exclude: ['A,B'], 'exclude-family': ['sex,ribosomal'], 'min-detected': '0.05', start: ['X,Y'], add: '5' })
        .rules,
    ).toEqual({
      mustInclude: [],
      exclude: ['A', 'B', 'family:sex', 'family:ribosomal'],
      minDetected: 0.05,
      start: ['X', 'Y'],
      add: 5,
    });
  });

  it.each([
    [{ 'exclude-family': ['ribosome'] }, /no gene family "ribosome". Did you mean ribosomal/],
    [{ require: ['length>=960'] }, /name the table with --gene-table/],
    [{ add: '5' }, /name that with --start/],
    [{ 'max-mean': '0' }, /--max-mean/],
  ])('%o is refused', (values, message) => {
    expect(() => rules(values)).toThrow(message);
  });
});
