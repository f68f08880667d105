import { describe, expect, it } from 'vitest';
import type { TaskLabels } from '../../src-main/data/labels.ts';
import { random } from '../../src-main/data/random.ts';
import { cellsIn, makeSplit, TEST, TRAIN, VALIDATION } from '../../src-main/data/splits.ts';

const CELLS = 2000;

/** Three tasks of uneven classes: one partly labelled, one continuous; the last 100 cells have no label at all. */
function example(seed = 1) {
  const rng = random(seed, 'example');
  const type = new Int32Array(CELLS);
  const state = new Int32Array(CELLS);
  const age = new Float32Array(CELLS);
  for (let i = 0; i < CELLS; i++) {
    const u = rng.uniform();
    type[i] = u < 0.5 ? 0 : u < 0.8 ? 1 : u < 0.97 ? 2 : 3;
    state[i] = rng.uniform() < 0.4 ? -1 : rng.uniform() < 0.3 ? 1 : 0;
    age[i] = rng.uniform() < 0.2 ? NaN : rng.uniform() < 0.3 ? 0 : rng.normal() ** 2;
    if (i >= CELLS - 100) [type[i], state[i], age[i]] = [-1, -1, NaN];
  }
  const tasks: TaskLabels[] = [
    { name: 'type', kind: 'categorical', classes: ['a', 'b', 'c', 'd'], y: type },
    { name: 'state', kind: 'categorical', classes: ['rest', 'active'], y: state },
    { name: 'age', kind: 'continuous', y: age },
  ];
  return { tasks, cells: CELLS, keys: Array.from({ length: CELLS }, (_, i) => `cell${i}`) };
}
const options = { seed: 0, testFraction: 0.2 };
const share = (split: Uint8Array, part: number, cells: number[]) =>
  cells.filter((cell) => split[cell] === part).length / cells.length;
const indices = (length: number) => Array.from({ length }, (_, i) => i);

describe('groups that stay whole', () => {
  const cells = 300;
  const labels = Int32Array.from({ length: cells }, (_, i) => i % 3);
  const tasks = [{ name: 'type', kind: 'categorical' as const, classes: ['a', 'b', 'c'], y: labels }];
  const grouped = (groups: number) =>
    Array.from({ length: cells }, (_, i) => `donor ${Math.floor((i * groups) / cells)}`);

  it.each([3, 4, 10])('are in one part each, and every part has one, of %i', (groups) => {
    const keys = grouped(groups);
    const split = makeSplit({ tasks, cells, keys }, { seed: 0, testFraction: 0.2 });
    const partsOf = new Map<string, Set<number>>();
    keys.forEach((key, i) => partsOf.set(key, (partsOf.get(key) ?? new Set()).add(split[i])));
    expect([...partsOf.values()].map((parts) => parts.size)).toEqual(new Array(groups).fill(1));
    expect(new Set(split)).toEqual(new Set([TRAIN, VALIDATION, TEST]));
  });

  it('cannot be fewer than three', () => {
    expect(() => makeSplit({ tasks, cells, keys: grouped(2) }, { seed: 0, testFraction: 0.2 })).toThrow('No ');
  });
});

