/** The main job on the command line, with the real engine on small data. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { run, start } from './command.ts';
import { writePlanted } from './planted-files.ts';

const common = [
  'cells.csv',
  '--labels',
  'labels.csv',
  '--task',
  'type',
  '--task',
  'state',
  '-k',
  '8',
  '--steps',
  '150',
  '--probe-steps',
  '40',
];

interface Report {
  panelMetrics: { neighbourhoods: { k: number; overlap: number }[] };
  panel: { symbol: string; id: string; rank: number; score: number | null }[];
  tasks: Record<
    string,
    {
      kind: string;
      classes: string[];
      testCells: number;
      own: Record<string, number>;
      probe: { macroF1: number; seeds: number[] };
      forest: { macroF1: number; seeds: number[] };
      ceiling: object;
    }
  >;
  [key: string]: unknown;
}
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Report;
const readCsv = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

/** Macro-F1 over classes in truth ∪ predictions, from first principles. */
function macroF1(pairs: [string, string][]): number {
  const classes = [...new Set(pairs.flat())];
  const f1 = classes.map((name) => {
    const hits = pairs.filter(([truth, predicted]) => truth === name && predicted === name).length;
    return (2 * hits) / pairs.flat().filter((label) => label === name).length;
  });
  return f1.reduce((sum, value) => sum + value, 0) / classes.length;
}

