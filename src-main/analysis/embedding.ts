/** Cells in two dimensions, once by the panel's genes and once by all: does the panel keep the cells apart? */
import type { EmbeddingReport } from '../../src-shared/analysis.ts';
import { UMAP } from 'umap-js';
import { columnMoments, zScore } from '../data/normalise.ts';
import { random } from '../data/random.ts';
import { mostProbable } from '../data/labels.ts';
import { type Heads, predictRows } from './heads.ts';
import { principalComponents } from './components.ts';
import { type GeneColumns, type Workbench, normalised, rowsOf } from './workbench.ts';

/** More cells than these are a blot on the page. */
const MOST = { validation: 1000, all: 1600 };
const VARIABLE_GENES = 1500;
const COMPONENTS = 30;
const EPOCHS = 300;
const NEIGHBOURS = 15;

interface Chosen {
  part: GeneColumns;
  cells: Int32Array;
}

/** @param pause awaited now and then, told the share that is done */
export async function embeddingReport(
  bench: Workbench,
  heads: Heads,
  pause: (fraction: number) => Promise<void>,
): Promise<EmbeddingReport> {
  const parts = chooseCells(bench);
  const panel = standardised(parts, heads.genes);
  const few = heads.genes.length <= COMPONENTS;
  const onPanel = await layOut(few ? panel : principalComponents(panel, COMPONENTS), (done) => pause(done / 2));
  const variable = mostVariable(bench, VARIABLE_GENES);
  const onAll = await layOut(principalComponents(standardised(parts, variable), COMPONENTS), (done) =>
    pause((1 + done) / 2),
  );
  return {
    panel: onPanel,
    all: onAll,
    validation: parts.flatMap(({ part, cells }) => Array.from(cells, () => part === bench.validation)),
    tasks: describeTasks(bench, parts, heads),
    how:
      `UMAP of ${parts.reduce((sum, { cells }) => sum + cells.length, 0).toLocaleString('en-US')} training and validation cells ` +
      `(${NEIGHBOURS} neighbours): on the panel’s z-scores${few ? '' : `, ${COMPONENTS} principal components`}; ` +
      `beside it on ${COMPONENTS} principal components of the ${variable.length.toLocaleString('en-US')} most variable genes. ` +
      'Distances between groups mean little; whether groups come apart means much.',
  };
}

/** The cells of the embedding, validation first, the same whenever they are asked for. */
function chooseCells({ train, validation }: Workbench): Chosen[] {
  const some = (part: GeneColumns, most: number) => {
    const all = Int32Array.from({ length: part.cells }, (_, i) => i);
    return all.length <= most ? all : random(0, 'embedded cells').shuffle(all).subarray(0, most).sort();
  };
  const held = some(validation, MOST.validation);
  return [
    { part: validation, cells: held },
    { part: train, cells: some(train, MOST.all - held.length) },
  ];
}

/** A gene in the cells of the embedding, normalised. */
export function valuesOf(bench: Workbench, gene: number): number[] {
  return chooseCells(bench).flatMap(({ part, cells }) => {
    const values = new Float32Array(part.cells);
    for (let e = part.start[gene]; e < part.start[gene + 1]; e++) values[part.cell[e]] = normalised(part, e);
    return Array.from(cells, (cell) => Math.round(values[cell] * 1000) / 1000);
  });
}

function standardised(parts: Chosen[], genes: Int32Array): number[][] {
  return parts.flatMap(({ part, cells }) => {
    const x = rowsOf(part, genes);
    // one part's mean for both would show the parts as batches where they differ by chance
    const { mean, sd } = columnMoments(
      x,
      Int32Array.from({ length: x.rows }, (_, i) => i),
    );
    const zeros = Array.from(genes, (_, j) => zScore(0, mean[j], sd[j]));
    return Array.from(cells, (cell) => {
      const row = zeros.slice();
      for (let e = x.indptr[cell]; e < x.indptr[cell + 1]; e++) {
        row[x.indices[e]] = zScore(x.values[e], mean[x.indices[e]], sd[x.indices[e]]);
      }
      return row;
    });
  });
}

/** Genes of greatest variance relative to their mean over the training cells. */
function mostVariable({ train }: Workbench, count: number): Int32Array {
  const dispersion = Array.from({ length: train.start.length - 1 }, (_, gene) => {
    let [sum, squares] = [0, 0];
    for (let e = train.start[gene]; e < train.start[gene + 1]; e++) {
      const value = normalised(train, e);
      sum += value;
      squares += value * value;
    }
    const mean = sum / train.cells;
    return { gene, dispersion: (squares / train.cells - mean * mean) / (Math.abs(mean) + 0.05) };
  });
  return Int32Array.from(
    dispersion
      .sort((a, b) => b.dispersion - a.dispersion)
      .slice(0, count)
      .map(({ gene }) => gene),
  );
}

async function layOut(rows: number[][], pause: (fraction: number) => Promise<void>) {
  const { uniform } = random(0, 'umap');
  const umap = new UMAP({
    nComponents: 2,
    nEpochs: EPOCHS,
    nNeighbors: Math.min(NEIGHBOURS, rows.length - 1),
    minDist: 0.2,
    random: uniform,
  });
  umap.initializeFit(rows);
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    umap.step();
    if (epoch % 20 === 0) await pause(epoch / EPOCHS);
  }
  const at = umap.getEmbedding();
  const rounded = (axis: number) => at.map((point) => Math.round(point[axis] * 1000) / 1000);
  return { x: rounded(0), y: rounded(1) };
}

function describeTasks({ validation, train }: Workbench, parts: Chosen[], heads: Heads): EmbeddingReport['tasks'] {
  const predicted = predictRows(heads.network, rowsOf(validation, heads.genes));
  return train.tasks.map((task, t) => {
    const called =
      task.kind === 'categorical' ? mostProbable(predicted[t], task.classes.length) : Float64Array.from(predicted[t]);
    return {
      task: task.name,
      kind: task.kind,
      classes: task.kind === 'categorical' ? task.classes : [],
      labels: parts.flatMap(({ part, cells }) =>
        Array.from(cells, (cell) => {
          const label = part.tasks[t].y[cell];
          return Number.isNaN(label) || (task.kind === 'categorical' && label < 0) ? null : label;
        }),
      ),
      predicted: parts.flatMap(({ part, cells }) =>
        Array.from(cells, (cell) => (part === validation ? called[cell] : null)),
      ),
    };
  });
}
