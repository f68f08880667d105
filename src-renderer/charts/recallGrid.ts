/** Recall of every class under several conditions (captures of an assay, sizes of a panel): a heat map, classes as rows. */
import { score } from '../components/format.ts';
import { axis, base, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { colourAtShare, inkOn, sequential } from './palette.ts';

export interface RecallGridData {
  /** file name when saved */
  name: string;
  title: string;
  note: string;
  /** what the columns are: `share captured` */
  across: string;
  columns: readonly string[];
  classes: readonly { name: string; recalls: readonly (number | null)[]; tooFew?: boolean }[];
}

const ROW = 20;

export function recallGridFigure(data: RecallGridData): Figure {
  return {
    name: data.name,
    title: data.title,
    note: data.note,
    height: () => data.classes.length * ROW + 92,
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [{ label: 'Class' }, ...data.columns.map((label) => ({ label, format: score }))],
      rows: data.classes.map(({ name, recalls }) => [name, ...recalls]),
    },
  };
}

/** The class that loses most from the first column to the last, among those with enough cells to say. */
export function mostLost(classes: RecallGridData['classes']): { name: string; from: number; to: number } | null {
  const losses = classes.flatMap(({ name, recalls, tooFew }) => {
    const [from, to] = [recalls[0] ?? null, recalls.at(-1) ?? null];
    return tooFew || from === null || to === null ? [] : [{ name, from, to }];
  });
  return losses.toSorted((a, b) => b.from - b.to - (a.from - a.to))[0] ?? null;
}

function option({ classes, columns, across }: RecallGridData, theme: ChartTheme, size: ChartSize) {
  const label = (one: (typeof classes)[number]) => (one.tooFew ? `${one.name} (too few)` : one.name);
  const left = labelRoom(classes.map(label), 60, Math.min(260, size.width * 0.4)) + 12;
  const width = Math.min(size.width - left - 8, columns.length * 90);
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value: [column, row, recall] }: { value: [number, number, number] }) =>
        hover(classes[row]?.name ?? '', [
          [`${across} ${columns[column]}`, `recall ${score(recall)}`],
          ...(classes[row]?.tooFew ? [['', 'too few validation cells to say'] as const] : []),
        ]),
    },
    grid: { left, top: 60, width, height: classes.length * ROW },
    visualMap: {
      type: 'continuous',
      min: 0,
      max: 1,
      orient: 'horizontal',
      left,
      top: 0,
      itemWidth: 10,
      itemHeight: 110,
      text: ['1', 'recall 0'],
      textStyle: { color: theme.muted, fontSize: 11 },
      inRange: { color: sequential(theme) },
      calculable: false,
      padding: 0,
    },
    xAxis: {
      ...axis(theme, across),
      type: 'category',
      position: 'top',
      nameLocation: 'middle',
      nameGap: 22,
      data: [...columns],
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: 11, interval: 0 },
      splitLine: { show: false },
    },
    yAxis: {
      ...axis(theme),
      type: 'category',
      inverse: true,
      data: classes.map(label),
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: left - 12, overflow: 'truncate' },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'heatmap',
        data: classes.flatMap(({ recalls }, row) =>
          recalls.flatMap((recall, column) =>
            recall === null
              ? []
              : [{ value: [column, row, recall], label: { color: inkOn(colourAtShare(theme, recall)) } }],
          ),
        ),
        itemStyle: { borderColor: theme.surface, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 1.5 } },
        label: {
          show: width / columns.length >= 36,
          fontSize: 11,
          formatter: ({ value }: { value: [number, number, number] }) => value[2].toFixed(2),
        },
      },
    ],
  };
}
