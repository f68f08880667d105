import { describe, expect, it } from 'vitest';
import type { GeneReport } from '../../src-shared/analysis.ts';
import type { PanelGene, RunConfig, TaskResult } from '../../src-shared/model.ts';
import { lossesOf, servedMost } from '../../src-shared/present/losses.ts';
import { changes, edited, fillRequest, keepRequest } from '../../src-shared/hand-panel.ts';
import { judge, targetResults, targetSentence } from '../../src-shared/recall-targets.ts';
import { beginning, changedBy, redone, step, undone } from '../../src-renderer/results/sandbox.ts';

const gene = (name: string, rank: number, forced = false): PanelGene => ({
  ...{ name, symbol: name, id: '', rank, score: 1, meanExpression: 1, detected: 1, forced },
});
const panel = [gene('A', 1), gene('B', 2, true), gene('C', 3)];
const start = beginning(panel);

describe('a panel changed by hand', () => {
  it('begins as the run’s, with what was asked for locked', () => {
    expect(start.now).toEqual({ genes: ['A', 'B', 'C'], locked: ['B'], banned: [] });
    // of a panel that was asked for as a whole nothing is locked
    expect(beginning(panel.map((one) => ({ ...one, forced: true }))).now.locked).toEqual([]);
  });

  it('takes every edit', () => {
    const { now } = start;
    expect(edited(now, { kind: 'add', gene: 'D' }).genes).toEqual(['A', 'B', 'C', 'D']);
    expect(edited(now, { kind: 'add', gene: 'A' }).genes).toEqual(['A', 'B', 'C']);
    expect(edited(now, { kind: 'drop', gene: 'B' })).toEqual({ genes: ['A', 'C'], locked: [], banned: [] });
    expect(edited(now, { kind: 'swap', gene: 'A', by: 'D' }).genes).toEqual(['D', 'B', 'C']);
    expect(edited(now, { kind: 'swap', gene: 'A', by: 'C' }).genes).toEqual(['B', 'C']);
    expect(edited(now, { kind: 'ban', gene: 'B' })).toEqual({ genes: ['A', 'C'], locked: [], banned: ['B'] });
    expect(edited(now, { kind: 'cut', genes: ['A', 'B'] })).toEqual({ genes: ['C'], locked: [], banned: [] });
    expect(edited(now, { kind: 'lock', gene: 'A' }).locked).toEqual(['B', 'A']);
    expect(edited(now, { kind: 'unlock', gene: 'B' }).locked).toEqual([]);
    const banned = edited(now, { kind: 'ban', gene: 'A' });
    // a banned gene that is wanted after all is banned no more
    expect(edited(banned, { kind: 'add', gene: 'A' }).banned).toEqual([]);
    expect(edited(banned, { kind: 'unban', gene: 'A' })).toEqual({ genes: ['B', 'C'], locked: ['B'], banned: [] });
    expect(edited(banned, { kind: 'lock', gene: 'A' })).toEqual({
      genes: ['B', 'C', 'A'],
      locked: ['B', 'A'],
      banned: [],
    });
  });

  it('goes back and forth, and forgets what was undone when something else is done', () => {
    const one = step(start, { kind: 'add', gene: 'D' });
    const two = step(one, { kind: 'drop', gene: 'A' });
    expect(undone(two).now).toEqual(one.now);
    expect(undone(undone(two)).now).toEqual(start.now);
    expect(undone(start)).toBe(start);
    expect(redone(undone(two)).now).toEqual(two.now);
    expect(redone(two)).toBe(two);
    expect(step(undone(two), { kind: 'ban', gene: 'C' }).future).toEqual([]);
    expect(changes(panel, two.now)).toEqual({ added: ['D'], removed: ['A'] });
  });

  const config = { method: 'lasso', k: 3, exclude: ['/^MT-/'], mustInclude: ['B'], tasks: [{ id: 4 }] } as RunConfig;
  const run = { id: 7, name: 'First', config, panel };

  it('is kept as a run of all its genes, with what was changed', () => {
    const { now } = step(step(start, { kind: 'add', gene: 'D' }), { kind: 'drop', gene: 'A' });
    const request = keepRequest(run, now, 'Kept');
    expect(request).toMatchObject({
      name: 'Kept',
      method: 'panel',
      k: 3,
      mustInclude: ['B', 'C', 'D'],
      exclude: [],
      taskIds: [4],
    });
    expect(request.parent).toEqual({
      ...{ runId: 7, name: 'First', method: 'lasso', added: ['D'], removed: ['A'], locked: ['B'], banned: [] },
    });
    expect(changedBy(request.parent!)).toBe('D added; A removed; B locked');
  });

  it('is filled up by YOTO round what is locked, without what is banned', () => {
    const { now } = step(start, { kind: 'ban', gene: 'C' });
    expect(fillRequest(run, now, 8, 'Filled')).toMatchObject({
      ...{ method: 'yoto', k: 8, mustInclude: ['B'], exclude: ['/^MT-/', 'C'] },
    });
  });
});

