import { describe, expect, it } from 'vitest';
import { denseColumns, denseToCsr } from '../../src-main/data/csr.ts';
import { type Entries, rowRange, tidy, transpose, turned } from '../../src-main/formats/rows.ts';
import { Spool } from '../../src-main/formats/containers/spool.ts';

const block = [0, 2, 0, 1, 0, 3];
const csr = denseToCsr(block, 2, 3);

describe('rows', () => {
  it('denseToCsr leaves zeros out', () => {
    expect(csr).toEqual({
      rows: 2,
      cols: 3,
      indptr: Float64Array.of(0, 1, 3),
      indices: Int32Array.of(1, 0, 2),
      values: Float32Array.of(2, 1, 3),
    });
  });
  it('transpose twice is the same', () => {
    expect(transpose(transpose(csr))).toEqual(csr);
    expect([...denseColumns(transpose(csr), [0, 1])]).toEqual(block);
  });
  it('tidy sorts, sums repeated entries and drops what comes to zero', () => {
    const wild = { rows: 2, cols: 4, indptr: Float64Array.of(0, 4, 6), indices: Int32Array.of(3, 1, 3, 0, 2, 2), values: Float32Array.of(1, 5, 2, 4, 7, -7) }; // prettier-ignore
    expect(tidy(wild)).toEqual({
      ...{ rows: 2, cols: 4 },
      indptr: Float64Array.of(0, 3, 3),
      indices: Int32Array.of(0, 1, 3),
      values: Float32Array.of(4, 5, 3),
    });
    expect(tidy(csr)).toBe(csr);
  });
  it('rowRange starts its offsets at zero', () => {
    expect(rowRange(csr, 1, 2)).toEqual({
      ...{ rows: 1, cols: 3 },
      indptr: Float64Array.of(0, 2),
      indices: Int32Array.of(0, 2),
      values: Float32Array.of(1, 3),
    });
  });
  it('turned puts scattered entries into cells, in as many chunks as there are', async () => {
    const cells = 5000;
    const perCell = new Uint32Array(cells).fill(2);
    async function* entries(): AsyncGenerator<Entries> {
      for (const gene of [1, 0]) {
        const all = Array.from({ length: cells }, (_, i) => cells - 1 - i);
        yield { cells: all, genes: all.map(() => gene), values: all.map((cell) => cell * 2 + gene + 1) };
      }
    }
    const sizes: number[] = [];
    let first = 0;
    for await (const chunk of turned(perCell, 2, entries)) {
      sizes.push(chunk.rows);
      const expected = Array.from({ length: 2 * chunk.rows }, (_, i) => 2 * first + i + 1);
      expect([...chunk.values]).toEqual(expected);
      first += chunk.rows;
    }
    expect(sizes).toEqual([2048, 2048, 904]);
  });
});

describe('Spool', () => {
  it('gives back what was put in, also what went through a file', () => {
    const spool = new Spool(1000);
    const lines = 300;
    for (let i = 0; i < lines; i++) {
      for (let j = 0; j < i % 20; j++) spool.push(j, i + j / 32);
      spool.endLine();
    }
    spool.finish();
    for (let time = 0; time < 2; time++) {
      let line = 0;
      let blocks = 0;
      for (const chunk of spool.read(20)) {
        blocks++;
        for (let i = 0; i < chunk.rows; i++, line++) {
          const values = [...chunk.values.subarray(chunk.indptr[i], chunk.indptr[i + 1])];
          expect(values).toEqual(Array.from({ length: line % 20 }, (_, j) => line + j / 32));
        }
      }
      expect([line, blocks > 2]).toEqual([lines, true]);
    }
    expect([spool.lines, spool.entries]).toEqual([300, 2850]);
    spool.close();
  });
});
