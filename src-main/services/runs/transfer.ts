/** A finished panel judged inside a data set that its run never saw: by that data set's own labels, and carried over. */
import { AppError } from '../../../src-shared/errors.ts';
import type { PredictionSummary, Task } from '../../../src-shared/model.ts';
import { collectClassSums } from '../../data/fit-assay.ts';
import { shownSymbol } from '../../data/shown-symbol.ts';
import { FOLDS, type PanelScore, scoreInside } from '../../engine/transfer.ts';
import type { Csr } from '../../data/csr.ts';
import { stack } from '../../formats/rows.ts';
import type { Store } from '../../store/open.ts';
import { stackLabels } from '../cohort/labels.ts';
import { sharedChunk } from '../cohort/problem.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';
import { loadModel } from './models.ts';
import { predictDataset } from './predictions.ts';
import { findFinished } from './runs.ts';

/** What carried over of one gene, class by class of one task. */
export interface CarriedGene {
  gene: string;
  symbol: string;
  /** the class with the greatest mean, on either side */
  best: { reference: string; target: string };
  agrees: boolean;
  /** Pearson correlation of the means of the classes; null where a side does not vary */
  profile: number | null;
  /** molecules a cell in the best class of the reference, on either side */
  mean: { reference: number; target: number };
}

export interface TransferReport {
  run: string;
  target: string;
  cells: number;
  genes: { panel: number; found: number; missing: string[] };
  tasks: {
    task: string;
    classes: string[];
    cells: number;
    /** macro-F1 of cross-validation inside the target, by its own labels; null where it has fewer than two classes */
    inside: PanelScore | null;
    /** worst profile first */
    genes: CarriedGene[];
  }[];
  /** what the run's predictor says of the target's cells; null where it keeps none */
  carried: PredictionSummary | null;
  how: string;
}

/** @throws AppError where no gene of the panel, or no class of any task, is in the target */
export function transferReport(store: Store, runId: number, targetId: number): TransferReport {
  const run = findFinished(store, runId);
  const target = store.datasets.get(targetId);
  if (!target) throw new AppError('not-found', `There is no data set ${targetId} in this project.`, 'Choose one of the list.'); // prettier-ignore
  const [reference] = run.config.datasets;
  const ids = [reference.id, targetId];
  const { genes, positions } = sharedGenes(store, ids, run.config);
  const place = new Map(genes.map(({ name }, gene) => [name, gene]));
  const panel = store.panels.list(runId);
  const found = panel.filter(({ name }) => place.has(name));
  if (found.length === 0) {
    throw new AppError(
      'invalid',
      `${target.name} has none of the ${panel.length} genes of the panel.`,
      'Check that both name genes alike: by symbols or by Ensembl IDs.',
    );
  }
  const columns = Int32Array.from(found, ({ name }) => place.get(name)!);
  const cells = (d: number): Csr => {
    const { chunks } = store.matrixChunks.extent(ids[d]);
    const all = Array.from({ length: chunks }, (_, chunk) => sharedChunk(store, ids[d], chunk, positions[d], genes.length)); // prettier-ignore
    return stack(all, genes.length);
  };
  const sides = [cells(0), cells(1)];
  const tasks = run.config.tasks.flatMap((task) => {
    const judged = classesOf(store, task, ids);
    if (!judged) return [];
    const { classes, of } = judged;
    const inTarget = Int32Array.from({ length: target.cells }, (_, cell) => of(1, cell));
    const means = [0, 1].map((d) => {
      const sums = collectClassSums(genes.length, classes.length, (cell) => of(d, cell));
      sums.add(sides[d]);
      const { cells, sum } = sums.finish();
      return (gene: number) => Array.from(cells, (count, c) => sum[c * genes.length + gene] / Math.max(1, count));
    });
    return {
      task: task.name,
      classes,
      cells: inTarget.reduce((count, c) => count + Number(c >= 0), 0),
      inside:
        classes.length < 2
          ? null
          : scoreInside(sides[1], target.matrix.kind, columns, {
              name: task.name,
              kind: 'categorical',
              classes,
              y: inTarget,
            }),
      genes: found
        .map((gene) => carriedGene(gene, classes, means[0](place.get(gene.name)!), means[1](place.get(gene.name)!)))
        .sort((a, b) => (a.profile ?? -1) - (b.profile ?? -1)),
    };
  });
  if (tasks.length === 0) {
    throw new AppError(
      'invalid',
      `${target.name} has no class of ${run.config.tasks.map(({ name }) => `“${name}”`).join(', ')}.`,
      'Tie a column of the target to the task, with classes called as in the reference.',
    );
  }
  return {
    run: run.name,
    target: target.name,
    cells: target.cells,
    genes: {
      panel: panel.length,
      found: found.length,
      missing: panel.filter(({ name }) => !place.has(name)).map(shownSymbol),
    },
    tasks,
    carried: store.models.get(runId) ? predictDataset(loadModel(store, runId), store, targetId).summary : null,
    how: `inside: macro-F1 of ${FOLDS}-fold cross-validation with the target’s own labels, on the panel’s genes alone, scaled by their total; mean of a forest and a logistic regression.`,
  };
}

/** Cells of a class needed in the target: one for every fold. */
const LEAST_CELLS = FOLDS;

/** The classes that both sides have, and the class of each cell; null for a task without any. */
function classesOf(store: Store, task: Task, ids: readonly number[]) {
  const { labels } = stackLabels(store, task, ids);
  if (labels.kind === 'continuous') return null;
  const first = store.datasets.get(ids[0])!.cells;
  const sides = [labels.y.subarray(0, first), labels.y.subarray(first)];
  const counts = sides.map((y) => {
    const count = new Int32Array(labels.classes.length);
    for (const c of y) if (c >= 0) count[c]++;
    return count;
  });
  const shared = labels.classes.flatMap((_, c) => (counts[0][c] > 0 && counts[1][c] >= LEAST_CELLS ? [c] : []));
  if (shared.length === 0) return null;
  const place = new Map(shared.map((c, i) => [c, i]));
  return {
    classes: shared.map((c) => labels.classes[c]),
    of: (d: number, cell: number) => place.get(sides[d][cell]) ?? -1,
  };
}

function carriedGene(
  gene: { name: string; symbol: string; id: string },
  classes: readonly string[],
  reference: number[],
  target: number[],
): CarriedGene {
  const best = (means: number[]) => means.indexOf(Math.max(...means));
  const at = best(reference);
  return {
    gene: gene.name,
    symbol: shownSymbol(gene),
    best: { reference: classes[at], target: classes[best(target)] },
    agrees: at === best(target),
    profile: correlation(reference, target),
    mean: { reference: reference[at], target: target[at] },
  };
}

function correlation(a: number[], b: number[]): number | null {
  const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
  const spread = Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2));
  return spread > 0 ? sum((i) => (a[i] - ma) * (b[i] - mb)) / spread : null;
}
