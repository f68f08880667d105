/** Damaged files: refused in words or read to their end, and never in the way of the next file. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { random } from '../../src-main/data/random.ts';
import { openFile } from '../../src-main/formats/registry.ts';
import { AppError } from '../../src-preload/errors.ts';
import { dense } from './read.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const fixture = (name: string) => readFileSync(`test/fixtures/formats/${name}.h5ad`);

/** Opens and reads everything; whatever is thrown must be a refusal. */
async function readThrough(path: string): Promise<'read' | 'refused'> {
  try {
    const file = await openFile(path);
    try {
      for (const { name, cells } of file.matrices) expect((await dense(file, name)).length).toBe(cells);
    } finally {
      file.close();
    }
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return 'refused';
  }
}

describe('damaged files', () => {
  for (const name of ['current', 'v0.7', 'v0.6', 'zstd']) {
    it(`${name}.h5ad, with bytes flipped`, async () => {
      const outcomes = { read: 0, refused: 0 };
      for (let variant = 0; variant < 12; variant++) {
        const bytes = fixture(name);
        const draw = random(variant, name);
        for (let flip = 0; flip < 20; flip++) bytes[draw.integer(bytes.length)] ^= 1 << draw.integer(8);
        outcomes[await readThrough(folder.write(`${name}-${variant}.h5ad`, bytes))]++;
      }
      expect(outcomes.refused).toBeGreaterThan(0);
    });
  }

  it('cut anywhere', async () => {
    const bytes = fixture('v0.7');
    for (let variant = 0; variant < 12; variant++) {
      const length = 1 + random(variant, 'cut').integer(bytes.length - 1);
      expect(await readThrough(folder.write('cut.h5ad', bytes.subarray(0, length)))).toBe('refused');
    }
  });

  it('a good file in the place of a damaged one is read anew', async () => {
    // damage within the compressed values: opening succeeds, reading does not
    const bytes = fixture('zstd');
    const values = bytes.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]));
    bytes.fill(0xff, values + 4, values + 40);
    const path = folder.write('same.h5ad', bytes);
    expect(await readThrough(path)).toBe('refused');
    folder.write('same.h5ad', fixture('v0.6'));
    const file = await openFile(path);
    expect(file.obs.map((column) => column.name)).toContain('shared');
    file.close();
  });
});
