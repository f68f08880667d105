/** Scoring, where what is done side by side does not end well. */
import { expect, it } from 'vitest';
import { prepare } from '../../src-main/engine/prepare.ts';
import { score } from '../../src-main/engine/score.ts';
import { createCrew } from '../../src-main/learners/crew.ts';
import { onnxExecutor } from '../../src-main/nn/graph-onnx.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

// a failure that nobody listens to yet would end the process without a word
it('fails with the ceiling, also while a method is asked what it says of the test cells', async () => {
  const config = smallConfig();
  const prepared = prepare(planted(), config);
  const selection = {
    genes: Int32Array.of(0, 1),
    scores: Float64Array.of(2, 1),
    network: null,
    seesAllGenes: () => new Promise<never>(() => {}),
  };
  const tools = { executor: onnxExecutor(), crew: createCrew(), bar: () => () => undefined };
  const scored = score(prepared, selection, config, tools, Promise.reject(new Error('the ceiling diverged')));
  await expect(scored).rejects.toThrow('the ceiling diverged');
});
