/** Cells in two dimensions, by the panel's genes and beside it by all: coloured by class, by right and wrong, or by a gene. */
import type { CellValues, EmbeddingReport } from '../../analysis.ts';
import { percent, significant, spaced } from '../format.ts';
import { base, hover, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { shareColour } from './palette.ts';
import { shortened } from './text-width.ts';

export type ColourBy =
  { by: 'class'; colourOf: (className: string) => string } | { by: 'right' } | { by: 'gene'; values: CellValues };

export interface EmbeddingData {
  report: EmbeddingReport;
  /** index of the question among the report's */
  task: number;
  colour: ColourBy;
}

const RIGHT = { right: '#0072b2', wrong: '#d55e00' };
const GAP = 32;
const TOP = 28;
/** Names are written on the page where there are no more of them. */
const MOST_NAMED = 30;

export function embeddingFigure(data: EmbeddingData): Figure {
  const { report, task } = data;
  const about = report.tasks[task];
  return {
    name: `cells-${about?.task ?? 'panel'}`,
    title: embeddingFinding(data),
    note: spaced(report.how),
    renderer: 'canvas',
    height: (width) => Math.round((width - GAP) / 2 + TOP + 8),
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [
        { label: 'Cell' },
        { label: 'Part' },
        { label: about?.task ?? 'Class' },
        { label: 'Called' },
        { label: 'Panel 1' },
        { label: 'Panel 2' },
        { label: 'All genes 1' },
        { label: 'All genes 2' },
        ...(data.colour.by === 'gene' ? [{ label: data.colour.values.symbol }] : []),
      ],
      rows: report.validation.map((held, i) => [
        i + 1,
        held ? 'validation' : 'training',
        nameOf(about, about?.labels[i] ?? null),
        nameOf(about, about?.predicted[i] ?? null),
        report.panel.x[i] ?? null,
        report.panel.y[i] ?? null,
        report.all.x[i] ?? null,
        report.all.y[i] ?? null,
        ...(data.colour.by === 'gene' ? [data.colour.values.values[i] ?? null] : []),
      ]),
    },
  };
}

function nameOf(task: EmbeddingReport['tasks'][number] | undefined, label: number | null): string | number | null {
  if (label === null || !task) return null;
  return task.kind === 'categorical' ? (task.classes[label] ?? null) : label;
}

function embeddingFinding({ report, task, colour }: EmbeddingData): string {
  const about = report.tasks[task];
  if (colour.by === 'gene') return `${colour.values.symbol} in the cells, by the panel’s genes and by all genes`;
  if (!about) return 'The cells by the panel’s genes and by all genes';
  if (about.kind === 'continuous') return `${about.task} over the cells, by the panel’s genes and by all genes`;
  const judged = about.labels.flatMap((label, i) =>
    label === null || about.predicted[i] === null ? [] : [label === about.predicted[i]],
  );
  const right = judged.filter(Boolean).length / Math.max(1, judged.length);
  return `${about.task}: the panel calls ${percent(right)} of the validation cells shown right`;
}

function option({ report, task, colour }: EmbeddingData, theme: ChartTheme, size: ChartSize) {
  const about = report.tasks[task];
  const square = Math.min((size.width - GAP) / 2, size.height - TOP);
  const places = [
    { name: 'By the panel’s genes', at: report.panel },
    { name: 'By all variable genes', at: report.all },
  ];
  const paint = painter(report, about, colour, theme);
  const ranges = places.map(({ at }) => [range(at.x), range(at.y)] as const);
  return {
    ...base(theme),
    ...(paint.scale && { visualMap: colourScale(paint.scale, size.width, theme) }),
    title: places.map(({ name }, p) => ({
      text: name,
      left: p * (square + GAP),
      top: 3,
      padding: 0,
      textStyle: { color: theme.muted, fontSize: 12, fontWeight: 500 },
    })),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value: [, , i] }: { value: [number, number, number] }) => hover(...told(report, about, colour, i)),
    },
    grid: places.map((_, p) => ({ left: p * (square + GAP), top: TOP, width: square, height: square })),
    xAxis: ranges.map(([x], p) => ({ gridIndex: p, type: 'value', show: false, min: x[0], max: x[1] })),
    yAxis: ranges.map(([, y], p) => ({ gridIndex: p, type: 'value', show: false, min: y[0], max: y[1] })),
    series: places.flatMap(({ at }, p) => [
      {
        type: 'scatter',
        xAxisIndex: p,
        yAxisIndex: p,
        // what stands out is drawn last
        data: paint.order.map((i) => ({ value: [at.x[i], at.y[i], i], itemStyle: paint.styles[i] })),
        symbolSize: 5,
        progressive: 0,
      },
      ...(colour.by === 'class' && about?.kind === 'categorical' && about.classes.length <= MOST_NAMED
        ? [
            {
              type: 'scatter',
              xAxisIndex: p,
              yAxisIndex: p,
              silent: true,
              symbolSize: 0,
              data: about.classes.flatMap((name, c) => {
                const cells = about.labels.flatMap((label, i) => (label === c ? [i] : []));
                if (cells.length === 0) return [];
                return [{ value: middle(cells, at), label: { formatter: () => shortened(name, square / 3) } }];
              }),
              label: {
                show: true,
                position: 'inside',
                color: theme.text,
                fontSize: 11,
                fontWeight: 600,
                textBorderColor: theme.surface,
                textBorderWidth: 3,
              },
              // a name at the rim moves in rather than being cut
              labelLayout: ({ labelRect: { x, width } }: Named) => {
                const left = p * (square + GAP);
                return { hideOverlap: true, dx: Math.max(left - x, 0) - Math.max(x + width - left - square, 0) };
              },
            },
          ]
        : []),
    ]),
  };
}

