/** What stands in the way of a run in the numbers that its data sets hold. */
import { matrixKindWords } from '../../../src-shared/matrix-kinds.ts';
import type { Finding, RunRequest } from '../../../src-shared/model.ts';
import type { DatasetRow } from '../../store/datasets.ts';

export function matrixFindings({ binarise }: Pick<RunRequest, 'binarise'>, datasets: DatasetRow[]): Finding[] {
  const kinds = new Set(datasets.map(({ matrix }) => matrix.kind));
  const scaled = datasets.find(({ matrix }) => matrix.kind === 'scaled');
  const findings: Finding[] = [];
  if (kinds.size > 1) {
    findings.push({
      severity: 'problem',
      code: 'mixed-matrices',
      what: `The data sets hold different kinds of numbers: ${datasets.map((dataset) => `${dataset.name} ${matrixKindWords[dataset.matrix.kind]}`).join(', ')}.`,
      why: 'Counts and logarithms cannot be laid one below the other.',
      remedy: 'Import the same kind of matrix from each file, counts if there are any.',
    });
  }
  if (binarise && scaled) {
    findings.push({
      severity: 'problem',
      code: 'binarise-scaled',
      what: `${scaled.name} holds scaled values, which cannot be read as there or not there.`,
      why: 'Zero is the mean of a gene in them, not its absence.',
      remedy: 'Import counts or logarithms from the file if it has them, or take the values as they are.',
    });
  }
  return findings;
}
