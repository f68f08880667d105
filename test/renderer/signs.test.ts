/** What things are told apart by, and the figures of sizes, costs and classes in the order that people file them. */
import { describe, expect, it } from 'vitest';
import { costAgainstScoreFigure, costFinding } from '../../src-shared/present/charts/costAgainstScore.ts';
import { confusionFigure } from '../../src-shared/present/charts/confusion.ts';
import { PRINT } from '../../src-shared/present/charts/figure.ts';
import { withDensity } from '../../src-renderer/charts/png.ts';
import { figureSvg } from '../../src-shared/present/charts/print.ts';
import { luminance } from '../../src-shared/present/charts/palette.ts';
import { scoreBySizeFigure, scoreBySizeFinding } from '../../src-shared/present/charts/scoreBySize.ts';
import { refusedWords } from '../../src-shared/present/benchmark/refused.ts';
import { readSizes } from '../../src-renderer/benchmark/sizes.ts';
import { bestByTask } from '../../src-renderer/home/best.ts';
import { signAt, SIGNS, signsOf } from '../../src-shared/present/run-signs.ts';
import { run } from './fixtures.ts';

const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

describe('the signs of runs', () => {
  it('stay with a run, whichever others stand beside it and in whatever order', () => {
    const [first, second] = signsOf([5, 7]);
    expect(signsOf([7, 5])).toEqual([second, first]);
    expect(signsOf([1, 5, 2, 7])[1]).toEqual(first);
  });

  it('are all different in one figure, by shape and line even without colour', () => {
    const ids = [1, 9, 17, 2, 10, 3, 4, 25];
    const signs = signsOf(ids).map(({ shape, hollow }) => `${shape} ${hollow}`);
    expect(new Set(signs).size).toBe(SIGNS);
    const many = Array.from({ length: 24 }, (_, i) => JSON.stringify(signAt(i)));
    expect(new Set(many).size).toBe(24);
  });

  it('can be seen on paper and on a dark page', () => {
    for (const { colour } of signsOf([1, 2, 3, 4, 5, 6, 7, 8])) {
      expect(Math.max(contrast(colour, '#ffffff'), 0)).toBeGreaterThan(2);
      expect(contrast(colour, '#17191c')).toBeGreaterThan(1.9);
    }
  });
});

describe('score by size', () => {
  const line = (name: string, ...means: number[]) => ({
    name,
    sign: signAt(0),
    points: means.map((mean, i) => ({ k: 8 * 2 ** i, mean, sd: 0.01, runs: 3 })),
  });

  it('says who is ahead at the greatest size that all have', () => {
    const lines = [line('YOTO', 0.7, 0.8), line('Random', 0.3, 0.5, 0.6)];
    expect(scoreBySizeFinding({ task: 't', measure: 'm', lines })).toBe(
      't: YOTO reaches 0.800 with 16 genes, Random 0.500',
    );
    expect(scoreBySizeFinding({ task: 't', measure: 'm', lines: [line('A', 0.8), line('B', 0.801)] })).toBe(
      't: alike with 8 genes',
    );
  });

  it('draws with nothing undefined in it, names from files being no markup', () => {
    const svg = figureSvg(
      scoreBySizeFigure({ task: '<b>t', measure: 'm', lines: [line('<i>A', 0.7, 0.8)], ceiling: 0.9 }),
    ).content;
    expect(svg).not.toMatch(/NaN|undefined|<b>|<i>/);
  });
});

it('the figure of costs names the quickest of those that are nearly as good', () => {
  const of = (name: string, seconds: number, mean: number) => ({ name, sign: signAt(0), seconds, mean, sd: null });
  const methods = [of('YOTO', 60, 0.9), of('F statistic', 0.2, 0.89), of('Random', 0.1, 0.3)];
  expect(costFinding({ task: 't', measure: 'm', k: 16, methods })).toBe(
    't: F statistic comes within 0.02 of YOTO in under 1 s instead of 1 min',
  );
});

