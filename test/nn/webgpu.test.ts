/**
 * The step on WebGPU, in a process of its own: a graphics driver is told where it is before a process starts, and a
 * broken one ends it. Software Vulkan, as Chromium brings it, computes as a card does, only slowly.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Deviation } from '../../src-main/nn/conformance.ts';

const chromium = '/usr/lib/chromium';
const driver = join(chromium, 'vk_swiftshader_icd.json');
const loader = join(chromium, 'libvulkan.so.1');
const here = existsSync(driver) && existsSync(loader);

const program = `
  const { deviations } = await import('./src-main/nn/conformance.ts');
  const { onnxExecutor } = await import('./src-main/nn/graph-onnx.ts');
  const executor = onnxExecutor('webgpu');
  console.log(JSON.stringify({ name: executor.name, found: await deviations(executor) }));`;

describe.skipIf(!here)(`the step on WebGPU${here ? '' : " (needs software Vulkan: Debian's chromium)"}`, () => {
  it('gives the loss and gradients of the float64 reference', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vulkan-'));
    try {
      symlinkSync(loader, join(folder, 'libvulkan.so.1'));
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, LD_LIBRARY_PATH: folder, XDG_RUNTIME_DIR: folder, VK_DRIVER_FILES: driver },
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      const { name, found } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { name: string; found: Deviation[] };
      expect(name).toMatch(/^onnxruntime [\d.]+ \(WebGPU\)$/);
      expect(found.map(({ output }) => output)).toEqual(
        expect.arrayContaining(['loss', 'maskGradient', 'd.w1', 'd.bias1']),
      );
      for (const { output, deviation, tolerance } of found) expect(deviation, output).toBeLessThan(tolerance);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
