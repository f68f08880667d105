import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../src-main/formats/registry.ts';
import { readLabelFile } from '../../../src-main/formats/readers/label-file.ts';
import { positionColumns } from '../../../src-shared/positions.ts';
import { sums } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/assays');
const { path } = temporaryFolder();

/** A copy of an output, to be spoiled. */
function copyOf(assay: string, name: string): (file: string) => string {
  cpSync(join(fixtures, assay), path(name), { recursive: true });
  return (file) => join(path(name), file);
}

async function opened(file: string) {
  const data = await openFile(file);
  try {
    const at = positionColumns(data.obs.map(({ name }) => name));
    const column = data.obs.find(({ name }) => name === at?.x);
    return {
      format: data.format,
      cells: data.obsNames,
      genes: data.genes(data.proposedMatrix).map(({ name }) => name),
      at,
      x: column?.kind === 'continuous' ? [...column.values] : null,
      total: (await sums(data, data.proposedMatrix)).total,
      files: data.files.length,
      codes: data.findings.map(({ code }) => code),
    };
  } finally {
    data.close();
  }
}

/** x of each cell as the table of cells has it, by the fields that name a cell. */
function tableOf(file: string, keys: number[], x: number): Map<string, number> {
  const [, ...lines] = readFileSync(join(fixtures, file), 'utf8').trim().split('\n');
  return new Map(lines.map((line) => line.split(',')).map((f) => [keys.map((k) => f[k]).join('_'), Number(f[x])]));
}

describe('the output of an imaging assay', () => {
  const genes = ['CD3E', 'MS4A1', 'LYZ', 'NKG7'];

  it.each(['.', 'experiment.xenium', 'cell_feature_matrix.h5', 'cells.parquet', 'cells.csv.gz'])(
    'is opened whole by any of its files: Xenium by %s',
    async (file) => {
      const data = await opened(join(fixtures, 'xenium', file));
      expect(data).toMatchObject({ format: 'xenium', genes, at: { x: 'x_centroid', y: 'y_centroid' }, files: 2 });
      expect(data.codes).toEqual(expect.arrayContaining(['positions', 'other-features']));
      const table = await readLabelFile(join(fixtures, 'xenium/cells.csv.gz'));
      const byCell = new Map(table.rows.map((row) => [row[0], Number(row[1])]));
      expect(data.x).toEqual(data.cells.map((cell) => byCell.get(cell)));
      // the genes alone, as the instrument counted them itself
      expect(data.total).toBe(table.rows.reduce((sum, row) => sum + Number(row[3]), 0));
    },
  );

  it.each(['.', 'cell_by_gene.csv', 'cell_metadata.csv'])('MERSCOPE by %s', async (file) => {
    const data = await opened(join(fixtures, 'merscope', file));
    expect(data).toMatchObject({ format: 'merscope', genes, at: { x: 'center_x', y: 'center_y' } });
    const x = tableOf('merscope/cell_metadata.csv', [0], 3);
    expect(data.x).toEqual(data.cells.map((cell) => x.get(cell)));
  });

  it.each(['.', 'Run1_exprMat_file.csv', 'Run1_metadata_file.csv'])('CosMx by %s, without cell 0', async (file) => {
    const data = await opened(join(fixtures, 'cosmx', file));
    expect(data).toMatchObject({ format: 'cosmx', genes, at: { x: 'CenterX_global_px', y: 'CenterY_global_px' } });
    expect(data.cells).toEqual([1, 2].flatMap((fov) => [1, 2, 3, 4, 5, 6].map((cell) => `${fov}_${cell}`)));
    const x = tableOf('cosmx/Run1_metadata_file.csv', [0, 1], 5);
    expect(data.x).toEqual(data.cells.map((cell) => x.get(cell)));
    expect(data.codes).toContain('outside-cells');
    const lines = readFileSync(join(fixtures, 'cosmx/Run1_exprMat_file.csv'), 'utf8').trim().split('\n').slice(1);
    const cells = lines.map((line) => line.split(',').map(Number)).filter(([, cell]) => cell !== 0);
    const total = cells.reduce((sum, fields) => sum + fields.slice(2, 6).reduce((a, b) => a + b, 0), 0);
    expect(data.total).toBe(total);
  });
});

