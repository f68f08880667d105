/** Columns by whose groups cells can be held out. */
import type { Dataset } from '../../src-shared/model.ts';

/** A group is many cells: more groups than this are not donors. */
const MOST_GROUPS = 200;

/** What donors, samples and batches are called. */
export const likelyGroup = /donor|patient|subject|individual|sample|animal|mouse|batch|library/i;

/**
 * Columns that every data set has, with three groups at least in all; those that are called like donors or samples first.
 * @param asked columns that the design must tell apart: cells are held out by none of these, unless it is called like donors
 */
export function groupColumns(datasets: readonly Dataset[], asked: readonly string[]): string[] {
  const [first, ...others] = datasets;
  const names = (first?.columns ?? [])
    .map(({ name }) => name)
    .filter((name) => others.every(({ columns }) => columns.some((column) => column.name === name)));
  const groups = (name: string) =>
    new Set(
      datasets.flatMap(({ columns }) => columns.find((column) => column.name === name)?.classes.map((one) => one.name)),
    ).size;
  return names
    .filter((name) => groups(name) >= 3 && groups(name) <= MOST_GROUPS)
    .filter((name) => likelyGroup.test(name) || !asked.includes(name))
    .sort((a, b) => Number(likelyGroup.test(b)) - Number(likelyGroup.test(a)));
}
