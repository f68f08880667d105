/**
 * The application's icon in every size that a system asks for, from src-renderer/icon.svg: `node scripts/icons.ts`
 * writes out/icons. electron-builder makes .icns and .ico of the largest.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Resvg } from '@resvg/resvg-js';

const root = resolve(import.meta.dirname, '..');

export const iconSizes = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024] as const;

/** Writes `16x16.png` to `1024x1024.png`, and the largest again as `icon.png`. */
export function writeIcons(folder: string): void {
  const svg = readFileSync(join(root, 'src-renderer', 'icon.svg'), 'utf8');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const size of iconSizes) {
    const png = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
    writeFileSync(join(folder, `${size}x${size}.png`), png);
    if (size === Math.max(...iconSizes)) writeFileSync(join(folder, 'icon.png'), png);
  }
}

if (process.argv[1] === import.meta.filename) writeIcons(join(root, 'out', 'icons'));
