/** Expression of a panel's genes over training cells, read chunk by chunk: never the whole matrix. */
import type { RunConfig } from '../../../src-shared/model.ts';
import type { TaskLabels } from '../../data/labels.ts';
import { TRAIN } from '../../data/splits.ts';
import type { GeneRole } from '../../report/data.ts';
import type { Store } from '../../store/open.ts';
import { stackLabels, withoutSmallClasses } from '../cohort/labels.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';

/** Counts are scaled to so many a cell before log1p; the scale of scanpy's and Seurat's habit. */
const PER_CELL = 10_000;

/** Whether the cells of a run are still there; a removed data set leaves its names, not its matrix. */
export const hasCells = (store: Store, { datasets }: RunConfig): boolean =>
  datasets.every(({ id, cells }) => store.datasets.get(id) && store.matrixChunks.extent(id).cells === cells);

/**
 * Visits training cells in order. `values` holds one number for each of `genes` (log1p of counts per 10,000; as it is
 * for matrices that are no counts) and is reused from cell to cell; a gene that the data lack stays 0.
 * @param most visits no more cells than this, evenly spread
 */
async function eachTrainingCell(
  store: Store,
  config: RunConfig,
  genes: readonly string[],
  visit: (row: number, values: Float32Array) => void,
  most = Infinity,
): Promise<void> {
  const shared = sharedGenes(store, config.datasetIds, config);
  const place = new Map(genes.map((name, g) => [name, g]));
  const wanted = shared.genes.map(({ name }) => place.get(name) ?? -1);
  const parts = config.datasetIds.map((id) => store.splits.assignment(config.splitId, id));
  const training = parts.reduce((sum, part) => sum + count(part, TRAIN), 0);
  const stride = Math.max(1, training / most);
  const values = new Float32Array(genes.length);
  let [row, seen, next] = [0, 0, 0];
  for (const [d, id] of config.datasetIds.entries()) {
    const position = shared.positions[d];
    const kind = store.datasets.get(id)!.matrix.kind;
    const scaled = kind === 'counts' || kind === 'normalised';
    for (let chunk = 0, cell = 0; chunk < store.matrixChunks.extent(id).chunks; chunk++) {
      const x = store.matrixChunks.read(id, chunk, position.length);
      for (let i = 0; i < x.rows; i++, row++, cell++) {
        if (parts[d][cell] !== TRAIN || seen++ < Math.floor(next)) continue;
        next += stride;
        values.fill(0);
        let size = 0;
        for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
          const gene = position[x.indices[e]];
          if (gene < 0) continue;
          size += x.values[e];
          if (wanted[gene] >= 0) values[wanted[gene]] = x.values[e];
        }
        if (scaled)
          for (let g = 0; g < values.length; g++) values[g] = size > 0 ? Math.log1p((values[g] * PER_CELL) / size) : 0;
        visit(row, values);
      }
      // the window goes on being answered meanwhile
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const count = (part: Uint8Array, which: number) => part.reduce((sum, one) => (one === which ? sum + 1 : sum), 0);

/**
 * For each gene and task the class that it stands out in (mean log expression farthest above the mean of all other
 * cells), or its correlation with a continuous value. Describes training cells; selection knew no more.
 */
export async function geneRoles(store: Store, config: RunConfig, genes: readonly string[]): Promise<GeneRole[][]> {
  const tasks = config.tasks.map((task) =>
    withoutSmallClasses(stackLabels(store, task, config.datasetIds), config.minClass),
  );
  const tallies = tasks.map((task) => new Tally(task, genes.length));
  await eachTrainingCell(store, config, genes, (row, values) => {
    for (const tally of tallies) tally.add(row, values);
  });
  return genes.map((_, g) => tallies.flatMap((tally) => tally.role(g) ?? []));
}

/** Sums by class: of values, of detections; for a continuous task of products too. */
class Tally {
  readonly #task: TaskLabels;
  readonly #genes: number;
  readonly #cells: Float64Array;
  readonly #sums: Float64Array;
  readonly #detected: Float64Array;
  readonly #products: Float64Array;
  readonly #squares: Float64Array;
  #y = 0;
  #yy = 0;

  constructor(task: TaskLabels, genes: number) {
    const classes = task.kind === 'categorical' ? task.classes.length : 1;
    this.#task = task;
    this.#genes = genes;
    this.#cells = new Float64Array(classes);
    this.#sums = new Float64Array(classes * genes);
    this.#detected = new Float64Array(classes * genes);
    this.#products = new Float64Array(genes);
    this.#squares = new Float64Array(genes);
  }

  add(row: number, values: Float32Array): void {
    const y = this.#task.y[row];
    const continuous = this.#task.kind === 'continuous';
    if (continuous ? Number.isNaN(y) : y < 0) return;
    const c = continuous ? 0 : y;
    this.#cells[c]++;
    if (continuous) {
      this.#y += y;
      this.#yy += y * y;
    }
    for (let g = 0; g < values.length; g++) {
      const value = values[g];
      if (value === 0) continue;
      this.#sums[c * this.#genes + g] += value;
      if (value > 0) this.#detected[c * this.#genes + g]++;
      if (continuous) {
        this.#products[g] += value * y;
        this.#squares[g] += value * value;
      }
    }
  }

  /** undefined where nothing can be said: one class, no variance */
  role(g: number): GeneRole | undefined {
    const n = this.#cells.reduce((sum, cells) => sum + cells, 0);
    if (this.#task.kind === 'continuous') {
      const spread = (n * this.#squares[g] - this.#sums[g] ** 2) * (n * this.#yy - this.#y ** 2);
      if (!(spread > 0)) return undefined;
      const pearson = (n * this.#products[g] - this.#sums[g] * this.#y) / Math.sqrt(spread);
      return { task: this.#task.name, kind: 'continuous', pearson };
    }
    const { classes } = this.#task;
    const of = (sums: Float64Array) => classes.map((_, c) => sums[c * this.#genes + g]);
    const [sums, detected] = [of(this.#sums), of(this.#detected)];
    const total = sums.reduce((a, b) => a + b, 0);
    const allDetected = detected.reduce((a, b) => a + b, 0);
    let best: Extract<GeneRole, { kind: 'categorical' }> | undefined;
    classes.forEach((className, c) => {
      const [inside, outside] = [this.#cells[c], n - this.#cells[c]];
      if (inside === 0 || outside === 0) return;
      const lead = sums[c] / inside - (total - sums[c]) / outside;
      if (best && lead <= best.lead) return;
      best = {
        task: this.#task.name,
        kind: 'categorical',
        className,
        detectedIn: detected[c] / inside,
        detectedElsewhere: (allDetected - detected[c]) / outside,
        lead,
      };
    });
    return best;
  }
}

/** Pearson correlation of every gene of one list with every gene of another over at most 5,000 training cells. */
export async function correlations(
  store: Store,
  config: RunConfig,
  rows: readonly string[],
  columns: readonly string[],
): Promise<Float64Array[]> {
  const genes = [...rows, ...columns];
  const sum = new Float64Array(genes.length);
  const square = new Float64Array(genes.length);
  const product = rows.map(() => new Float64Array(columns.length));
  let n = 0;
  await eachTrainingCell(
    store,
    config,
    genes,
    (_, values) => {
      n++;
      for (let g = 0; g < genes.length; g++) {
        sum[g] += values[g];
        square[g] += values[g] * values[g];
      }
      for (let a = 0; a < rows.length; a++) {
        if (values[a] === 0) continue;
        for (let b = 0; b < columns.length; b++) product[a][b] += values[a] * values[rows.length + b];
      }
    },
    5000,
  );
  const spread = square.map((s, g) => n * s - sum[g] * sum[g]);
  return product.map((line, a) =>
    line.map((p, b) => {
      const scale = spread[a] * spread[rows.length + b];
      return scale > 0 ? (n * p - sum[a] * sum[rows.length + b]) / Math.sqrt(scale) : 0;
    }),
  );
}
