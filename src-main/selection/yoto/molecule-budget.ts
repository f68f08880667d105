/**
 * A budget of molecules a cell: where a cell holds more than an assay can tell apart, it counts too few. Crowding belongs
 * to the panel, not to a gene, so it is a constraint of the training (the dual of a Lagrangian, as in Cotter et al. 2019,
 * JMLR 20:172): with Γ the relaxed mask and m the mean molecules of a gene in the class that the panel now crowds most,
 *
 *     loss + λ · (Σ_g Γ_g m_g / budget − 1),   λ growing while the panel is over the budget, and shrinking while it is not
 */
import type { Assay } from '../../../src-shared/model.ts';
import type { TaskLabels } from '../../data/labels.ts';
import type { AssayedCells } from '../../learners/assay-batches.ts';

const FIRST = 1e-3;
const LEAST = 1e-4;
const MOST = 10;
/** λ is multiplied with this, or divided by it, at every step. */
const PACE = 1.05;

export interface MoleculeBudget {
  /**
   * What a step adds to ∂loss/∂mask of each column. λ follows the panel of this step.
   *
   * @param columns genes, the selected ones first
   * @param k size of the finished panel: a larger one is allowed as much a gene
   */
  pull(columns: Int32Array, selected: number, k: number): Float64Array;
  save(): { price: Float64Array };
  restore(saved: Record<string, Float32Array | Float64Array>): void;
}

/** @returns null where the assay has no such limit */
export function budgetOf(cells: AssayedCells | undefined, tasks: TaskLabels[]): MoleculeBudget | null {
  if (!cells || cells.assay.molecules === null) return null;
  const budget = cells.assay.molecules;
  const means = meanMolecules(cells, tasks);
  const price = Float64Array.of(FIRST);
  return {
    pull(columns, selected, k) {
      const totals = means.map((ofClass) =>
        columns.subarray(0, selected).reduce((sum, gene) => sum + ofClass[gene], 0),
      );
      const most = totals.reduce((best, total, c) => (total > totals[best] ? c : best), 0);
      const isOver = totals[most] > budget * (selected / k);
      price[0] = Math.min(MOST, Math.max(LEAST, isOver ? price[0] * PACE : price[0] / PACE));
      return Float64Array.from(columns, (gene) => (price[0] * means[most][gene]) / budget);
    },
    save: () => ({ price: price.slice() }),
    restore: (saved) => price.set(saved.price),
  };
}

/** Molecules of each gene that the assay counts on the average, in a cell of each class of each task. */
export function meanMolecules({ assay, known, counts }: AssayedCells, tasks: TaskLabels[]): Float64Array[] {
  const usual = meanCapture(assay);
  const share = (gene: number) => (Number.isNaN(known.share[gene]) ? usual : known.share[gene]);
  const classes = tasks.flatMap((task) =>
    task.kind === 'categorical' ? task.classes.map((_, c) => ({ task, c })) : [],
  );
  const isIn = classes.map(
    ({ task, c }) =>
      (cell: number) =>
        task.y[cell] === c,
  );
  // without any classes the cells are one
  return (isIn.length > 0 ? isIn : [() => true]).map((isMember) => {
    const sums = new Float64Array(counts.cols);
    let cells = 0;
    for (let i = 0; i < counts.rows; i++) {
      if (!isMember(i)) continue;
      cells++;
      for (let e = counts.indptr[i]; e < counts.indptr[i + 1]; e++) sums[counts.indices[e]] += counts.values[e];
    }
    return sums.map((sum, gene) => (cells > 0 ? (sum / cells) * share(gene) : 0) + assay.background);
  });
}

/** Of a share for which every ratio between two limits is as likely as any other. */
function meanCapture({ capture: [least, most] }: Assay): number {
  return least === most ? most : (most - least) / Math.log(most / least);
}
