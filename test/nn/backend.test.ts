import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseBackend, faster } from '../../src-main/nn/backend.ts';
import type { Work } from '../../src-main/nn/calibrate.ts';
import type { Executor } from '../../src-main/nn/executor.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
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

  it('is what an earlier process began with, where nothing is asked for and it can still be had', async () => {
    const { name } = (await chooseBackend('wasm')).executor;
    const { executor, reason } = await chooseBackend('auto', undefined, name);
    expect(executor.name).toBe(name);
    expect(reason).toBe(`${name}: the run was begun with it`);
    expect((await chooseBackend('auto', undefined, 'tfjs 1.0 (wasm)')).executor.name).toMatch(/^onnxruntime/);
    expect((await chooseBackend('onnx', undefined, name)).executor.name).toMatch(/^onnxruntime/);
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

describe('a trial of the steps of a run', () => {
  const work: Work = { shape: { hidden: 4, heads: [{ kind: 'categorical', outputs: 2 }] }, cells: 4, columns: [3] };
  const named = (name: string, held = 0): Executor => ({
    ...onnxExecutor(),
    name,
    async prepare(signature, build) {
      const runner = await onnxExecutor().prepare(signature, build);
      return {
        async run(feeds) {
          for (const until = performance.now() + held; performance.now() < until;);
          return runner.run(feeds);
        },
      };
    },
  });

  it('takes the executor that is clearly faster, and says by how much', async () => {
    const slow = await faster(work, async (name) => named(name, name === 'onnx' ? 20 : 0));
    expect(slow!.executor.name).toBe('tensorflow');
    expect(slow!.reason).toMatch(/^tensorflow: [\d.]+ ms a step of this run, [\d.]+ ms on onnx$/);
    const usual = await faster(work, async (name) => named(name, name === 'tensorflow' ? 20 : 0));
    expect(usual!.executor.name).toBe('onnx');
  });

  it('is none where one of them does not work', async () => {
    const broken = async (name: string) => {
      if (name === 'tensorflow') throw new Error('no library');
      return named(name);
    };
    expect(await faster(work, broken)).toBeNull();
  });
});

describe('the library of TensorFlow', () => {
  it('is looked for in the cache folder of the user', () => {
    expect(findLibrary()).toBeNull();
    expect(libraryFolder('cpu').startsWith(cache)).toBe(true);
    expect(libraryFolder('gpu')).toBe(`${libraryFolder('cpu')}-gpu`);
  });
});
