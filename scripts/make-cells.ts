/**
 * Seeded single-cell counts of any size, for measuring:
 *
 *     node scripts/make-cells.ts OUT [--cells 100000] [--genes 20000] [--density 0.05] [--classes 20]
 *                             [--groups 0] [--seed 1]
 *
 * OUT is an .h5ad file or a .panelwright project with one data set and the tasks `type` and `state`. Written as it is
 * made, a chunk of cells at a time; equal arguments make equal data.
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { summariseColumn } from '../src-main/formats/columns.ts';
import { createStore } from '../src-main/store/open.ts';
import { packChunks } from '../src-main/store/matrix-chunks.ts';
import { version } from '../src-main/version.ts';
import { type Synthetic, synthetic } from './bench/synthetic.ts';

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cells: { type: 'string', default: '100000' },
    genes: { type: 'string', default: '20000' },
    density: { type: 'string', default: '0.05' },
    classes: { type: 'string', default: '20' },
    groups: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const [out] = positionals;
if (positionals.length !== 1 || !/\.(h5ad|panelwright)$/.test(out)) {
  console.error('Say where to write: node scripts/make-cells.ts OUT.h5ad, or OUT.panelwright');
  process.exit(2);
}
const options = {
  cells: Number(given.cells),
  genes: Number(given.genes),
  density: Number(given.density),
  classes: Number(given.classes),
  groups: Number(given.groups),
  seed: Number(given.seed),
};
const made = synthetic(options);
const began = performance.now();
const entries = await (out.endsWith('.h5ad') ? writeH5ad(made) : writeProject(made));
const seconds = Math.round((performance.now() - began) / 1000);
const share = ((100 * entries) / options.cells / options.genes).toFixed(1);
console.log(`${out}: ${options.cells} cells × ${options.genes} genes, ${share} % non-zeros, ${seconds} s`);

function* told(): Generator<ReturnType<Synthetic['chunks']> extends Iterable<infer C> ? C : never> {
  let cells = 0;
  for (const chunk of made.chunks()) {
    yield chunk;
    cells += chunk.rows;
    if (process.stderr.isTTY) process.stderr.write(`\r${cells} of ${options.cells} cells `);
  }
}

function writeProject({ genes, columns }: Synthetic): number {
  const store = createStore(out, version);
  const kind = { kind: 'counts', evidence: 'Made as counts.' } as const;
  const matrix = { name: 'X', cells: options.cells, genes: options.genes, nonZeros: null, ...kind };
  const id = store.datasets.insert(
    {
      name: basename(out, '.panelwright'),
      sourcePath: '',
      format: 'h5ad',
      sha256: JSON.stringify(options),
      matrix,
      cells: options.cells,
      genes: options.genes,
      geneIdentifiers: 'symbols',
      findings: [],
      addedAt: new Date().toISOString(),
    },
    cellNames(),
  );
  store.genes.insert(
    id,
    genes.map((name) => ({ name, symbol: name, id: '' })),
  );
  for (const column of columns) store.obsColumns.put(id, column, summariseColumn(column));
  for (const chunk of told()) store.matrixChunks.append(id, packChunks(chunk));
  const { entries } = store.matrixChunks.extent(id);
  store.datasets.finish(id, { ...matrix, nonZeros: entries });
  for (const { name } of columns) {
    store.tasks.insert({
      name,
      kind: 'categorical',
      sources: [{ datasetId: id, column: name }],
      unlabelled: [],
      merges: [],
      weight: 1,
      broader: null,
    });
  }
  store.close();
  return entries;
}

async function writeH5ad({ genes, columns }: Synthetic): Promise<number> {
  const h5wasm = await import('h5wasm/node');
  await h5wasm.ready;
  const file = new h5wasm.File(out, 'w');
  type Group = Pick<typeof file, 'create_group' | 'create_dataset' | 'create_attribute'>;
  const encoding = (node: Pick<Group, 'create_attribute'>, type: string, encodingVersion: string) => {
    node.create_attribute('encoding-type', type);
    node.create_attribute('encoding-version', encodingVersion);
  };
  const frame = (name: string, index: string[], order: string[]) => {
    const group = file.create_group(name);
    encoding(group, 'dataframe', '0.2.0');
    group.create_attribute('_index', '_index');
    group.create_attribute('column-order', order.length > 0 ? order : new Float64Array(0));
    group.create_dataset({ name: '_index', data: index });
    return group;
  };
  encoding(file, 'anndata', '0.1.0');
  frame('var', genes, []);
  const obs = frame(
    'obs',
    cellNames(),
    columns.map(({ name }) => name),
  );
  for (const column of columns) {
    if (column.kind !== 'categorical') continue;
    const group = obs.create_group(column.name);
    encoding(group, 'categorical', '0.2.0');
    group.create_dataset({ name: 'codes', data: Int8Array.from(column.codes) });
    group.create_dataset({ name: 'categories', data: column.categories });
  }

  const x = file.create_group('X');
  encoding(x, 'csr_matrix', '0.1.0');
  x.create_attribute('shape', Int32Array.of(options.cells, options.genes));
  const growing = { maxshape: [null], chunks: [1 << 18], compression: 'gzip', compression_opts: 1 } as const;
  const data = x.create_dataset({ name: 'data', data: new Float32Array(0), shape: [0], ...settings(growing) });
  const indices = x.create_dataset({ name: 'indices', data: new Int32Array(0), shape: [0], ...settings(growing) });
  const indptr = new Float64Array(options.cells + 1);
  let entries = 0;
  let row = 0;
  for (const chunk of told()) {
    const end = entries + chunk.values.length;
    data.resize([end]);
    indices.resize([end]);
    data.write_slice([[entries, end]], chunk.values);
    indices.write_slice([[entries, end]], Int32Array.from(chunk.indices));
    for (let i = 0; i < chunk.rows; i++) indptr[++row] = entries + chunk.indptr[i + 1];
    entries = end;
  }
  x.create_dataset({ name: 'indptr', data: BigInt64Array.from(indptr, BigInt) });
  file.close();
  return entries;
}

/** h5wasm's types want arrays that can be written to. */
function settings({ maxshape, chunks, ...rest }: { maxshape: readonly null[]; chunks: readonly number[] }) {
  return { maxshape: [...maxshape], chunks: [...chunks], ...rest };
}

function cellNames(): string[] {
  return Array.from({ length: options.cells }, (_, i) => `C${i}`);
}
