import { describe, expect, it } from 'vitest';
import { random } from '../../../src-main/data/random.ts';
import { float64Ops } from '../../../src-main/nn/float64.ts';
import { modelBuild, modelSignature } from '../../../src-main/nn/tape.ts';
import { attentionModel } from '../../../src-main/selection/methods/attention-model.ts';

const SIZES: Record<string, number> = { cells: 3, genes: 6 };
const WIDTH = 4;
const HEADS = 2;
const PART = WIDTH / HEADS;

describe('the attention of one block', () => {
  it('is what tokens, keys and values written out one by one give', () => {
    const model = attentionModel({ width: WIDTH, attentionHeads: HEADS, heads: [{ kind: 'categorical', outputs: 3 }] });
    const draw = random(2, 'attention');
    const made = Object.entries(modelSignature(model)).map(([name, symbolic]) => {
      const dims = symbolic.map((d) => (typeof d === 'string' ? SIZES[d] : d));
      const length = dims.reduce((a, b) => a * b, 1);
      return [name, { dims, data: Float64Array.from({ length }, () => draw.normal()) }] as const;
    });
    const feeds = Object.fromEntries(made);
    const cls = SIZES.genes - 1;
    feeds.isCls.data.forEach((_, j, a) => (a[j] = j === cls ? 1 : 0));
    for (let i = 0; i < SIZES.cells; i++) feeds.x.data[i * SIZES.genes + cls] = 1;
    for (const name of ['ones', 'keep', 'keepGene0', 'keepGene1']) feeds[name].data.fill(1);
    const results = modelBuild(model)(float64Ops, (name) => feeds[name]);

    const row = (name: string, i: number, width: number) => [...feeds[name].data.slice(i * width, (i + 1) * width)];
    const times = (vector: number[], name: string, columns: number) =>
      Array.from({ length: columns }, (_, c) =>
        vector.reduce((s, v, r) => s + v * feeds[name].data[r * columns + c], 0),
      );
    const normed = (token: number[]) => {
      const mean = token.reduce((sum, v) => sum + v, 0) / WIDTH;
      const variance = token.reduce((sum, v) => sum + (v - mean) ** 2, 0) / WIDTH;
      return token.map((v) => (v - mean) / Math.sqrt(variance + 1e-5));
    };
    const expected = new Float64Array(SIZES.genes);
    for (let i = 0; i < SIZES.cells; i++) {
      const tokens = Array.from({ length: SIZES.genes }, (_, j) => {
        const shift = row('tokenShift', j, WIDTH);
        return normed(row('token', j, WIDTH).map((e, d) => e * feeds.x.data[i * SIZES.genes + j] + shift[d]));
      });
      for (let h = 0; h < HEADS; h++) {
        const query = times(tokens[cls], `query${h}`, PART);
        const logits = tokens.map((token) =>
          times(token, `key${h}`, PART).reduce((sum, key, d) => sum + (key * query[d]) / Math.sqrt(PART), 0),
        );
        const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
        logits.forEach((logit, j) => (expected[j] += Math.exp(logit) / total));
      }
    }
    results.attention.data.forEach((value, j) => expect(value).toBeCloseTo(expected[j], 10));
    expect(expected.reduce((a, b) => a + b, 0)).toBeCloseTo(SIZES.cells * HEADS, 10);
  });
});
