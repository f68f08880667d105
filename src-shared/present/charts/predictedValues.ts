/** A number as it is and as a panel tells it: a dot a test cell, on the line where both are the same. */
import type { PredictedValues } from '../../model.ts';
import { count, significant } from '../format.ts';
import { predictorPhrase } from '../words.ts';
import { axis, base, hover, roundSpan, type ChartSize, type ChartTheme, type Figure } from './figure.ts';

/** pixels of the square at the most, and beside it */
const SQUARE = 420;
const AROUND = { left: 64, right: 16, top: 12, bottom: 48 };

export function predictedValuesFigure(data: PredictedValues): Figure {
  const { task, by, cells, truth, predicted } = data;
  const shown = truth.length < cells ? `${count(truth.length)} of ${count(cells)} test cells are shown. ` : '';
  return {
    name: `predicted-${task}`,
    title: predictedValuesFinding(data),
    note: `A dot is a test cell, on the line where ${predictorPhrase[by]} tells its value. ${shown}`.trim(),
    ...(truth.length > 800 && { renderer: 'canvas' as const }),
    height: (width) => side(width) + AROUND.top + AROUND.bottom,
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [{ label: 'Cell' }, { label: task, format: significant }, { label: 'Predicted', format: significant }],
      rows: truth.map((value, i) => [i + 1, value, predicted[i] ?? null]),
    },
  };
}

/** How far half of the cells are off at the most. */
function predictedValuesFinding({ task, truth, predicted }: PredictedValues): string {
  const off = truth.map((value, i) => Math.abs((predicted[i] ?? 0) - value)).sort((a, b) => a - b);
  if (off.length === 0) return `No test cell has a value of ${task}`;
  return `${task}: half of the test cells are told within ${significant(off[off.length >> 1])} of their value`;
}

const side = (width: number) => Math.max(120, Math.min(SQUARE, width - AROUND.left - AROUND.right));

function option({ task, truth, predicted }: PredictedValues, theme: ChartTheme, size: ChartSize) {
  let [low, high] = [Infinity, -Infinity];
  for (const values of [truth, predicted]) {
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  const { min, max, interval } = truth.length > 0 ? roundSpan(low, high) : roundSpan(0, 1);
  const square = side(size.width);
  const scale = (name: string, nameGap: number) => ({
    ...axis(theme, name),
    type: 'value',
    min,
    max,
    interval,
    nameLocation: 'middle',
    nameGap,
  });
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value: [is, told] }: { value: [number, number] }) =>
        hover('Test cell', [
          [task, significant(is)],
          ['Predicted', significant(told)],
        ]),
    },
    grid: { left: AROUND.left, top: AROUND.top, width: square, height: square },
    xAxis: scale(task, 28),
    yAxis: scale('predicted', 46),
    series: [
      {
        type: 'scatter',
        data: truth.map((value, i) => [value, predicted[i]]),
        symbolSize: truth.length > 800 ? 4 : 6,
        itemStyle: { color: theme.accent, opacity: 0.5 },
        progressive: 0,
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.muted, type: 'solid', width: 1 },
          label: { show: false },
          data: [[{ coord: [min, min] }, { coord: [max, max] }]],
        },
      },
    ],
  };
}
