/** Tasks: what their labels hold over several data sets, and what stands in their way. */
import { describe, expect, it } from 'vitest';
import type { Laboratory } from '../laboratory.ts';
import { laboratory, projectWithData, usualLabels, writeData } from '../laboratory.ts';

const task = (datasetId: number, column: string, more: object = {}) => ({
  name: column,
  kind: 'categorical' as const,
  sources: [{ datasetId, column }],
  unlabelled: [],
  ...more,
});

/** Codes of the findings of a new task. */
async function findings(lab: Laboratory, draft: ReturnType<typeof task>, minClass = 10) {
  const { id } = await lab.call('tasks.add', draft);
  const all = await lab.call('tasks.list', { minClass });
  return all.find((candidate) => candidate.id === id)!.findings;
}

describe('a task', () => {
  it('counts its classes, the largest first, and says which are large enough', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    const summary = await lab.call('tasks.add', task(datasetId, 'state'));
    expect(summary).toMatchObject({
      classes: [
        { name: 'off', cells: 20, learnable: true },
        { name: 'on', cells: 20, learnable: true },
      ],
      labelledCells: 40,
      unlabelledCells: 20,
      findings: [],
    });
    const [, strict] = await lab.call('tasks.list', { minClass: 21 });
    expect(strict.classes.every((entry) => !entry.learnable)).toBe(true);
  });

  it('leaves out values that mean "no label"', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    const summary = await lab.call('tasks.add', { ...task(datasetId, 'type'), name: 'known', unlabelled: ['NK'] });
    expect(summary.classes.map((entry) => entry.name)).toEqual(['B', 'T']);
    expect(summary.unlabelledCells).toBe(20);
  });

  it('is doubted where data sets name their classes each in its own way', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    const sources = await Promise.all(
      [
        { T: 'T cells', rest: 'others' },
        { T: 'T', rest: 'others' },
      ].map(async (words, n) => {
        const { data, labels } = writeData(lab.folder, `set${n}`, {
          labels: { kind: (i) => (i < 50 ? words.T : words.rest) },
        });
        return { datasetId: (await lab.call('datasets.add', { path: data, labels })).id, column: 'kind' };
      }),
    );
    const both = (second: (typeof sources)[0], name: string) =>
      findings(lab, { ...task(datasetId, 'type'), name, sources: [{ datasetId, column: 'type' }, second] });
    expect(await both(sources[0], 'strange')).toMatchObject([
      { code: 'no-shared-class', what: '“strange” has no class that blood and set0 share.' },
      { code: 'task-not-everywhere' },
    ]);
    expect(await both(sources[1], 'shared')).toMatchObject([{ code: 'task-not-everywhere' }]);
  });

  it('spans data sets, with classes matched by name', async () => {
    const lab = laboratory();
    const { datasetId, taskId } = await projectWithData(lab);
    const { data, labels } = writeData(lab.folder, 'spleen', { labels: { kind: (i) => (i < 50 ? 'T' : 'DC') } });
    const { id: second } = await lab.call('datasets.add', { path: data, labels });
    const sources = [
      { datasetId, column: 'type' },
      { datasetId: second, column: 'kind' },
    ];
    const summary = await lab.call('tasks.update', { ...task(datasetId, 'type'), id: taskId, sources });
    expect(summary.classes.map(({ name, cells }) => [name, cells])).toEqual([
      ['T', 70],
      ['B', 20],
      ['NK', 20],
      ['DC', 10],
    ]);
    // a data set that goes takes its cells with it, and gives them back when it returns
    await lab.call('datasets.remove', { id: second });
    expect((await lab.call('tasks.list', { minClass: 10 }))[0].labelledCells).toBe(60);
    await lab.call('datasets.restore', { id: second });
    expect((await lab.call('tasks.list', { minClass: 10 }))[0].labelledCells).toBe(120);
  });

  it('says in which data set it has no labels', async () => {
    const lab = laboratory();
    await projectWithData(lab);
    const { data } = writeData(lab.folder, 'spleen');
    await lab.call('datasets.add', { path: data });
    const [summary] = await lab.call('tasks.list', { minClass: 10 });
    expect(summary.findings).toMatchObject([{ code: 'task-not-everywhere', what: '“type” has no labels in spleen.' }]);
  });

  it('can be continuous', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    const age = await lab.call('tasks.add', { ...task(datasetId, 'age'), kind: 'continuous' });
    expect(age).toMatchObject({ classes: [], labelledCells: 60, findings: [] });
    const strict = await lab.call('tasks.list', { minClass: 61 });
    expect(strict.find(({ name }) => name === 'age')!.findings).toMatchObject([
      { code: 'too-few-labels', what: 'The task “age” has 60 labelled cells; at least 61 are needed.' },
    ]);
  });

  it.each([
    ['constant', {}, 10, 'one-class', 'The task “constant” has one class only: same (60).'],
    ['type', { name: 'none', unlabelled: ['B', 'NK', 'T'] }, 10, 'no-labels', 'The task “none” has no labelled cell.'],
    [
      'type',
      { name: 'strict' },
      21,
      'classes-too-small',
      'The task “strict” has no class of at least 21 cells; it has B (20), NK (20), T (20).',
    ],
    ['state', {}, 20, undefined, undefined],
  ])('on %s %o with classes of at least %i: %s', async (column, more, minClass, code, what) => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    const [finding] = await findings(lab, task(datasetId, column, more), minClass);
    expect(finding?.code).toBe(code);
    expect(finding?.what).toBe(what);
  });

  it('names classes that are too small to be learned, as a warning', async () => {
    const lab = laboratory();
    await projectWithData(lab);
    const rare = { ...usualLabels, rare: (i: number) => (i < 3 ? 'pDC' : i < 30 ? 'B' : 'T') };
    const { data, labels } = writeData(lab.folder, 'tonsil', { labels: rare });
    const { id } = await lab.call('datasets.add', { path: data, labels });
    const [finding] = await findings(lab, task(id, 'rare'));
    expect(finding).toMatchObject({
      severity: 'warning',
      code: 'small-classes',
      what: 'One class of “rare” has fewer than 10 cells: pDC (3).',
    });
  });

  it('is refused with the near names when its column is not there', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    await expect(lab.call('tasks.add', { ...task(datasetId, 'tyep') })).rejects.toMatchObject({
      message: 'blood has no label column “tyep”.',
      remedy: 'Did you mean type?',
    });
  });

  it('is refused when its column is of another kind', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    await expect(lab.call('tasks.add', task(datasetId, 'age'))).rejects.toThrow('holds numbers, not classes');
    const words = { ...task(datasetId, 'type'), name: 'x', kind: 'continuous' as const };
    await expect(lab.call('tasks.add', words)).rejects.toThrow('holds classes (B, …), not numbers');
  });

  it('has a name of its own, can be removed, and comes back unless the name is taken', async () => {
    const lab = laboratory();
    const { datasetId, taskId } = await projectWithData(lab);
    await expect(lab.call('tasks.add', task(datasetId, 'type'))).rejects.toMatchObject({ code: 'conflict' });
    await lab.call('tasks.remove', { id: taskId });
    const other = await lab.call('tasks.add', task(datasetId, 'type'));
    await expect(lab.call('tasks.restore', { id: taskId })).rejects.toMatchObject({ code: 'conflict' });
    await lab.call('tasks.remove', { id: other.id });
    await lab.call('tasks.restore', { id: taskId });
    expect((await lab.call('tasks.list', { minClass: 10 })).map(({ id }) => id)).toEqual([taskId]);
  });
});

