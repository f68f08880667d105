/** Data sets: read in chunks, labelled, removed and brought back; a failed import leaves nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open.ts';
import type { Laboratory } from '../laboratory.ts';
import { laboratory, projectWithData, sixGenes, writeData } from '../laboratory.ts';

async function emptyProject(): Promise<Laboratory> {
  const lab = laboratory();
  await lab.call('project.create', { path: join(lab.folder, 'study') });
  return lab;
}

/** What the project file holds once the application has let go of it. */
async function chunksLeft(lab: Laboratory): Promise<number> {
  await lab.close();
  const store = openStore(join(lab.folder, 'study.panelwright'), { readOnly: true });
  const left = [1, 2, 3].reduce((sum, id) => sum + store.matrixChunks.extent(id).chunks, 0);
  store.close();
  return left;
}

describe('adding a file', () => {
  it('says what it will do, does it, and tells how it goes', async () => {
    const lab = await emptyProject();
    const { data, labels } = writeData(lab.folder, 'blood');
    const inspection = await lab.call('datasets.inspect', { path: data });
    expect(inspection).toMatchObject({ cells: 60, genes: 6, format: 'csv', proposedMatrix: 'X' });

    const dataset = await lab.call('datasets.add', { path: data, labels });
    expect(dataset).toMatchObject({ name: 'blood', cells: 60, genes: 6, matrix: { kind: 'counts' }, sourcePath: data });
    expect(dataset.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(dataset.columns.map((column) => column.name).sort()).toEqual(['age', 'constant', 'state', 'type']);
    const progress = lab.events.filter((event) => event.name === 'import.progress');
    const fractions = progress.map((event) => (event.payload as { fraction: number }).fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(await lab.call('datasets.list', {})).toEqual([dataset]);
  });

  it('is shown with its labels first, and does not go on asking for labels once it has them', async () => {
    const lab = await emptyProject();
    const { data, labels } = writeData(lab.folder, 'blood');
    const codes = (about: { findings: { code: string }[] }) => about.findings.map(({ code }) => code);
    expect(codes(await lab.call('datasets.inspect', { path: data }))).toContain('no-label-columns');

    const inspection = await lab.call('datasets.inspect', { path: data, labels });
    expect(inspection.labels).toMatchObject({ cells: 60, matched: 60, unmatchedExamples: [] });
    expect(inspection.columns.map(({ name }) => name)).toContain('type');
    const dataset = await lab.call('datasets.add', { path: data, labels });
    expect(codes(dataset)).toEqual(codes(inspection));
    expect(codes(dataset)).not.toContain('no-label-columns');

    const later = await lab.call('datasets.add', { path: data });
    expect(codes(later)).toContain('no-label-columns');
    await lab.call('datasets.labels', { id: later.id, path: labels, apply: true });
    expect(codes((await lab.call('datasets.list', {}))[1]).sort()).toEqual(codes(inspection).sort());
  });

  it('twice gives the second one another name', async () => {
    const lab = await emptyProject();
    const { data } = writeData(lab.folder, 'blood');
    const both = [lab.call('datasets.add', { path: data }), lab.call('datasets.add', { path: data })];
    expect((await Promise.all(both)).map((dataset) => dataset.name)).toEqual(['blood', 'blood (2)']);
  });

  it('can be stopped, which leaves nothing', async () => {
    const lab = await emptyProject();
    const { data } = writeData(lab.folder, 'blood');
    const adding = lab.call('datasets.add', { path: data });
    await lab.next('import.progress');
    await lab.call('datasets.cancelAdd', {});
    await expect(adding).rejects.toMatchObject({ code: 'cancelled' });
    expect(await lab.call('datasets.list', {})).toEqual([]);
    expect(await chunksLeft(lab)).toBe(0);
  });

  it('that was stopped does not stop the next one', async () => {
    const lab = await emptyProject();
    const { data } = writeData(lab.folder, 'blood');
    await lab.call('datasets.cancelAdd', {});
    await lab.call('datasets.add', { path: data });
    expect(await lab.call('datasets.list', {})).toHaveLength(1);
  });

  it.each([
    ['a file that is not there', 'missing.csv', null, /missing\.csv/],
    ['a text cell in the matrix', 'text.csv', 'cell,A,B\nc1,1,2\nc2,3,many\n', /text\.csv.*many/s],
    ['a file of another kind', 'photo.h5ad', 'GIF89a', /photo\.h5ad/],
  ])('refuses %s in a sentence and leaves nothing', async (_what, name, content, words) => {
    const lab = await emptyProject();
    const path = join(lab.folder, name);
    if (content !== null) writeFileSync(path, content);
    await expect(lab.call('datasets.add', { path })).rejects.toThrow(words);
    expect(await lab.call('datasets.list', {})).toEqual([]);
    expect(await chunksLeft(lab)).toBe(0);
  });

  it('refuses a truncated h5ad and leaves nothing', async () => {
    const lab = await emptyProject();
    const whole = readFileSync(join(import.meta.dirname, '../../../resources/example/pbmc3k.h5ad'));
    const path = join(lab.folder, 'cut.h5ad');
    writeFileSync(path, whole.subarray(0, whole.length >> 1));
    await expect(lab.call('datasets.add', { path })).rejects.toMatchObject({ code: 'unreadable' });
    expect(await chunksLeft(lab)).toBe(0);
  });

  it('leaves out what filters say, and keeps that on record', async () => {
    const lab = await emptyProject();
    const path = join(lab.folder, 'few.csv');
    writeFileSync(path, 'cell,CD3E,LYZ,NKG7\nc1,1,2,0\nc2,0,0,0\nc3,2,1,0\nc4,5,0,0\n');
    const filters = { minGenes: 1, minCells: 2 };
    const { profile } = await lab.call('datasets.inspect', { path, profile: { filters } });
    expect(profile!.effect).toMatchObject({ cells: 3, genes: 2 });
    const dataset = await lab.call('datasets.add', { path, filters });
    const before = { cells: 4, genes: 3 };
    expect(dataset).toMatchObject({ cells: 3, genes: 2, matrix: { nonZeros: 5, filters: { ...filters, before } } });
    await lab.close();
    const store = openStore(join(lab.folder, 'study.panelwright'), { readOnly: true });
    expect(store.datasets.cellNames(dataset.id)).toEqual(['c1', 'c3', 'c4']);
    expect(store.genes.list(dataset.id).map(({ name }) => name)).toEqual(['CD3E', 'LYZ']);
    store.close();
  });

  it('refuses a label file that meets no cell, and a matrix that is not there', async () => {
    const lab = await emptyProject();
    const { data } = writeData(lab.folder, 'blood');
    const strangers = writeData(lab.folder, 'other', { cells: ['x1', 'x2', 'x3'] });
    for (const call of ['datasets.inspect', 'datasets.add'] as const)
      await expect(lab.call(call, { path: data, labels: strangers.labels })).rejects.toThrow('names a cell');
    await expect(lab.call('datasets.add', { path: data, matrix: 'layers/counts' })).rejects.toMatchObject({
      message: 'blood.csv has no matrix "layers/counts"; it has X.',
    });
    expect(await chunksLeft(lab)).toBe(0);
  });
});

describe('label files', () => {
  it('are shown before they are taken over', async () => {
    const lab = await emptyProject();
    const { data } = writeData(lab.folder, 'blood');
    const { id } = await lab.call('datasets.add', { path: data });
    const path = join(lab.folder, 'more.csv');
    writeFileSync(path, 'cell,batch\ncell3,x\ncell1,y\nstranger,z\n');
    const join1 = await lab.call('datasets.labels', { id, path, apply: false });
    expect(join1).toMatchObject({ columns: ['batch'], cells: 60, matched: 2, unmatchedExamples: ['stranger'] });
    expect((await lab.call('datasets.list', {}))[0].columns).toEqual([]);
    await lab.call('datasets.labels', { id, path, apply: true });
    const [{ columns }] = await lab.call('datasets.list', {});
    expect(columns).toMatchObject([{ name: 'batch', missing: 58 }]);
  });
});

describe('genes', () => {
  it('are found by a part of their name, beginnings first, in all data sets', async () => {
    const lab = await emptyProject();
    const one = await lab.call('datasets.add', { path: writeData(lab.folder, 'one').data });
    const genes = ['NKG7', 'XCD3D', 'CD3D', 'CD79A'];
    const two = await lab.call('datasets.add', { path: writeData(lab.folder, 'two', { genes }).data });
    const search = async (datasetIds: number[], contains: string) =>
      (await lab.call('datasets.genes', { datasetIds, contains, limit: 10 })).genes.map((gene) => gene.name);
    expect(await search([two.id], 'cd3')).toEqual(['CD3D', 'XCD3D']);
    expect(await search([one.id], '')).toEqual(sixGenes);
    expect(await search([one.id, two.id], '')).toEqual(['CD3D', 'CD79A', 'NKG7']);
  });

  it('come in the order that people file them in', async () => {
    const lab = await emptyProject();
    const genes = ['CD34', 'CD3G', 'CD300A', 'CD3D', 'CD3'];
    const { id } = await lab.call('datasets.add', { path: writeData(lab.folder, 'blood', { genes }).data });
    const found = await lab.call('datasets.genes', { datasetIds: [id], contains: 'cd3', limit: 10 });
    expect(found.genes.map(({ name }) => name)).toEqual(['CD3', 'CD3D', 'CD3G', 'CD34', 'CD300A']);
  });
});

describe('a removed data set', () => {
  it('can be brought back', async () => {
    const lab = laboratory();
    const { datasetId: id } = await projectWithData(lab);
    await lab.call('datasets.remove', { id });
    expect(await lab.call('datasets.list', {})).toEqual([]);
    await expect(lab.call('datasets.rename', { id, name: 'x' })).rejects.toMatchObject({ code: 'not-found' });
    await lab.call('datasets.restore', { id });
    expect(await lab.call('datasets.list', {})).toHaveLength(1);
  });

  it('cannot be brought back once the bin was emptied', async () => {
    const lab = laboratory();
    const { datasetId: id } = await projectWithData(lab);
    await lab.call('datasets.remove', { id });
    await lab.call('bin.empty', {});
    await expect(lab.call('datasets.restore', { id })).rejects.toThrow('cannot be brought back');
  });
});
