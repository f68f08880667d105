/** What findings are made of. */
import type { FindingCode } from '../../src-shared/findings.ts';
import type { Finding } from '../../src-shared/model.ts';

/** What stands in the way of a run. */
export const problem = (
  code: FindingCode,
  what: string,
  why: string,
  remedy: string,
  subjects?: string[],
): Finding => ({
  severity: 'problem',
  code,
  what,
  why,
  remedy,
  ...(subjects && { subjects }),
});

/** Names in a sentence: all where they are no more than `most`, else the first of them and how many more there are. */
export const firstOf = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