describe('levels of a hierarchy', () => {
  /** Broad and fine types of 60 cells, and a task for each. */
  async function levels(lab: Laboratory, fine: (cell: number) => string) {
    await lab.call('project.create', { path: `${lab.folder}/levels.panelwright` });
    const broad = (i: number) => (i < 30 ? 'T' : 'B');
    const { data, labels } = writeData(lab.folder, 'levels', { labels: { broad, fine } });
    const { id } = await lab.call('datasets.add', { path: data, labels });
    const above = await lab.call('tasks.add', task(id, 'broad'));
    return { id, above, below: await lab.call('tasks.add', { ...task(id, 'fine'), broader: above.id }) };
  }

  it('agree where each fine class has one parent', async () => {
    const { below } = await levels(laboratory(), (i) => (i < 15 ? 'CD4' : i < 30 ? 'CD8' : 'B'));
    expect(below.findings).toEqual([]);
  });

  it('name a class that has two', async () => {
    const { below } = await levels(laboratory(), (i) => (i < 15 ? 'CD4' : i < 32 ? 'CD8' : 'B'));
    expect(below.findings).toMatchObject([
      {
        code: 'two-parents',
        what: 'A class of “fine” lies in several classes of “broad”: CD8 in T (15), B (2).',
      },
    ]);
  });

  it('do not go round in a circle', async () => {
    const lab = laboratory();
    const { id, above, below } = await levels(lab, () => 'x');
    const turned = { ...task(id, 'broad'), id: above.id, broader: below.id };
    await expect(lab.call('tasks.update', turned)).rejects.toThrow('which is a finer level of it');
    await expect(lab.call('tasks.update', { ...turned, broader: above.id })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a doubtful task', () => {
  it('has labels that the donor determines', async () => {
    const lab = laboratory();
    await lab.call('project.create', { path: `${lab.folder}/donors.panelwright` });
    const disease = (i: number) => (i % 4 < 2 ? 'sick' : 'well');
    const { data, labels } = writeData(lab.folder, 'donors', {
      labels: { disease, type: (i) => (i % 3 ? 'T' : 'B'), donor: (i) => `d${i % 4}` },
    });
    const { id } = await lab.call('datasets.add', { path: data, labels });
    const confounded = (await lab.call('tasks.add', task(id, 'disease'))).findings;
    expect(confounded).toMatchObject([
      { code: 'confounded', severity: 'warning', what: '“disease” and “donor” all but determine each other.' },
    ]);
    expect((await lab.call('tasks.add', task(id, 'type'))).findings).toEqual([]);
  });

  it('changes a class that no cell has', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    const merges = [{ from: 'T cell', to: 'T' }];
    expect(await findings(lab, { ...task(datasetId, 'type'), name: 'x', merges } as never)).toMatchObject([
      { code: 'idle-change', remedy: 'It has B, NK, T.' },
    ]);
  });
});