/** What the colours mean, at the right above the cells. */
const colourScale = ({ low, high, colours }: Scale, width: number, theme: ChartTheme) => ({
  type: 'continuous',
  min: 0,
  max: 1,
  seriesIndex: [],
  orient: 'horizontal',
  right: 0,
  top: 2,
  itemWidth: 10,
  itemHeight: Math.min(110, width / 8),
  text: [significant(high), significant(low)],
  textStyle: { color: theme.muted, fontSize: 11 },
  inRange: { color: colours },
  calculable: false,
  padding: 0,
});

/** Colours from the lowest value to the highest. */
interface Scale {
  low: number;
  high: number;
  colours: string[];
}

/** Where ECharts is about to write a name. */
interface Named {
  labelRect: { x: number; width: number };
}

/** The colour of each cell, and the order in which they are drawn. */
function painter(
  report: EmbeddingReport,
  about: EmbeddingReport['tasks'][number] | undefined,
  colour: ColourBy,
  theme: ChartTheme,
) {
  const cells = report.validation.map((_, i) => i);
  const style = (fill: string, opacity: number) => ({ color: fill, opacity });
  if (colour.by === 'gene' || about?.kind === 'continuous') {
    const values = colour.by === 'gene' ? colour.values.values : (about?.labels ?? []);
    const { low, high } = extent(values.flatMap((value) => (value === null ? [] : [value])));
    // the palest would not be seen on the page
    const colourAt = (share: number) => shareColour(theme)(0.12 + 0.88 * share);
    const styles = cells.map((i) => {
      const value = values[i] ?? null;
      return value === null ? style(theme.border, 0.4) : style(colourAt((value - low) / (high - low || 1)), 0.9);
    });
    const scale: Scale = { low, high, colours: [0, 0.25, 0.5, 0.75, 1].map(colourAt) };
    return {
      styles,
      scale: low < high ? scale : null,
      order: cells.toSorted((a, b) => (values[a] ?? -Infinity) - (values[b] ?? -Infinity)),
    };
  }
  if (colour.by === 'right') {
    const right = cells.map((i) => {
      const [label, called] = [about?.labels[i] ?? null, about?.predicted[i] ?? null];
      return label === null || called === null ? null : label === called;
    });
    const styles = right.map((is) =>
      is === null ? style(theme.border, 0.5) : style(is ? RIGHT.right : RIGHT.wrong, is ? 0.55 : 1),
    );
    const rank = (i: number) => (right[i] === null ? 0 : right[i] ? 1 : 2);
    return { styles, scale: null, order: cells.toSorted((a, b) => rank(a) - rank(b)) };
  }
  const styles = cells.map((i) => {
    const name = about?.classes[about.labels[i] ?? -1];
    return name === undefined ? style(theme.border, 0.4) : style(colour.colourOf(name), 0.8);
  });
  return { styles, scale: null, order: cells };
}

function told(
  report: EmbeddingReport,
  about: EmbeddingReport['tasks'][number] | undefined,
  colour: ColourBy,
  i: number,
): [string, (readonly [string, string])[]] {
  const held = report.validation[i] ? 'validation cell' : 'training cell';
  const label = nameOf(about, about?.labels[i] ?? null);
  const called = nameOf(about, about?.predicted[i] ?? null);
  const shown = (value: string | number) => (typeof value === 'number' ? significant(value) : value);
  return [
    label === null ? `Unlabelled ${held}` : shown(label),
    [
      ...(called === null ? [] : [['Called', shown(called)] as const]),
      ...(colour.by === 'gene' ? [[colour.values.symbol, significant(colour.values.values[i])] as const] : []),
      ['Part', held] as const,
    ],
  ];
}

/** 0 to 1 where there is no value. */
function extent(values: readonly number[]): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return Number.isFinite(low) ? { low, high } : { low: 0, high: 1 };
}

/** Ends of an axis, with a little room. */
function range(values: readonly number[]): [number, number] {
  const { low, high } = extent(values);
  const pad = (high - low) * 0.03;
  return [low - pad, high + pad];
}

/** Where the cells of a class have most of their like: a class in two groups is named on one of them, not between. */
function middle(cells: readonly number[], { x, y }: { x: number[]; y: number[] }): [number, number] {
  const some = cells.filter((_, i) => i % Math.ceil(cells.length / 60) === 0);
  const from = (i: number) => median(some.map((j) => Math.hypot((x[i] ?? 0) - (x[j] ?? 0), (y[i] ?? 0) - (y[j] ?? 0))));
  const best = some.map((i) => ({ i, from: from(i) })).toSorted((a, b) => a.from - b.from)[0]?.i ?? 0;
  return [x[best] ?? 0, y[best] ?? 0];
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
