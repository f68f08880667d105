/** Precision, recall and F1 of every class, worst first, with how many test cells stand behind each. */
import type { ClassScore } from '../../model.ts';
import { TOO_FEW } from '../../recall-targets.ts';
import { count, score } from '../format.ts';
import { axis, base, hover, inked, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';

export interface ClassScoresData {
  task: string;
  perClass: readonly ClassScore[];
}

const ROW = 22;

/** Worst F1 first; of equal ones the class with more cells. */
export const worstFirst = (perClass: readonly ClassScore[]): ClassScore[] =>
  [...perClass].sort((a, b) => a.f1 - b.f1 || b.support - a.support);

export function classScoresFigure(data: ClassScoresData): Figure {
  const classes = worstFirst(data.perClass);
  return {
    name: `classes-${data.task}`,
    title: classScoresFinding(data),
    height: () => classes.length * ROW + 84,
    option: (theme, size) => option(classes, theme, size),
    table: {
      columns: [
        { label: 'Class' },
        { label: 'Precision', format: score },
        { label: 'Recall', format: score },
        { label: 'F1', format: score },
        { label: 'F1, 95 % from', format: score },
        { label: 'to', format: score },
        { label: 'Test cells', format: count },
      ],
      rows: classes.map((one) => [
        one.name,
        one.precision,
        one.recall,
        one.f1,
        one.intervals?.f1[0] ?? null,
        one.intervals?.f1[1] ?? null,
        one.support,
      ]),
    },
  };
}

export function classScoresFinding({ task, perClass }: ClassScoresData): string {
  const telling = worstFirst(perClass.filter(({ support }) => support >= TOO_FEW));
  const worst = telling[0];
  if (!worst) return `${task}: no class has enough test cells to say how well it is told apart`;
  const weak = telling.filter(({ f1 }) => f1 < 0.7);
  if (!weak.length) return `Every class of ${task} with enough test cells has F1 of ${score(worst.f1)} or more`;
  if (weak.length === 1) return `${worst.name} is the only class of ${task} below F1 0.7 (${score(worst.f1)})`;
  return `${count(weak.length)} classes of ${task} are below F1 0.7; ${worst.name} is hardest (${score(worst.f1)})`;
}

function option(classes: ClassScore[], theme: ChartTheme, size: ChartSize) {
  const left =
    labelRoom(
      classes.map(({ name }) => name),
      60,
      Math.min(240, size.width * 0.35),
    ) + 12;
  const support = (row: ClassScore) => `${count(row.support)}${row.support < TOO_FEW ? ' too few' : ''}`;
  const right = labelRoom(['test cells', ...classes.map(support)], 56, 96) + 28;
  const marks = [
    {
      name: 'Precision',
      of: (one: ClassScore) => one.precision,
      symbol: 'circle',
      size: 8,
      colour: theme.muted,
      hollow: true,
    },
    {
      name: 'Recall',
      of: (one: ClassScore) => one.recall,
      symbol: 'triangle',
      size: 9,
      colour: theme.muted,
      hollow: false,
    },
    { name: 'F1', of: (one: ClassScore) => one.f1, symbol: 'diamond', size: 11, colour: theme.accent, hollow: false },
  ];
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: theme.border, opacity: 0.35 } },
      formatter: (params: unknown) => {
        const one = classes[(params as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        return one
          ? hover(one.name, [
              ...marks.map(({ name, of }) => [name, score(of(one))] as const),
              ...(one.intervals
                ? [['F1, 95 %', `${score(one.intervals.f1[0])} to ${score(one.intervals.f1[1])}`] as const]
                : []),
              ['Test cells', support(one)],
            ])
          : '';
      },
    },
    legend: {
      left,
      top: 0,
      padding: 0,
      itemWidth: 12,
      itemHeight: 10,
      itemGap: 16,
      icon: undefined,
      selectedMode: false,
      textStyle: { color: theme.muted, fontSize: 11 },
      data: marks.map(({ name }) => name),
    },
    grid: { left, right, top: 30, bottom: 48 },
    xAxis: {
      ...axis(theme, 'score on test cells'),
      type: 'value',
      min: 0,
      max: 1,
      nameLocation: 'middle',
      nameGap: 26,
    },
    yAxis: [
      {
        ...axis(theme),
        type: 'category',
        inverse: true,
        data: classes.map(({ name }) => name),
        axisLine: { show: false },
        splitLine: { show: true, lineStyle: { color: theme.border, opacity: 0.4 } },
        axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: left - 12, overflow: 'truncate' },
      },
      {
        ...axis(theme, 'test cells'),
        nameLocation: 'start',
        nameGap: 10,
        nameTextStyle: { color: theme.muted, fontSize: 11, align: 'left', padding: [0, 0, 0, 16] },
        type: 'category',
        inverse: true,
        position: 'right',
        data: classes.map(support),
        axisLine: { show: false },
        axisLabel: { color: theme.muted, fontSize: 11, interval: 0, margin: 16 },
        splitLine: { show: false },
      },
    ],
    series: [
      {
        // how far F1 could be otherwise with other test cells
        type: 'custom',
        silent: true,
        data: classes.flatMap((one, i) => (one.intervals ? [[one.intervals.f1[0], i, one.intervals.f1[1]]] : [])),
        renderItem: (_: unknown, api: { value: (i: number) => number; coord: (at: number[]) => number[] }) => {
          const [x1, y] = api.coord([api.value(0), api.value(1)]);
          const [x2] = api.coord([api.value(2), api.value(1)]);
          const style = { stroke: theme.accent, lineWidth: 8, opacity: 0.16, lineCap: 'round' };
          return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style };
        },
      },
      {
        // the span between precision and recall
        type: 'custom',
        silent: true,
        data: classes.map((one, i) => [Math.min(one.precision, one.recall), i, Math.max(one.precision, one.recall)]),
        renderItem: (_: unknown, api: { value: (i: number) => number; coord: (at: number[]) => number[] }) => {
          const [x1, y] = api.coord([api.value(0), api.value(1)]);
          const [x2] = api.coord([api.value(2), api.value(1)]);
          return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: theme.border, lineWidth: 2 } };
        },
      },
      ...marks.map(({ name, of, symbol, size, colour, hollow }) => ({
        name,
        type: 'scatter',
        symbol,
        symbolSize: size,
        color: colour,
        itemStyle: inked(theme, colour, hollow),
        data: classes.map((one, i) => ({
          value: [of(one), i],
          itemStyle: { opacity: one.support < TOO_FEW ? 0.4 : 1 },
        })),
        emphasis: { disabled: true },
      })),
    ],
  };
}
