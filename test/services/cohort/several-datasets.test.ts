/** Several data sets in one design: species, cells in common, one of them left out. */
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Laboratory } from '../laboratory.ts';
import { laboratory, projectWithData, request, sixGenes, writeData } from '../laboratory.ts';

const shared = resolve('../shared/data');

async function addSecond(lab: Laboratory, name: string, options: Parameters<typeof writeData>[2]) {
  const { data, labels } = writeData(lab.folder, name, options);
  return (await lab.call('datasets.add', { path: data, labels })).id;
}

/** Counts of `writeData`, but of other cells: the pattern begins elsewhere. */
const elsewhere = (n: number) => [...sixGenes.slice(n), ...sixGenes.slice(0, n)];

describe('the same cell in two data sets', () => {
  it('is known by its name as R and Python write it, when its genes agree', async () => {
    const lab = laboratory();
    await lab.call('project.create', { path: `${lab.folder}/p.panelwright` });
    const cells = (end: string) => Array.from({ length: 60 }, (_, i) => `${barcode(i)}${end}`);
    const a = await addSecond(lab, 'python', { cells: cells('-1') });
    const b = await addSecond(lab, 'r', { cells: cells('.1').slice(0, 30) });
    const task = await lab.call('tasks.add', {
      name: 'type',
      kind: 'categorical',
      sources: [a, b].map((datasetId) => ({ datasetId, column: 'type' })),
      unlabelled: [],
    });
    const asked = { ...request({ datasetId: a, taskId: task.id }), datasetIds: [a, b] };
    const { findings } = await lab.call('runs.check', asked);
    // two cells of thirty have no count at all, so nothing says that they are the same
    const same = findings.find(({ code }) => code === 'same-cells')!;
    expect(same.what).toMatch(/^\d+ cells are in both python and r\.$/);
    expect(Number.parseInt(same.what)).toBeGreaterThan(20);
  });

  it('is not believed where names agree by chance', async () => {
    const lab = laboratory();
    const { datasetId, taskId } = await projectWithData(lab);
    const b = await addSecond(lab, 'other', { genes: elsewhere(3) });
    const asked = { ...request({ datasetId, taskId }), datasetIds: [datasetId, b] };
    const codes = (await lab.call('runs.check', asked)).findings.map(({ code }) => code);
    expect(codes).not.toContain('same-cells');
  });

  it('is judged by the genes that a table brings together, whoever asked without it before', async () => {
    const lab = laboratory();
    const { datasetId, taskId } = await projectWithData(lab);
    const five = sixGenes.slice(0, 5);
    // the sixth gene of the first data set under a newer name, with other counts: with it the cells disagree
    const b = await addSecond(lab, 'newer', { genes: [...five, 'OTHER', 'ZERO', 'NEW'] });
    const path = `${lab.folder}/names.csv`;
    writeFileSync(path, `gene,aliases\nNEW,${sixGenes[5]}\n`);
    const { id: geneTable } = await lab.call('geneTables.add', { path });
    const asked = { ...request({ datasetId, taskId }), datasetIds: [datasetId, b] };
    const codes = async (changes: object) =>
      (await lab.call('runs.check', { ...asked, ...changes })).findings.map(({ code }) => code);
    expect(await codes({})).toContain('same-cells');
    expect(await codes({ geneTable })).not.toContain('same-cells');
    expect(await codes({})).toContain('same-cells');
  });

  it.skipIf(!existsSync(`${shared}/pbmc_kang2018_ctrl.h5ad`))(
    'is on one side of the split in Kang’s data (skipped without ../shared)',
    async () => {
      const lab = laboratory();
      await lab.call('project.create', { path: `${lab.folder}/kang.panelwright` });
      const add = async (name: string) => (await lab.call('datasets.add', { path: `${shared}/${name}.h5ad` })).id;
      const ifnb = await add('pbmc_ifnb_kang2018');
      const ctrl = await add('pbmc_kang2018_ctrl');
      const task = await lab.call('tasks.add', {
        name: 'type',
        kind: 'categorical',
        sources: [
          { datasetId: ifnb, column: 'cell_type' },
          { datasetId: ctrl, column: 'cell_type_fine' },
        ],
        unlabelled: ['NA'],
      });
      const asked = { ...request({ datasetId: ifnb, taskId: task.id }), datasetIds: [ifnb, ctrl] };
      const { findings } = await lab.call('runs.check', asked);
      expect(findings).toContainEqual(
        expect.objectContaining({ what: '1,287 cells are in both pbmc_ifnb_kang2018 and pbmc_kang2018_ctrl.' }),
      );
    },
  );
});

