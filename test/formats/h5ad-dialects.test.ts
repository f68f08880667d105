/** AnnData files as programs other than AnnData write them, and with columns called as labs call them. */
import { type Group, File as H5File, ready } from 'h5wasm/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { propose } from '../../src-main/formats/readers/h5ad.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { describeError } from '../../src-shared/errors.ts';
import type { MatrixInfo } from '../../src-shared/model.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
beforeAll(() => ready);

const symbols = ['CD3E', 'MS4A1', 'LYZ', 'ACTB'];
const ids = ['ENSG00000198851', 'ENSG00000156738', 'ENSG00000090382', 'ENSG00000075624'];
const cells = Array.from({ length: 20 }, (_, i) => `cell${i}`);
const counts = cells.map((_, i) => symbols.map((_, j) => (i * (j + 1)) % 4));

type Columns = Record<string, string[] | Int32Array>;

function frame(file: H5File, name: string, index: string[], columns: Columns): Group {
  const group = file.create_group(name);
  group.create_attribute('_index', '_index');
  group.create_dataset({ name: '_index', data: index });
  for (const [column, data] of Object.entries(columns)) group.create_dataset({ name: column, data });
  return group;
}

/** @param more writes what else there is */
function write(name: string, varIndex: string[], varColumns: Columns, more: (file: H5File) => void = () => {}): string {
  const file = new H5File(folder.path(name), 'w');
  file.create_dataset({ name: 'X', data: Float32Array.from(counts.flat()), shape: [20, 4] });
  frame(file, 'var', varIndex, varColumns);
  more(file);
  if (!file.keys().includes('obs')) frame(file, 'obs', cells, {});
  file.close();
  return folder.path(name);
}

describe('AnnData of other programs', () => {
  it('SeuratDisk: factors have their labels, though nothing refers to these', async () => {
    const path = write('seurat.h5ad', symbols, { features: symbols }, (file) => {
      const codes = Int32Array.from(cells, (_, i) => (i === 0 ? -(2 ** 31) : i % 2));
      frame(file, 'obs', cells, { celltype: codes }).create_group('__categories');
      file.create_dataset({ name: 'obs/__categories/celltype', data: ['B cell', 'T cell'] });
    });
    const { columns } = await inspectData({ path });
    expect(columns).toHaveLength(1);
    expect(columns[0]).toMatchObject({ name: 'celltype', missing: 1 });
    expect(columns[0].classes).toEqual([
      { name: 'T cell', cells: 10 },
      { name: 'B cell', cells: 9 },
    ]);
  });

  it.each(['feature_name', 'Gene Symbol', 'gene.symbol', 'external_gene_name', 'gene_names-0', 'name'])(
    'symbols in the column "%s"',
    async (column) => {
      const path = write(`${column}.h5ad`, ids, { description: ids.map((id) => `what ${id} does`), [column]: symbols });
      const file = await openFile(path);
      expect(file.genes('X').map(({ symbol }) => symbol)).toEqual(symbols);
      file.close();
    },
  );

  it('a column called after symbols that holds none gives way to one that does', async () => {
    const file = await openFile(write('wrong.h5ad', ids, { feature_name: ids, name: symbols, gene: ids.map(() => 'gene') })); // prettier-ignore
    expect(file.genes('X').map(({ symbol }) => symbol)).toEqual(symbols);
    file.close();
  });

  it('an index of numbers gives way to the column that names the genes, and that is said', async () => {
    const path = write('census.h5ad', ['0', '1', '2', '3'], { feature_id: ids, feature_name: symbols });
    const file = await openFile(path);
    expect(file.genes('X')).toEqual(ids.map((id, i) => ({ name: id, symbol: symbols[i], id })));
    expect(file.findings.find(({ code }) => code === 'numbered-genes')?.what).toContain('by the column "feature_id"');
    file.close();
  });

  it('old machines: half floats with their bytes turned round, names in Latin-1', async () => {
    const file = await openFile('test/fixtures/odd/old-machine.h5ad');
    expect(file.obsNames[23]).toBe('Zelle ä 23');
    expect((await dense(file, 'X'))[7]).toEqual([0, 2, 4, 1, 3, 0, 2, 4]);
    file.close();
  });

  it('X in another file that is not there: says which', async () => {
    const file = new H5File(folder.path('linked.h5ad'), 'w');
    frame(file, 'obs', cells, {});
    frame(file, 'var', symbols, {});
    file.create_external_link('matrix.h5', '/X', 'X');
    file.close();
    const refusal = await openFile(folder.path('linked.h5ad')).then(() => 'it was opened', describeError);
    expect(refusal).toContain('X is not in the file itself, but points at /X of the file matrix.h5');
  });
});

describe('the matrix that is proposed', () => {
  const info = (name: string, kind: MatrixInfo['kind']): MatrixInfo => ({ name, kind, cells: 9, genes: 9, nonZeros: 9, evidence: '' }); // prettier-ignore

  it('is a layer of logarithms where X is scaled and there is no raw', () => {
    expect(propose([info('X', 'scaled'), info('layers/Ms', 'normalised'), info('layers/lognorm', 'log')])).toBe('layers/lognorm'); // prettier-ignore
    expect(propose([info('X', 'scaled'), info('layers/logcounts', 'log'), info('raw/X', 'log')])).toBe('raw/X');
    expect(propose([info('X', 'log'), info('layers/data', 'log')])).toBe('X');
  });
});
