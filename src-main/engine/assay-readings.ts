/**
 * Training and test cells as the assay of a run would count them: in several draws that are made for scoring alone, and in
 * many others mixed, for predictors that are carried over into a draw that they have never seen.
 */
import type { Assay, Gene } from '../../src-shared/model.ts';
import { drawShares, panelTarget, readMolecules, simulate } from '../data/assay.ts';
import type { Csr } from '../data/csr.ts';
import { random } from '../data/random.ts';
import { withinDatasets } from './within-datasets.ts';

/** Draws that every panel is scored in. */
export const SCORING_DRAWS = 5;
/** Draws that the training cells of a predictor to be carried over are from. */
const MIXED_DRAWS = 16;

export interface AssayReader {
  assay: Assay;
  /** the columns of the counts */
  genes: readonly Gene[];
  /** expression is binarised (detected or not) */
  binary: boolean;
  /** the data set that each cell is from, where genes are z-scored within each; else null */
  within: { datasetOf: Record<CellPart, Int32Array>; datasets: number } | null;
}

export type CellPart = 'train' | 'validation' | 'test';

/** Cells in a scoring draw. */
export function inDraw({ assay, genes }: AssayReader, counts: Csr, draw: number, cells: CellPart): Csr {
  const of = { purpose: 'scoring', draw } as const;
  const shares = drawShares(assay, genes, of);
  return simulate(counts, genes, () => shares, assay, of, cells);
}

/** Each cell in one of many draws, none of which is a scoring draw. */
export function inMixedDraws({ assay, genes }: AssayReader, counts: Csr, cells: CellPart): Csr {
  const draws = Array.from({ length: MIXED_DRAWS }, (_, draw) => drawShares(assay, genes, { purpose: 'transfer', draw })); // prettier-ignore
  const { integer } = random(0, `draw of each cell, ${cells}`);
  const of = Int32Array.from({ length: counts.rows }, () => integer(MIXED_DRAWS));
  return simulate(counts, genes, (cell) => draws[of[cell]], assay, { purpose: 'transfer', draw: 0 }, cells);
}

/** Molecules as values, scaled to what they sum to in a typical training cell. @param others molecules of such cells each */
export function readAlike(reader: AssayReader, train: Csr, others: Csr[], cells: CellPart): [train: Csr, ...Csr[]] {
  const target = panelTarget(train);
  const read = (molecules: Csr) => readMolecules(molecules, reader.assay, target, reader.binary);
  return alignDatasets(reader, read(train), others.map(read), cells);
}

/** Values of each data set brought to the mean and spread of all training cells, where the run does so. */
export function alignDatasets(
  { within }: AssayReader,
  train: Csr,
  others: Csr[],
  cells: CellPart,
): [train: Csr, ...Csr[]] {
  if (!within) return [train, ...others];
  const { datasetOf, datasets } = within;
  const of = [datasetOf.train, ...others.map(() => datasetOf[cells])];
  return withinDatasets([train, ...others], of, datasets) as [Csr, ...Csr[]];
}
