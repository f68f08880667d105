/**
 * From a problem to what selection works on: normalised, reduced to candidate genes, parted into training, validation
 * and test cells. Everything that is fitted here is fitted on training cells.
 */
import { methods } from '../../src-shared/methods.ts';
import type { Finding, Gene, RunConfig } from '../../src-shared/model.ts';
import { AppError } from '../../src-shared/errors.ts';
import { chunksOf, mapChunks } from '../data/cells.ts';
import type { Csr } from '../data/csr.ts';
import { collectGeneFacts } from '../data/gene-facts.ts';
import { type ResolvedRules, needsFacts, resolveGeneRules } from '../data/gene-rules.ts';
import { type Flavour, mostVariable, usualFlavour, variability } from '../data/hvg.ts';
import { type TaskLabels, labelledOf, labelsOf } from '../data/labels.ts';
import { type Normalisation, columnMoments, columnSums, fitNormalisation, normalise } from '../data/normalise.ts';
import { survey, takeParts } from '../data/parts.ts';
import { PARTS, TEST, TRAIN, VALIDATION, cellsIn } from '../data/splits.ts';
import { toldByLabels } from '../data/told-by-labels.ts';
import type { LabelledCells } from '../selection/types.ts';
import type { Problem } from './types.ts';
import { datasetOfCells, withinDatasets } from './within-datasets.ts';

export interface Prepared {
  train: LabelledCells;
  /** training cells × candidates before any z-score within data sets; `train.x` itself where there is none */
  normalised: Csr;
  validation: LabelledCells;
  test: LabelledCells;
  /** of the same cells and genes the counts as imported, for what an assay would see of them; null where no assay is asked for */
  counts: { train: Csr; validation: Csr; test: Csr } | null;
  /** rows of the problem's matrix that the test cells are */
  testCells: Int32Array;
  /** the data set that each cell is from */
  datasetOf: { train: Int32Array; validation: Int32Array; test: Int32Array };
  /** gene of the problem for each candidate */
  candidates: Int32Array;
  /** those genes */
  genes: Gene[];
  /** candidates that must be in the panel */
  forced: Int32Array;
  mean: Float32Array;
  sd: Float32Array;
  detected: Float32Array;
  /** see `SelectionInput.variability` */
  variability: Float64Array;
  normalisation: Normalisation;
  /** for each task the classes that no training cell has */
  unseen: string[][];
  notes: Finding[];
}

/**
 * Goes through the cells a few times, chunk by chunk; only the candidate genes' columns are ever held.
 *
 * @param progress told the share of the work that is done, 0…1
 * @throws AppError where the rules leave too few genes or name one that is not there
 */
export function prepare(
  problem: Problem,
  config: RunConfig,
  progress: (fraction: number) => void = () => {},
): Prepared {
  const { x, kind, genes, tasks, split } = problem;
  const trainCells = cellsIn(split, TRAIN);
  const rules = rulesOf(problem, config);

  // a gene that is the same in all training cells can tell nothing apart
  const { librarySizes, stored } = survey(x, split, PARTS);
  progress(0.2);
  const sums = columnSums(x, trainCells);
  progress(0.5);
  const varies = (gene: number) =>
    config.binarise ? sums.above[gene] > 0 && sums.above[gene] < sums.rows : sums.squares[gene] > 0;
  const isAllowed = (gene: number) => !rules.barred[gene] && varies(gene);
  // library sizes count all genes, so normalise before genes are left out
  const fit = fitNormalisation(x, kind, trainCells, librarySizes);
  const normal = mapChunks(x, (chunk) => normalise(chunk, fit));
  // how variable a gene is shows in its values, whether or not they are binarised afterwards
  const judge = (flavour: Flavour) => variability(x, normal, flavour, trainCells, sums, isAllowed);
  const normalisation = config.binarise ? { ...fit, binary: true } : fit;
  const all = config.binarise ? mapChunks(x, (chunk) => normalise(chunk, normalisation)) : normal;
  const flavour = usualFlavour(kind);
  const usual = judge(flavour);
  progress(0.7);
  // z-scores vary alike, whatever they are of
  const tooMany = usual.reduce((count, v) => (Number.isNaN(v) ? count : count + 1), 0) > config.hvg;
  const offered =
    kind === 'scaled' && tooMany ? toldByLabels(x, trainCells, tasks, (gene) => !Number.isNaN(usual[gene])) : usual;
  const chosen = new Set([...mostVariable(offered, config.hvg), ...rules.forced]);
  const candidates = Int32Array.from(chosen).sort();
  if (config.k > candidates.length) {
    throw new AppError(
      'invalid',
      `A panel of ${config.k} genes cannot be chosen: ${candidates.length.toLocaleString('en-US')} genes are left to choose from ` +
        `(of ${genes.length.toLocaleString('en-US')} in the data, after rules and exclusions, genes that never vary, and the limit of ${config.hvg.toLocaleString('en-US')} variable genes).`,
      'Choose a smaller panel, exclude fewer genes, or keep more variable genes.',
    );
  }

  const taken = takeParts(all, candidates, split, stored, (cells) => progress(0.7 + (0.3 * cells) / x.rows));
  const counted = config.assay && kind === 'counts' ? takeParts(x, candidates, split, stored) : null;
  const sizes = config.datasets.map(({ cells }) => cells);
  const datasetOf = taken.map((_, part) => datasetOfCells(cellsIn(split, part), sizes));
  const parts = config.batchZscore ? withinDatasets(taken, datasetOf, sizes.length) : taken;
  const { detected } = columnMoments(taken[TRAIN], everyRow(taken[TRAIN]));
  const moments = { ...columnMoments(parts[TRAIN], everyRow(parts[TRAIN])), detected };
  // one method ranks by what the preselection need not have computed
  const wanted = methods[config.method].traits?.flavour ?? flavour;
  const ranked = wanted === flavour ? usual : judge(wanted);
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
    normalised: taken[TRAIN],
    validation: part(VALIDATION),
    test,
    counts: counted && { train: counted[TRAIN], validation: counted[VALIDATION], test: counted[TEST] },
    notes: [...known.flatMap(({ notes }) => notes), ...unscorableTasks(test)],
    unseen: known.map(({ unseen }) => unseen),
    testCells: cellsIn(split, TEST),
    datasetOf: { train: datasetOf[TRAIN], validation: datasetOf[VALIDATION], test: datasetOf[TEST] },
    candidates,
    genes: Array.from(candidates, (gene) => genes[gene]),
    forced: Int32Array.from(rules.forced, (gene) => position.get(gene)!),
    normalisation,
    ...moments,
    variability: Float64Array.from(candidates, (gene) => ranked[gene]),
  };
}