describe('data sets of two species', () => {
  const human = ['CD3D', 'CD3E', 'CD79A', 'LYZ', 'NKG7', 'ACTB', 'GAPDH', 'MALAT', 'GNLY', 'PPBP', 'FCER', 'CST'];
  const mouse = human.map((name) => name[0] + name.slice(1).toLowerCase());

  it('are refused, unless genes are to be matched by their letters', async () => {
    const lab = laboratory();
    await lab.call('project.create', { path: `${lab.folder}/p.panelwright` });
    const a = await addSecond(lab, 'patients', { genes: human });
    const b = await addSecond(lab, 'mice', { genes: mouse });
    const { id: taskId } = await lab.call('tasks.add', {
      name: 'type',
      kind: 'categorical',
      sources: [{ datasetId: a, column: 'type' }],
      unlabelled: [],
    });
    const asked = { ...request({ datasetId: a, taskId }), datasetIds: [a, b] };
    expect((await lab.call('runs.check', asked)).findings[0]).toMatchObject({
      severity: 'problem',
      code: 'mixed-species',
      what: 'The data sets are of different species: patients looks human, mice looks mouse or rat.',
    });
    const { findings, genes } = await lab.call('runs.check', { ...asked, orthologs: true });
    expect(genes).toBe(12);
    expect(findings.map(({ code }) => code)).toContain('orthologs-by-name');
  });
});

describe('a data set that is left out', () => {
  it('has all its cells in the test, and no other has', async () => {
    const lab = laboratory();
    const { datasetId, taskId } = await projectWithData(lab);
    const b = await addSecond(lab, 'other', { cells: Array.from({ length: 40 }, (_, i) => `other${i}`) });
    await lab.call('tasks.update', {
      id: taskId,
      name: 'type',
      kind: 'categorical',
      sources: [datasetId, b].map((id) => ({ datasetId: id, column: 'type' })),
      unlabelled: [],
    });
    const asked = { ...request({ datasetId, taskId }), datasetIds: [datasetId, b], leaveOut: b };
    const run = await lab.call('runs.start', asked);
    expect(run.config.leaveOut).toBe(b);
    expect((await lab.call('runs.get', { id: run.id })).split).toMatchObject({ test: 40, train: 48, validation: 12 });
  });

  it('must have labels, and leave some', async () => {
    const lab = laboratory();
    const { datasetId, taskId } = await projectWithData(lab);
    const b = await addSecond(lab, 'other', {});
    const asked = { ...request({ datasetId, taskId }), datasetIds: [datasetId, b] };
    const problems = async (leaveOut: number) =>
      (await lab.call('runs.check', { ...asked, leaveOut })).findings.filter(({ code }) => code === 'leave-out');
    expect(await problems(b)).toMatchObject([
      { what: '“type” has no label in other, which is left out to be scored on.' },
    ]);
    expect(await problems(datasetId)).toMatchObject([{ what: '“type” has no label but in blood, which is left out.' }]);
  });
});

function barcode(n: number): string {
  return Array.from({ length: 14 }, (_, place) => 'ACGT'[(n >> (2 * place)) & 3]).join('');
}
