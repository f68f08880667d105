import { requestOfConfig } from '../../src-shared/hand-panel.ts';
import { describe, expect, it } from 'vitest';
import { runRequest } from '../../src-shared/requests.ts';
import { provenanceText } from '../../src-shared/present/provenance.ts';
import { scoreRows } from '../../src-shared/present/scores.ts';
import { tabOf, withTab } from '../../src-renderer/results/tabs.ts';
import { targetsMet } from '../../src-shared/present/words.ts';
import { candidates, verdict } from '../../src-shared/present/verdict.ts';
import { run } from './fixtures.ts';

const thin = '\u202f';
const tied = '\u00a0';

describe('classes that must not be missed', () => {
  it('are counted where cells can say, and those that are too few are told apart', () => {
    expect(targetsMet(['met'], 'validation cells')).toBe('1 of 1 found as often as asked on validation cells.');
    expect(targetsMet(['met', 'missed', 'too few'], 'test cells')).toBe(
      '1 of 2 found as often as asked on test cells; 1 more has too few to say.',
    );
    expect(targetsMet(['too few'], 'test cells')).toBe(
      'Too few test cells to say whether it is found as often as asked.',
    );
  });
});

describe('the verdict on a run', () => {
  const whole = run();
  const one = {
    ...whole,
    headline: [
      { task: 'cell_type', metric: 'macro-F1', own: 0.8421, probe: 0.83, forest: 0.8, ceiling: 0.8714 } as const,
    ],
    results: whole.results.slice(0, 1),
  };

  it('says what was reached, on how many cells, and what all genes reach', () => {
    expect(verdict(one)).toBe(
      `32 genes answer cell_type with macro-F1${tied}0.842 on 548 held-out cells; all 5${thin}000 genes reach 0.871.`,
    );
  });

  it('names the forest where the method has no predictor of its own', () => {
    const headline = one.headline.map((score) => ({ ...score, own: null }));
    expect(verdict({ ...one, headline })).toContain(
      `with macro-F1${tied}0.800 by a random forest on 548 held-out cells`,
    );
  });

  it('lists several tasks in one sentence and names a metric when it changes', () => {
    const headline = [
      ...one.headline,
      { task: 'stim', metric: 'macro-F1', own: 0.98, probe: 0.97, forest: 0.97, ceiling: 0.99 } as const,
      { task: 'age', metric: 'R²', own: 0.41, probe: 0.4, forest: 0.4, ceiling: 0.47 } as const,
    ];
    expect(verdict({ ...one, headline })).toBe(
      `32 genes answer cell_type with macro-F1${tied}0.842 (all 5${thin}000 genes: 0.871), stim with 0.980 (0.990) and age with R²${tied}0.410 (0.470), on 548 held-out cells.`,
    );
  });

  it('counts the genes that could be chosen, though fewer began to compete, and none that nobody counted', () => {
    const [first, ...later] = whole.history;
    const screened = { ...whole, history: [{ ...first!, k: 1000 }, ...later] };
    expect(candidates(screened)).toBe(5000);
    expect(verdict({ ...one, panelMetrics: null })).toContain('; all genes reach 0.871.');
  });

  it('says up to only where the questions were tested on different cells', () => {
    const headline = [...one.headline, { ...one.headline[0]!, task: 'stim' }];
    const results = [whole.results[0]!, { ...whole.results[0]!, task: 'stim' }];
    expect(verdict({ ...one, headline, results })).toMatch(/, on 548 held-out cells\.$/);
    results[1]!.testCells = 500;
    expect(verdict({ ...one, headline, results })).toMatch(/, on up to 548 held-out cells\.$/);
  });
});

describe('the same again', () => {
  it('is a request that the contract takes, with nothing but what was asked', () => {
    const { config } = run();
    const request = requestOfConfig(config, 'Again');
    expect(runRequest.parse(request)).toEqual(request);
    expect(request.taskIds).toEqual([1, 2, 3]);
    expect(request.settings).toEqual(config.settings);
  });
});

describe('addresses of the parts of a run', () => {
  it('name the part, and survive a name that is none', () => {
    expect(tabOf('#/runs/7/scores')).toBe('scores');
    expect(tabOf('#/runs/7')).toBeNull();
    expect(tabOf('#/runs/7/nonsense')).toBeNull();
    expect(withTab('#/runs/7', 'training')).toBe('#/runs/7/training');
    expect(withTab('#/runs/7/scores', 'panel')).toBe('#/runs/7/panel');
  });
});

describe('the rows of the score tables', () => {
  it('have every score of every task, and what is kept of the ceiling by the better predictor', () => {
    const { results } = run();
    const rows = scoreRows(results);
    expect(rows.map(({ task, metric }) => `${task} ${metric}`)).toEqual([
      ...['cell_type', 'stim'].flatMap((task) =>
        ['macroF1', 'weightedF1', 'accuracy', 'balancedAccuracy', 'auroc', 'auprc'].map((one) => `${task} ${one}`),
      ),
      ...['r2', 'mse', 'pearson'].map((one) => `age ${one}`),
    ]);
    expect(rows.find(({ metric }) => metric === 'r2')?.kept).toBeCloseTo(0.412 / 0.466);
    expect(rows.find(({ metric }) => metric === 'mse')?.kept).toBeNull();
  });

  it('show probe and forest where a method brings no predictor, with the spread over their seeds', () => {
    const [first] = scoreRows(run({ method: 'random' }).results);
    expect(first?.own).toBeNull();
    expect(first?.kept).toBeCloseTo(Math.max(first?.probe ?? 0, first?.forest ?? 0) / (first?.ceiling ?? 1));
    expect(first?.spread.probe).toBeCloseTo(0.01);
  });
});

describe('provenance', () => {
  it('names what the run depended on', () => {
    const text = provenanceText(run());
    for (const part of ['9f2b54c0', '13 999 genes', 'Split seed: 0', 'CD3D, CD14', 'Learning rate: 0.001'])
      expect(text).toContain(part);
    expect(text).toContain('Training: 1 790');
    expect(text).toContain('Peak memory: 812 MB');
  });

  it('names what else changes a result', () => {
    const usual = run();
    const changes = { group: 'donor', orthologs: true, geneTable: 3, probeSteps: 1234 };
    const text = provenanceText({ ...usual, config: { ...usual.config, ...changes } });
    for (const part of [
      'Held out by: donor',
      'Match genes across species: yes',
      'Gene table: number 3',
      'Probe steps: 1 234',
    ])
      expect(text).toContain(part);
    expect(provenanceText(usual)).not.toContain('Held out by');
  });

  it('names the settings of the network for every method, whose panel it scores, and those of YOTO for YOTO alone', () => {
    const text = provenanceText(run({ method: 'top-variance' }));
    expect(text).toContain('Learning rate');
    expect(text).not.toContain('Gumbel noise');
    expect(provenanceText(run())).toContain('Gumbel noise');
  });
});