describe('an output that is not whole', () => {
  it('opens without its table of cells, and says what is missing', async () => {
    const at = copyOf('xenium', 'no-table');
    rmSync(at('cells.parquet'));
    rmSync(at('cells.csv.gz'));
    const data = await opened(at('experiment.xenium'));
    expect(data).toMatchObject({ format: 'xenium', at: null });
    expect(data.codes).toContain('no-positions');
  });

  it('is refused without its counts', async () => {
    const at = copyOf('xenium', 'no-counts');
    rmSync(at('cell_feature_matrix.h5'));
    await expect(openFile(at('.'))).rejects.toThrow(/Xenium.*counts.*cell_feature_matrix\.h5/);
  });

  it('is refused where the cells are those of another, and told of where some are', async () => {
    const at = copyOf('merscope', 'others');
    const [header, ...lines] = readFileSync(at('cell_metadata.csv'), 'utf8').trim().split('\n');
    writeFileSync(at('cell_metadata.csv'), [header, ...lines.map((line) => `99${line}`)].join('\n') + '\n');
    await expect(openFile(at('.'))).rejects.toThrow(/names a cell of the data set/);
    writeFileSync(at('cell_metadata.csv'), [header, ...lines.slice(3)].join('\n') + '\n');
    const data = await opened(at('.'));
    expect(data.codes).toContain('cells-without-position');
    expect(data.x!.map(Number.isNaN)).toEqual(data.cells.map((_, i) => i < 3));
  });

  it('is refused where its counts hold no cell', async () => {
    const at = copyOf('cosmx', 'nothing');
    const lines = readFileSync(at('Run1_exprMat_file.csv'), 'utf8').trim().split('\n');
    const outside = lines.filter((line, i) => i === 0 || line.split(',')[1] === '0');
    writeFileSync(at('Run1_exprMat_file.csv'), outside.join('\n') + '\n');
    rmSync(at('Run1_metadata_file.csv'));
    await expect(openFile(at('.'))).rejects.toThrow(/counts of no cell/);
  });

  it('is refused where the folder holds several, each of which opens by its own file', async () => {
    const at = copyOf('cosmx', 'several');
    for (const kind of ['exprMat', 'metadata']) copyFileSync(at(`Run1_${kind}_file.csv`), at(`Run2_${kind}_file.csv`));
    await expect(openFile(at('.'))).rejects.toThrow(/several outputs of CosMx/);
    const data = await openFile(at('Run2_exprMat_file.csv'));
    expect(data.files.map((file) => file.replace(/.*[\\/]/, ''))).toEqual(['Run2_exprMat_file.csv', 'Run2_metadata_file.csv']); // prettier-ignore
    data.close();
  });

  it('is not read through a link that leads outside', async () => {
    const at = copyOf('merscope', 'inside');
    mkdirSync(path('other'), { recursive: true });
    await expect(openFile(at('cell_by_gene.csv'), { within: [path('other')] })).rejects.toThrow(/outside the folders/);
  });
});

describe('a table in Parquet', () => {
  it('names the file where it cannot be read', async () => {
    writeFileSync(path('cut.parquet'), readFileSync(join(fixtures, 'xenium/cells.parquet')).subarray(0, 400));
    await expect(readLabelFile(path('cut.parquet'))).rejects.toThrow(/cut\.parquet cannot be read as a Parquet table/);
    await expect(readLabelFile(join(fixtures, 'cells-zstd.parquet'))).rejects.toThrow(/cells-zstd\.parquet.*Parquet/);
  });

  it('holds the same as its CSV', async () => {
    const parquet = await readLabelFile(join(fixtures, 'xenium/cells.parquet'));
    const text = await readLabelFile(join(fixtures, 'xenium/cells.csv.gz'));
    expect(parquet.columns).toEqual(text.columns);
    const plain = (rows: string[][]) => rows.map(([id, ...numbers]) => [id, ...numbers.map(Number)]);
    expect(plain(parquet.rows)).toEqual(plain(text.rows));
  });
});
