/** What stands in the way of a run, and what is to be known about it, before it is started. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RunRequest } from '../../../src-shared/model.ts';
import { trainingDefaults } from '../../../src-shared/settings/training.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { laboratory, projectWithData, request, sixtyCells, writeData } from '../laboratory.ts';
import { finishes } from '../scripted-trainer.ts';

describe('a request', () => {
  it('has defaults over all data sets and tasks', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const proposed = await lab.call('runs.defaults', {});
    expect(proposed).toMatchObject({
      datasetIds: [ids.datasetId],
      taskIds: [ids.taskId],
      method: 'yoto',
      k: 32,
      seed: 0,
    });
    expect(proposed.settings).toEqual(trainingDefaults);
  });

  it('that can be trained has no problem', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    expect(await lab.call('runs.check', request(ids))).toEqual({ genes: 6, k: 2, findings: [] });
    const rules = request(ids, { mustInclude: ['LYZ'], exclude: ['/^CD/', 'ACTB'] });
    expect(await lab.call('runs.check', rules)).toMatchObject({
      genes: 3,
      findings: [{ code: 'genes-fall-out', what: '3 of 6 genes fall out: 3 excluded by name or pattern.' }],
    });
  });

  it('is told how long it will take once one like it was done', async () => {
    const lab = laboratory({ spawnTrainer: finishes({}) });
    const ids = await projectWithData(lab);
    expect(await lab.call('runs.estimate', request(ids))).toBeNull();
    const { id } = await lab.call('runs.start', request(ids));
    await lab.until(id, 'succeeded');
    // loading 0.5, preparing 1, selecting 2 and scoring 3 seconds
    expect(await lab.call('runs.estimate', request(ids, { seed: 1 }))).toBe(
      'About 6.5 s, going by runs of this project.',
    );
  });

  it('for native TensorFlow is stopped where that is not installed, and told how to get it', async () => {
    for (const name of ['XDG_CACHE_HOME', 'HOME', 'LOCALAPPDATA']) vi.stubEnv(name, temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const lab = laboratory();
    const asked = request(await projectWithData(lab), { backend: 'tensorflow' });
    const { findings } = await lab.call('runs.check', asked);
    expect(findings).toMatchObject([{ severity: 'problem', code: 'backend-missing' }]);
    expect(findings[0].remedy).toContain('npm run setup:tensorflow');
    await expect(lab.call('runs.start', asked)).rejects.toMatchObject({ message: findings[0].what });
  });

  const problems: [Partial<RunRequest>, string, RegExp, RegExp][] = [
    [{ k: 7 }, 'k-above-genes', /7 genes cannot be chosen: the data have 6 genes/, /smaller panel/],
    [
      { k: 5, exclude: ['/^CD/'] },
      'k-above-genes',
      /4 of 6 genes are left after rules and exclusions/,
      /exclude fewer/,
    ],
    [{ k: 5, hvg: 4 }, 'k-above-hvg', /5 genes cannot be chosen from 4 variable genes/, /more variable genes/],
    [
      { mustInclude: ['LYZ', 'NKG7', 'ACTB'] },
      'k-below-must-includes',
      /3 genes must be in a panel of 2/,
      /at least 3/,
    ],
    [{ mustInclude: ['CD3E'] }, 'must-include-missing', /The gene CD3E.*not among the 6 genes/, /near CD3E: CD3D/],
    [{ mustInclude: ['LYZ'], exclude: ['LYZ'] }, 'gene-rules', /LYZ/, /two lists/],
    [{ exclude: ['/(/'] }, 'gene-rules', /not a valid pattern/, /Write it like/],
    [{ minClass: 21 }, 'classes-too-small', /no class of at least 21 cells/, /smaller classes/],
    [{ testCells: ['x1', 'x2'] }, 'test-cells-missing', /None of the 2 test cells/, /cell0, cell1/],
  ];
  it.each(problems)('%o is stopped as %s', async (changes, code, what, remedy) => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const { findings } = await lab.call('runs.check', request(ids, changes));
    const [problem, ...others] = findings.filter((finding) => finding.severity === 'problem');
    expect(others).toEqual([]);
    expect(problem.code).toBe(code);
    expect(problem.what).toMatch(what);
    expect(problem.remedy).toMatch(remedy);
    await expect(lab.call('runs.start', request(ids, changes))).rejects.toMatchObject({
      code: 'invalid',
      message: problem.what,
      remedy: problem.remedy,
    });
    expect(await lab.call('runs.list', {})).toEqual([]);
  });

  it('is told what is odd about it, and can be trained all the same', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const odd = request(ids, { exclude: ['MALAT1'], testCells: [...sixtyCells.slice(0, 12), 'stranger'] });
    const { findings } = await lab.call('runs.check', odd);
    expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'exclude-missing'],
      ['warning', 'test-cells-missing'],
    ]);
    const run = await lab.call('runs.start', odd);
    const { notes, split } = await lab.call('runs.get', { id: run.id });
    expect(notes).toEqual(findings);
    expect(split.test).toBe(12);
  });

  it('over data sets says what they share, and refuses those that share nothing or hold other numbers', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    const both = (id: number) => lab.call('runs.check', { ...request(ids), datasetIds: [ids.datasetId, id] });
    const near = await lab.call('datasets.add', {
      path: writeData(lab.folder, 'near', { genes: ['LYZ', 'NKG7'] }).data,
    });
    expect((await both(near.id)).findings.map((finding) => finding.code)).toEqual([
      'shared-genes',
      'task-not-everywhere',
    ]);
    const far = await lab.call('datasets.add', {
      path: writeData(lab.folder, 'far', { genes: ['Lyz1', 'Klrb1c'] }).data,
    });
    expect((await both(far.id)).findings.map((finding) => finding.code)).toContain('no-shared-genes');
  });

  it('for what is not there is refused', async () => {
    const lab = laboratory();
    const ids = await projectWithData(lab);
    await expect(lab.call('runs.check', { ...request(ids), taskIds: [99] })).rejects.toThrow('There is no task 99');
    await expect(lab.call('runs.check', { ...request(ids), k: 0 })).rejects.toMatchObject({ code: 'invalid' });
  });
});
