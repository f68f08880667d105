import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseBackend } from '../../src-main/nn/backend.ts';
import { findLibrary, libraryFolder } from '../../src-main/nn/tensorflow/library.ts';

/** A machine without a library of TensorFlow. */
let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'panelwright-cache-'));
  for (const name of ['XDG_CACHE_HOME', 'HOME', 'LOCALAPPDATA']) vi.stubEnv(name, cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

describe('the choice of what trains', () => {
  it('is onnxruntime unless something else is wanted', async () => {
    const { executor, reason } = await chooseBackend('auto');
    expect(executor.name).toMatch(/^onnxruntime \d/);
    expect(reason).toMatch(/^onnxruntime [\d.]+ \(CPU\): the fastest executor/);
  });

  it.each([
    ['onnx', /^onnxruntime [\d.]+ \(CPU\), as asked for$/],
    ['wasm', /^tfjs [\d.]+ \(wasm\), as asked for$/],
  ] as const)('is %s where that is asked for', async (wanted, reason) => {
    expect((await chooseBackend(wanted)).reason).toMatch(reason);
  });

  it('says how to get native TensorFlow where it is not installed', async () => {
    await expect(chooseBackend('tensorflow')).rejects.toMatchObject({
      name: 'AppError',
      code: 'not-found',
      message: 'Native TensorFlow is not installed on this machine.',
      remedy: expect.stringContaining('npm run setup:tensorflow'),
    });
  });
});

describe('the library of TensorFlow', () => {
  it('is looked for in the cache folder of the user', () => {
    expect(findLibrary()).toBeNull();
    expect(libraryFolder('cpu').startsWith(cache)).toBe(true);
    expect(libraryFolder('gpu')).toBe(`${libraryFolder('cpu')}-gpu`);
  });
});
