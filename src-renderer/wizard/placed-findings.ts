/** Findings of a design that stand beside the field they are about; all others stand in the summary. */
import type { Finding } from '../../src-shared/model.ts';

const places: Record<
  'assay' | 'mustInclude' | 'exclude' | 'limits' | 'start' | 'backend' | 'size' | 'method' | 'group' | 'targets',
  readonly string[]
> = {
  assay: ['assay-without-counts'],
  mustInclude: ['must-include-missing', 'gene-rules'],
  exclude: ['exclude-missing'],
  limits: ['genes-fall-out', 'kept-all-the-same', 'candidates-missing', 'aliases'],
  start: ['start-missing'],
  backend: ['backend-missing'],
  method: [
    'method-setting',
    'method-matrix',
    'method-continuous',
    'select-on-missing',
    'select-on-one',
    'selects-by-turns',
    'selects-on-one',
  ],
  group: ['group-missing', 'too-few-groups', 'group-and-test-cells'],
  targets: ['target-unknown', 'target-not-steered', 'target-too-few'],
  size: ['k-above-genes', 'k-above-hvg', 'k-below-must-includes'],
};

export function findingsOf(place: keyof typeof places, findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => places[place].includes(finding.code));
}

export const besideField = (finding: Finding): boolean => Object.values(places).flat().includes(finding.code);

/** True where a finding speaks of this very name. */
export function names(findings: readonly Finding[], name: string): boolean {
  return findings.some((finding) =>
    finding.what.split(/[\s,“”"]+/).some((word) => word === name || word === `${name}.`),
  );
}
