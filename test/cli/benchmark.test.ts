/** What `benchmark` and `export` understand, and what they answer to what they do not. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBenchmarkArguments } from '../../src-main/cli/benchmark.ts';
import { UsageError } from '../../src-main/cli/usage.ts';
import { methodNames } from '../../src-shared/methods.ts';
import { createStore } from '../../src-main/store/open.ts';
import { addDataset, addRun } from '../store/fill.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { runHere } from './command.ts';

const read = (...args: string[]) => readBenchmarkArguments(['cells.csv', '--task', 'type', '-k', '16,32', ...args]);

describe('the arguments of benchmark', () => {
  it('are a grid over methods, sizes and repetitions', () => {
    const grid = read('--methods', 'yoto,random', '--seeds', '3,4', '--splits', '5,6', '--jobs', '2');
    expect(grid).toMatchObject({ methods: ['yoto', 'random'], ks: [16, 32], jobs: 2 });
    expect(grid.repetitions).toEqual([
      { seed: 3, splitSeed: 5 },
      { seed: 4, splitSeed: 6 },
    ]);
  });

  it('have three repetitions of all methods unless told otherwise', () => {
    const grid = read();
    expect(grid.methods).toEqual(methodNames);
    expect(grid.repetitions).toEqual([0, 1, 2].map((i) => ({ seed: i, splitSeed: i })));
    expect(read('--seeds', '7').repetitions).toEqual([{ seed: 7, splitSeed: 0 }]);
    expect(read('--splits=4,5').repetitions).toEqual([
      { seed: 0, splitSeed: 4 },
      { seed: 1, splitSeed: 5 },
    ]);
  });

  it('take what design takes besides', () => {
    const { design } = read('--hvg', '500', '--must-include', 'A,B', '--preset', 'paper');
    expect(design.request).toMatchObject({ hvg: 500, testFraction: 0.2 });
    expect(read('--preset', 'paper', '--binarise')).toMatchObject({
      alone: ['yoto'],
      design: { request: { binarise: true } },
    });
    // the paper knows no assay; one that is named counts
    expect(read('--preset', 'paper').design.assay).toEqual(read('--assay', 'as-sequenced').design.assay);
    expect(read('--preset', 'paper', '--assay', 'imaging').design.assay).toEqual(
      read('--assay', 'imaging').design.assay,
    );
    expect(read('--preset', 'paper').design.assay).not.toEqual(read().design.assay);
    expect(read('--preset', 'paper', '--test-fraction', '0.3').design.request.testFraction).toBe(0.3);
    expect(read().alone).toEqual([]);
    expect(read('--methods', 'yoto,random', '--alone', 'all').alone).toEqual(['yoto']);
    expect(design.data[0]).toMatch(/cells\.csv$/);
  });

  it.each([
    [['--methods', 'yoto,best']],
    [['--seeds', '0,1', '--splits', '0']],
    [['--preset', 'mine']],
    [['-k', '16,x']],
    [['--jobs', '0']],
    [['--methods', 'random', '--alone', 'yoto']],
  ])('are refused where they make no sense: %j', (args) => {
    expect(() => read(...args)).toThrow(UsageError);
  });

  it('say of a value that begins with a dash how it is written', () => {
    expect(() => read('--out', '-table.csv')).toThrow(/begins with a dash; if that is the value, write --out=VALUE\./);
    expect(() => read('--out')).toThrow(/--out takes a value, and nothing follows it\./);
    expect(read('--out=-table.csv').out).toBe('-table.csv');
  });
});

describe('export', () => {
  it('refuses what it does not know, in words', async () => {
    const home = temporaryFolder();
    const project = join(home, 'p.panelwright');
    const store = createStore(project, '0.1.0');
    addRun(store, addDataset(store));
    store.close();
    const ended = (...args: string[]) => runHere(['export', ...args, '--project', project], home);
    expect(await ended('first', '--as', 'xenum')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--as is one of'),
    });
    expect(await ended('second')).toMatchObject({ code: 1, stderr: expect.stringContaining('no run "second"') });
    expect(await ended('first')).toMatchObject({ code: 1, stderr: expect.stringContaining('has no panel') });
    expect(await ended('first', '--columns', 'rank,age')).toMatchObject({ code: 2 });
    expect(await runHere(['export', 'first'], home)).toMatchObject({ code: 2 });
  });
});
