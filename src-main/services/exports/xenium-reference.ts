/**
 * The single-cell reference that 10x Genomics' Xenium Panel Designer takes: counts as MatrixMarket, genes, barcodes and
 * one annotation a cell, zipped. Written as a stream: the matrix is never whole in memory.
 */
import { Readable, Transform, pipeline as through } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { ZipFile } from 'yazl';
import { AppError } from '../../../src-shared/errors.ts';
import type { Finding, Task } from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';
import type { RunRow } from '../../store/runs.ts';
import { toCsv } from '../tables/csv.ts';
import { defused } from '../../../src-shared/defused.ts';
import type { Cell } from '../tables/csv.ts';
import { missingIds } from '../tables/export-tables.ts';
import { shownSymbol } from '../../data/shown-symbol.ts';
import { stackLabels } from '../cohort/labels.ts';
import { hasCells } from '../runs/panel-expression.ts';
import { sharedGenes } from '../cohort/shared-genes.ts';
import type { SharedGenes } from '../cohort/shared-genes.ts';
import { addStream } from '../tables/zip-file.ts';

/** What the Panel Designer takes at most. */
const MOST_BYTES = 2e9;

export interface XeniumReference {
  findings: Finding[];
  write(out: Writable): Promise<void>;
}

/**
 * @param taskName the categorical task whose labels annotate the cells; the run's first one unless named
 * @throws AppError where the data are no counts, are gone, or the run has no such task
 */
export function xeniumReference(store: Store, run: RunRow, taskName?: string, most = MOST_BYTES): XeniumReference {
  const task = annotationTask(run, taskName);
  refuseLostCells(store, run);
  for (const { id, name } of run.config.datasets) {
    const { kind } = store.datasets.get(id)!.matrix;
    if (kind === 'counts' || kind === 'binary') continue;
    throw new AppError(
      'conflict',
      `The Xenium reference takes whole counts, and “${name}” was imported as ${kind} values.`,
      'Import the counts of the same data (often layers/counts or raw) and design on these.',
    );
  }
  const shared = sharedGenes(store, run.config.datasetIds, run.config);
  const { labels } = stackLabels(store, task, run.config.datasetIds);
  if (labels.kind === 'continuous') throw new Error(`${task.name} has no classes`);
  const kept = labels.y.reduce((sum, label) => sum + Number(label >= 0), 0);
  return {
    findings: [...unlabelled(task, labels.y.length - kept, labels.y.length), ...missingIds(shared.genes)],
    write: (out) => writeZip(store, run, shared, labels, out, most),
  };
}

function annotationTask({ name, config }: RunRow, taskName: string | undefined): Task {
  const task = config.tasks.find((one) =>
    taskName === undefined ? one.kind === 'categorical' : one.name === taskName,
  );
  if (task?.kind === 'categorical') return task;
  throw new AppError(
    'invalid',
    taskName === undefined
      ? `The run “${name}” has no task with classes, which would annotate the cells.`
      : `The run “${name}” has no task “${taskName}” with classes.`,
    `Name one of ${config.tasks.map((one) => one.name).join(', ')}.`,
  );
}

function refuseLostCells(store: Store, run: RunRow): void {
  if (hasCells(store, run.config)) return;
  throw new AppError(
    'conflict',
    `The cells of the run “${run.name}” are no longer in the project.`,
    'Add the data again and repeat the run.',
  );
}

function unlabelled(task: Task, without: number, cells: number): Finding[] {
  if (without === 0) return [];
  return [
    {
      severity: 'note',
      code: 'cells-left-out',
      what: `${without.toLocaleString('en-US')} of ${cells.toLocaleString('en-US')} cells have no label for “${task.name}” and are left out.`,
      why: 'The Panel Designer wants one annotation for every cell.',
      remedy: '',
    },
  ];
}

interface Labelled {
  classes: string[];
  y: Int32Array;
}

async function writeZip(
  store: Store,
  run: RunRow,
  shared: SharedGenes,
  labels: Labelled,
  out: Writable,
  most: number,
): Promise<void> {
  const kept = [...labels.y.keys()].filter((row) => labels.y[row] >= 0);
  const barcodes = barcodesOf(store, run, kept);
  const features = shared.genes.map((gene) => `${gene.id || gene.name}\t${shownSymbol(gene)}\tGene Expression\n`);
  const annotations = kept.map((row, i): Cell[] => [barcodes[i], labels.classes[labels.y[row]]]);
  const file = new ZipFile();
  const add = (name: string, text: Iterable<string>) => {
    // compressed once, by gzip
    const packed = () => through(Readable.from(text), createGzip(), () => {});
    addStream(file, name, packed, { compress: false });
  };
  add('matrix.mtx.gz', matrixMarket(store, run, shared, labels));
  add('features.tsv.gz', features);
  add(
    'barcodes.tsv.gz',
    barcodes.map((name) => `${name}\n`),
  );
  file.addBuffer(Buffer.from(toCsv([['barcode', 'annotation'], ...annotations])), 'annotations.csv');
  file.end();
  await pipeline(file.outputStream, limitedTo(most), out);
}

/** Genes × cells, whole numbers, counted from one. The number of entries stands first, so the cells are read twice. */
function* matrixMarket(store: Store, run: RunRow, shared: SharedGenes, labels: Labelled): Generator<string> {
  let [cells, entries] = [0, 0];
  for (const cell of cellsOf(store, run, shared, labels)) {
    cells++;
    entries += cell.length / 2;
  }
  yield `%%MatrixMarket matrix coordinate integer general\n${shared.genes.length} ${cells} ${entries}\n`;
  let column = 0;
  for (const cell of cellsOf(store, run, shared, labels)) {
    column++;
    let text = '';
    for (let i = 0; i < cell.length; i += 2) text += `${cell[i] + 1} ${column} ${cell[i + 1]}\n`;
    yield text;
  }
}

/** Of each labelled cell its genes and counts in turn, without zeros. */
function* cellsOf(store: Store, { config }: RunRow, { positions }: SharedGenes, labels: Labelled): Generator<number[]> {
  let row = 0;
  for (const [d, id] of config.datasetIds.entries()) {
    const position = positions[d];
    for (let chunk = 0; chunk < store.matrixChunks.extent(id).chunks; chunk++) {
      const x = store.matrixChunks.read(id, chunk, position.length);
      for (let i = 0; i < x.rows; i++, row++) {
        if (labels.y[row] < 0) continue;
        const cell: number[] = [];
        for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
          const gene = position[x.indices[e]];
          if (gene >= 0 && x.values[e] !== 0) cell.push(gene, x.values[e]);
        }
        yield cell;
      }
    }
  }
}

/** Names of cells, with their data set before them where two data sets use one. Safe in a spreadsheet, alike in both files. */
function barcodesOf(store: Store, { config }: RunRow, rows: readonly number[]): string[] {
  const all = config.datasets.flatMap(({ id, name }) =>
    store.datasets.cellNames(id).map((cell) => ({ cell, data: name })),
  );
  const ambiguous = new Set(all.map(({ cell }) => cell)).size < all.length;
  return rows.map((row) => defused(ambiguous ? `${all[row].data}_${all[row].cell}` : all[row].cell));
}

/** Stops what grows beyond what is taken, before it fills the disk. */
function limitedTo(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= most) return done(null, chunk);
      done(
        new AppError(
          'conflict',
          `The reference would be larger than ${(most / 1e9).toFixed(1)} GB, which is more than the Panel Designer takes.`,
          'Use a data set with fewer cells: a few hundred of each class are enough for it.',
        ),
      );
    },
  });
}
