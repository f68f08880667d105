/** The figures of a finished panel: what their titles say, and that each can be drawn, read as a table and printed. */
import { describe, expect, it } from 'vitest';
import type {
  AssayReport,
  CorrelationReport,
  CrowdingReport,
  EmbeddingReport,
  ExpressionReport,
  SizesReport,
} from '../../src-shared/analysis.ts';
import { captureFigure } from '../../src-shared/present/charts/assay.ts';
import { correlationFigure } from '../../src-shared/present/charts/correlation.ts';
import { crowdingFigure } from '../../src-shared/present/charts/crowding.ts';
import { dotPlotFigure } from '../../src-shared/present/charts/dotPlot.ts';
import { init } from '../../src-shared/present/charts/echarts.ts';
import { embeddingFigure } from '../../src-shared/present/charts/embedding.ts';
import { columnNames, PRINT, type Figure } from '../../src-shared/present/charts/figure.ts';
import { figureSvg } from '../../src-shared/present/charts/print.ts';
import { predictedValuesFigure } from '../../src-shared/present/charts/predictedValues.ts';
import { shortened } from '../../src-shared/present/charts/text-width.ts';
import { recallBySizeFigure, sizeCurveFigure } from '../../src-shared/present/charts/sizeCurve.ts';

const genes = ['MS4A1', 'NKG7', 'GAPDH'].map((symbol) => ({ gene: symbol, symbol }));
const expression: ExpressionReport = {
  task: 'type',
  kind: 'categorical',
  classes: [
    { name: 'B', cells: 50 },
    { name: 'NK & co <b>', cells: 20 },
  ],
  genes: [
    { ...genes[0], shares: [0.9, 0.1], means: [2, 0.1] },
    { ...genes[1], shares: [0.05, 0.8], means: [0.1, 3] },
    { ...genes[2], shares: [0.9, 0.95], means: [4, 4.1] },
  ],
  unit: 'log1p',
};
const byAge: ExpressionReport = {
  ...expression,
  task: 'age',
  kind: 'continuous',
  classes: ['lowest fifth', 'highest fifth'].map((name) => ({ name, cells: 30 })),
};
const correlation: CorrelationReport = {
  genes,
  r: [
    [1, -0.2, 0.1],
    [-0.2, 1, 0.85],
    [0.1, 0.85, 1],
  ],
  independence: 0.62,
  cells: 1792,
};
const embedding: EmbeddingReport = {
  panel: { x: [0, 1, 2], y: [0, 1, 0] },
  all: { x: [5, 1, 2], y: [0, 3, 0] },
  validation: [true, true, false],
  tasks: [
    { task: 'type', kind: 'categorical', classes: ['B', 'NK'], labels: [0, 1, null], predicted: [0, 0, null] },
    { task: 'age', kind: 'continuous', classes: [], labels: [3, null, 5], predicted: [2, 4, null] },
  ],
  how: 'UMAP',
};
const point = (k: number, from: 'ranking' | 'runs', mean: number) => ({
  ...{ k, from, runs: from === 'runs' ? [4, 5] : [], mean, low: mean - 0.01, high: mean + 0.01 },
  tasks: [
    {
      ...{ task: 'type', scores: [mean - 0.01, mean + 0.01], mean },
      classes: [
        { name: 'B', recall: mean, tooFew: false },
        { name: 'NK', recall: mean / 2, tooFew: false },
        { name: 'pDC', recall: 0.1, tooFew: true },
      ],
    },
  ],
});
const sizes: SizesReport = {
  cells: { training: 10, validation: 5, ofTraining: 10, ofValidation: 5 },
  points: [point(8, 'ranking', 0.6), point(16, 'ranking', 0.8), point(16, 'runs', 0.85)],
  knee: null,
  enough: 16,
  best: 0.85,
  how: 'Heads.',
};
const reading = (capture: number, b: number, nk: number) => ({
  ...{ capture, binary: false, mean: b },
  tasks: [
    {
      ...{ task: 'type', metric: 'macro-F1' as const, score: b },
      classes: [
        { name: 'B', cells: 30, f1: b, recall: b, low: 0, high: 1, tooFew: false },
        { name: 'NK', cells: 4, f1: nk, recall: nk, low: 0, high: 1, tooFew: true },
      ],
    },
  ],
});
const assay: AssayReport = {
  cells: sizes.cells,
  readings: [reading(1, 0.9, 0.9), reading(0.1, 0.7, 0.1)],
  failures: [],
  how: 'Thinned.',
};
const crowding: CrowdingReport = {
  classes: [
    { task: 'type', name: 'DC', molecules: 545.2, cells: 57 },
    { task: 'type', name: 'B', molecules: 40, cells: 114 },
  ],
  genes: [],
  limit: 200,
  cuts: [],
  met: true,
};
const colourOf = () => '#0072b2';
const values = { gene: 'NKG7', symbol: 'NKG7', values: [0, 2.5, 1] };

