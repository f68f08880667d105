/** What is made of finished runs: files, and runs side by side. */
import { describe, expect, it } from 'vitest';
import type { CategoricalResult } from '../../../src-shared/model.ts';
import { csvCell, toCsv } from '../../../src-main/services/tables/csv.ts';
import type { Laboratory } from '../laboratory.ts';
import { laboratory, projectWithData, request } from '../laboratory.ts';
import { result, scriptedTrainer } from '../scripted-trainer.ts';

describe('CSV', () => {
  it('quotes what needs quotes', () => {
    expect(toCsv([['a', 'b,c', 'say "x"', 'two\nlines', null, 1.5]])).toBe('a,"b,c","say ""x""","two\nlines",,1.5\r\n');
  });

  it('leaves negative numbers alone, as text too', () => {
    expect(toCsv([['-1', '-1.5e-3', -2]])).toBe('-1,-1.5e-3,-2\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1+2', "'-1+2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', '"\'\tx"'],
    ['\r=x', '"\'\r\'=x"'],
  ])('never lets a spreadsheet run %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('leaves numbers numbers, and names as they are', () => {
    expect([csvCell(-1.5), csvCell(NaN), csvCell('HLA-DRA'), csvCell('größe')]).toEqual([
      '-1.5',
      '',
      'HLA-DRA',
      'größe',
    ]);
  });
});

/** Two runs that succeeded: the usual result, and a better one with another gene. */
async function twoRuns(): Promise<{ lab: Laboratory; ids: Awaited<ReturnType<typeof projectWithData>> }> {
  const [usual] = result().results as CategoricalResult[];
  const better = { ...usual, own: null, forest: { ...usual.forest, macroF1: 0.875, auroc: null } };
  const [first, second] = result().panel;
  const results = [
    result(),
    result({
      results: [better],
      panel: [
        { ...second, rank: 1 },
        { ...first, name: 'NKG7', symbol: 'NKG7', rank: 2 },
      ],
    }),
  ];
  let n = 0;
  const lab = laboratory({
    spawnTrainer: scriptedTrainer((process) => {
      process.say({ type: 'finished', result: results[n++ % 2], secondsToLoad: 0, peakMemoryMB: 0 });
    }),
  });
  const ids = await projectWithData(lab);
  for (const changes of [{}, { method: 'random' as const, seed: 3 }]) {
    const { id } = await lab.call('runs.start', request(ids, changes));
    await lab.until(id, 'succeeded');
  }
  return { lab, ids };
}

