/** Which mistake of a predictor is the worst: titles, words and proposals all speak of the same one. */
import { TOO_FEW } from './recall-targets.ts';

/** Cells of one class that are called another. */
export interface ConfusedClasses {
  truth: number;
  called: number;
  /** called so, of all cells of the true class */
  cells: number;
  of: number;
}

/**
 * The pair of classes that loses most: the share of the true class that is lost, times the square root of the cells, so
 * that neither a large class nor a handful of cells passes for the worst. Classes with too few cells to say count only
 * where no other is mistaken.
 *
 * @param confusion confusion[truth][called], cells
 */
export function worstPair(confusion: readonly (readonly number[])[]): ConfusedClasses | null {
  const worstOf = (least: number) => {
    let [worst, worstLoss]: [ConfusedClasses | null, number] = [null, 0];
    confusion.forEach((row, truth) => {
      const of = row.reduce((sum, cells) => sum + cells, 0);
      row.forEach((cells, called) => {
        const loss = truth === called || of < least ? 0 : (cells / of) * Math.sqrt(cells);
        if (loss > worstLoss) [worst, worstLoss] = [{ truth, called, cells, of }, loss];
      });
    });
    return worst;
  };
  return worstOf(TOO_FEW) ?? worstOf(1);
}
