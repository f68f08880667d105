import { describe, expect, it } from 'vitest';
import { givenPanel } from '../../../src-main/selection/methods/given-panel.ts';
import type { SelectionInput } from '../../../src-main/selection/types.ts';

describe('a panel that is given', () => {
  it('is taken as it is, in its order, and ranked by nothing', async () => {
    const { genes, scores, network } = await givenPanel({ forced: Int32Array.of(7, 2, 5), k: 3 } as SelectionInput);
    expect(Array.from(genes)).toEqual([7, 2, 5]);
    expect(Array.from(scores)).toEqual([NaN, NaN, NaN]);
    expect(network).toBeNull();
  });
});
