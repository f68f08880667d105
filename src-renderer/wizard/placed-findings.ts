/** Findings of a design that stand next to the field they are about; all others stand in the summary. */
import { fieldOf, type FindingField } from '../../src-shared/findings.ts';
import type { Finding } from '../../src-shared/model.ts';

export const findingsOf = (field: FindingField, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ code }) => fieldOf(code) === field);

export const besideField = ({ code }: Finding): boolean => fieldOf(code) !== null;

/** True where a finding is about this very name. */
export const names = (findings: readonly Finding[], name: string): boolean =>
  findings.some(({ subjects }) => subjects?.includes(name));
