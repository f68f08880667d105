import { File as H5File, ready } from 'h5wasm/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFile } from '../../../src-main/formats/registry.ts';
import { dense } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';

const folder = temporaryFolder();
beforeAll(() => ready);

/** A loom file of two genes and three cells; `layer` and the names as given. */
function write(name: string, rows: Record<string, string[]>, cols: Record<string, string[] | Int32Array>): string {
  const file = new H5File(folder.path(name), 'w');
  file.create_dataset({ name: 'matrix', data: Float32Array.of(0.5, 0, 2, 1, 0, 0), shape: [2, 3] });
  const groups = { row_attrs: rows, col_attrs: cols, layers: {} };
  for (const [group, attributes] of Object.entries(groups)) {
    const target = file.create_group(group);
    for (const [key, data] of Object.entries(attributes)) target.create_dataset({ name: key, data });
    if (group === 'layers')
      target.create_dataset({ name: 'counts', data: Int32Array.of(5, 0, 20, 10, 0, 0), shape: [2, 3] });
  }
  file.close();
  return folder.path(name);
}

describe('loom', () => {
  it('turns genes × cells, and knows symbols and accessions', async () => {
    const file = await openFile(
      write(
        'a.loom',
        { Gene: ['CD3E', 'LYZ'], Accession: ['ENSG1', 'ENSG2'] },
        { CellID: ['a', 'b', 'c'], Type: ['B', 'T', 'B'] },
      ),
    );
    expect(file.format).toBe('loom');
    expect(file.obsNames).toEqual(['a', 'b', 'c']);
    expect(file.genes('X')[1]).toEqual({ name: 'LYZ', symbol: 'LYZ', id: 'ENSG2' });
    expect(await dense(file, 'X')).toEqual([[0.5, 1], [0, 0], [2, 0]]); // prettier-ignore
    expect(await dense(file, 'layers/counts')).toEqual([[5, 10], [0, 0], [20, 0]]); // prettier-ignore
    expect(file.proposedMatrix).toBe('layers/counts');
    expect(file.obs.map((column) => column.name)).toEqual(['Type']);
    file.close();
  });

  it('numbers cells without names, and says so', async () => {
    const file = await openFile(write('b.loom', { Gene: ['CD3E', 'LYZ'] }, { Cluster: Int32Array.of(1, 2, 1) }));
    expect(file.obsNames).toEqual(['0', '1', '2']);
    expect(file.findings.map((finding) => finding.code)).toEqual(['unnamed-cells']);
    file.close();
  });

  it('says where the names that there are fit no cell', async () => {
    const file = await openFile(write('c.loom', { Gene: ['CD3E', 'LYZ'] }, { CellID: ['a', 'b'] }));
    expect(file.findings[0].what).toContain('col_attrs has no CellID that fits: CellID has 2 values for 3 cells');
    file.close();
  });
});
