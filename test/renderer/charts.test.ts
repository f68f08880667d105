import { describe, expect, it } from 'vitest';
import { classScoresFigure, classScoresFinding, worstFirst } from '../../src-shared/present/charts/classScores.ts';
import { worstPair } from '../../src-shared/worst-pair.ts';
import { confusionFigure, confusionFinding } from '../../src-shared/present/charts/confusion.ts';
import { init } from '../../src-shared/present/charts/echarts.ts';
import { escaped, hover, PRINT, roundSpan, type Figure } from '../../src-shared/present/charts/figure.ts';
import { headlineFigure, headlineFinding } from '../../src-shared/present/charts/headline.ts';
import { intersections, overlapFigure, overlapFinding } from '../../src-shared/present/charts/overlap.ts';
import { inkOn, luminance, sequential, shareColour } from '../../src-shared/present/charts/palette.ts';
import { recallsFigure, recallsFinding, recallsOf } from '../../src-shared/present/charts/recalls.ts';
import { figureSvg } from '../../src-shared/present/charts/print.ts';
import {
  dodged,
  interrupted,
  lastValidation,
  trainingFigure,
  trainingFinding,
} from '../../src-shared/present/charts/training.ts';
import { categorical, cellTypes, comparison, headline, history, results, run } from './fixtures.ts';

const DARK = { ...PRINT, dark: true, surface: '#17191c', text: '#e7e8e6' };
const thin = '\u202f';

/** The figure as the window would draw it. */
function drawn(figure: Figure, theme = PRINT, width = 900): string {
  const size = { width, height: figure.height(width) };
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(figure.option(theme, size));
  const svg = chart.renderToSVGString().replace(/<style[^]*?<\/style>/g, '');
  chart.dispose();
  return svg;
}

const tasks = [
  { name: 'cell_type', kind: 'categorical', colour: '#0072b2' },
  { name: 'stim', kind: 'categorical', colour: '#e69f00' },
] as const;
const runs = [
  run(),
  run({ id: 2, seed: 1, name: 'YOTO again' }),
  run({ id: 3, method: 'random', name: 'Random floor' }),
];

const figures: Record<string, Figure> = {
  training: trainingFigure({
    history: history(2, 32),
    tasks,
    k: 32,
    temperatureEnd: 0.01,
    steps: 3000,
    each: null,
    outcome: 'finished',
  }),
  'training, just begun': trainingFigure({
    history: [],
    tasks,
    k: 32,
    temperatureEnd: 0.01,
    steps: 3000,
    each: null,
    outcome: 'running',
  }),
  confusion: confusionFigure({
    task: 'cell_type',
    classes: cellTypes.map(([name]) => name),
    confusion: categorical(cellTypes, 0.2, 1).confusion,
    predictor: 'the forest',
  }),
  'class scores': classScoresFigure({ task: 'cell_type', perClass: categorical(cellTypes, 0.2, 1).perClass }),
  headline: headlineFigure({ scores: headline(results(1, 1)), genes: 32 }),
  recalls: recallsFigure({
    task: 'cell_type',
    runs: runs.map(({ name }) => name),
    classes: recallsOf(comparison(runs), 'cell_type', 'own'),
    predictor: "the run's own predictor",
  }),
  overlap: overlapFigure({
    runs: runs.map(({ name }) => ({ name, colour: '#0072b2' })),
    genes: comparison(runs).genes,
  }),
};

