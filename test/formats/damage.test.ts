/**
 * Damaged files, more than five hundred: refused in words, or read to their end with the numbers that they hold; never a
 * crash, never for ever, and never in the way of the next file.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readLabelFile } from '../../src-main/formats/readers/label-file.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Answer } from './damage-reader.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';
import { type Variant, variantOf } from './variants.ts';
import { zipOf } from './zip-of.ts';

const folder = temporaryFolder();
const fixture = (name: string) => readFileSync(`test/fixtures/formats/${name}`);

const cells = 24;
const genes = ['CD3E', 'MS4A1', 'LYZ', 'GNLY', 'MT-CO1', 'FCGR3A', 'PPBP', 'CST3', 'NKG7'];
const value = (cell: number, gene: number) => (cell * 7 + gene * gene * 3 + (cell % (gene + 2))) % 13;
const expected = Array.from({ length: cells }, (_, c) => genes.map((_, g) => value(c, g)));
const csv = ['cell', ...genes].join() + '\n' + expected.map((row, c) => [`cell_${c}`, ...row].join()).join('\n') + '\n';
const entries = expected.flatMap((row, c) => row.flatMap((v, g) => (v === 0 ? [] : [`${g + 1} ${c + 1} ${v}`])));
const mtx = `%%MatrixMarket matrix coordinate integer general\n${genes.length} ${cells} ${entries.length}\n${entries.join('\n')}\n`;

/** Numbers of the file's matrix and the codes of its findings, or null where it was refused in words. */
async function numbers(path: string): Promise<{ found: number[][]; said: string[] } | null> {
  try {
    const file = await openFile(path);
    try {
      const said = file.findings.map(({ code }) => code);
      return { found: await dense(file, file.proposedMatrix), said };
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}

/** How many numbers of what was read are others than they should be. */
function differences(found: number[][]): number {
  expect([found.length, found[0].length]).toEqual([cells, genes.length]);
  return found.flat().reduce((count, number, i) => count + (number === expected.flat()[i] ? 0 : 1), 0);
}

function tenxFolder(name: string, matrix: Buffer): string {
  mkdirSync(folder.path(name), { recursive: true });
  folder.write(`${name}/barcodes.tsv.gz`, gzipSync(expected.map((_, c) => `AAACCCAAGG${c}-1`).join('\n') + '\n'));
  folder.write(`${name}/features.tsv.gz`, gzipSync(genes.map((gene, g) => `ENSG0000000000${g}\t${gene}\tGene Expression`).join('\n') + '\n')); // prettier-ignore
  folder.write(`${name}/matrix.mtx${matrix[0] === 0x1f ? '.gz' : ''}`, matrix);
  return folder.path(name);
}

/** How a format is written, and whether it carries checksums: then not one number may be another. */
const texts: [name: string, whole: Buffer, checked: boolean, write: (bytes: Buffer, seed: number) => string][] = [
  ['csv', Buffer.from(csv), false, (bytes, seed) => folder.write(`d${seed}.csv`, bytes)],
  ['tsv', Buffer.from(csv.replaceAll(',', '\t')), false, (bytes, seed) => folder.write(`d${seed}.tsv`, bytes)],
  ['csv.gz', gzipSync(csv), true, (bytes, seed) => folder.write(`d${seed}.csv.gz`, bytes)],
  ['zip', zipOf({ 'cells.csv': csv }), true, (bytes, seed) => folder.write(`d${seed}.zip`, bytes)],
  ['mtx', Buffer.from(mtx), false, (bytes, seed) => tenxFolder(`plain${seed}`, bytes)],
  ['mtx.gz', gzipSync(mtx), true, (bytes, seed) => tenxFolder(`gzipped${seed}`, bytes)],
];

describe('damaged text, plain and packed', () => {
  it.each(texts)('%s: 75 variants', async (name, whole, checked, write) => {
    const outcomes = { same: 0, changed: 0, refused: 0 };
    for (let seed = 0; seed < 75; seed++) {
      const { bytes, flips }: Variant = variantOf(whole, seed, name);
      const read = await numbers(write(bytes, seed));
      if (!read) {
        outcomes.refused++;
        continue;
      }
      const { found, said } = read;
      // cut where a line ends, a table is a shorter one; cut within the last number, it is said that a line end is missing
      if (flips === 0 && !checked) {
        if (!said.includes('no-line-end')) expect(found).toEqual(expected.slice(0, found.length));
        continue;
      }
      const wrong = differences(found);
      // a digit that became another digit cannot be told; anything more can
      expect(wrong, `variant ${seed}`).toBeLessThanOrEqual(checked ? 0 : 2 * flips);
      outcomes[wrong === 0 ? 'same' : 'changed']++;
    }
    expect(outcomes.refused).toBeGreaterThan(20);
  });

  it('label files, as text and as a workbook: 60 variants', async () => {
    const sheet = `<worksheet><sheetData>${['cell', 'c1', 'c2', 'c3'].map((name, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="inlineStr"><is><t>${name}</t></is></c><c r="B${i + 1}" t="inlineStr"><is><t>type ${i}</t></is></c></row>`).join('')}</sheetData></worksheet>`; // prettier-ignore
    const workbook = zipOf({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="S" id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
      'xl/worksheets/s.xml': sheet,
    });
    const whole = await readLabelFile(folder.write('whole.xlsx', workbook));
    expect(whole.rows).toHaveLength(3);
    for (let seed = 0; seed < 60; seed++) {
      const { bytes } = variantOf(seed % 2 ? workbook : Buffer.from('cell,type\nc1,B\nc2,T\nc3,T\n'), seed, 'labels');
      const path = folder.write(seed % 2 ? 'l.xlsx' : 'l.csv', bytes);
      const read = await readLabelFile(path).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return null;
      });
      // every part of a workbook has its checksum; its name alone has none
      if (read && seed % 2) expect(read.rows).toEqual(whole.rows);
    }
  });
});

/** Reads files one by one in a process of its own, which is replaced where it is lost. */
class Reader {
  #process: ChildProcess | null = null;

  /** `lost`: the process crashed, or did not answer in half a minute; the application says so in words */
  async read(path: string): Promise<Answer | { outcome: 'lost'; message: string }> {
    this.#process ??= fork('test/formats/damage-reader.ts', { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const reader = this.#process;
    return new Promise((resolve) => {
      const lose = (message: string) => {
        clearTimeout(limit);
        this.close();
        resolve({ outcome: 'lost', message });
      };
      const limit = setTimeout(() => lose('no answer'), 30_000);
      reader.removeAllListeners();
      reader.on('exit', () => lose('crashed'));
      reader.once('message', (answer: Answer) => {
        clearTimeout(limit);
        resolve(answer);
      });
      reader.send(path);
    });
  }

  close(): void {
    this.#process?.removeAllListeners();
    this.#process?.kill('SIGKILL');
    this.#process = null;
  }
}

describe('damaged HDF5', () => {
  const reader = new Reader();
  afterAll(() => reader.close());

  it.each(['current', 'v0.7', 'v0.6', 'zstd', 'blosc'])('%s.h5ad: 24 variants', async (name) => {
    const whole = fixture(`${name}.h5ad`);
    const outcomes = { read: 0, refused: 0, lost: 0 };
    for (let seed = 0; seed < 24; seed++) {
      const { bytes } = variantOf(whole, seed, name);
      const { outcome, message } = await reader.read(folder.write(`${name}-${seed}.h5ad`, bytes));
      if (outcome === 'wrong') throw new Error(`variant ${seed}: ${message}`);
      outcomes[outcome]++;
    }
    expect(outcomes.refused).toBeGreaterThan(6);
    expect(outcomes.lost).toBeLessThan(4);
  });

  it('a good file in the place of a damaged one is read anew', async () => {
    // damage within the compressed values: opening succeeds, reading does not
    const bytes = fixture('zstd.h5ad');
    const values = bytes.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]));
    bytes.fill(0xff, values + 4, values + 40);
    const path = folder.write('same.h5ad', bytes);
    const refused = await openFile(path)
      .then(async (file) => {
        for (const { name } of file.matrices) await dense(file, name);
      })
      .then(
        () => 'it was read',
        (error: unknown) => error,
      );
    expect(refused).toBeInstanceOf(AppError);
    folder.write('same.h5ad', fixture('v0.6.h5ad'));
    const file = await openFile(path);
    expect(file.obs.map((column) => column.name)).toContain('shared');
    file.close();
  });
});
