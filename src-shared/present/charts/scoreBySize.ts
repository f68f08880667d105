/** Score against the size of the panel: a line a run or method, a band for its spread. */
import { count, counted, score } from '../format.ts';
import { symbolOf, type RunSign } from '../run-signs.ts';
import {
  axis,
  base,
  escaped,
  hover,
  roundSpan,
  textWidth,
  type ChartSize,
  type ChartTheme,
  type Figure,
} from './figure.ts';
import { shortened } from './text-width.ts';

export interface SizeLine {
  name: string;
  sign: RunSign;
  points: readonly { k: number; mean: number; sd: number | null; runs: number }[];
}

export interface ScoreBySizeData {
  task: string;
  /** what is measured and by whom, in words: `macro-F1 by a random forest on the panel` */
  measure: string;
  lines: readonly SizeLine[];
  /** what all genes reach; null where it is not known */
  ceiling?: number | null;
}

export function scoreBySizeFigure(data: ScoreBySizeData): Figure {
  return {
    name: `score-by-size-${data.task}`,
    title: scoreBySizeFinding(data),
    note: `${data.measure}, on test cells. Points are means, bands one standard deviation over seeds or splits.`,
    height: () => 320,
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [
        { label: 'Line' },
        { label: 'Genes', format: count },
        { label: 'Mean', format: score },
        { label: 'Standard deviation', format: score },
        { label: 'Runs', format: count },
      ],
      rows: data.lines.flatMap(({ name, points }) => points.map(({ k, mean, sd, runs }) => [name, k, mean, sd, runs])),
    },
  };
}

/** Who is ahead at the greatest size that all have, or the smallest that one alone has. */
export function scoreBySizeFinding({ task, lines }: ScoreBySizeData): string {
  const sizes = [...new Set(lines.flatMap(({ points }) => points.map(({ k }) => k)))].sort((a, b) => a - b);
  const shared = sizes.filter((k) => lines.every(({ points }) => points.some((point) => point.k === k)));
  const k = shared.at(-1);
  if (k === undefined || lines.length < 2) return `${task}: score by size of the panel`;
  const at = lines
    .map(({ name, points }) => ({ name, mean: points.find((point) => point.k === k)?.mean ?? 0 }))
    .sort((a, b) => b.mean - a.mean);
  const [best, last] = [at[0], at.at(-1)];
  if (!best || !last || best.mean - last.mean < 0.005) return `${task}: alike with ${counted(k, 'gene')}`;
  return `${task}: ${best.name} reaches ${score(best.mean)} with ${counted(k, 'gene')}, ${last.name} ${score(last.mean)}`;
}

const LEGEND_ROW = 18;
/** pixels of a name in the legend, at the most; of its mark and the gaps beside it; and beside the legend */
const LEGEND = { name: 220, mark: 22 + 5 + 14, beside: 64 };

/** How many lines the legend takes. */
function legendRows(names: readonly string[], width: number): number {
  let [rows, used] = [1, 0];
  for (const name of names) {
    const takes = textWidth(shortened(name, LEGEND.name)) + LEGEND.mark;
    if (used > 0 && used + takes > width - LEGEND.beside) [rows, used] = [rows + 1, 0];
    used += takes;
  }
  return rows;
}

function option({ lines, ceiling = null }: ScoreBySizeData, theme: ChartTheme, size: ChartSize) {
  const values = lines.flatMap(({ points }) => points.flatMap(({ mean, sd }) => [mean - (sd ?? 0), mean + (sd ?? 0)]));
  if (ceiling !== null) values.push(ceiling);
  const { min, max, interval } = roundSpan(Math.min(...values), Math.max(...values));
  const sizes = [...new Set(lines.flatMap(({ points }) => points.map(({ k }) => k)))].sort((a, b) => a - b);
  const names = lines.map(({ name }) => name);
  const top = legendRows(names, size.width) * LEGEND_ROW + 18;
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ seriesName, value: [k, mean, sd, runs] }: { seriesName: string; value: number[] }) =>
        hover(seriesName, [
          ['Genes', count(k)],
          ['Score', score(mean)],
          ...(sd ? [['Standard deviation', score(sd)] as const] : []),
          ['Runs', count(runs)],
        ]),
    },
    legend: {
      left: 52,
      right: 12,
      top: 4,
      padding: 0,
      itemWidth: 22,
      itemHeight: 9,
      itemGap: 14,
      selectedMode: false,
      textStyle: { color: theme.muted, fontSize: 11 },
      formatter: (name: string) => escaped(shortened(name, LEGEND.name)),
      data: names,
    },
    grid: { left: 52, right: 20, top, bottom: 44 },
    xAxis: {
      ...axis(theme, 'genes in the panel'),
      type: 'log',
      logBase: 2,
      min: Math.max(1, (sizes[0] ?? 1) * 0.9),
      max: (sizes.at(-1) ?? 2) * 1.1,
      nameLocation: 'middle',
      nameGap: 26,
      axisLabel: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: { ...axis(theme), type: 'value', min, max, interval },
    series: [
      {
        // the sizes that there are, written where they stand: an axis of powers of two would invent others
        type: 'custom',
        silent: true,
        data: sizes.map((k) => [k, min]),
        renderItem: (_: unknown, api: { value: (i: number) => number; coord: (at: number[]) => number[] }) => {
          const [x, y = 0] = api.coord([api.value(0), min]);
          return {
            type: 'text',
            x,
            y: y + 6,
            style: { text: count(api.value(0)), fill: theme.muted, fontSize: 11, align: 'center' },
          };
        },
        clip: false,
      },
      ...lines.flatMap((line) => lineSeries(line, theme)),
      ...(ceiling === null
        ? []
        : [
            {
              type: 'line',
              silent: true,
              data: [],
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { color: theme.muted, type: 'dotted', width: 1.5 },
                label: { formatter: 'all genes', color: theme.muted, fontSize: 11, position: 'insideEndTop' },
                data: [{ yAxis: ceiling }],
              },
            },
          ]),
    ],
  };
}

function lineSeries({ name, sign, points }: SizeLine, theme: ChartTheme) {
  const banded = points.filter(({ sd }) => sd !== null);
  const bound = (side: 1 | -1) => banded.map(({ k, mean, sd }) => [k, mean + side * (sd ?? 0)]);
  return [
    {
      name,
      type: 'line',
      symbol: symbolOf(sign),
      symbolSize: 8,
      color: sign.colour,
      itemStyle: { color: sign.colour, borderColor: sign.colour },
      lineStyle: { color: sign.colour, width: 2, type: sign.hollow ? 'dashed' : 'solid' },
      data: points.map(({ k, mean, sd, runs }) => [k, mean, sd, runs]),
      emphasis: { disabled: true },
      z: 3,
    },
    {
      type: 'custom',
      silent: true,
      data: banded.length > 1 ? [0] : [],
      renderItem: (_: unknown, api: { coord: (at: number[]) => number[] }) => ({
        type: 'polygon',
        shape: { points: [...bound(1), ...bound(-1).reverse()].map((at) => api.coord(at)) },
        style: { fill: sign.colour, opacity: theme.dark ? 0.22 : 0.14 },
      }),
    },
  ];
}
