/** What stands in the way of steering a run to the recall of a class. */
import { describe, expect, it } from 'vitest';
import type { Method } from '../../../src-shared/methods.ts';
import type { ClassTarget, RunRequest } from '../../../src-shared/model.ts';
import type { TaskLabels } from '../../../src-main/data/labels.ts';
import { targetFindings } from '../../../src-main/services/design/target-findings.ts';

// of B 100 cells, of NK 50, of pDC 5
const y = Int32Array.from({ length: 155 }, (_, cell) => (cell < 100 ? 0 : cell < 150 ? 1 : 2));
const all: TaskLabels[] = [
  { name: 'type', kind: 'categorical', classes: ['B', 'NK', 'pDC'], y },
  { name: 'age', kind: 'continuous', y: new Float32Array(155) },
];
// pDC has too few cells
const large: TaskLabels[] = [{ name: 'type', kind: 'categorical', classes: ['B', 'NK'], y }, all[1]];
const of = (task: string, className: string, method: Method = 'yoto', testFraction = 0.2) => {
  const targets: ClassTarget[] = [{ task, className, recall: 0.9 }];
  return targetFindings({ method, minClass: 10, testFraction, targets } as RunRequest, all, large);
};

describe('a recall that is asked', () => {
  it('is taken of a class that can be learned', () => {
    expect(of('type', 'NK')).toEqual([]);
    expect(targetFindings({ method: 'random', minClass: 10 } as RunRequest, all, large)).toEqual([]);
  });

  it.each([
    ['typ', 'NK', /“typ”, which is no task of this design/, /type/],
    ['age', 'NK', /“age” is a number/, /task of classes/],
    ['type', 'nk', /has no class “nk”/, /Did you mean NK/],
    ['type', 'pDC', /fewer than 10 cells/, /--min-class/],
  ])('is refused of %s: %s', (task, className, what, remedy) => {
    const [finding] = of(task, className);
    expect(finding).toMatchObject({ severity: 'problem', code: 'target-unknown' });
    expect(finding.what).toMatch(what);
    expect(finding.remedy).toMatch(remedy);
  });

  it('is refused where another one is asked of the same class', () => {
    const targets = [0.9, 0.5].map((recall) => ({ task: 'type', className: 'B', recall }));
    const request = { method: 'yoto', minClass: 10, testFraction: 0.2, targets } as RunRequest;
    const findings = targetFindings(request, all, large);
    expect(findings).toMatchObject([{ severity: 'problem', what: 'Two recalls are asked of “B” of “type”.' }]);
  });

  it('is warned of where too few test cells could judge it', () => {
    expect(of('type', 'NK', 'yoto', 0.2)).toEqual([]);
    const [finding, ...others] = of('type', 'NK', 'yoto', 0.1);
    expect(finding).toMatchObject({ severity: 'warning', code: 'target-too-few' });
    expect(finding.what).toMatch(/“NK” of “type” has 50 cells, about 5 of them/);
    expect(others).toEqual([]);
  });

  it('is only judged where the method cannot be steered, and that is said', () => {
    const [finding, ...others] = of('type', 'NK', 'random-forest');
    expect(finding).toMatchObject({ severity: 'warning', code: 'target-not-steered' });
    expect(others).toEqual([]);
  });
});
