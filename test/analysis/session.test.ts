import { describe, expect, it } from 'vitest';
import { masked } from '../../src-main/analysis/leave-one-out.ts';
import { fitHeads, predictRows } from '../../src-main/analysis/heads.ts';
import { openSession } from '../../src-main/analysis/session.ts';
import { layOut, rowsOf } from '../../src-main/analysis/workbench.ts';
import { planted } from '../planted.ts';
import { asking, atHand } from './at-hand.ts';

describe('a gene that is masked', () => {
  it('is the gene at its training mean in every cell', async () => {
    const { bench, executor, fit } = await atHand();
    const genes = Int32Array.of(0, 2, 4, 20);
    const { network } = await fitHeads({ bench, executor, fit }, genes, 0);
    const x = rowsOf(bench.validation, genes);
    // every cell has the mean of gene 2, written out
    const mean = { ...x, indptr: x.indptr.slice(), indices: [] as number[], values: [] as number[] };
    for (let i = 0; i < x.rows; i++) {
      const row = new Map([[1, network.mean[1]]]);
      for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) if (x.indices[e] !== 1) row.set(x.indices[e], x.values[e]);
      for (const [j, value] of [...row].sort(([a], [b]) => a - b)) {
        mean.indices.push(j);
        mean.values.push(value);
      }
      mean.indptr[i + 1] = mean.indices.length;
    }
    const written = { ...mean, indices: Int32Array.from(mean.indices), values: Float32Array.from(mean.values) };
    const [expected] = predictRows(network, written);
    const [found] = predictRows(masked(network, 1), x);
    found.forEach((p, i) => expect(p).toBeCloseTo(expected[i], 5));
    expect(found).not.toEqual(predictRows(network, x)[0]);
  });
});

describe('the genes of a panel', () => {
  it('lose what they are there for, and noise loses nothing', async () => {
    const ask = await asking(atHand(['g0', 'g2', 'g4', 'g6', 'g20']));
    const { genes, tasks } = await ask('genes', { siblings: [['g0'], ['g0', 'g20']] });
    expect(tasks.map(({ task }) => task)).toEqual(['type', 'state']);
    for (const { score } of tasks) expect(score).toBeGreaterThan(0.8);
    const lost = Object.fromEntries(genes.map(({ gene, lost }) => [gene, lost.map(({ score }) => score)]));
    expect(lost['g0'][0]).toBeGreaterThan(Math.abs(lost['g20'][0]));
    expect(lost['g6'][1]).toBeGreaterThan(Math.abs(lost['g0'][1]));
    expect(genes.find(({ gene }) => gene === 'g0')).toMatchObject({
      most: { task: 'type', className: 'a' },
      seeds: { chosen: 2, runs: 2 },
    });
    expect(genes.find(({ gene }) => gene === 'g0')!.reason).toContain('It is highest in a');
  });

  it('find in a gene’s place the one that marks the same class', async () => {
    const ask = await asking(atHand(['g0', 'g2', 'g4', 'g6']));
    const { substitutes, withoutChange } = await ask('substitutes', { gene: 'g6' });
    expect(substitutes[0].gene).toBe('g7');
    expect(substitutes[0].change).toBeGreaterThan(withoutChange);
    expect(substitutes.map(({ gene }) => gene)).not.toContain('g0');
    await expect(ask('substitutes', { gene: 'g5' })).rejects.toThrow('not in the panel');
  });

  it('find nothing that the limits of the run keep out, and say so', async () => {
    // g7 marks the same cells as g6; genes that mark nothing are found in more
    const { bench } = await atHand();
    const shareOf = (gene: number) => (bench.train.start[gene + 1] - bench.train.start[gene]) / bench.train.cells;
    const limit = (shareOf(bench.position.get('g7')!) + shareOf(bench.position.get('g20')!)) / 2;
    expect(shareOf(bench.position.get('g7')!)).toBeLessThan(limit);
    const ask = await asking(atHand(['g0', 'g2', 'g4', 'g6'], { minDetected: limit, exclude: ['g30'] }));
    const { substitutes, how } = await ask('substitutes', { gene: 'g6' });
    expect(substitutes.map(({ gene }) => gene)).not.toContain('g7');
    for (const { gene } of substitutes) expect(shareOf(bench.position.get(gene)!)).toBeGreaterThanOrEqual(limit);
    expect(how).toMatch(/rules of the run allow were tried: without g30; detected in at least/);
  });

  it('find what would tell the worst pair apart', async () => {
    // without g4 and g5 the class c is what is left over: b and c are confused once g2 is gone too
    const ask = await asking(atHand(['g0', 'g1', 'g20']));
    const { worst } = await ask('confusion', { task: 'type' });
    expect([worst!.truth, worst!.called].toSorted()).toEqual(['b', 'c']);
    expect(['g2', 'g3', 'g4', 'g5']).toContain(worst!.helpers[0].gene);
    expect(worst!.helpers[0].f1).toBeGreaterThan(worst!.helpers[0].f1Before);
  });
});

