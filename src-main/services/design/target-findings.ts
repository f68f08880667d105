/** What stands in the way of steering a run to the recall of classes that must not be missed. */
import { methods } from '../../../src-shared/methods.ts';
import type { Finding, RunRequest } from '../../../src-shared/model.ts';
import { TOO_FEW } from '../../../src-shared/recall-targets.ts';
import type { TaskLabels } from '../../data/labels.ts';
import { didYouMean } from '../../data/nearest.ts';

const why = 'A class that must not be missed weighs more in the training while validation cells of it are missed.';

/**
 * @param stacked labels of the request's tasks, with every class
 * @param labels the same, small classes left out
 */
export function targetFindings(
  { targets = [], method, minClass, testFraction }: RunRequest,
  stacked: readonly TaskLabels[],
  labels: readonly TaskLabels[],
): Finding[] {
  const problem = (what: string, remedy: string): Finding => ({
    severity: 'problem',
    code: 'target-unknown',
    what,
    why,
    remedy,
  });
  const findings = targets.flatMap(({ task: name, className }, i) => {
    const t = stacked.findIndex((task) => task.name === name);
    const task = stacked[t];
    if (!task) {
      const names = stacked.map((one) => one.name);
      return [
        problem(
          `A recall is asked of “${className}” of “${name}”, which is no task of this design.`,
          didYouMean(name, names, `The tasks are ${names.join(', ')}.`),
        ),
      ];
    }
    if (task.kind === 'continuous')
      return [
        problem(`“${name}” is a number: it has no class “${className}” to find.`, 'Ask it of a task of classes.'),
      ];
    if (!task.classes.includes(className)) {
      const remedy = didYouMean(className, task.classes, `It has ${task.classes.slice(0, 12).join(', ')}.`);
      return [problem(`“${name}” has no class “${className}”, of which a recall is asked.`, remedy)];
    }
    if (targets.findIndex((other) => other.task === name && other.className === className) < i) {
      return [problem(`Two recalls are asked of “${className}” of “${name}”.`, 'Ask one recall of a class.')];
    }
    const left = labels[t];
    if (left.kind === 'categorical' && !left.classes.includes(className)) {
      const what = `“${className}” of “${name}” has fewer than ${minClass} cells and counts as unlabelled; a recall is asked of it.`;
      return [
        problem(what, 'Let smaller classes count (--min-class, or Panel → Smallest class), or ask nothing of it.'),
      ];
    }
    const wanted = task.classes.indexOf(className);
    const cells = task.y.filter((y) => y === wanted).length;
    const tested = Math.round(cells * testFraction);
    if (tested >= TOO_FEW) return [];
    return [
      {
        severity: 'warning' as const,
        code: 'target-too-few' as const,
        what: `“${className}” of “${name}” has ${cells} cells, about ${tested} of them for the test: too few to say whether its recall is met.`,
        why: `One cell more or less moves a recall on fewer than ${TOO_FEW} test cells by more than 0.1.`,
        remedy: 'Hold out a larger share for the test, add data with more such cells, or judge it by eye.',
      },
    ];
  });
  if (targets.length > 0 && !methods[method].can.targets) {
    findings.push({
      severity: 'warning',
      code: 'target-not-steered',
      what: `${methods[method].name} cannot be steered to the recall of a class; the result says whether it was met.`,
      why,
      remedy: 'YOTO can.',
    });
  }
  return findings;
}
