/**
 * Sparse lines kept while a text matrix is parsed: in memory as long as they are few, beyond that in a temporary file
 * that disappears with the process. So a text is parsed once, in bounded memory, whichever way it is to be read out.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Csr } from '../../data/csr.ts';
import { chunkEntries } from '../rows.ts';

/** A run of consecutive lines; `stored` says where its entries lie in the file, if they do. */
interface Block {
  rows: number;
  indptr: Float64Array;
  kept: { indices: Int32Array; values: Float32Array } | null;
  position: number;
}

export class Spool {
  #blocks: Block[] = [];
  #indices = new Int32Array(1 << 16);
  #values = new Float32Array(1 << 16);
  #entries = 0;
  #ends: number[] = [0];
  #file: number | null = null;
  #written = 0;
  readonly #limit: number;
  /** lines so far */
  lines = 0;
  /** entries so far */
  entries = 0;
  /** of all entries so far; `fraction` is one that is no whole number, null where there is none */
  readonly seen: { least: number; greatest: number; fraction: number | null } = {
    least: 0,
    greatest: 0,
    fraction: null,
  };

  /** @param limit entries kept in memory before they go to the file */
  constructor(limit = chunkEntries) {
    this.#limit = limit;
  }

  /** An entry of the line under way. */
  push(column: number, value: number): void {
    if (this.#entries === this.#indices.length) this.#grow();
    this.#indices[this.#entries] = column;
    this.#values[this.#entries++] = value;
    const { seen } = this;
    if (value < seen.least) seen.least = value;
    if (value > seen.greatest) seen.greatest = value;
    if (seen.fraction === null && !Number.isInteger(value)) seen.fraction = value;
  }

  /** The line under way is complete. */
  endLine(): void {
    this.#ends.push(this.#entries);
    this.lines++;
    if (this.#entries >= this.#limit) this.#store();
  }

  /** All lines again, in blocks, from the first. */
  *read(cols: number): Generator<Csr> {
    for (const block of this.#blocks) {
      const { indices, values } = block.kept ?? this.#load(block);
      yield { rows: block.rows, cols, indptr: block.indptr, indices, values };
    }
  }

  /** No more lines will come. */
  finish(): void {
    if (this.#ends.length > 1) this.#keep();
    this.#indices = new Int32Array(0);
    this.#values = new Float32Array(0);
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#blocks = [];
  }

  #grow(): void {
    const indices = new Int32Array(this.#indices.length * 2);
    const values = new Float32Array(indices.length);
    indices.set(this.#indices);
    values.set(this.#values);
    this.#indices = indices;
    this.#values = values;
  }

  #keep(): Block {
    const block: Block = {
      rows: this.#ends.length - 1,
      indptr: Float64Array.from(this.#ends),
      kept: { indices: this.#indices.slice(0, this.#entries), values: this.#values.slice(0, this.#entries) },
      position: this.#written,
    };
    this.#blocks.push(block);
    this.entries += this.#entries;
    this.#entries = 0;
    this.#ends = [0];
    return block;
  }

  #store(): void {
    const block = this.#keep();
    const { indices, values } = block.kept!;
    this.#file ??= openTemporary();
    for (const part of [indices, values]) {
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      for (let at = 0; at < bytes.length;)
        at += writeSync(this.#file, bytes, at, bytes.length - at, this.#written + at);
      this.#written += bytes.length;
    }
    block.kept = null;
  }

  #load(block: Block): { indices: Int32Array; values: Float32Array } {
    const entries = block.indptr[block.rows];
    const bytes = new Uint8Array(8 * entries);
    for (let at = 0; at < bytes.length;) {
      const read = readSync(this.#file!, bytes, at, bytes.length - at, block.position + at);
      if (read === 0) throw new Error('a temporary file ended early');
      at += read;
    }
    return { indices: new Int32Array(bytes.buffer, 0, entries), values: new Float32Array(bytes.buffer, 4 * entries) };
  }
}

/** A file of no name where the system allows it: it goes when it is closed, also by a crash. */
function openTemporary(): number {
  const folder = mkdtempSync(join(tmpdir(), 'panelwright-'));
  const file = openSync(join(folder, 'lines'), 'w+');
  try {
    rmSync(folder, { recursive: true });
  } catch {
    // Windows does not remove open files; the system cleans its folder for temporary files
  }
  return file;
}
