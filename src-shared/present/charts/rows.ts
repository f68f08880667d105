/** What figures of one row a thing have in common, the first row on top. */
import { axis, type ChartTheme } from './figure.ts';

/** The names of the rows, in `left` pixels. */
export const rowAxis = (theme: ChartTheme, names: readonly string[], left: number) => ({
  ...axis(theme),
  type: 'category',
  inverse: true,
  data: [...names],
  axisLine: { show: false },
  splitLine: { show: false },
  axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: left - 12, overflow: 'truncate' },
});

/** A bar a row, with its value written behind it. */
export const rowBars = (
  theme: ChartTheme,
  bars: readonly { value: number; itemStyle: object }[],
  written: (value: number) => string,
) => ({
  type: 'bar',
  barWidth: 11,
  data: [...bars],
  label: {
    show: true,
    position: 'right',
    color: theme.muted,
    fontSize: 11,
    formatter: ({ value }: { value: number }) => written(value),
  },
});