describe.each(Object.entries(figures))('the figure of %s', (_, figure) => {
  it('draws on paper and on a dark page, wide and narrow, with nothing undefined in it', () => {
    for (const theme of [PRINT, DARK])
      for (const width of [320, 900]) {
        const svg = drawn(figure, theme, width);
        expect(svg).toContain('<svg');
        expect(svg).not.toMatch(/undefined|NaN|\[object/);
      }
  });

  it('has a title without an end mark and a table as wide as its head', () => {
    expect(figure.title).toMatch(/[^.]$/);
    for (const row of figure.table.rows) expect(row).toHaveLength(figure.table.columns.length);
  });
});

describe('training curves', () => {
  it('end where a training ends, whichever of those that go on side by side are how far', () => {
    const points: [number, number][] = [1, 50, 100, 101, 301].map((step) => [step, step / 2]);
    expect(interrupted(points, null)).toEqual(points);
    expect(interrupted(points, 100)).toEqual([...points.slice(0, 3), [101, null], points[3], [301, null], points[4]]);
  });

  it('say what was reached, and that it goes on', () => {
    const data = {
      history: history(2, 32),
      tasks,
      k: 32,
      temperatureEnd: 0.01,
      steps: 3000,
      each: null,
      outcome: 'finished',
    } as const;
    expect(trainingFinding(data)).toMatch(
      new RegExp(
        `^The panel fell from 5${thin}000 to 32 genes: cell_type 0\\.\\d{3}, stim 0\\.\\d{3} on validation cells$`,
      ),
    );
    expect(trainingFinding({ ...data, history: history(2, 32, 500), outcome: 'running' })).toMatch(
      /has fallen from 5.000 to \d+ genes/,
    );
    expect(trainingFinding({ ...data, history: history(2, 32, 500), outcome: 'stopped' })).toMatch(
      /when training stopped: cell_type/,
    );
    expect(trainingFinding({ ...data, history: history(2, 32, 0), outcome: 'stopped' })).toMatch(
      new RegExp(`^The panel still held 5${thin}000 genes when training stopped`),
    );
    expect(trainingFinding({ ...data, history: history(2, 32, 0), outcome: 'running' })).toMatch(
      new RegExp(`^The panel starts from 5${thin}000 genes`),
    );
    expect(trainingFinding({ ...data, history: [] })).toBe('Training has not begun');
  });

  it('leave the score its usual axis until there is one', () => {
    const { yAxis } = figures['training, just begun']!.option(PRINT, { width: 900, height: 470 }) as {
      yAxis: { min: number; max: number }[];
    };
    expect(yAxis[0]).toMatchObject({ min: 0, max: 1 });
  });

  it('take the last step that measured validation', () => {
    expect(lastValidation(history(2, 32, 180))?.step).toBe(100);
    expect(lastValidation([])).toBeNull();
  });

  it('keep the names at their ends apart and within the plot', () => {
    expect(dodged([10, 50, 90], 100)).toEqual([0, 0, 0]);
    const at = [96, 98, 97];
    const placed = dodged(at, 100).map((by, i) => by + at[i]!);
    expect(placed).toEqual([65, 93, 79].map((y) => y));
    expect(dodged([5, 5], 100)).toEqual([0, 14]);
  });

  it('draw each task under its name', () => {
    const svg = drawn(figures.training!);
    for (const text of ['cell_type', 'stim', 'Training loss', 'Temperature (log scale)', 'k = 32', 'training step'])
      expect(svg).toContain(text);
  });
});

describe('confusion matrix', () => {
  const confusion = [
    [8, 2],
    [1, 0],
  ];
  it('names the worst mistake, the same that is asked what would tell it apart', () => {
    // 12 of 400 cells are many, and no loss for their class; half of 20 are
    const both = [
      [388, 12, 0],
      [0, 100, 0],
      [10, 0, 10],
    ];
    expect(worstPair(both)).toMatchObject({ truth: 2, called: 0 });
    const { title } = confusionFigure({ task: 't', classes: ['z', 'y', 'a'], confusion: both, predictor: 'x' });
    expect(title).toBe('t: the worst mistake is a taken for z (10 of 20 cells)');
    expect(confusionFinding({ task: 't', classes: ['A', 'B'], confusion, predictor: 'x' })).toBe(
      't: the worst mistake is A taken for B (2 of 10 cells)',
    );
    expect(
      confusionFinding({
        task: 't',
        classes: ['A', 'B'],
        confusion: [
          [8, 0],
          [0, 1],
        ],
        predictor: 'x',
      }),
    ).toBe('No test cell of t was given a wrong class');
  });

  it('colours by the share of the row and hides empty cells', () => {
    const figure = confusionFigure({ task: 't', classes: ['A', 'B'], confusion, predictor: 'x' });
    const { series } = figure.option(PRINT, { width: 800, height: 300 }) as {
      series: { data: { value: number[] }[] }[];
    };
    expect(series[0]?.data.map(({ value }) => value)).toEqual([
      [0, 0, 0.8],
      [1, 0, 0.2],
      [0, 1, 1],
    ]);
  });
});

describe('class scores', () => {
  it('stand worst first and judge only classes with enough cells', () => {
    const perClass = [
      { name: 'rare', precision: 0, recall: 0, f1: 0, support: 3 },
      { name: 'good', precision: 1, recall: 0.9, f1: 0.947, support: 90 },
      { name: 'weak', precision: 0.5, recall: 0.5, f1: 0.5, support: 40 },
    ];
    expect(worstFirst(perClass).map(({ name }) => name)).toEqual(['rare', 'weak', 'good']);
    expect(classScoresFinding({ task: 't', perClass })).toBe('weak is the only class of t below F1 0.7 (0.500)');
    expect(classScoresFinding({ task: 't', perClass: perClass.slice(0, 1) })).toMatch(/no class has enough test cells/);
    expect(drawn(classScoresFigure({ task: 't', perClass }))).toContain('3 too few');
  });
});

describe('scores against the ceiling', () => {
  it('say what share is kept, by the better predictor', () => {
    const one = { task: 'a', metric: 'macro-F1', own: 0.8, probe: 0.82, forest: 0.85, ceiling: 1 } as const;
    expect(headlineFinding({ scores: [one], genes: 32 })).toBe(
      `32 genes keep 85${thin}% of what all genes reach for a`,
    );
    expect(
      headlineFinding({ scores: [one, { ...one, task: 'b', own: null, probe: 0.45, forest: 0.5 }], genes: 32 }),
    ).toBe(`32 genes keep at least 50${thin}% of what all genes reach; b gives up most`);
    expect(headlineFinding({ scores: [{ ...one, ceiling: 0.8 }], genes: 32 })).toBe('32 genes reach what all genes do');
  });
});

describe('compared runs', () => {
  it('find where recalls differ most', () => {
    const data = {
      task: 't',
      runs: ['A', 'B'],
      classes: [
        { name: 'x', testCells: 30, recalls: [0.9, 0.4] },
        { name: 'y', testCells: 30, recalls: [0.9, null] },
        { name: 'of six cells', testCells: 6, recalls: [1, 0] },
      ],
      predictor: 'the forest',
    };
    expect(recallsFinding(data)).toBe('t: the runs differ most on x, 0.900 in A and 0.400 in B');
    expect(recallsFinding({ ...data, classes: data.classes.slice(1, 2) })).toBe(
      't was asked of one of these runs only, A',
    );
    expect(recallsFinding({ ...data, classes: data.classes.slice(1) })).toBe(
      't: the runs find each class about equally well',
    );
  });

  it('put the class with the worst mean recall first', () => {
    const classes = recallsOf(comparison(runs), 'cell_type', 'forest');
    const means = classes.map(({ recalls }) => recalls.reduce<number>((sum, value) => sum + (value ?? 0), 0));
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    expect(classes).toHaveLength(cellTypes.length);
  });

  it('count every gene in exactly one set of runs', () => {
    const { genes } = comparison(runs);
    const sets = intersections(genes);
    expect(sets.reduce((sum, { symbols }) => sum + symbols.length, 0)).toBe(genes.table.length);
    expect(sets[0]?.runs).toEqual([0, 1, 2]);
    expect(sets[0]?.symbols).toHaveLength(genes.sharedByAll.length);
    for (const [i, own] of genes.private.entries())
      expect(sets.find(({ runs }) => runs.join() === String(i))?.symbols.length ?? 0).toBe(own.length);
  });

  it('say what is shared', () => {
    const pair = [
      { name: 'A', colour: '#000' },
      { name: 'B', colour: '#000' },
    ];
    const row = (gene: string, ...ranks: (number | null)[]) => ({ gene, symbol: gene, ranks });
    expect(
      overlapFinding({
        runs: pair,
        genes: { sharedByAll: ['x'], private: [[], ['y']], table: [row('x', 1, 1), row('y', null, 2)] },
      }),
    ).toBe('1 gene of 2 is in both panels');
    expect(
      overlapFinding({ runs: pair, genes: { sharedByAll: [], private: [['x'], []], table: [row('x', 1, null)] } }),
    ).toBe('No gene is in both panels; together they have 1 gene');
  });
});

describe('a saved figure', () => {
  it('is one drawing with its title in it, on white, without styles for a pointer', () => {
    const { name, content } = figureSvg({ ...figures.confusion!, title: 'A <title> that is long. '.repeat(6).trim() });
    expect(name).toBe('confusion-cell_type.svg');
    expect(content).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="712"/);
    expect(content).toContain('fill="#ffffff"');
    expect(content.match(/<text x="16"/g)).toHaveLength(2);
    expect(content).toContain('A &lt;title&gt;');
    expect(content).not.toContain('<style');
  });
});

