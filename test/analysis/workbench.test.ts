import { describe, expect, it } from 'vitest';
import { asTheRunDid, columnOf, layOut, rowsOf } from '../../src-main/analysis/workbench.ts';
import { denseColumns } from '../../src-main/data/csr.ts';
import { TEST } from '../../src-main/data/splits.ts';
import { prepare } from '../../src-main/engine/prepare.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

describe('the cells that questions are answered from', () => {
  it('are normalised as the run normalised them', () => {
    const problem = planted();
    const bench = layOut(problem);
    const prepared = prepare(problem, smallConfig());
    const genes = Int32Array.of(3, 0, 41);
    const columns = Array.from(genes, (gene) => prepared.candidates.indexOf(gene));
    expect(denseColumns(rowsOf(bench.train, genes), [0, 1, 2])).toEqual(denseColumns(prepared.train.x, columns));
    expect(denseColumns(rowsOf(bench.validation, genes), [0, 1, 2])).toEqual(
      denseColumns(prepared.validation.x, columns),
    );
    expect(columnOf(bench.train, 3)).toEqual(denseColumns(prepared.train.x, [columns[0]]));
    expect(bench.train.tasks).toEqual(prepared.train.tasks);
  });

  it('are z-scored within each data set where the run did so', () => {
    const problem = planted();
    const config = smallConfig({
      batchZscore: true,
      datasets: [250, 150].map((cells, i) => ({ id: i + 1, name: `d${i}`, sha256: '', cells, genes: 60 })),
    });
    const bench = layOut(problem, { batches: [250, 150] });
    const prepared = prepare(problem, config);
    const columns = Array.from([3, 41], (gene) => prepared.candidates.indexOf(gene));
    const genes = Int32Array.of(3, 41);
    expect(denseColumns(rowsOf(bench.train, genes), [0, 1])).toEqual(denseColumns(prepared.train.x, columns));
    expect(denseColumns(rowsOf(bench.validation, genes), [0, 1])).toEqual(denseColumns(prepared.validation.x, columns));
    expect(denseColumns(rowsOf(bench.train, genes), [0])).not.toEqual(
      denseColumns(rowsOf(layOut(problem).train, genes), [0]),
    );
  });

  it('are binarised where the run binarises', () => {
    const problem = planted();
    const genes = Int32Array.of(3, 42);
    const { train } = layOut(problem, { binary: true });
    const prepared = prepare(problem, smallConfig({ binarise: true }));
    const columns = Array.from(genes, (gene) => prepared.candidates.indexOf(gene));
    const read = denseColumns(rowsOf(train, genes), [0, 1]);
    expect(read).toEqual(denseColumns(prepared.train.x, columns));
    expect(new Set(read)).toEqual(new Set([0, 1]));
  });

  it('know nothing of test cells: neither their values nor their labels', () => {
    const problem = planted();
    const other = planted();
    const { indptr, values } = other.x;
    other.split.forEach((part, cell) => {
      if (part !== TEST) return;
      for (let e = indptr[cell]; e < indptr[cell + 1]; e++) values[e] = 1000 + e;
      for (const task of other.tasks) task.y[cell] = (task.y[cell] + 1) % task.classes.length;
    });
    expect(other.x.values).not.toEqual(problem.x.values);
    expect(layOut(other)).toEqual(layOut(problem));
  });

  it('read values as they are where the matrix is no counts', () => {
    const bench = layOut({ ...planted(), kind: 'log' });
    const read = asTheRunDid(bench.train, Int32Array.of(0));
    expect(bench.train.factor).toBeNull();
    expect(read(0, bench.train.start[0])).toBe(bench.train.value[bench.train.start[0]]);
  });
});