/** Which genes must be in and which cannot be chosen; limits are judged on training cells. */
export function rulesOf({ x, kind, genes, tasks, split, geneTable = null }: Problem, config: RunConfig): ResolvedRules {
  if (!needsFacts(config)) return resolveGeneRules(genes, config, { facts: null, table: geneTable });
  const collected = collectGeneFacts(genes.length, split, tasks, kind);
  for (const chunk of chunksOf(x)) collected.add(chunk);
  return resolveGeneRules(genes, config, { facts: collected.finish(), table: geneTable });
}

const everyRow = ({ rows }: Csr) => Int32Array.from({ length: rows }, (_, i) => i);

/**
 * A class that no training cell has cannot be predicted: its cells count as unlabelled, no head has a place for it, so
 * that labels of test cells change nothing about the network, and it is said.
 */
export function withoutUnseenClasses(
  task: TaskLabels,
  trainCells: Int32Array,
): { task: TaskLabels; unseen: string[]; notes: Finding[] } {
  if (task.kind === 'continuous') return { task, unseen: [], notes: [] };
  const seen = new Set(Array.from(trainCells, (i) => task.y[i]));
  const classes = task.classes.filter((_, c) => seen.has(c));
  if (classes.length === task.classes.length) return { task, unseen: [], notes: [] };
  const renumbered = task.classes.map((name, c) => (seen.has(c) ? classes.indexOf(name) : -1));
  const unseen = task.classes.filter((_, c) => !seen.has(c));
  const notes = unseen.map((name) => ({
    severity: 'warning' as const,
    code: 'class-not-scorable' as const,
    what: `The class "${name}" of ${task.name} is not scorable: no training cell has it.`,
    why: 'A predictor cannot know a class that it never saw; its cells are left out of the scores.',
    remedy: 'Choose test cells that leave some of the class for training.',
  }));
  return { task: { ...task, classes, y: task.y.map((c) => (c < 0 ? -1 : renumbered[c])) }, unseen, notes };
}

/** @throws AppError for a task that cannot be learned, and where none can be scored */
function refuseEmptyTasks(train: LabelledCells, test: LabelledCells): void {
  const unlearned = train.tasks.find(hasNoLabel);
  const lacks = unlearned ? 'training' : 'test';
  const empty = unlearned ?? (test.tasks.every(hasNoLabel) ? test.tasks[0] : undefined);
  if (!empty) return;
  throw new AppError(
    'invalid',
    `The task "${empty.name}" has no labelled ${lacks} cell${unlearned || empty.kind === 'continuous' ? '' : ' of a class that training has seen'}.`,
    'Label more cells, or choose other test cells: by another split seed, or single cells instead of whole groups.',
  );
}

const hasNoLabel = (task: TaskLabels) => labelledOf(task).length === 0;

/** Tasks that are learned and cannot be scored, as donors cannot when whole donors are held out. */
function unscorableTasks(test: LabelledCells): Finding[] {
  return test.tasks.filter(hasNoLabel).map(({ name }) => ({
    severity: 'warning',
    code: 'task-not-scorable',
    what: `The task "${name}" is not scorable: no test cell has a class that training has seen.`,
    why: 'A predictor cannot name what it never saw. The task is learned beside the others and has no score.',
    remedy: 'Hold out cells instead of whole groups to score it.',
  }));
}