const figures: Record<string, [Figure, string]> = {
  'dot plot': [dotPlotFigure(expression), 'type: 2 genes of 3 mark one class; the others tell classes apart together'],
  'dot plot of a number': [dotPlotFigure(byAge), 'age: NKG7 rises most with it, MS4A1 falls most'],
  correlation: [
    correlationFigure(correlation),
    '1 pair of genes tells much the same (r ≥ 0.8), NKG7 and GAPDH most (0.85)',
  ],
  'cells by class': [
    embeddingFigure({ report: embedding, task: 0, colour: { by: 'class', colourOf } }),
    'type: the panel calls 50\u202f% of the validation cells shown right',
  ],
  'cells right or wrong': [
    embeddingFigure({ report: embedding, task: 0, colour: { by: 'right' } }),
    'type: the panel calls 50\u202f% of the validation cells shown right',
  ],
  'cells by a gene': [
    embeddingFigure({ report: embedding, task: 0, colour: { by: 'gene', values } }),
    'NKG7 in the cells, by the panel’s genes and by all genes',
  ],
  'cells by a value': [
    embeddingFigure({ report: embedding, task: 1, colour: { by: 'class', colourOf } }),
    'age over the cells, by the panel’s genes and by all genes',
  ],
  'score by size': [
    sizeCurveFigure({ report: { ...sizes, enough: 8 }, colours: ['#0072b2'] }),
    '8 genes are enough for 99 % of the best mean score seen (0.850)',
  ],
  'score by size, the greatest being best': [
    sizeCurveFigure({ report: sizes, colours: ['#0072b2'] }),
    'The most genes that were looked at, 16, score best (0.850); more may score higher',
  ],
  'recall by size': [recallBySizeFigure(sizes, 'type'), 'type: NK is hardest to find, even with all 16 genes'],
  'recall by capture': [captureFigure(assay, 'type'), 'type: B suffers most, from recall 0.900 to 0.700 at 10\u202f%'],
  'a predicted number': [
    predictedValuesFigure({
      task: 'age <b>',
      by: 'forest',
      cells: 9,
      truth: [20, 30, 40, 50],
      predicted: [22, 33, 39, 41],
    }),
    'age <b>: half of the test cells are told within 3.00 of their value',
  ],
  crowding: [
    crowdingFigure(crowding),
    'DC is most crowded: 545 molecules of the panel a cell; 1 of 2 classes are above the limit',
  ],
};

describe.each(Object.entries(figures))('the figure of %s', (_, [figure, title]) => {
  it('says what it shows', () => expect(figure.title).toBe(title));

  it('is drawn within its size, and printed', () => {
    const size = { width: 900, height: figure.height(900) };
    expect(size.height).toBeGreaterThan(60);
    const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
    chart.setOption(figure.option(PRINT, size));
    const svg = chart.renderToSVGString();
    chart.dispose();
    expect(svg).not.toMatch(/NaN|undefined/);
    expect(svg).not.toContain('<b>');
    expect(figureSvg(figure).content).toContain('<svg');
  });

  it('is a table too', () => {
    const { columns, rows } = figure.table;
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

describe('a recall by size', () => {
  it('is that of designed panels where there are any', () => {
    const { columns, rows } = recallBySizeFigure(sizes, 'type').table;
    expect(columns.map(({ label }) => label)).toEqual(['Class', '8', '16']);
    expect(rows).toEqual([
      ['pDC', 0.1, 0.1],
      ['NK', 0.3, 0.425],
      ['B', 0.6, 0.85],
    ]);
  });
});

describe('a figure of a number', () => {
  it('says what it rises and falls with only where something does', () => {
    const flat = byAge.genes.map((gene) => ({ ...gene, means: [2, 2.1] }));
    expect(dotPlotFigure({ ...byAge, genes: flat }).title).toMatch(/^age: no gene rises or falls with it by itself/);
    expect(dotPlotFigure({ ...byAge, genes: byAge.genes.slice(0, 1) }).title).toBe('age: MS4A1 falls most');
  });

  it('says what its colours mean', () => {
    const scaleOf = (task: number, colour: Parameters<typeof embeddingFigure>[0]['colour']) =>
      (
        embeddingFigure({ report: embedding, task, colour }).option(PRINT, { width: 900, height: 480 }) as {
          visualMap?: { text: string[] };
        }
      )['visualMap'];
    expect(scaleOf(0, { by: 'class', colourOf })).toBeUndefined();
    const known = embedding.tasks[1]!.labels.filter((value) => value !== null);
    expect(scaleOf(1, { by: 'class', colourOf })!.text.map(Number)).toEqual([Math.max(...known), Math.min(...known)]);
  });
});

describe('many classes', () => {
  const named = (columns: number) => columnNames(['A name of some length'], 600 / columns, 120);

  it('are named upright where their columns have no room for slanted names, and only some where not even for that', () => {
    expect(named(20).label).toMatchObject({ rotate: 48, interval: 0, fontSize: 11 });
    expect(named(60).label).toMatchObject({ rotate: 90, interval: 0, fontSize: 9 });
    expect(named(90).label).toMatchObject({ rotate: 90, interval: 'auto' });
    expect(named(60).height).toBeGreaterThan(named(20).height);
  });

  it('have long names cut, no letter in half', () => {
    expect(shortened('B cell', 60)).toBe('B cell');
    const cut = shortened(`${'🧬'.repeat(40)} cell`, 80);
    expect(cut).toMatch(/^(🧬)+…$/u);
  });
});

describe('many marks', () => {
  it('are painted, not made elements', () => {
    const many = {
      ...expression,
      classes: Array.from({ length: 100 }, (_, c) => ({ name: `c${c}`, cells: 10 })),
      genes: Array.from({ length: 300 }, (_, g) => ({
        ...{ gene: `g${g}`, symbol: `g${g}` },
        shares: Array.from({ length: 100 }, (_, c) => ((g + c) % 10) / 10),
        means: Array.from({ length: 100 }, (_, c) => (g + c) % 10),
      })),
    };
    expect(dotPlotFigure(many).renderer).toBe('canvas');
    expect(dotPlotFigure(expression).renderer).toBeUndefined();
  });
});
