/** What stands in the way of a run in the numbers that its data sets hold. */
import { matrixKindWords } from '../../../src-shared/matrix-kinds.ts';
import type { Finding, RunRequest } from '../../../src-shared/model.ts';
import type { DatasetRow } from '../../store/datasets.ts';

export function matrixFindings(
  { binarise, assay }: Pick<RunRequest, 'binarise' | 'assay'>,
  datasets: DatasetRow[],
): Finding[] {
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
      what: `${scaled.name} holds scaled values, which cannot be binarised.`,
      why: 'Zero is the mean of a gene in them, not its absence.',
      remedy: 'Import counts or logarithms from the file if it has them, or take the values as they are.',
    });
  }
  const uncounted = datasets.find(({ matrix }) => matrix.kind !== 'counts');
  if (assay && uncounted) {
    findings.push({
      severity: 'warning',
      code: 'assay-without-counts',
      what: `${uncounted.name} holds ${matrixKindWords[uncounted.matrix.kind]}: what the assay “${assay.name}” would count of its molecules cannot be simulated.`,
      why: 'How many molecules of a gene a cell has, and with that how many an assay would miss, is known from counts alone. The panel is chosen and scored as sequenced.',
      remedy:
        'Import the counts of the file if it has them (raw/X, layers/counts), or binarise expression, which depends least on how many are counted.',
    });
  }
  return findings;
}
