/**
 * From a problem to what selection works on: normalised, reduced to candidate genes, parted into training, validation
 * and test cells. Everything that is fitted here is fitted on training cells.
 */
import type { Finding, RunConfig } from '../../src-preload/model.ts';
import { AppError } from '../../src-preload/errors.ts';
import { mapChunks } from '../data/cells.ts';
import type { Csr } from '../data/csr.ts';
import { resolveGeneRules } from '../data/gene-rules.ts';
import { type Flavour, mostVariable, usualFlavour, variability } from '../data/hvg.ts';
import { type TaskLabels, labelledOf } from '../data/labels.ts';
import { type Normalisation, columnMoments, columnSums, fitNormalisation, normalise } from '../data/normalise.ts';
import { survey, takeParts } from '../data/parts.ts';
import { PARTS, TEST, TRAIN, VALIDATION, cellsIn } from '../data/splits.ts';
import type { LabelledCells } from '../selection/types.ts';
import type { Problem } from './types.ts';

export interface Prepared {
  train: LabelledCells;
  validation: LabelledCells;
  test: LabelledCells;
  /** rows of the problem's matrix that the test cells are */
  testCells: Int32Array;
  /** gene of the problem for each candidate */
  candidates: Int32Array;
  /** candidates that must be in the panel */
  forced: Int32Array;
  mean: Float32Array;
  sd: Float32Array;
  detected: Float32Array;
  /** see `SelectionInput.variability` */
  variability: Float64Array;
  normalisation: Normalisation;
  notes: Finding[];
}

/**
 * Goes through the cells a few times, chunk by chunk; only the candidate genes' columns are ever held.
 *
 * @param progress told the share of the work that is done, 0…1
 * @throws AppError where the rules leave too few genes or name one that is not there
 */
export function prepare(
  { x, kind, genes, tasks, split }: Problem,
  config: RunConfig,
  progress: (fraction: number) => void = () => {},
): Prepared {
  const trainCells = cellsIn(split, TRAIN);
  const rules = resolveGeneRules(genes, config.mustInclude, config.exclude);

  // a gene that is the same in all training cells can tell nothing apart
  const { librarySizes, stored } = survey(x, split, PARTS);
  progress(0.2);
  const sums = columnSums(x, trainCells);
  progress(0.5);
  const isAllowed = (gene: number) => !rules.excluded[gene] && sums.squares[gene] > 0;
  // library sizes count all genes, so normalise before genes are left out
  const fit = fitNormalisation(x, kind, trainCells, librarySizes);
  const all = mapChunks(x, (chunk) => normalise(chunk, fit));
  const judge = (flavour: Flavour) => variability(x, all, flavour, trainCells, sums, isAllowed);
  const flavour = usualFlavour(kind);
  const usual = judge(flavour);
  progress(0.7);
  const chosen = new Set([...mostVariable(usual, config.hvg), ...rules.forced]);
  const candidates = Int32Array.from(chosen).sort();
  if (config.k > candidates.length) {
    throw new AppError(
      'invalid',
      `A panel of ${config.k} genes cannot be chosen: ${candidates.length} genes are left to choose from ` +
        `(of ${genes.length} in the data, after exclusions, genes that never vary, and the limit of ${config.hvg} variable genes).`,
      'Choose a smaller panel, exclude fewer genes, or keep more variable genes.',
    );
  }

  const parts = takeParts(all, candidates, split, stored, (cells) => progress(0.7 + (0.3 * cells) / x.rows));
  const moments = columnMoments(parts[TRAIN], everyRow(parts[TRAIN]));
  // one method ranks by what the preselection need not have computed
  const ranked = config.method === 'seurat' && flavour !== 'seurat' ? judge('seurat') : usual;
  const position = new Map(Array.from(candidates, (gene, i) => [gene, i]));
  const known = tasks.map((task) => withoutUnseenClasses(task, trainCells));
  const part = (which: number): LabelledCells => ({
    x: parts[which],
    tasks: known.map(({ task }) => labelsOf(task, cellsIn(split, which))),
  });
  const train = part(TRAIN);
  const test = part(TEST);
  refuseEmptyTasks(train, test);
  return {
    train,
    validation: part(VALIDATION),
    test,
    notes: known.flatMap(({ notes }) => notes),
    testCells: cellsIn(split, TEST),
    candidates,
    forced: Int32Array.from(rules.forced, (gene) => position.get(gene)!),
    normalisation: fit,
    ...moments,
    variability: Float64Array.from(candidates, (gene) => ranked[gene]),
  };
}

const everyRow = ({ rows }: Csr) => Int32Array.from({ length: rows }, (_, i) => i);

function labelsOf(task: TaskLabels, cells: Int32Array): TaskLabels {
  return task.kind === 'categorical'
    ? { ...task, y: Int32Array.from(cells, (i) => task.y[i]) }
    : { ...task, y: Float32Array.from(cells, (i) => task.y[i]) };
}

/**
 * A class that no training cell has cannot be predicted: its cells count as unlabelled, no head has a place for it, so
 * that labels of test cells change nothing about the network, and it is said.
 */
export function withoutUnseenClasses(task: TaskLabels, trainCells: Int32Array): { task: TaskLabels; notes: Finding[] } {
  if (task.kind === 'continuous') return { task, notes: [] };
  const seen = new Set(Array.from(trainCells, (i) => task.y[i]));
  const classes = task.classes.filter((_, c) => seen.has(c));
  if (classes.length === task.classes.length) return { task, notes: [] };
  const renumbered = task.classes.map((name, c) => (seen.has(c) ? classes.indexOf(name) : -1));
  const notes = task.classes
    .filter((_, c) => !seen.has(c))
    .map((name) => ({
      severity: 'warning' as const,
      code: 'class-not-scorable',
      what: `The class "${name}" of ${task.name} is not scorable: no training cell has it.`,
      why: 'A predictor cannot know a class that it never saw; its cells are left out of the scores.',
      remedy: 'Choose test cells that leave some of the class for training.',
    }));
  return { task: { ...task, classes, y: task.y.map((c) => (c < 0 ? -1 : renumbered[c])) }, notes };
}

function refuseEmptyTasks(train: LabelledCells, test: LabelledCells): void {
  train.tasks.forEach((task, t) => {
    const none = (labels: TaskLabels) => labelledOf(labels).length === 0;
    const lacks = none(task) ? 'training' : none(test.tasks[t]) ? 'test' : null;
    if (lacks === null) return;
    throw new AppError(
      'invalid',
      `The task "${task.name}" has no labelled ${lacks} cell.`,
      'Label more cells, or choose other test cells.',
    );
  });
}
