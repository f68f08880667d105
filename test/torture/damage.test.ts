/**
 * Bits and bytes of a project file are changed at random: either it is said that the project is damaged, or everything
 * that is read of it is what was written. Never something else, and never an error that is not ours.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import type { Random } from '../../src-main/data/random.ts';
import { AppError } from '../../src-shared/errors.ts';
import { openStore } from '../../src-main/store/open.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { everythingOf, fullProject } from './everything.ts';
import { tries } from './tries.ts';

let prepared: Promise<{ whole: Buffer; written: unknown }> | undefined;

async function prepare() {
  const path = await fullProject();
  return { whole: readFileSync(path), written: read(path) };
}

function read(path: string, readOnly = true): unknown {
  const store = openStore(path, { readOnly });
  try {
    return everythingOf(store);
  } finally {
    store.close();
  }
}

/** One of the kinds of damage that drives, cables and sync programs do. */
function damaged(bytes: Buffer, draw: Random): Buffer {
  const at = draw.integer(bytes.length);
  switch (draw.integer(4)) {
    case 0:
      bytes[at] ^= 1 << draw.integer(8);
      return bytes;
    case 1:
      bytes[at] = draw.integer(256);
      return bytes;
    case 2:
      return bytes.fill(draw.integer(256), at, Math.min(bytes.length, at + 1 + draw.integer(5000)));
    default:
      return bytes.subarray(0, at);
  }
}

it.each(tries(60, 3000))('try $number: what is read is what was written, or it is refused', async ({ draw }) => {
  const { whole, written } = await (prepared ??= prepare());
  const path = join(temporaryFolder(), 'damaged.panelwright');
  const bytes = damaged(Buffer.from(whole), draw);
  writeFileSync(path, bytes);
  try {
    const found = read(path, draw.integer(2) === 0);
    expect(isDeepStrictEqual(found, written)).toBe(true);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toMatch(/unreadable|not-found/);
    expect(error.remedy).toBeTruthy();
  }
});
