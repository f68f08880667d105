/** What a report says of how a panel came to be, and of which cells it was scored on. */
import { describe, expect, it } from 'vitest';
import type { RunConfig, RunDetail } from '../../src-shared/model.ts';
import { limitsOf } from '../../src-main/report/limits.ts';
import { methodsText, references } from '../../src-main/report/methods-text.ts';
import { reportPage } from '../../src-main/report/page.ts';
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

  it('says how genes were brought together, and how long what scores the panel was trained', () => {
    const text = methodsText(designed({ orthologs: true, geneTable: 3, probeSteps: 1234 }));
    expect(text).toContain('different species were matched by the letters of their symbols');
    expect(text).toContain('Other names of genes were taken from a table of gene properties');
    expect(text).toMatch(/trained on it for 1.234 steps each/);
  });
});

describe('what was asked', () => {
  const usual = designed();
  const [type] = usual.config.tasks;
  const age = { ...type, id: 99, name: 'age', kind: 'continuous' as const };
  const why = { kind: 'unknown' as const, sentence: 'Nobody asked.' };
  const page = (detail: RunDetail) =>
    reportPage({ run: detail, predicted: [], project: 'Study', why, roles: null, madeAt: '2026-01-01T00:00:00.000Z' });

  it('is to tell classes apart and to predict numbers', () => {
    const both = designed({ tasks: [type, age] });
    expect(page(usual)).toContain(`so that cells can be told apart by ${type.name}`);
    expect(page(designed({ tasks: [age] }))).toContain('so that age of cells can be predicted.');
    expect(page(both)).toContain(`told apart by ${type.name}, and their age predicted.`);
    expect(page(both)).toContain('<li>age: a number</li>');
    expect(methodsText(both)).toMatch(/was designed to tell \S+ \(\d+ classes\) and to predict age \(a number\)\./);
    expect(methodsText(designed({ tasks: [age] }))).toMatch(/was designed to predict age \(a number\)\./);
    expect(methodsText(designed({ tasks: [age] }))).not.toContain('counted as unlabelled');
  });

  it('names the genes that must be in as people call them', () => {
    const given = withForced(usual, (rank) => rank === 2);
    const renamed = given.panel.map((gene) =>
      gene.forced ? { ...gene, name: 'ENSG1', id: 'ENSG1', symbol: 'CD3E' } : gene,
    );
    expect(page({ ...given, panel: renamed })).toContain('In it whatever happens: CD3E.');
    expect(page(withForced(usual, () => true))).toContain('All of them were given.');
    expect(page(usual)).not.toContain('whatever happens');
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