describe('a changed panel', () => {
  it('has one score in whatever order its genes are named', async () => {
    const ask = await asking(atHand());
    const one = await ask('sandbox', { genes: ['g0', 'g2', 'g6'] });
    const other = await asking(atHand()).then((again) => again('sandbox', { genes: ['g6', 'g0', 'g2'] }));
    expect(other.tasks).toEqual(one.tasks);
    const more = await ask('sandbox', { genes: ['g0', 'g2', 'g6', 'g7', 'g4'] });
    expect(more.mean).toBeGreaterThan(one.mean);
  });

  it('refuses a gene that the data lack', async () => {
    const ask = await asking(atHand());
    await expect(ask('sandbox', { genes: ['g0', 'nonsense'] })).rejects.toThrow('nonsense');
  });
});

describe('an assay', () => {
  it('that captures less tells less, and a failed marker is felt', async () => {
    const ask = await asking(atHand(['g0', 'g2', 'g4', 'g6', 'g7', 'g20']));
    const { readings, failures } = await ask('assay', {
      assays: [
        { capture: 1, binary: false },
        { capture: 0.03, binary: false },
        { capture: 1, binary: true },
      ],
    });
    expect(readings[0].mean).toBeGreaterThan(readings[1].mean + 0.1);
    expect(readings[2].mean).toBeGreaterThan(0.6);
    expect(failures[0].change).toBeLessThan(-0.1);
    expect(failures[0].gene).not.toBe('g20');
    // the failure that costs most comes first
    const changes = failures.map(({ change }) => change);
    expect(changes).toEqual(changes.toSorted((a, b) => a - b));
  });

  it('is not simulated on what is no counts, and says why', async () => {
    const run = await atHand(['g0', 'g2']);
    const ask = openSession({ ...run, bench: layOut({ ...planted(), kind: 'log' }) });
    const asked = { assays: [{ capture: 0.1, binary: false }] };
    await expect(ask('assay', asked, () => {})).rejects.toThrow('takes counts of molecules');
    await expect(ask('crowding', { capture: 1, limit: null }, () => {})).rejects.toThrow('takes counts of molecules');
    // a failed probe can be had from any numbers
    expect((await ask('assay', { assays: [] }, () => {})).failures).toHaveLength(2);
  });

  it('crowds cells by what its genes have there', async () => {
    const ask = await asking(atHand(['g0', 'g2', 'g20']));
    const { classes, genes } = await ask('crowding', { capture: 0.5, limit: null });
    const type = classes.filter(({ task }) => task === 'type');
    // a and b have a marker in the panel, c has none
    expect(type.at(-1)!.name).toBe('c');
    expect(type[0].molecules).toBeGreaterThan(type.at(-1)!.molecules + 1);
    expect(genes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    const tight = await ask('crowding', { capture: 0.5, limit: type[0].molecules - 0.1 });
    expect(tight.met).toBe(true);
    expect(tight.cuts.length).toBeGreaterThan(0);
  });
});

describe('sizes', () => {
  it('are scored by the first genes of the ranking and by designed panels', async () => {
    const ask = await asking(atHand(['g0', 'g2', 'g6', 'g7']));
    const { points, enough, best } = await ask('sizes', {
      designed: [{ runId: 7, genes: ['g0', 'g2', 'g4', 'g6', 'g7'] }],
    });
    expect(points.map(({ k, from, runs }) => [k, from, runs])).toEqual([
      [2, 'ranking', []],
      [4, 'ranking', []],
      [5, 'runs', [7]],
    ]);
    expect(points[1].mean).toBeGreaterThan(points[0].mean);
    expect(points[0].low).toBeLessThanOrEqual(points[0].high);
    expect(best).toBe(Math.max(points[1].mean, points[2].mean));
    expect([4, 5]).toContain(enough);
  });
});

describe('cells on a page', () => {
  it('stand beside cells of their type', async () => {
    const ask = await asking(atHand());
    const one = await ask('embedding', {});
    const type = one.tasks[0].labels;
    const { x, y } = one.panel;
    const alike = type.filter((label, i) => {
      const others = type.map((_, j) => (j === i ? Infinity : Math.hypot(x[i] - x[j], y[i] - y[j])));
      return type[others.indexOf(Math.min(...others))] === label;
    });
    expect(alike.length / type.length).toBeGreaterThan(0.9);
    // only validation cells are judged: the predictor has seen the others
    expect(one.validation.every((held, i) => held === (one.tasks[0].predicted[i] !== null))).toBe(true);
    const { values } = await ask('cellValues', { gene: 'g0' });
    expect(values).toHaveLength(one.panel.x.length);
  });
});