describe('panelwright design', () => {
  it('finds the planted genes, and everything it writes agrees', async () => {
    const folder = temporaryFolder();
    writePlanted(folder);
    const out = ['--out', 'p.csv', '--predictions', 'pred.csv', '--json', 'r.json'];
    const ended = await run(['design', ...common, ...out, '--unlabelled', 'tpye=a'], folder);
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(ended.stderr).toContain('no cell has the value "tpye=a"');
    expect(ended.stderr).toMatch(/^ *\d+ % {2}.*step \d+ of/m);

    const report = readJson(join(folder, 'r.json'));
    const panel = readCsv(join(folder, 'p.csv'));
    expect(panel[0].slice(0, 4)).toEqual(['gene_symbol', 'gene_id', 'rank', 'score']);
    expect(panel.slice(1).map((row) => row[0])).toEqual(report.panel.map((gene) => gene.symbol));
    const markers = report.panel.filter((gene) => /^g[0-7]$/.test(gene.symbol));
    expect(markers.length).toBeGreaterThanOrEqual(4); // by chance 3.2 of 8
    for (const task of Object.values(report.tasks)) expect(task.own['macroF1']).toBeGreaterThan(0.9);

    expect(Object.keys(report.tasks)).toEqual(['type', 'state']);
    const predictions = readCsv(join(folder, 'pred.csv'));
    expect(predictions[0]).toEqual([
      'dataset',
      'cell',
      'task',
      'truth',
      'predicted',
      'p:a',
      'p:b',
      'p:c',
      'p:active',
      'p:rest',
      'predictor',
      'seed',
    ]);
    for (const [name, task] of Object.entries(report.tasks)) {
      const rows = predictions.filter((row) => row[2] === name);
      expect(rows).toHaveLength(task.testCells);
      expect(macroF1(rows.map((row) => [row[3], row[4]]))).toBeCloseTo(task.own['macroF1'], 12);
    }
    const metrics = ['macroF1', 'weightedF1', 'accuracy', 'balancedAccuracy', 'auroc', 'auprc'];
    const { type } = report.tasks;
    expect(type).toMatchObject({ kind: 'categorical', classes: ['a', 'b', 'c'] });
    expect(Object.keys(type.ceiling)).toEqual(metrics);
    expect(Object.keys(type.own)).toEqual([...metrics, 'perClass']);
    for (const scores of [type.probe, type.forest]) {
      expect(Object.keys(scores)).toEqual([...metrics, 'seeds', 'perClass']);
    }
    // 48 test cells are enough for neighbours
    expect(report.panelMetrics.neighbourhoods.map(({ k }) => k)).toEqual([5, 10, 15, 20, 25, 30]);
    expect(report).toMatchObject({
      seed: 0,
      splitSeed: 0,
      testFraction: 0.2,
      minClass: 10,
      hvg: 5000,
      probeSteps: 40,
      orthologs: false,
      geneTable: null,
      settings: { steps: 150, restarts: 3 },
      dataset: { name: 'cells', cells: 240, genes: 20, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      seconds: {
        load: expect.any(Number),
        prepare: expect.any(Number),
        select: expect.any(Number),
        score: expect.any(Number),
      },
      peakMemoryMB: expect.any(Number),
      backend: expect.any(String),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    // nothing else stays but what it remembers of times: no temporary project, no half-written file
    expect(readdirSync(folder).sort()).toEqual(['cells.csv', 'labels.csv', 'p.csv', 'pred.csv', 'r.json', 'state']);
  });

  it('scores a method without a predictor by three probes and three forests', async () => {
    const folder = temporaryFolder();
    writePlanted(folder);
    const out = ['--predictions', 'pred.csv', '--json', 'r.json', '--quiet', '--method', 'univariate-f'];
    expect((await run(['design', ...common, ...out], folder)).code).toBe(0);
    const report = readJson(join(folder, 'r.json'));
    const [head, ...rows] = readCsv(join(folder, 'pred.csv'));
    expect(head.slice(-2)).toEqual(['predictor', 'seed']);
    expect(new Set(rows.map((row) => row.slice(-2).join(' ')))).toEqual(new Set(['probe 0']));
    for (const [name, { own, probe, forest }] of Object.entries(report.tasks)) {
      expect(own).toBeNull();
      for (const { macroF1: mean, seeds } of [probe, forest]) {
        expect(seeds).toHaveLength(3);
        expect(mean).toBeCloseTo(seeds.reduce((sum, one) => sum + one, 0) / 3, 12);
      }
      // the file holds the first probe
      const pairs = rows.filter((row) => row[2] === name).map((row): [string, string] => [row[3], row[4]]);
      expect(macroF1(pairs)).toBe(probe.seeds[0]);
    }
  });

  it('gives the same panel for the same seed, with test cells named from outside', async () => {
    const folder = temporaryFolder();
    const { cells } = writePlanted(folder);
    const testCells = cells.filter((_, i) => i % 4 === 0);
    writeFileSync(join(folder, 'test.txt'), testCells.join('\n'));
    const rules = ['--must-include', 'g19,g18', '--exclude', '/^g1$/', '--test-cells', 'test.txt', '--quiet'];
    const design = (json: string) =>
      run(['design', ...common, ...rules, '--predictions', 'pred.csv', '--json', json, '--overwrite'], folder);
    expect(await design('1.json')).toEqual({ code: 0, stdout: '', stderr: '' });
    const again = await design('-');
    const first = readJson(join(folder, '1.json'));
    const second = JSON.parse(again.stdout) as Report;
    expect(second.panel).toEqual(first.panel);
    expect(second.tasks).toEqual(first.tasks);
    const genes = first.panel.map((gene) => gene.symbol);
    expect(genes).toEqual(expect.arrayContaining(['g18', 'g19']));
    expect(genes).not.toContain('g1');
    const scored = readCsv(join(folder, 'pred.csv'))
      .slice(1)
      .filter((row) => row[2] === 'type');
    expect(scored.map((row) => row[1])).toEqual(testCells);
  });

  it('prints a summary when no file is asked for, and keeps runs in a project to compare', async () => {
    const folder = temporaryFolder();
    writePlanted(folder);
    const project = ['--project', 'p.panelwright', '--quiet'];
    const summary = await run(['design', ...common, ...project, '--method', 'top-variance'], folder);
    expect(summary.stdout).toMatch(/^Top variance, 8 genes: 8 genes in /);
    for (const read of ['in the assay', 'as sequenced']) {
      const row = `^type +${read} +macro-F1 +– +[01]\\.\\d{3} +[01]\\.\\d{3} +[01]\\.\\d{3} +\\d+$`;
      expect(summary.stdout).toMatch(new RegExp(row, 'm'));
    }
    expect((await run(['design', ...common, ...project, '--method', 'random'], folder)).code).toBe(0);
    expect(readdirSync(folder)).toContain('p.panelwright');
    expect(readdirSync(folder).filter((name) => name.startsWith('p.'))).toEqual(['p.panelwright']);

    const compared = await run(['compare', 'p.panelwright'], folder);
    expect(compared.code).toBe(0);
    expect(compared.stdout).toMatch(/^Method +Top variance +Random$/m);
    expect(compared.stdout).toMatch(/^genes in all runs: \d+/m);
    const chosen = ['compare', 'p.panelwright', 'Random, 8 genes', '1', '--out', 'c.csv'];
    expect(await run(chosen, folder)).toMatchObject({ code: 0, stdout: '' });
    expect(await run(chosen, folder)).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') });
    expect(await run([...chosen, '--overwrite'], folder)).toMatchObject({ code: 0, stdout: '' });
    const header = readFileSync(join(folder, 'c.csv'), 'utf8').split('\r\n')[0];
    expect(header).toBe(
      'section,task,item,predictor,"Random, 8 genes","Top variance, 8 genes","Top variance, 8 genes − Random, 8 genes"',
    );
    const stranger = await run(['compare', 'p.panelwright', 'Randum, 8 genes', '1'], folder);
    expect(stranger.stderr).toContain('Did you mean Random, 8 genes');
  });

  it('stops in order at Ctrl+C', async () => {
    const folder = temporaryFolder();
    writePlanted(folder);
    const { process, ended } = start(['design', ...common.slice(0, -1), '1000000'], folder);
    await new Promise<void>((training) =>
      process.stderr!.on('data', (text: Buffer | string) => String(text).includes('step') && training()),
    );
    process.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/Stopped\.\n$/);
    expect(readdirSync(folder).sort()).toEqual(['cells.csv', 'labels.csv']);
  });
});

describe('the other commands', () => {
  it('inspect prints a page or JSON', async () => {
    const folder = temporaryFolder();
    writePlanted(folder);
    const page = await run(['inspect', 'cells.csv'], folder);
    expect(page.stdout).toMatch(/^cells\.csv: 240 cells × 20 genes\n {2}csv, /);
    expect(page.stdout).toMatch(/genes above 0 +\d+ +\d+/);
    const json = JSON.parse((await run(['inspect', 'cells.csv', '--json'], folder)).stdout) as object;
    expect(json).toMatchObject({
      format: 'csv',
      cells: 240,
      genes: 20,
      matrix: { name: 'X', kind: 'counts', dtype: 'int64', integers: true },
      layers: [],
      raw: null,
      proposed: 'X',
    });
    const filtered = await run(['inspect', 'cells.csv', '--labels', 'labels.csv', '--min-counts', '1000'], folder);
    expect(filtered.stdout).toContain('The filters leave 0 cells × 20 genes.');
    expect(filtered.stdout).toContain('240 of 240 cells (100 %) are in the label file');
    expect(await run(['inspect', 'cells.csv', '--max-mito', 'many'], folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--max-mito takes a share such as 0.1 or 10%, not "many".') as string,
    });
  });

  it.each([
    [['--help'], /^Panelwright chooses gene panels/],
    [['design', '--help'], /--test-cells FILE/],
    [['inspect', '-h'], /panelwright inspect DATA/],
    [['compare', '--help'], /PROJECT \[RUN…\]/],
    [['serve', '--help'], /--port N/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('%j is answered on stdout', async (args, words) => {
    const folder = temporaryFolder();
    expect(await run(args, folder)).toMatchObject({ code: 0, stdout: expect.stringMatching(words), stderr: '' });
    expect(existsSync(join(folder, 'state'))).toBe(false);
  });
});
