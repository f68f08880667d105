/** What a report says of how a panel came to be, and of which cells it was scored on. */
import { describe, expect, it } from 'vitest';
import type { RunConfig, RunDetail } from '../../src-preload/model.ts';
import { limitsOf } from '../../src-main/report/limits.ts';
import { methodsText, references } from '../../src-main/report/methods-text.ts';
import { run } from '../renderer/fixtures.ts';

const designed = (changes: Partial<RunConfig> = {}): RunDetail => {
  const usual = run({ k: 8 });
  return { ...usual, config: { ...usual.config, ...changes } };
};
const withForced = (detail: RunDetail, isForced: (rank: number) => boolean): RunDetail => ({
  ...detail,
  panel: detail.panel.map((gene) => ({ ...gene, forced: isForced(gene.rank) })),
});

describe('the methods paragraph', () => {
  it('says that a designed panel was selected', () => {
    const text = methodsText(designed());
    expect(text).toMatch(/^A panel of 8 genes was selected with YOTO \(/);
    expect(text).toContain('Cells were split once into');
    expect(references(designed()).join()).toContain('arXiv:2512.17678');
  });

  it('does not say of a given panel that it was selected', () => {
    const given = withForced(designed({ method: 'panel' }), () => true);
    expect(methodsText(given)).toMatch(/^A given panel of 8 genes was scored with Panelwright /);
    expect(methodsText(given)).not.toMatch(/select|designed|candidates/i);
    expect(references(given).join()).not.toContain('Chopard');
  });

  it('says of one that was filled up by whom', () => {
    const filled = withForced(designed({ method: 'panel' }), (rank) => rank <= 3);
    expect(methodsText(filled)).toMatch(/^A given panel of 3 genes was filled up to 8 genes with YOTO \(/);
    expect(references(filled).join()).toContain('Chopard');
  });

  it('says what bounded the choice', () => {
    const text = methodsText(designed({ minDetected: 0.05, batchZscore: true, candidates: ['CD3D', 'CD14'] }));
    expect(text).toContain('detected in at least 5 % of the cells');
    expect(text).toContain('z-scored within each data set');
    expect(text).toContain('chosen among 2 named ones');
  });
});

describe('which cells scores are of', () => {
  const said = (changes: Partial<RunConfig>) => [methodsText(designed(changes)), ...limitsOf(designed(changes))].join();

  it('is said for single cells, whole groups and a data set that was left out', () => {
    expect(said({})).toContain('cells of other donors, tissues');
    expect(said({ group: 'donor' })).toContain('all cells of one donor on one side');
    expect(said({ group: 'donor' })).not.toContain('cells of other donors');
    expect(said({ leaveOut: 1 })).toContain('pbmc_ifnb_kang2018 was left out to be scored on');
    expect(said({ leaveOut: 1 })).not.toContain('split once');
  });
});
