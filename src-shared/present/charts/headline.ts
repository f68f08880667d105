/** How near the panel comes to what all genes reach: own predictor, probe and forest against the ceiling, a line a task. */
import type { HeadlineScore, PredictorScores } from '../../model.ts';
import { counted, percent, score, signed } from '../format.ts';
import {
  axis,
  base,
  hover,
  inked,
  labelRoom,
  roundSpan,
  type ChartSize,
  type ChartTheme,
  type Figure,
} from './figure.ts';

export interface HeadlineData {
  scores: readonly HeadlineScore[];
  genes: number;
}

const ROW = 40;

interface Mark {
  name: string;
  of: (one: HeadlineScore) => number | null;
  symbol: 'rect' | 'circle';
  size: number | number[];
  /** pixels below the line of its task */
  shift: number;
  colour: string;
  hollow?: boolean;
}

export function headlineFigure(data: HeadlineData): Figure {
  return {
    name: 'scores',
    title: headlineFinding(data),
    ...(data.scores.some(({ asSequenced }) => asSequenced) && {
      note: 'In the assay of the run: the test cells as it would count them, mean of 5 draws. The table has them as sequenced too.',
    }),
    height: () => data.scores.length * ROW + 78,
    option: (theme, size) => option(data.scores, theme, size),
    table: {
      columns: [
        { label: 'Task' },
        { label: 'Metric' },
        { label: 'Own predictor', format: score },
        { label: 'Probe', format: score },
        { label: 'Forest', format: score },
        { label: 'Ceiling, all genes', format: score },
      ],
      rows: data.scores.flatMap(({ task, metric, asSequenced, ...scores }) => {
        const row = (name: string, { own, probe, forest, ceiling }: PredictorScores) => [name, metric, own, probe, forest, ceiling]; // prettier-ignore
        return asSequenced
          ? [row(`${task}, in the assay`, scores), row(`${task}, as sequenced`, asSequenced)]
          : [row(task, scores)];
      }),
    },
  };
}

/** The best of the predictors on the panel. */
const bestOf = (one: HeadlineScore): number => Math.max(one.own ?? -Infinity, one.probe ?? -Infinity, one.forest);

const leastOf = (one: HeadlineScore) => Math.min(one.own ?? one.forest, one.probe ?? one.forest, one.forest);

export function headlineFinding({ scores, genes }: HeadlineData): string {
  const shares = scores
    .filter(({ ceiling }) => ceiling > 0)
    .map((one) => ({ task: one.task, share: bestOf(one) / one.ceiling }));
  const worst = shares.toSorted((a, b) => a.share - b.share)[0];
  if (!worst) return `What ${counted(genes, 'gene')} reach of what all genes do`;
  if (worst.share >= 1) return `${counted(genes, 'gene')} reach what all genes do`;
  const keeps = genes === 1 ? 'keeps' : 'keep';
  return scores.length === 1
    ? `${counted(genes, 'gene')} ${keeps} ${percent(worst.share)} of what all genes reach for ${worst.task}`
    : `${counted(genes, 'gene')} ${keeps} at least ${percent(Math.floor(worst.share * 100) / 100)} of what all genes reach; ${worst.task} gives up most`;
}

function option(scores: readonly HeadlineScore[], theme: ChartTheme, size: ChartSize) {
  const tasks = scores.map(({ task, metric }) => `${task}\n{metric|${metric}}`);
  const left =
    labelRoom(
      scores.map(({ task }) => task),
      64,
      Math.min(220, size.width * 0.3),
    ) + 16;
  const values = scores.flatMap((one) => [leastOf(one), bestOf(one), one.ceiling]);
  const least = Math.min(...values);
  const { min, interval } = roundSpan(least < 0 ? least : Math.max(0, least - 0.03), 1);
  const marks: Mark[] = [
    { name: 'forest', of: (one) => one.forest, symbol: 'rect', size: 9, shift: 8, colour: theme.muted, hollow: true },
    { name: 'probe', of: (one) => one.probe, symbol: 'circle', size: 9, shift: 0, colour: theme.accent, hollow: true },
    { name: 'own predictor', of: (one) => one.own, symbol: 'circle', size: 10, shift: -8, colour: theme.accent },
    {
      name: 'ceiling, all genes',
      of: (one) => one.ceiling,
      symbol: 'rect',
      size: [3, 22],
      shift: 0,
      colour: theme.text,
    },
  ];
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: theme.border, opacity: 0.35 } },
      formatter: (params: unknown) => {
        const one = scores[(params as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        if (!one) return '';
        const beside = (value: number | null) =>
          value === null ? score(null) : `${score(value)}  (${signed(value - one.ceiling)})`;
        return hover(`${one.task}, ${one.metric}`, [
          ['Own predictor', beside(one.own)],
          ['Probe', beside(one.probe)],
          ['Forest', beside(one.forest)],
          ['Ceiling, all genes', score(one.ceiling)],
        ]);
      },
    },
    legend: {
      left,
      top: 0,
      padding: 0,
      itemWidth: 12,
      itemHeight: 10,
      itemGap: 16,
      selectedMode: false,
      textStyle: { color: theme.muted, fontSize: 11 },
      data: ['own predictor', 'probe', 'forest', 'ceiling, all genes'],
    },
    grid: { left, right: 24, top: 30, bottom: 44 },
    xAxis: {
      ...axis(theme, 'score on test cells'),
      type: 'value',
      min,
      max: 1,
      interval,
      nameLocation: 'middle',
      nameGap: 26,
    },
    yAxis: {
      ...axis(theme),
      type: 'category',
      inverse: true,
      data: tasks,
      axisLine: { show: false },
      axisLabel: {
        color: theme.text,
        fontSize: 12,
        interval: 0,
        lineHeight: 15,
        width: left - 16,
        overflow: 'truncate',
        rich: { metric: { color: theme.muted, fontSize: 11 } },
      },
    },
    series: [
      {
        // from the least predictor to the ceiling
        type: 'custom',
        silent: true,
        data: scores.map((one, i) => [leastOf(one), i, one.ceiling]),
        renderItem: (_: unknown, api: { value: (i: number) => number; coord: (at: number[]) => number[] }) => {
          const [x1, y] = api.coord([api.value(0), api.value(1)]);
          const [x2] = api.coord([api.value(2), api.value(1)]);
          return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: theme.border, lineWidth: 2 } };
        },
      },
      ...marks.map(({ name, of, symbol, size, shift, colour, hollow = false }) => ({
        name,
        type: 'scatter',
        symbol,
        symbolSize: size,
        // the predictors stand one above the other, so that equal scores do not hide each other
        symbolOffset: [0, shift],
        color: colour,
        itemStyle: inked(theme, colour, hollow),
        data: scores.map((one, i) => [of(one), i]).filter(([value]) => value !== null),
        emphasis: { disabled: true },
      })),
    ],
  };
}