it('the figure of costs has room for methods that take no time, and writes names towards its middle', () => {
  const of = (name: string, seconds: number) => ({ name, sign: signAt(0), seconds, mean: 0.9, sd: null });
  const figure = (seconds: number[]) =>
    costAgainstScoreFigure({ task: 't', measure: 'm', k: 16, methods: seconds.map((s, i) => of(`m${i}`, s)) });
  const drawn = (seconds: number[]) =>
    figure(seconds).option(PRINT, { width: 900, height: 340 }) as {
      xAxis: { min: number; max: number };
      series: { data: { value: number[]; label: { position: string } }[] }[];
    };
  const { xAxis, series } = drawn([0.03, 0.04, 95]);
  expect([xAxis.min, xAxis.max]).toEqual([0.01, 100]);
  expect(series[0]!.data.map(({ value }) => value[0])).toEqual([0.03, 0.04, 95]);
  expect(series[0]!.data.map(({ label }) => label.position)).toEqual(['right', 'right', 'left']);
  expect(drawn([0]).xAxis).toMatchObject({ min: 0.001, max: 0.01 });
  expect(figure([0.03]).table.columns[1]!.format!(0.03)).toBe('0.0300');
});

it('what is not run is told once a reason', () => {
  const many = (['yoto', 'mrmr-f', 'univariate-f', 'lasso'] as const).map((method) => ({ method, k: 64, why: 'Too few genes.' })); // prettier-ignore
  const refused = [...many, ...[8, 16].map((k) => ({ method: 'wilcoxon' as const, k, why: 'It needs classes.' }))];
  expect(refusedWords(refused, 'before')).toEqual([
    'YOTO, mRMR-f, F statistic and 1 more with 64 genes will not be run: Too few genes.',
    'Wilcoxon with 8 and 16 genes will not be run: It needs classes.',
  ]);
  expect(refusedWords(refused, 'after')).toEqual([
    'YOTO, mRMR-f, F statistic and Lasso with 64 genes were not run: Too few genes.',
    'Wilcoxon with 8 and 16 genes was not run: It needs classes.',
  ]);
});

it('confusion lists classes as people file them, cells with them', () => {
  const { table } = confusionFigure({
    task: 't',
    classes: ['B', 'Mono 10', 'Mono 2', 'nK'],
    confusion: [
      [4, 0, 0, 1],
      [0, 3, 0, 0],
      [0, 0, 2, 0],
      [0, 0, 0, 1],
    ],
    predictor: 'me',
  });
  expect(table.rows).toEqual([
    ['B', 4, 0, 0, 1],
    ['Mono 2', 0, 2, 0, 0],
    ['Mono 10', 0, 0, 3, 0],
    ['nK', 0, 0, 0, 1],
  ]);
});

it('a picture knows its size on paper, and is the same picture', () => {
  // one red pixel
  const png = Uint8Array.from(
    atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'),
    (c) => c.charCodeAt(0),
  );
  const printed = withDensity(png, 300);
  const text = new TextDecoder('latin1').decode(printed);
  const at = text.indexOf('pHYs');
  const view = new DataView(printed.buffer, at + 4);
  expect([view.getUint32(0), view.getUint32(4), view.getUint8(8)]).toEqual([11811, 11811, 1]);
  // the chunk stands between the header and the pixels, which are untouched
  expect([...printed.subarray(0, 33), ...printed.subarray(33 + 21)]).toEqual([...png]);
  // CRC-32 of the chunk as any PNG reader has it
  expect(view.getUint32(9)).toBe(0x78a53f76);
});

it('sizes are read as they are written, or not at all', () => {
  expect(readSizes('64, 16 32,16')).toEqual([16, 32, 64]);
  expect([readSizes(''), readSizes('16,5'), readSizes('0'), readSizes('16,x'), readSizes('1.5')]).toEqual([
    null,
    [5, 16],
    null,
    null,
    null,
  ]);
});

it('the overview names the best run of each task, the smaller one of equals', () => {
  const scored = (id: number, forest: number, k = 32) => ({
    ...run({ id, k }),
    headline: [{ task: 't', metric: 'macro-F1' as const, own: null, probe: null, forest, ceiling: 0.9 }],
  });
  const best = (...runs: ReturnType<typeof scored>[]) => bestByTask(runs).map((one) => one.run.id);
  expect(best(scored(1, 0.5), scored(2, 0.8), scored(3, 0.7))).toEqual([2]);
  expect(best(scored(1, 0.8), scored(2, 0.8, 8))).toEqual([2]);
  expect(bestByTask([run({ state: 'failed' })])).toEqual([]);
  // scores on other cells do not compare: the newest run's split counts
  const on = (splitId: number, one: ReturnType<typeof scored>) => ({ ...one, config: { ...one.config, splitId } });
  const several = [on(2, scored(3, 0.7)), on(2, scored(2, 0.6)), on(1, scored(1, 0.8))];
  expect(bestByTask(several).map((one) => [one.run.id, one.ofSeveral])).toEqual([[3, true]]);
});
