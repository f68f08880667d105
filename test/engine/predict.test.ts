import { beforeAll, describe, expect, it } from 'vitest';
import { type Csr, takeColumns } from '../../src-main/data/csr.ts';
import { mostProbable } from '../../src-main/data/labels.ts';
import { design } from '../../src-main/engine/design.ts';
import { type NewCells, predictCells } from '../../src-main/engine/predict.ts';
import { type SavedModel, unpackModel } from '../../src-main/engine/saved-model.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

const problem = planted();
const counts = problem.x as Csr;
let model: SavedModel;
beforeAll(async () => {
  const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
  const result = await design(problem, smallConfig({ method: 'univariate-f', probeSteps: 200 }), silent);
  model = unpackModel(result.model!);
});

const cells = (changes: Partial<NewCells> = {}): NewCells => ({
  name: 'new.h5ad',
  otherSpecies: null,
  x: counts,
  kind: 'counts',
  genes: problem.genes,
  ...changes,
});
/** Data that measured these genes only. */
const only = (names: string[]) => {
  const columns = names.map((name) => problem.genes.findIndex((gene) => gene.name === name));
  return cells({ x: takeColumns(counts, columns), genes: columns.map((column) => problem.genes[column]) });
};
const share = (values: Float32Array) => {
  const called = mostProbable(values, 3);
  return called.filter((c, i) => c === problem.tasks[0].y[i]).length / called.length;
};
const codes = (data: NewCells, scaling?: 'all' | 'panel') =>
  predictCells(model, data, scaling).findings.map(({ code }) => code);

describe('new cells', () => {
  it('of all genes are called as in training, wherever their genes stand', () => {
    const whole = predictCells(model, cells());
    expect(whole.findings).toEqual([]);
    expect(whole.normalisation).toContain('over all genes');
    expect(share(whole.tasks[0])).toBeGreaterThan(0.95);
    // half the cells to a chunk, genes the other way round, names in another case
    const back = Array.from(problem.genes.keys()).reverse();
    const turned = takeColumns(counts, back);
    const genes = back.map((g) => ({ ...problem.genes[g], name: problem.genes[g].name.toUpperCase(), symbol: '' }));
    const again = predictCells(model, cells({ x: turned, genes }));
    again.tasks[0].forEach((value, i) => expect(value).toBeCloseTo(whole.tasks[0][i], 5));
  });

  it('of the panel alone are scaled over it, and it is said', () => {
    const found = predictCells(model, only(model.genes.map(({ name }) => name)));
    expect(found.findings.map(({ code }) => code)).toContain('scaled-over-panel');
    expect(found.normalisation).toContain('over the panel');
    expect(share(found.tasks[0])).toBeGreaterThan(0.85);
  });

  it('whose genes are written with other points or hyphens are called all the same, and it is said', () => {
    const hyphened = {
      ...model,
      genes: model.genes.map((gene) => ({ ...gene, name: `HLA-${gene.name}`, symbol: '' })),
    };
    const genes = problem.genes.map((gene) => ({ ...gene, name: `HLA.${gene.name}`, symbol: '' }));
    const found = predictCells(hyphened, cells({ genes }));
    expect(found.missing).toEqual([]);
    expect(found.findings.find(({ code }) => code === 'genes-respelt')?.what).toContain(
      `HLA-${model.genes[0].name} is HLA.${model.genes[0].name}`,
    );
  });

  it('that have a gene twice, or never count one, are told of', () => {
    const [first, second] = model.genes.map(({ name }) => problem.genes.findIndex((gene) => gene.name === name));
    const twice = problem.genes.map((gene, g) => (g === problem.genes.length - 1 ? { ...gene, name: 'copy', symbol: problem.genes[first].symbol } : gene)); // prettier-ignore
    expect(predictCells(model, cells({ genes: twice })).findings).toMatchObject([{ code: 'panel-genes-twice' }]);
    const emptied = { ...counts, values: counts.values.map((value, e) => (counts.indices[e] === second ? 0 : value)) };
    const { findings } = predictCells(model, cells({ x: emptied }));
    expect(findings.find(({ code }) => code === 'panel-genes-empty')?.what).toContain(`(${problem.genes[second].name})`); // prettier-ignore
  });

  it('that lack genes of the panel are called without them', () => {
    const kept = model.genes.slice(1).map(({ name }) => name);
    const found = predictCells(model, only([...kept, 'g50', 'g51']), 'panel');
    expect(found.missing.map(({ name }) => name)).toEqual([model.genes[0].name]);
    expect(found.findings[0]).toMatchObject({ code: 'panel-genes-missing', severity: 'warning' });
    for (const p of found.tasks[0]) expect(p).toBeGreaterThanOrEqual(0);
  });

  it('give a gene that two of the panel are known by to the one that is called so', () => {
    const [first, second, ...rest] = model.genes;
    // made unique when it was imported, so its symbol is the other gene's name
    const twin = { ...first, name: `${second.name}-1`, symbol: second.name, id: '' };
    const other = { ...model, genes: [twin, { ...second, id: '' }, ...rest] };
    const found = predictCells(other, only([second, ...rest].map(({ name }) => name)), 'panel');
    expect(found.missing).toEqual([twin]);
    const without = predictCells(model, only([second, ...rest].map(({ name }) => name)), 'panel');
    expect(found.tasks).toEqual(without.tasks);
  });

  it('that look unlike the training cells are said to, and those without any gene of the panel', () => {
    const panel = new Set(model.genes.map(({ name }) => problem.genes.findIndex((gene) => gene.name === name)));
    const louder = { ...counts, values: counts.values.map((v, e) => (panel.has(counts.indices[e]) ? v * 200 : v)) };
    expect(codes(cells({ x: louder }))).toEqual(['unlike-training']);
    const nothing = {
      ...counts,
      values: counts.values.slice(0, 0),
      indices: counts.indices.slice(0, 0),
      indptr: new Float64Array(401),
    };
    expect(codes(cells({ x: nothing }))).toContain('cells-without-panel-genes');
  });

  it('of another species are said to be', () => {
    const otherSpecies = { panel: 'human', data: 'mouse or rat' };
    expect(predictCells(model, cells({ otherSpecies })).findings[0].what).toContain('new.h5ad looks mouse or rat');
  });

  it('of other genes or other numbers are refused', () => {
    const strangers = problem.genes.map((gene) => ({ ...gene, name: `x${gene.name}`, symbol: '' }));
    expect(() => predictCells(model, cells({ genes: strangers }))).toThrow(
      /^new\.h5ad has none of the 8 genes of the panel: these are called g\d+, .*, its own xg0, xg1, xg2, …\.$/,
    );
    expect(() => predictCells(model, cells({ kind: 'scaled' }))).toThrow(
      'trained on counts, and new.h5ad holds scaled',
    );
  });
});
