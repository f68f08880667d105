/** Which genes outside a panel might help: a first look at all of them, before a few are tried in earnest. */
import type { TaskLabels } from '../data/labels.ts';
import { type GeneColumns, normalised } from './workbench.ts';

/**
 * What a predictor leaves unexplained: for each class its indicator minus its probability, for a value its error; one
 * column each over the cells, 0 where a cell has no label, brought to mean 0 and length 1.
 */
export function residuals(tasks: TaskLabels[], predicted: Float32Array[]): Float64Array[] {
  return tasks.flatMap((task, t) => {
    if (task.kind === 'continuous') {
      return [unit(Float64Array.from(task.y, (y, i) => (Number.isNaN(y) ? 0 : y - predicted[t][i])))];
    }
    const classes = task.classes.length;
    return task.classes.map((_, c) =>
      unit(Float64Array.from(task.y, (y, i) => (y < 0 ? 0 : (y === c ? 1 : 0) - predicted[t][i * classes + c]))),
    );
  });
}

function unit(values: Float64Array): Float64Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const length = Math.sqrt(centred.reduce((a, b) => a + b * b, 0)) || 1;
  return centred.map((value) => value / length);
}

/** Sum of the squared correlations of a gene with unit columns over the cells; 0 for one that never varies. */
export function explained(part: GeneColumns, gene: number, columns: Float64Array[]): number {
  let [sum, squares] = [0, 0];
  const products = new Float64Array(columns.length);
  for (let e = part.start[gene]; e < part.start[gene + 1]; e++) {
    const value = normalised(part, e);
    const cell = part.cell[e];
    sum += value;
    squares += value * value;
    for (let c = 0; c < columns.length; c++) products[c] += value * columns[c][cell];
  }
  const spread = squares - (sum * sum) / part.cells;
  return spread > 1e-12 ? products.reduce((total, product) => total + product * product, 0) / spread : 0;
}

/** Genes in fewer of the training cells are no choice for a probe. */
const LEAST_DETECTED = 0.005;

/** Genes that could come into a panel: not in it, not kept out by the rules, found in enough training cells. */
export function outsiders(part: GeneColumns, panel: Int32Array, barred: Uint8Array): Int32Array {
  const inside = new Set(panel);
  const least = Math.max(3, part.cells * LEAST_DETECTED);
  return Int32Array.from(barred.keys()).filter(
    (gene) => !barred[gene] && !inside.has(gene) && part.start[gene + 1] - part.start[gene] >= least,
  );
}

/** The `count` genes of greatest score, best first. */
export function best(genes: Int32Array, score: (gene: number) => number, count: number): number[] {
  return Array.from(genes, (gene) => ({ gene, score: score(gene) }))
    .sort((a, b) => b.score - a.score || a.gene - b.gene)
    .slice(0, count)
    .map(({ gene }) => gene);
}
