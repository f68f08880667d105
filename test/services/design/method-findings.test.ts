import { describe, expect, it } from 'vitest';
import type { Method } from '../../../src-shared/methods.ts';
import type { RunRequest, Task } from '../../../src-shared/model.ts';
import { methodFindings } from '../../../src-main/services/design/method-findings.ts';

const type = { id: 1, name: 'type', kind: 'categorical' } as Task;
const state = { id: 2, name: 'state', kind: 'categorical' } as Task;
const age = { id: 3, name: 'age', kind: 'continuous' } as Task;
const of = (method: Method, rest: Partial<RunRequest>, tasks: Task[], kind: 'counts' | 'log' = 'counts') =>
  methodFindings({ method, ...rest } as RunRequest, tasks, kind);

describe('settings of a method', () => {
  it('are refused by name where it has none of that name, and what it has is said', () => {
    const [finding] = of('xgboost', { methodSettings: { trees: 5 } }, [type]);
    expect(finding).toMatchObject({ severity: 'problem', code: 'method-setting' });
    expect(finding.what).toBe('XGBoost has no setting “trees”.');
    expect(finding.remedy).toBe('It has: rounds, depth, learningRate, penalty, totalGain.');
    expect(of('t-test', { methodSettings: { constructor: 1 } }, [type])[0].remedy).toMatch(/has no settings/);
  });

  it.each([
    [{ depth: 2.5 }, /“depth” of XGBoost is a whole number from 1 to 12, not 2.5/],
    [{ learningRate: 3 }, /“learningRate” of XGBoost is a number from 0.001 to 1, not 3/],
    [{ rounds: NaN }, /not NaN/],
  ])('are refused out of their range: %o', (methodSettings, what) => {
    expect(of('xgboost', { methodSettings }, [type])[0].what).toMatch(what);
  });

  it('are accepted in it', () => {
    expect(of('xgboost', { methodSettings: { rounds: 5, learningRate: 0.1 } }, [type])).toEqual([]);
  });
});

describe('what a method cannot do', () => {
  it('is refused: a continuous question for one that compares classes', () => {
    const findings = of('wilcoxon', {}, [type, age]);
    expect(findings[0]).toMatchObject({ severity: 'problem', code: 'method-continuous' });
    expect(findings[0].what).toContain('“age”');
    expect(findings[0].remedy).toContain('select on another task');
    expect(of('wilcoxon', { selectOn: 1 }, [type, age]).map(({ code }) => code)).toEqual(['selects-on-one']);
    expect(of('wilcoxon', {}, [age])[0].remedy).not.toContain('another task');
    expect(of('univariate-f', {}, [age])).toEqual([]);
  });

  it('is refused: numbers that its formula is not for', () => {
    expect(of('seurat-v3', {}, [type], 'log')[0].what).toBe(
      'Seurat v3 needs counts; the data hold logarithms of normalised counts.',
    );
    expect(of('seurat', {}, [type], 'log')).toEqual([]);
  });

  it('is refused: to select on a task that is not asked, or on one of several that it serves at once', () => {
    expect(of('lasso', { selectOn: 9 }, [type, state])[0].code).toBe('select-on-missing');
    expect(of('yoto', { selectOn: 1 }, [type, state])[0].code).toBe('select-on-one');
  });
});

describe('several questions', () => {
  it('are taken by turns by a method of one label, and it is said', () => {
    const [note, ...rest] = of('mrmr-f', {}, [type, state]);
    expect(rest).toEqual([]);
    expect(note).toMatchObject({ severity: 'note', code: 'selects-by-turns' });
    expect(note.what).toMatch(/type, state one after the other/);
    expect(of('mrmr-f', { selectOn: 2 }, [type, state])[0].what).toMatch(/selected on state alone/);
  });

  it('are nothing special to a method that serves all, or looks at none', () => {
    expect(of('yoto', {}, [type, state])).toEqual([]);
    expect(of('random', {}, [type, age])).toEqual([]);
  });
});