describe('the files of a run', () => {
  it('are the panel, best gene first', async () => {
    const { lab } = await twoRuns();
    const file = (await lab.call('exports.make', { id: 1, as: 'panel' })).file;
    expect(file).toMatchObject({ name: 'YOTO, 2 genes.csv', mime: 'text/csv;charset=utf-8' });
    expect(file.content.split('\r\n')).toEqual([
      'gene_symbol,gene_id,rank,score,name,mean_expression,detected,must_include',
      'CD3D,ENSG00000167286,1,0.5,CD3D,1.5,0.5,no',
      'LYZ,,2,,LYZ,1.5,0.5,yes',
      '',
    ]);
  });

  it('are the predictions for labelled test cells, with probabilities', async () => {
    const { lab } = await twoRuns();
    const file = (await lab.call('exports.make', { id: 1, as: 'predictions' })).file;
    expect(file.content.split('\r\n')).toEqual([
      'dataset,cell,task,truth,predicted,p:B,p:NK,p:T,predictor,seed',
      'blood,cell4,type,NK,NK,0.25,0.5,0.25,own,',
      'blood,cell59,type,T,B,0.75,0.25,0,own,',
      '',
    ]);
  });

  it('can still be had when the data set is gone', async () => {
    const { lab, ids } = await twoRuns();
    await lab.call('datasets.remove', { id: ids.datasetId });
    await lab.call('bin.empty', {});
    expect((await lab.call('exports.make', { id: 1, as: 'predictions' })).file.content).toContain(
      'blood,cell59,type,T,B',
    );
  });

  it('are no predictions for a data set that is not there', async () => {
    const { lab } = await twoRuns();
    const predictions = lab.call('models.exportPredictions', { runId: 1, datasetId: 99 });
    await expect(predictions).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are refused for a run without a panel', async () => {
    const lab = laboratory();
    const { id } = await lab.call('runs.start', request(await projectWithData(lab)));
    await expect(lab.call('exports.make', { id, as: 'panel' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a comparison', () => {
  it('shows the settings that differ', async () => {
    const { lab } = await twoRuns();
    const { settings, runs, reference } = await lab.call('comparisons.compute', { runIds: [1, 2] });
    expect(runs.map((run) => run.name)).toEqual(['YOTO, 2 genes', 'Random, 2 genes']);
    expect(reference).toBe(1);
    expect(settings.filter((row) => row.differs).map((row) => [row.label, ...row.values])).toEqual([
      ['Method', 'YOTO', 'Random'],
      ['Seed', '0', '3'],
    ]);
  });

  it('subtracts scores within a split', async () => {
    const { lab } = await twoRuns();
    const { scores, notes } = await lab.call('comparisons.compute', { runIds: [1, 2] });
    const row = (metric: string, predictor: string) =>
      scores.find((score) => score.metric === metric && score.predictor === predictor)!;
    expect(row('macroF1', 'forest')).toMatchObject({ values: [0.75, 0.875], differences: [null, 0.125] });
    expect(row('macroF1', 'own')).toMatchObject({ values: [0.8, null], differences: [null, null] });
    expect(row('auroc', 'forest')).toMatchObject({ values: [0.9, null], differences: [null, null] });
    expect(notes).toEqual([]);
  });

  it('does not subtract scores between splits, and says so', async () => {
    const { lab, ids } = await twoRuns();
    const { id } = await lab.call('runs.start', request(ids, { splitSeed: 1 }));
    await lab.until(id, 'succeeded');
    const { scores, notes } = await lab.call('comparisons.compute', { runIds: [1, 2, id] });
    const forest = scores.find((score) => score.metric === 'macroF1' && score.predictor === 'forest')!;
    expect(forest.values).toEqual([0.75, 0.875, 0.75]);
    expect(forest.differences).toEqual([null, 0.125, null]);
    expect(notes).toEqual([expect.stringContaining('was scored on other test cells')]);
  });

  it('has recall by class, none where there was no test cell', async () => {
    const { lab } = await twoRuns();
    const { recalls } = await lab.call('comparisons.compute', { runIds: [1, 2] });
    expect(recalls).toEqual([
      { task: 'type', className: 'B', testCells: 0, own: [null, null], probe: [null, null], forest: [null, null] },
      { task: 'type', className: 'NK', testCells: 2, own: [0.25, null], probe: [0.25, 0.25], forest: [0.25, 0.25] },
      { task: 'type', className: 'T', testCells: 4, own: [0.5, null], probe: [0.5, 0.5], forest: [0.5, 0.5] },
    ]);
  });

  it('has shared and private genes', async () => {
    const { lab } = await twoRuns();
    const { genes } = await lab.call('comparisons.compute', { runIds: [1, 2] });
    expect(genes).toEqual({
      sharedByAll: ['LYZ'],
      private: [['CD3D'], ['NKG7']],
      table: [
        { gene: 'LYZ', symbol: 'LYZ', ranks: [2, 1] },
        { gene: 'CD3D', symbol: 'CD3D', ranks: [1, null] },
        { gene: 'NKG7', symbol: 'NKG7', ranks: [null, 2] },
      ],
    });
  });

  it('can be had as one table', async () => {
    const { lab } = await twoRuns();
    const { content } = await lab.call('comparisons.export', { runIds: [1, 2] });
    const lines = content.split('\r\n');
    expect(lines[0]).toBe(
      'section,task,item,predictor,"YOTO, 2 genes","Random, 2 genes","Random, 2 genes − YOTO, 2 genes"',
    );
    expect(lines).toContain('setting,,Method,,YOTO,Random,');
    expect(lines).toContain('score,type,macroF1,forest,0.75,0.875,0.125');
    expect(lines).toContain('gene rank,,NKG7,,,2,');
    expect(new Set(lines.filter(Boolean).map((line) => line.replace(/"[^"]*"/g, '').split(',').length))).toEqual(
      new Set([7]),
    );
  });

  it('is refused for one that has not succeeded', async () => {
    const { lab, ids } = await twoRuns();
    const { id } = await lab.call('runs.start', request(ids));
    await lab.call('runs.cancel', { id });
    await expect(lab.call('comparisons.compute', { runIds: [1, id] })).rejects.toMatchObject({ code: 'conflict' });
  });
});
