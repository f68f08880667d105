/** Methods compared over a grid of runs: what is asked for, what is there already, and what it says. */
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src-shared/contract.ts';
import type {
  BenchmarkRequest,
  BenchmarkRow,
  CategoricalResult,
  RunConfig,
  TaskResult,
} from '../../../src-shared/model.ts';
import type { SpawnTrainer } from '../../../src-main/engine/protocol.ts';
import { benchmarkWords } from '../../../src-main/services/benchmark/words.ts';
import { openStore } from '../../../src-main/store/open.ts';
import { version } from '../../../src-main/version.ts';
import type { Laboratory } from '../laboratory.ts';
import { laboratory, projectWithData, request, sixtyCells } from '../laboratory.ts';
import { result, scriptedTrainer } from '../scripted-trainer.ts';

/** How good each method is; the split shifts all alike. */
const quality = { 'univariate-f': 0.8, random: 0.3, 'top-variance': 0.5 } as Record<string, number>;

/** Ends each run with results that are made of what it was asked for and of usual ones. */
const endingIn = (resultsOf: (config: RunConfig, usual: CategoricalResult) => object[]): SpawnTrainer =>
  scriptedTrainer((process, { projectPath, runId }) => {
    const store = openStore(projectPath, { readOnly: true });
    const { config } = store.runs.get(runId)!;
    store.close();
    const results = resultsOf(config, result().results[0] as CategoricalResult) as TaskResult[];
    process.say({ type: 'finished', result: result({ results }), secondsToLoad: 0, peakMemoryMB: 100 });
  });

/** A score made of the run's method, size and split. */
const scoring = endingIn(({ method, k, splitSeed, seed }, usual) => {
  const macroF1 = quality[method] + k / 100 + splitSeed / 50 + seed / 1000;
  return [{ ...usual, own: null, probe: null, forest: { ...usual.forest, macroF1 } }];
});

async function grid(changes: Partial<BenchmarkRequest> = {}, spawnTrainer = scoring) {
  const lab = laboratory({ spawnTrainer });
  const ids = await projectWithData(lab);
  const { method: _m, k: _k, seed: _s, splitSeed: _p, ...base } = request(ids);
  const asked = {
    base,
    methods: ['univariate-f', 'random'] as BenchmarkRequest['methods'],
    ks: [2, 3],
    repetitions: [0, 1].map((i) => ({ seed: i, splitSeed: i })),
    ...changes,
  };
  return { lab, ids, asked };
}

/** The grid once nothing of it waits or trains. */
async function settled(lab: Laboratory, id: number): Promise<Reply<'benchmarks.get'>> {
  for (;;) {
    const changed = lab.next('runs.changed');
    const state = await lab.call('benchmarks.get', { id });
    if (!state.cells.some(({ state }) => state === 'queued' || state === 'running')) return state;
    await changed;
  }
}

