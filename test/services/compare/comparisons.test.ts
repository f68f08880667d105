/** Comparisons that are kept, what goes where between panels, curves over size; and what a user says about runs. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PanelGene } from '../../../src-shared/model.ts';
import type { Laboratory } from '../laboratory.ts';
import { laboratory, projectWithData, request, writeData } from '../laboratory.ts';
import { result, scriptedTrainer } from '../scripted-trainer.ts';

/** Runs one after the other, each ending with the panel of its turn. */
async function runsWith(
  panels: string[][],
  changes: Parameters<typeof request>[1][] = [],
  genes?: string[],
): Promise<Laboratory> {
  let n = 0;
  const [{ ...first }] = result().panel;
  const lab = laboratory({
    spawnTrainer: scriptedTrainer((process) => {
      const panel = panels[n].map((name, i): PanelGene => ({ ...first, name, symbol: name, rank: i + 1 }));
      const [one] = result().results;
      const forest = { ...one.forest, macroF1: 0.5 + n / 10, seeds: [0.5, 0.6, 0.7] };
      n++;
      process.say({
        type: 'finished',
        result: result({ panel, results: [{ ...one, forest } as typeof one] }),
        secondsToLoad: 0,
        peakMemoryMB: 100,
      });
    }),
  });
  let ids;
  if (genes) {
    await lab.call('project.create', { path: join(lab.folder, 'study.panelwright') });
    const { data, labels } = writeData(lab.folder, 'twins', { genes });
    const { id: datasetId } = await lab.call('datasets.add', { path: data, labels });
    const sources = [{ datasetId, column: 'type' }];
    const { id: taskId } = await lab.call('tasks.add', { name: 'type', kind: 'categorical', unlabelled: [], sources });
    ids = { datasetId, taskId };
  } else ids = await projectWithData(lab);
  for (const [i] of panels.entries()) {
    const { id } = await lab.call('runs.start', request(ids, changes[i]));
    await lab.until(id, 'succeeded');
  }
  return lab;
}

describe('where genes have gone', () => {
  it('is told by correlation over training cells', async () => {
    // gene g of cell i has (i · (g + 1)) mod 7: the eighth gene is the first one's twin
    const genes = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'A2'];
    const lab = await runsWith(
      [
        ['A', 'B'],
        ['A2', 'B'],
        ['A', 'B'],
      ],
      [{}, { seed: 1 }, { seed: 2 }],
      genes,
    );
    const found = await lab.call('comparisons.replacements', { runIds: [1, 2, 3] });
    expect(found).toEqual([{ runId: 2, gene: 'A', by: 'A2', correlation: expect.closeTo(1, 5) }]);
  });

  it('is not told where the cells are gone', async () => {
    const lab = await runsWith([['CD3D'], ['LYZ']], [{}, { seed: 1 }]);
    await lab.call('datasets.remove', { id: 1 });
    await lab.call('bin.empty', {});
    expect(await lab.call('comparisons.replacements', { runIds: [1, 2] })).toEqual([]);
  });
});

describe('settings side by side', () => {
  it('name each once, those of the methods too', async () => {
    const lab = await runsWith([['CD3D'], ['LYZ']], [{}, { method: 'random-forest' }]);
    const { settings } = await lab.call('comparisons.compute', { runIds: [1, 2] });
    const keys = settings.map(({ key }) => key);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    const valuesOf = (wanted: string) => settings.find(({ key }) => key === wanted)!.values;
    expect(valuesOf('methodSettings.trees')).toEqual(['', '100']);
    // what only YOTO's selection takes is said of YOTO alone
    expect(valuesOf('settings.restarts')).toEqual([expect.stringMatching(/\d/), '']);
    expect(valuesOf('settings.steps')[1]).not.toBe('');
  });

  it('say what cells were held out by, and how genes were brought together', async () => {
    const changes = { group: 'age', testFraction: 0.3, orthologs: true };
    const lab = await runsWith([['CD3D'], ['LYZ']], [{}, changes]);
    const { settings } = await lab.call('comparisons.compute', { runIds: [1, 2] });
    const differing = settings.filter(({ differs }) => differs).map(({ key }) => key);
    expect(differing).toEqual(expect.arrayContaining(Object.keys(changes)));
  });
});

describe('scores by size', () => {
  it('come from runs that were asked for alike but for size and seed', async () => {
    const lab = await runsWith(
      [['CD3D'], ['CD3D'], ['CD3D'], ['CD3D']],
      [{ k: 1 }, { k: 1, seed: 1 }, { k: 2 }, { k: 3, method: 'random' }],
    );
    const { curves, scores } = await lab.call('comparisons.compute', { runIds: [1, 4] });
    const forest = (r: number) =>
      curves[r].points.filter(({ predictor }) => predictor === 'forest').map(({ k, mean, runs }) => [k, mean, runs]);
    expect(forest(0)).toEqual([
      [1, 0.55, 2],
      [2, 0.7, 1],
    ]);
    expect(forest(1)).toEqual([[3, expect.closeTo(0.8, 9), 1]]);
    expect(curves[0].points[0].sd).not.toBeNull();
    const headline = scores.find(({ metric, predictor }) => metric === 'macroF1' && predictor === 'forest')!;
    expect(headline.spreads).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.1, 9)]);
    expect(scores.find(({ metric }) => metric === 'accuracy')!.spreads).toEqual([null, null]);
  });
});

describe('a saved comparison', () => {
  it('stands in the project when that is opened again', async () => {
    const lab = await runsWith([['CD3D'], ['LYZ']], [{}, { seed: 1 }]);
    const saved = await lab.call('comparisons.save', { name: 'Größen', runIds: [2, 1] });
    await lab.call('project.close', {});
    await lab.call('project.open', { path: join(lab.folder, 'study.panelwright') });
    expect(await lab.call('comparisons.list', {})).toEqual([saved]);
    await lab.call('comparisons.remove', { id: saved.id });
    expect(await lab.call('comparisons.list', {})).toEqual([]);
    await lab.call('comparisons.restore', { id: saved.id });
    expect(await lab.call('comparisons.list', {})).toEqual([saved]);
  });

  it('is left out once fewer than two of its runs are there', async () => {
    const lab = await runsWith([['CD3D'], ['LYZ']], [{}, { seed: 1 }]);
    await lab.call('comparisons.save', { name: 'Both', runIds: [1, 2] });
    await lab.call('runs.remove', { id: 2 });
    expect(await lab.call('comparisons.list', {})).toEqual([]);
  });

  it('is refused for a run without a panel', async () => {
    const lab = await runsWith([['CD3D']]);
    await expect(lab.call('comparisons.save', { name: 'x', runIds: [1, 7] })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('what a user says about a run', () => {
  it('is kept, and changes nothing else', async () => {
    const lab = await runsWith([['CD3D']]);
    const [before] = await lab.call('runs.list', {});
    expect(before).toMatchObject({ pinned: false, tags: [], note: '', archived: false });
    const marks = { pinned: true, tags: ['for review'], note: 'shown on Monday' };
    expect(await lab.call('runs.mark', { id: 1, ...marks })).toEqual({ ...before, ...marks });
    await lab.call('runs.mark', { id: 1, archived: true });
    expect(await lab.call('runs.list', {})).toEqual([{ ...before, ...marks, archived: true }]);
  });
});