describe('axes', () => {
  it('begin and end on round numbers', () => {
    expect(roundSpan(0, 0.97)).toEqual({ min: 0, max: 1, interval: 0.2 });
    expect(roundSpan(0, 2.61)).toEqual({ min: 0, max: 3, interval: 1 });
    expect(roundSpan(0.8, 1)).toEqual({ min: 0.8, max: 1, interval: 0.05 });
    expect(roundSpan(-0.13, 0.4)).toEqual({ min: -0.2, max: 0.4, interval: 0.2 });
  });

  it('has room about one value, or two that are as good as one', () => {
    expect(roundSpan(0.85, 0.85)).toEqual({ min: 0.8, max: 0.9, interval: 0.02 });
    expect(roundSpan(0.85, 0.85 + 1e-10)).toEqual({ min: 0.8, max: 0.9, interval: 0.02 });
    expect(roundSpan(0, 0)).toEqual({ min: -0.06, max: 0.06, interval: 0.02 });
    expect(roundSpan(1, 1)).toMatchObject({ max: expect.closeTo(1.06) });
  });
});

describe('colours and hovers', () => {
  it('run from the page away from it, ever darker on paper and ever lighter on a dark page', () => {
    const paper = sequential(PRINT).map(luminance);
    expect(paper).toEqual(paper.toSorted((a, b) => b - a));
    const dark = sequential(DARK).map(luminance);
    expect(dark).toEqual(dark.toSorted((a, b) => a - b));
  });

  it('keep what is written on them readable', () => {
    for (const theme of [PRINT, DARK])
      for (let share = 0; share <= 1; share += 0.05) {
        const colour = shareColour(theme)(share);
        const [a, b] = [luminance(colour), luminance(inkOn(colour))];
        expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThan(4.4);
      }
  });

  it('never let a name become markup', () => {
    expect(escaped(`<img src=x onerror="a('b')">&`)).toBe('&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;');
    expect(hover('<b>', [['<i>', '<u>']])).not.toMatch(/<[biu]>/);
  });
});
