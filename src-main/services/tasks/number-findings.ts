/** What there is to say about the numbers of a continuous task. */
import type { FindingCode } from '../../../src-shared/findings.ts';
import type { Finding } from '../../../src-shared/model.ts';

/** So many times the spread of the middle half away from it, a number is no longer one of the rest. */
const FAR = 20;
/** What far numbers must have of all the variance before they are worth a word: else the rest is learned all the same. */
const MOST_VARIANCE = 0.5;

/**
 * @param values of the cells that have one
 * @param fewest labelled cells that a task needs
 */
export function numberFindings(task: string, values: Float32Array, fewest: number): Finding[] {
  const problem = (code: FindingCode, what: string, why: string, remedy: string): Finding[] => [
    { severity: 'problem', code, what, why, remedy },
  ];
  const nothing = 'There is nothing to predict.';
  const another = 'Choose another column for this task.';
  if (values.length === 0) return problem('no-labels', `The task “${task}” has no labelled cell.`, nothing, another);
  const sorted = values.slice().sort();
  if (sorted[0] === sorted.at(-1)) {
    return problem('one-value', `The task “${task}” has the same value in all cells.`, nothing, another);
  }
  if (values.length < fewest) {
    return problem(
      'too-few-labels',
      `The task “${task}” has ${values.length} labelled cells; at least ${fewest} are needed.`,
      'Too few cells to learn from and to score on.',
      'Label more cells, or choose another column.',
    );
  }
  return farNumbers(task, sorted);
}

/** Numbers so far from all others that they are all that a network would learn: often they stand for "not known". */
function farNumbers(task: string, sorted: Float32Array): Finding[] {
  const [low, high] = [0.25, 0.75].map((share) => sorted[Math.floor(share * (sorted.length - 1))]);
  const reach = FAR * (high - low);
  const isFar = (value: number) => value < low - reach || value > high + reach;
  const far = sorted.filter(isFar);
  const near = sorted.filter((value) => !isFar(value));
  if (reach === 0 || squares(near) > (1 - MOST_VARIANCE) * squares(sorted)) return [];
  const examples = [...new Set(far)].slice(0, 3).map((value) => Number(value.toPrecision(4)));
  return [
    {
      severity: 'warning',
      code: 'far-values',
      what: `${far.length === 1 ? 'One cell' : `${far.length.toLocaleString('en-US')} cells`} of “${task}” lie${far.length === 1 ? 's' : ''} far from all others: ${examples.join(', ')}, where the rest run from ${short(near[0])} to ${short(near.at(-1)!)}.`,
      why: 'The panel would be chosen to predict these few, and the differences among all others count for nothing.',
      remedy: `If ${examples.length === 1 ? 'that value means' : 'such values mean'} "not known", say so (unlabelled values of the task); else correct the column.`,
    },
  ];
}

const short = (value: number) => Number(value.toPrecision(4));

/** Σ (value − mean)². */
function squares(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
