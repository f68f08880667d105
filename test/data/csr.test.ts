/** Matrices in shared memory stay there, so that threads read the same numbers; others are sent to processes. */
import { describe, expect, it } from 'vitest';
import { denseColumns, sharedCsr, takeColumns, takeRows } from '../../src-main/data/csr.ts';
import { csr } from './matrices.ts';

const plain = csr([
  [0, 2, 0],
  [1, 0, 3],
]);

function shared() {
  const x = sharedCsr(plain.rows, plain.cols, plain.values.length);
  x.indptr.set(plain.indptr);
  x.indices.set(plain.indices);
  x.values.set(plain.values);
  return x;
}

describe.each([
  ['shared', shared(), SharedArrayBuffer],
  ['plain', plain, ArrayBuffer],
])('parts of a %s matrix', (_, x, memory) => {
  it('lie where it lies', () => {
    for (const part of [takeRows(x, [1]), takeColumns(x, [2, 1])]) {
      for (const { buffer } of [part.indptr, part.indices, part.values]) expect(buffer).toBeInstanceOf(memory);
    }
    expect(denseColumns(x, [0]).buffer).toBeInstanceOf(memory);
  });

  it('are the rows and columns that were asked for', () => {
    expect([...denseColumns(takeRows(x, [1]), [0, 1, 2])]).toEqual([1, 0, 3]);
    expect([...denseColumns(takeColumns(x, [2, 1]), [0, 1])]).toEqual([0, 3, 2, 0]);
    expect([...denseColumns(x, [2, 0])]).toEqual([0, 3, 0, 1]);
  });
});
