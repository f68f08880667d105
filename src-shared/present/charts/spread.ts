/** How a measure of cells is spread, with the limits that cells must keep to. */
import type { Spread } from '../../model.ts';
import { count } from '../format.ts';
import { axis, base, hover, type ChartTheme, type Figure } from './figure.ts';

export interface SpreadData {
  /** file name when saved */
  name: string;
  /** what is measured, as the axis names it with its unit */
  measure: string;
  title: string;
  spread: Spread;
  /** cells outside are left out; null: no limit */
  least: number | null;
  greatest: number | null;
  /** a value in words */
  word: (value: number) => string;
}

const HEIGHT = 132;

export function spreadFigure(data: SpreadData): Figure {
  return {
    name: data.name,
    title: data.title,
    height: () => HEIGHT,
    option: (theme) => option(data, theme),
    table: {
      columns: [
        { label: 'From', format: data.word },
        { label: 'to', format: data.word },
        { label: 'Cells', format: count },
      ],
      rows: data.spread.bins.map(({ from, to, cells }) => [from, to, cells]),
    },
  };
}

/** True for a bin all of whose cells are left out. */
const outside = ({ least, greatest }: SpreadData, bin: { from: number; to: number }): boolean =>
  (least !== null && bin.to <= least) || (greatest !== null && bin.from > greatest);

/** Where a value lies along the bins, in bins: the axis is one of categories, so that logarithms need no axis of their own. */
function position({ bins, log }: Spread, value: number): number {
  const at = bins.findIndex(({ to }) => value < to);
  if (at < 0) return bins.length - 0.5;
  const { from, to } = bins[at]!;
  if (value <= from) return at - 0.5;
  return at - 0.5 + (log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from));
}

function option(data: SpreadData, theme: ChartTheme) {
  const { bins } = data.spread;
  const limits = [data.least, data.greatest].filter((limit) => limit !== null);
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      trigger: 'axis',
      axisPointer: { type: 'none' },
      formatter: ([{ dataIndex }]: { dataIndex: number }[]) => {
        const bin = bins[dataIndex]!;
        return hover(`${data.word(bin.from)} to ${data.word(bin.to)}`, [
          ['Cells', count(bin.cells)],
          ...(outside(data, bin) ? [['', 'left out'] as const] : []),
        ]);
      },
    },
    grid: { left: 60, right: 8, top: 8, bottom: 38 },
    xAxis: [
      {
        ...axis(theme, data.measure),
        type: 'category',
        nameLocation: 'middle',
        nameGap: 22,
        data: bins.map(({ from }) => data.word(from)),
        axisLabel: {
          color: theme.muted,
          fontSize: 11,
          interval: Math.max(0, Math.ceil(bins.length / 4) - 1),
          showMinLabel: true,
        },
        splitLine: { show: false },
      },
      { type: 'value', min: -0.5, max: bins.length - 0.5, show: false },
    ],
    yAxis: {
      ...axis(theme, 'cells'),
      type: 'value',
      nameLocation: 'middle',
      nameGap: 42,
      splitNumber: 2,
      minInterval: 1,
      axisLine: { show: false },
      axisLabel: { color: theme.muted, fontSize: 11, formatter: count },
    },
    series: [
      {
        type: 'bar',
        barCategoryGap: '8%',
        data: bins.map((bin) => ({
          value: bin.cells,
          itemStyle: { color: outside(data, bin) ? theme.border : theme.accent },
        })),
      },
      {
        type: 'line',
        xAxisIndex: 1,
        data: [],
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color: theme.text, width: 1, type: 'dashed' },
          label: { show: false },
          data: limits.map((limit) => ({ xAxis: position(data.spread, limit) })),
        },
      },
    ],
  };
}
