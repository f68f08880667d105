/** What a matrix measures, the filters it is held to, and what is said of it. */
import { describe, expect, it } from 'vitest';
import { random } from '../../src-main/data/random.ts';
import { filtered } from '../../src-main/formats/filters.ts';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { spreadOf } from '../../src-main/formats/spread.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();

/** 4 genes, the last one mitochondrial; the fifth cell is empty, the fourth is mostly mitochondrial. */
const small = 'cell,CD3E,LYZ,NKG7,MT-CO1\nc1,1,2,0,1\nc2,0,5,1,0\nc3,2,0,3,0\nc4,0,1,0,9\nc5,0,0,0,0\n';
const types = 'cell,type\nc1,T\nc2,M\nc3,T\nc4,M\nc5,M\n';

describe('the profile of a matrix', () => {
  it('adds up what is in it', async () => {
    const { profile } = await inspectData({ path: folder.write('small.csv', small), profile: {} });
    expect(profile).toMatchObject({
      matrix: 'X', sum: 25, nonZeros: 9, integers: true, min: 0, max: 9,
      mitochondrialGenes: 1, emptyCells: 1, emptyGenes: 0,
      effect: { cells: 5, genes: 4 },
    }); // prettier-ignore
    expect(profile!.librarySize).toMatchObject({ min: 0, lower: 4, median: 5, upper: 6, max: 10, log: true });
    expect(profile!.genesPerCell).toMatchObject({ min: 0, median: 2, max: 3 });
    expect(profile!.mitochondrial).toMatchObject({ min: 0, median: 0, upper: 0.25, max: 0.9 });
    for (const spread of [profile!.librarySize, profile!.genesPerCell, profile!.mitochondrial!]) {
      expect(spread.bins.reduce((sum, bin) => sum + bin.cells, 0)).toBe(5);
    }
    expect(profile!.findings.map(({ code, action }) => [code, action])).toEqual([
      ['empty-cells', { label: 'Leave them out', do: 'filters', filters: { minGenes: 1 } }],
    ]);
  });

  it('says what filters would leave, which classes they hurt, and leaves exactly that', async () => {
    const labels = folder.write('many.csv', ['cell,type', ...names().map((name, i) => `${name},${i < 30 ? 'poor' : 'rich'}`)].join('\n')); // prettier-ignore
    const path = folder.write('cells.csv', table());
    const filters = { minGenes: 3, minCells: 40 };
    const { profile } = await inspectData({ path, labels, profile: { filters } });
    const file = await openFile(path);
    const numbers = await dense(file, 'X');
    const cells = numbers
      .map((row, i) => (row.filter((value) => value > 0).length >= 3 ? i : -1))
      .filter((i) => i >= 0);
    const genes = numbers[0].map((_, g) => g).filter((g) => cells.filter((cell) => numbers[cell][g] > 0).length >= 40);
    expect(profile!.effect).toMatchObject({ cells: cells.length, genes: genes.length });
    expect(profile!.effect.lost).toMatchObject({ minGenes: 100 - cells.length, minCells: 8 - genes.length });
    expect(profile!.effect.hurt.map(({ name, before }) => [name, before])).toEqual([['poor', 30]]);

    const { file: kept, applied } = await filtered(file, 'X', filters);
    expect(applied).toEqual({ ...filters, before: { cells: 100, genes: 8 } });
    expect(kept.obsNames).toEqual(cells.map((cell) => file.obsNames[cell]));
    expect(kept.genes('X').map(({ name }) => name)).toEqual(genes.map((gene) => `GENE${gene}`));
    expect(await dense(kept, 'X')).toEqual(cells.map((cell) => genes.map((gene) => numbers[cell][gene])));
    file.close();
  });

  it('refuses filters that leave nothing, or that ask for what cannot be told', async () => {
    const file = await openFile(folder.write('small.csv', small));
    await expect(filtered(file, 'X', { minGenes: 9 })).rejects.toThrow(
      'The filters leave no cell: the median cell has 2 genes',
    );
    file.close();
    const nameless = await openFile(folder.write('plain.csv', small.replace('MT-CO1', 'CD8A')));
    await expect(filtered(nameless, 'X', { maxMito: 0.1 })).rejects.toThrow('no gene is called MT-');
    nameless.close();
  });

  it('keeps labels with their cells', async () => {
    const { file } = await import('../../src-main/formats/readers/labelled.ts').then(({ openLabelled }) =>
      openLabelled(folder.write('small.csv', small), { labels: folder.write('types.csv', types) }),
    );
    const { file: kept } = await filtered(file, 'X', { maxMito: 0.3, minCounts: 1 });
    const [column] = kept.obs;
    expect(column.kind === 'categorical' && Array.from(column.codes, (code) => column.categories[code])).toEqual(['T', 'M', 'T']); // prettier-ignore
    file.close();
  });

  it('names what is not as the start of the file said', async () => {
    const wrong = Array.from({ length: 300 }, (_, i) => `c${i},${i === 299 ? 1.5 : 2},3`);
    const fractions = await inspectData({ path: folder.write('w.csv', ['cell,CD3E,LYZ', ...wrong, ''].join('\n')) });
    // a text is read to its end, so its kind is that of all of it
    expect(fractions.matrices[0].kind).not.toBe('counts');
  });
});

const names = () => Array.from({ length: 100 }, (_, i) => `cell_${i}`);

/** 100 cells × 8 genes; the first 30 cells have hardly anything. */
function table(): string {
  const draw = random(3, 'filters');
  const rows = names().map((name, i) => {
    const values = Array.from({ length: 8 }, (_, g) => (draw.uniform() < (i < 30 ? 0.15 : 0.35 + 0.08 * g) ? 1 + draw.integer(4) : 0)); // prettier-ignore
    return [name, ...values].join();
  });
  return [['cell', ...Array.from({ length: 8 }, (_, g) => `GENE${g}`)].join(), ...rows, ''].join('\n');
}

describe('spreadOf', () => {
  it('puts every value into one bin, also at the ends', () => {
    for (const values of [[5], [0, 0, 0], [1, 10, 100, 1000, 100000], [0.1, 0.25, 0.5], [3, 3, 3, 4]]) {
      for (const log of [false, true]) {
        const { bins } = spreadOf(values, log);
        expect(bins.reduce((sum, bin) => sum + bin.cells, 0)).toBe(values.length);
        expect(bins.length).toBeLessThan(60);
      }
    }
  });
  it('gives quartiles', () => {
    expect(spreadOf([4, 1, 3, 2, 5])).toMatchObject({ min: 1, lower: 2, median: 3, upper: 4, max: 5 });
  });
});