describe('a stratified split', () => {
  it('has numbers in every part where only a few cells have one', () => {
    const y = Float32Array.from({ length: 500 }, (_, i) => (i % 50 === 0 ? i : NaN));
    const keys = indices(500).map((i) => `cell${i}`);
    for (const seed of [0, 1, 2]) {
      const split = makeSplit(
        { tasks: [{ name: 'age', kind: 'continuous', y }], cells: 500, keys },
        { ...options, seed },
      );
      const labelled = indices(500).filter((i) => !Number.isNaN(y[i]));
      expect(new Set(labelled.map((i) => split[i]))).toEqual(new Set([TRAIN, VALIDATION, TEST]));
    }
  });

  it('gives every class of every task its share: 64 % training, 16 % validation, 20 % test', () => {
    const { tasks, cells, keys } = example();
    const split = makeSplit({ tasks, cells, keys }, options);
    const strata = [
      indices(cells),
      ...[0, 1, 2, 3].map((c) => indices(cells).filter((i) => tasks[0].y[i] === c)),
      ...[0, 1].map((c) => indices(cells).filter((i) => tasks[1].y[i] === c)),
      indices(cells).filter((i) => tasks[2].y[i] === 0),
      indices(cells).filter((i) => tasks[2].y[i] > 2),
      indices(cells).slice(-100),
    ];
    for (const stratum of strata) {
      // a cell or two of rounding in each class that overlaps
      const slack = 0.005 + 2.5 / stratum.length;
      expect(Math.abs(share(split, TEST, stratum) - 0.2)).toBeLessThan(slack);
      expect(Math.abs(share(split, VALIDATION, stratum) - 0.16)).toBeLessThan(slack);
    }
  });

  it('puts a rare class on all sides', () => {
    const y = new Int32Array(1000);
    y.fill(1, 0, 10);
    const keys = indices(1000).map(String);
    const tasks: TaskLabels[] = [{ name: 't', kind: 'categorical', classes: ['common', 'rare'], y }];
    for (let seed = 0; seed < 5; seed++) {
      const split = makeSplit({ tasks, cells: 1000, keys }, { ...options, seed });
      expect([TRAIN, VALIDATION, TEST].map((part) => split.subarray(0, 10).filter((s) => s === part).length)).toEqual([
        6, 2, 2,
      ]);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const first = makeSplit(example(), options);
    expect(makeSplit(example(), options)).toEqual(first);
    const other = makeSplit(example(), { ...options, seed: 1 });
    const moved = indices(CELLS).filter((i) => (other[i] === TEST) !== (first[i] === TEST)).length;
    expect(moved).toBeGreaterThan(400);
  });

  it('keeps cells of one key on one side, even whole donors', () => {
    const { tasks, cells } = example();
    for (const groups of [1000, 25]) {
      const keys = indices(cells).map((i) => `key${i % groups}`);
      const split = makeSplit({ tasks, cells, keys }, options);
      for (let i = groups; i < cells; i++) expect(split[i]).toBe(split[i % groups]);
      expect(Math.abs(share(split, TEST, indices(cells)) - 0.2)).toBeLessThan(0.06);
    }
  });

  it('spreads cells where there is no task', () => {
    const split = makeSplit({ tasks: [], cells: 100, keys: indices(100).map(String) }, options);
    expect([TRAIN, VALIDATION, TEST].map((part) => cellsIn(split, part).length)).toEqual([64, 16, 20]);
  });
});

describe('given test cells', () => {
  it('are the test cells, and validation is drawn from the rest', () => {
    const { tasks, cells, keys } = example();
    const split = makeSplit({ tasks, cells, keys }, { ...options, testCells: new Set(keys.slice(0, 500)) });
    expect(cellsIn(split, TEST)).toEqual(Int32Array.from(indices(500)));
    expect(cellsIn(split, VALIDATION).length).toBeGreaterThanOrEqual(290);
    expect(cellsIn(split, VALIDATION).length).toBeLessThanOrEqual(310);
  });

  it('have labels that decide nothing about the other cells', () => {
    const units = example();
    const testCells = new Set(units.keys.filter((_, i) => i % 5 === 0));
    const split = makeSplit(units, { ...options, testCells });
    const other = example(2);
    for (const [t, task] of units.tasks.entries()) {
      for (let i = 0; i < CELLS; i += 5) task.y[i] = other.tasks[t].y[i];
    }
    expect(makeSplit(units, { ...options, testCells })).toEqual(split);
    // and the labels of the others do
    for (let i = 1; i < CELLS; i += 5) units.tasks[0].y[i] = i % 4;
    expect(makeSplit(units, { ...options, testCells })).not.toEqual(split);
  });

  it('give the split they were drawn for', () => {
    const units = example();
    const split = makeSplit(units, options);
    const testCells = new Set(Array.from(cellsIn(split, TEST), (cell) => units.keys[cell]));
    expect(makeSplit(units, { ...options, testCells })).toEqual(split);
  });

  it('are refused where none of them is there, or nothing else is', () => {
    const units = example();
    expect(() => makeSplit(units, { ...options, testCells: new Set(['nobody']) })).toThrow(
      'None of the 1 test cells is among the 2000 cells: "nobody" was named, cells are called "cell0".',
    );
    expect(() => makeSplit(units, { ...options, testCells: new Set(units.keys) })).toThrow(
      'No training cells are left',
    );
  });
});

it('refuses too few cells to have three parts', () => {
  const tasks: TaskLabels[] = [{ name: 't', kind: 'categorical', classes: ['a'], y: new Int32Array(2) }];
  expect(() => makeSplit({ tasks, cells: 2, keys: ['a', 'b'] }, options)).toThrow('cells are left');
});
