/** Which runs share what was computed for one of them. */
import { expect, it } from 'vitest';
import { cellsKey } from '../../src-main/services/same-request.ts';
import type { RunConfig } from '../../src-shared/model.ts';
import { smallConfig } from '../engine-config.ts';

it('lays out cells again where other genes, cells or labels would come of it, and only there', () => {
  const usual = cellsKey(smallConfig());
  const others: Partial<RunConfig>[] = [
    { datasetIds: [2] },
    { splitId: 2 },
    { minClass: 11 },
    { labelsSha256: 'f00' },
    { batchZscore: true },
    { binarise: true },
    { orthologs: true },
    { geneTable: 1 },
  ];
  for (const other of others) expect(cellsKey(smallConfig(other)), JSON.stringify(other)).not.toBe(usual);
  for (const same of [{ k: 9 }, { seed: 1 }, { method: 'random' }] as const)
    expect(cellsKey(smallConfig(same))).toBe(usual);
});