describe('a class that must not be missed', () => {
  const target = { task: 't', className: 'pDC', recall: 0.9 };
  it('is met as it is shown, missed, or of too few cells', () => {
    expect(judge(target, { recall: 0.8996, cells: 10 })).toBe('met');
    expect(judge(target, { recall: 0.89, cells: 10 })).toBe('missed');
    expect(judge(target, { recall: 1, cells: 9 })).toBe('too few');
  });

  const classes = (recall: number, support: number) => ({
    perClass: [{ name: 'pDC', recall, support, precision: 0.5, f1: 0.6, intervals: { recall: [0.8, 1] } }],
  });
  const result = (own: object | null, probe: object | null): TaskResult[] =>
    [{ task: 't', kind: 'categorical', own, probe, forest: classes(0.3, 20) }] as unknown as TaskResult[];

  it('is judged on test cells by the predictor that the run kept, the probe beside it', () => {
    const [kept] = targetResults([target], result(classes(0.95, 20), classes(0.85, 20)));
    expect(kept).toMatchObject({ found: 0.95, cells: 20, precision: 0.5, probe: 0.85, verdict: 'met' });
    expect(targetSentence(kept)).toBe('“pDC” of t: recall 0.9 asked, 0.950 (95 %: 0.800–1.000) on 20 test cells: met.');
    expect(targetResults([target], result(null, classes(0.85, 20)))[0]).toMatchObject({
      found: 0.85,
      verdict: 'missed',
    });
    expect(targetResults([target], result(null, null))[0]).toMatchObject({ found: 0.3, verdict: 'missed' });
  });

  it('is not judged where no test cell, or a handful, can say', () => {
    expect(targetSentence(targetResults([target], result(classes(1, 4), null))[0])).toMatch(/too few to say/);
    expect(targetSentence(targetResults([{ ...target, className: 'NK' }], result(classes(1, 40), null))[0])).toMatch(
      /no test cell can say/,
    );
    expect(targetResults([{ ...target, task: 'site' }], result(null, null))[0].found).toBeNull();
  });
});

describe('what is lost without a gene', () => {
  it('is told class by class, most first, those of too few cells last', () => {
    const reading = (name: string, tooFew = false) => ({
      name,
      cells: 20,
      f1: 0.9,
      recall: 0.9,
      low: 0,
      high: 1,
      tooFew,
    });
    const tasks = [
      { task: 't', metric: 'macro-F1' as const, score: 0.9, classes: [reading('a'), reading('b'), reading('c', true)] },
    ];
    const report = { lost: [{ task: 't', score: 0.1, classes: [0.004, 0.1, 0.3] }] } as GeneReport;
    expect(lossesOf(report, tasks).map(({ className }) => className)).toEqual(['b', 'c']);
    expect(servedMost(report, tasks), 'of c are too few cells').toBe('b');
    const number = { task: 'age', metric: 'R²' as const, score: 0.5, classes: [] };
    const both = (score: number) =>
      ({ lost: [...report.lost, { task: 'age', score, classes: [] }] }) as unknown as GeneReport;
    expect(servedMost(both(0.2), [...tasks, number])).toBe('age');
    expect(servedMost(both(0.05), [...tasks, number])).toBe('b');
    expect(
      servedMost({ lost: [{ task: 'age', score: 0.01, classes: [] }] } as unknown as GeneReport, [number]),
    ).toBeNull();
  });
});