describe('a comparison of methods', () => {
  it('runs every method with every size and repetition, and ranks them', async () => {
    const { lab, asked } = await grid();
    const { benchmark, cells } = await lab.call('benchmarks.start', asked);
    expect(cells).toHaveLength(8);
    const state = await settled(lab, benchmark.id);
    expect(state.cells.every(({ state }) => state === 'succeeded')).toBe(true);
    const row = (method: string, k: number) =>
      state.rows.find(
        (one) => one.method === method && one.k === k && one.metric === 'macroF1' && one.predictor === 'forest',
      )!;
    // 0.8 + 0.02, and 0.8 + 0.02 + 0.02 + 0.001
    expect(row('univariate-f', 2).values).toEqual([expect.closeTo(0.82, 9), expect.closeTo(0.841, 9)]);
    expect(row('univariate-f', 2)).toMatchObject({ mean: expect.closeTo(0.8305, 9), rank: 1 });
    expect(row('univariate-f', 2).sd).toBeCloseTo(0.021 / Math.SQRT2, 9);
    expect(row('random', 3).rank).toBe(2);
    expect(state.costs.find(({ method, k }) => method === 'univariate-f' && k === 2)).toMatchObject({
      selectSeconds: 2,
      seconds: 6,
      peakMemoryMB: 100,
      models: 1,
    });
    expect(state.costs.find(({ method }) => method === 'random')!.models).toBe(0);
    expect(state.words[0]).toContain('F statistic reaches the highest mean macro-F1 (0.836)');
  });

  it('does not repeat what the project has, whoever asked for it', async () => {
    const { lab, ids, asked } = await grid({ methods: ['univariate-f'], ks: [2] });
    const first = await lab.call('runs.start', request(ids, { method: 'univariate-f', k: 2, name: 'by hand' }));
    await lab.until(first.id, 'succeeded');
    const { benchmark, cells } = await lab.call('benchmarks.start', asked);
    expect(cells.map(({ runId }) => runId)).toEqual([first.id, first.id + 1]);
    await settled(lab, benchmark.id);
    const again = await lab.call('benchmarks.start', asked);
    expect(again.cells.every(({ state }) => state === 'succeeded')).toBe(true);
    expect(await lab.call('runs.list', {})).toHaveLength(2);
  });

  it('takes over no run that was put out of the way before, and keeps its own wherever they are', async () => {
    const { lab, ids, asked } = await grid({
      methods: ['univariate-f'],
      ks: [2],
      repetitions: [{ seed: 0, splitSeed: 0 }],
    });
    const marks = { pinned: false, tags: [], note: '', archived: true };
    await lab.until((await lab.call('runs.start', request(ids, { method: 'univariate-f', k: 2 }))).id, 'succeeded');
    await lab.call('runs.mark', { id: 1, ...marks });
    const { benchmark } = await lab.call('benchmarks.start', asked);
    expect((await settled(lab, benchmark.id)).cells.map(({ runId }) => runId)).toEqual([2]);
    await lab.call('runs.mark', { id: 2, ...marks });
    expect((await lab.call('benchmarks.get', { id: benchmark.id })).cells.map(({ runId }) => runId)).toEqual([2]);
  });

  it('takes over no run that was scored on other test cells', async () => {
    const { lab, ids, asked } = await grid({ methods: ['univariate-f'], ks: [2] });
    const names = Array.from({ length: 12 }, (_, i) => sixtyCells[5 * i]);
    const other = request(ids, { method: 'univariate-f', k: 2, testCells: names });
    await lab.until((await lab.call('runs.start', other)).id, 'succeeded');
    const { benchmark } = await lab.call('benchmarks.start', asked);
    const { cells } = await settled(lab, benchmark.id);
    expect(cells.map(({ runId }) => runId)).toEqual([2, 3]);
  });

  it('asks one question at a time where told to: on the same cells, one row, costs added up', async () => {
    const trainer = endingIn(({ tasks }, usual) =>
      tasks.map(({ name }) => {
        const macroF1 = (name === 'type' ? 0.6 : 0.7) + (tasks.length === 1 ? 0.05 : 0);
        return { ...usual, task: name, own: null, probe: null, forest: { ...usual.forest, macroF1 } };
      }),
    );
    const { lab, ids, asked } = await grid({ methods: ['yoto', 'random'], alone: ['yoto'], ks: [2] }, trainer);
    const sources = [{ datasetId: ids.datasetId, column: 'state' }];
    const { id } = await lab.call('tasks.add', { name: 'state', kind: 'categorical', unlabelled: [''], sources });
    const base = { ...asked.base, taskIds: [ids.taskId, id] };
    const { benchmark, cells } = await lab.call('benchmarks.start', { ...asked, base });
    expect(cells).toHaveLength(2 * (1 + 2 + 1));
    const state = await settled(lab, benchmark.id);
    expect(state.cells.every(({ state }) => state === 'succeeded')).toBe(true);
    const runs = await lab.call('runs.list', {});
    expect(runs).toHaveLength(8);
    const ofSplit = (seed: number) => runs.filter(({ config }) => config.splitSeed === seed);
    for (const seed of [0, 1]) expect(new Set(ofSplit(seed).map(({ config }) => config.splitId)).size).toBe(1);
    const row = (task: string, alone: boolean) =>
      state.rows.find(
        (one) => one.method === 'yoto' && one.alone === alone && one.task === task && one.metric === 'macroF1' && one.predictor === 'forest', // prettier-ignore
      )!;
    expect(row('type', false)).toMatchObject({ values: [0.6, 0.6], rank: 2 });
    expect(row('type', true)).toMatchObject({ values: [0.65, 0.65], rank: 1 });
    expect(row('state', true)).toMatchObject({ values: [0.75, 0.75], rank: 1 });
    const [together, alone] = state.costs.filter(({ method }) => method === 'yoto');
    expect([together, alone].map(({ selectSeconds, models }) => [selectSeconds, models])).toEqual([
      [2, 1],
      [4, 2],
    ]);
    expect(state.words[0]).toContain('YOTO, one task at a time, reaches the highest mean macro-F1 (0.700)');
    // what is there is not asked for again
    await lab.call('benchmarks.start', { ...asked, base });
    expect(await lab.call('runs.list', {})).toHaveLength(8);
  });

  it('shows what a method’s own network reaches that sees all genes, and does not rank it', async () => {
    const trainer = endingIn(({ method }, usual) => {
      const own = { ...usual.forest, macroF1: method === 'yoto' ? 0.7 : 0.99 };
      return [{ ...usual, ...(method === 'yoto' ? { own } : { own: null, seesAllGenes: own }) }];
    });
    const { lab, asked } = await grid({ methods: ['yoto', 'persist'], ks: [2] }, trainer);
    const { benchmark } = await lab.call('benchmarks.start', asked);
    const { rows } = await settled(lab, benchmark.id);
    const own = rows.filter(({ predictor, metric }) => predictor === 'own' && metric === 'macroF1');
    expect(own.map(({ method, mean, rank, seesAllGenes }) => [method, mean, rank, seesAllGenes])).toEqual([
      ['yoto', 0.7, null, false],
      ['persist', 0.99, null, true],
    ]);
    const { content } = await lab.call('benchmarks.export', { id: benchmark.id, as: 'html' });
    expect(content).toContain('PERSIST (sees all genes)');
    // one that has nobody beside it is no first
    expect(content).toContain('0.700 ± 0.000</td>');
  });

  it('is stopped, and goes on where it was', async () => {
    let hold = true;
    const { lab, asked } = await grid({ ks: [2] }, () => (hold ? scriptedTrainer(() => {})() : scoring()));
    const { benchmark } = await lab.call('benchmarks.start', asked);
    await lab.call('benchmarks.cancel', { id: benchmark.id });
    const stopped = await settled(lab, benchmark.id);
    expect(stopped.cells.map(({ state }) => state)).toEqual(Array(4).fill('cancelled'));
    expect(stopped.words).toEqual(['No run of this comparison is finished yet.']);
    hold = false;
    await lab.call('benchmarks.resume', { id: benchmark.id });
    const done = await settled(lab, benchmark.id);
    expect(done.cells.map(({ state }) => state)).toEqual(Array(4).fill('succeeded'));
    expect(await lab.call('runs.list', {})).toHaveLength(4);
  });

  it('asks nothing of another project that is opened meanwhile', async () => {
    const { lab, asked } = await grid();
    const starting = lab.call('benchmarks.start', asked);
    await Promise.all([
      expect(starting).rejects.toMatchObject({ code: 'cancelled', message: expect.stringContaining('was closed') }),
      lab.call('project.create', { path: join(lab.folder, 'other') }),
    ]);
    expect(await lab.call('runs.list', {})).toEqual([]);
  });

  it('leaves out what cannot be run, and says why', async () => {
    const { lab, asked } = await grid({ ks: [2, 99] });
    const { benchmark, cells } = await lab.call('benchmarks.start', asked);
    expect(benchmark.request.refused!.map(({ method, k }) => [method, k])).toEqual([
      ['univariate-f', 99],
      ['random', 99],
    ]);
    expect(cells.filter(({ runId }) => runId === null).map(({ k, message }) => [k, message !== null])).toEqual(
      Array(4).fill([99, true]),
    );
    const { content } = await lab.call('benchmarks.export', { id: benchmark.id, as: 'html' });
    expect(content, 'what is refused is not waited for').toContain(' of 4 runs finished');
    const estimate = await lab.call('benchmarks.estimate', asked);
    expect(estimate.refused, 'told before it starts').toEqual(benchmark.request.refused);
    const alone = { ...asked, ks: [99] };
    await expect(lab.call('benchmarks.start', alone)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is a table and a page', async () => {
    const { lab, asked } = await grid();
    const { benchmark } = await lab.call('benchmarks.start', { ...asked, name: 'Mine' });
    await settled(lab, benchmark.id);
    const csv = await lab.call('benchmarks.export', { id: benchmark.id, as: 'csv' });
    const rows = parse(csv.content, { columns: true }) as Record<string, string>[];
    const headline = rows.filter(({ metric, predictor }) => metric === 'macroF1' && predictor === 'forest');
    expect(headline.map(({ method, k, rank }) => [method, k, rank])).toEqual([
      ['univariate-f', '2', '1'],
      ['random', '2', '2'],
      ['univariate-f', '3', '1'],
      ['random', '3', '2'],
    ]);
    expect(Number(headline[0]['seed 1 split 1'])).toBeCloseTo(0.841, 9);
    const ranked = (of: string) => new Set(rows.filter(({ predictor }) => predictor === of).map((row) => row.ranked));
    expect([...ranked('forest'), ...ranked('ceiling')]).toEqual(['yes', 'no: of all genes']);
    const html = await lab.call('benchmarks.export', { id: benchmark.id, as: 'html' });
    expect(html.content).toContain('F statistic reaches the highest');
    expect(html.content, 'names the data').toMatch(/<code>[0-9a-f]{64}<\/code>/);
    expect(html.content).toMatch(/ · begun \d+ \w+ \d{4} [\d:]+</);
    expect(html.content).toContain(` by Panelwright ${version}. Test cells steer nothing`);
    expect(html.content.match(/<svg/g)!.length).toBe(2);
    expect(html.content).not.toMatch(/<script|src=|href=/);
  });

  it('can be let go of and brought back; its runs stay', async () => {
    const { lab, asked } = await grid({ ks: [2] });
    const { benchmark } = await lab.call('benchmarks.start', asked);
    await settled(lab, benchmark.id);
    await lab.call('benchmarks.remove', { id: benchmark.id });
    expect(await lab.call('benchmarks.list', {})).toEqual([]);
    expect(await lab.call('runs.list', {})).toHaveLength(4);
    await lab.call('benchmarks.restore', { id: benchmark.id });
    expect((await lab.call('benchmarks.list', {})).map(({ id }) => id)).toEqual([benchmark.id]);
  });
});

describe('its finding in words', () => {
  const asked = (splits: number): BenchmarkRequest => ({
    base: { testFraction: 0.2, taskIds: [1] } as BenchmarkRequest['base'],
    methods: ['yoto', 'random'],
    ks: [16],
    repetitions: Array.from({ length: splits }, (_, i) => ({ seed: i, splitSeed: i })),
  });
  const row = (method: 'yoto' | 'random', values: (number | null)[]): BenchmarkRow => ({
    task: 'type',
    metric: 'macroF1',
    predictor: 'forest',
    method,
    alone: false,
    k: 16,
    values,
    mean: 0,
    sd: 0,
    seesAllGenes: false,
    rank: 1,
  });

  it('tells a difference from chance', () => {
    const words = benchmarkWords(asked(5), [
      row('yoto', [0.9, 0.91, 0.89, 0.9, 0.9]),
      row('random', [0.4, 0.42, 0.38, 0.41, 0.4]),
    ]);
    expect(words[0]).toBe(
      'Judged by a random forest on each panel, YOTO reaches the highest mean macro-F1 (0.900) with panels of 16 genes, over 5 repetitions.',
    );
    expect(words[1]).toMatch(
      /^Random is 0\.498 lower \(0\.402\), and behind in 5 of 5 repetitions; that is more than chance explains/,
    );
  });

  it('does not make much of little', () => {
    const words = benchmarkWords(asked(3), [row('yoto', [0.9, 0.8, 0.85]), row('random', [0.85, 0.86, 0.83])]);
    expect(words[1]).toContain('may be chance');
    expect(words[2]).toContain('With 3 splits only large differences');
    const once = benchmarkWords(asked(1), [row('yoto', [0.9]), row('random', [0.898])]);
    expect(once.slice(1)).toEqual([
      'Random does about as well (0.898); one repetition cannot tell whether that is more than chance.',
    ]);
  });

  it('says of what is alike to the last digit no more than that', () => {
    const [, alike] = benchmarkWords(asked(3), [row('yoto', [1, 1, 0.9]), row('random', [1, 1, 0.9])]);
    expect(alike).toBe('Random does just as well (0.967) in every repetition.');
  });

  it('calls nothing unfinished that could not be asked for', () => {
    const refused = [{ method: 'random' as const, k: 16, why: 'It needs counts.' }];
    const words = benchmarkWords({ ...asked(2), refused }, [row('yoto', [0.9, 0.8])]);
    expect(words.join(' ')).not.toContain('Random');
  });

  it('says what is not finished', () => {
    const words = benchmarkWords(asked(2), [row('yoto', [0.9, null]), row('random', [null, null])]);
    expect(words.at(-1)).toBe('Not finished, and so not compared here: Random.');
  });
});
