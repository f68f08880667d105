/** Which run finds which class: recall of every class in every run, worst class first. */
import type { Comparison } from '../../src-preload/model.ts';
import { count, score, signed } from '../components/format.ts';
import { TOO_FEW } from '../../src-preload/recall-targets.ts';
import { axis, base, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { colourAtShare, inkOn, sequential } from './palette.ts';

export interface RecallsData {
  task: string;
  runs: readonly string[];
  classes: readonly { name: string; testCells: number; recalls: readonly (number | null)[] }[];
  /** who predicted, in words */
  predictor: string;
}

const ROW = 22;

/** The classes of one task with the recalls of one predictor, worst mean recall first. */
export function recallsOf(
  comparison: Comparison,
  task: string,
  predictor: 'own' | 'probe' | 'forest',
): RecallsData['classes'] {
  const mean = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : 2;
  };
  return comparison.recalls
    .filter((row) => row.task === task)
    .map((row) => ({ name: row.className, testCells: row.testCells, recalls: row[predictor] }))
    .sort((a, b) => mean(a.recalls) - mean(b.recalls));
}

export function recallsFigure(data: RecallsData): Figure {
  return {
    name: `recall-${data.task}`,
    title: recallsFinding(data),
    note: `Recall is the share of a class’s test cells that ${data.predictor} calls right.`,
    height: () => data.classes.length * ROW + 84,
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [{ label: 'Class' }, ...data.runs.map((name) => ({ label: name, format: score }))],
      rows: data.classes.map(({ name, recalls }) => [name, ...recalls]),
    },
  };
}

/** Where the runs differ most, in words; of a class with too few test cells a difference tells nothing. */
export function recallsFinding({ task, classes, runs }: RecallsData): string {
  const telling = classes.filter(({ testCells }) => testCells >= TOO_FEW);
  const spreads = telling.flatMap(({ name, recalls }) => {
    const known = recalls.flatMap((value, run) => (value === null ? [] : [{ value, run }]));
    const [low, high] = [
      known.toSorted((a, b) => a.value - b.value)[0],
      known.toSorted((a, b) => b.value - a.value)[0],
    ];
    return low && high ? [{ name, low, high, spread: high.value - low.value }] : [];
  });
  const widest = spreads.toSorted((a, b) => b.spread - a.spread)[0];
  if (!widest || widest.spread < 0.05) return `${task}: the runs find each class about equally well`;
  return `${task}: the runs differ most on ${widest.name}, ${score(widest.high.value)} in ${runs[widest.high.run]} and ${score(widest.low.value)} in ${runs[widest.low.run]}`;
}

function option({ classes, runs }: RecallsData, theme: ChartTheme, size: ChartSize) {
  const left =
    labelRoom(
      classes.map(({ name }) => name),
      60,
      Math.min(240, size.width * 0.35),
    ) + 12;
  const width = Math.min(size.width - left - 8, runs.length * 150);
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value: [run, row, recall] }: { value: [number, number, number] }) => {
        const reference = classes[row]?.recalls[0] ?? null;
        return hover(classes[row]?.name ?? '', [
          [runs[run] ?? '', score(recall)],
          ['Test cells', count(classes[row]?.testCells ?? 0)],
          ...(run > 0 && reference !== null ? [[`Beside ${runs[0]}`, signed(recall - reference)] as const] : []),
        ]);
      },
    },
    grid: { left, top: 52, width, height: classes.length * ROW },
    visualMap: {
      type: 'continuous',
      min: 0,
      max: 1,
      orient: 'horizontal',
      left,
      top: 0,
      itemWidth: 10,
      itemHeight: 120,
      text: ['1', 'recall 0'],
      textStyle: { color: theme.muted, fontSize: 11 },
      inRange: { color: sequential(theme) },
      padding: 0,
    },
    xAxis: {
      ...axis(theme),
      type: 'category',
      position: 'top',
      data: [...runs],
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: width / runs.length - 8, overflow: 'truncate' },
      splitLine: { show: false },
    },
    yAxis: {
      ...axis(theme),
      type: 'category',
      inverse: true,
      data: classes.map(({ name }) => name),
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: left - 12, overflow: 'truncate' },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'heatmap',
        data: classes.flatMap(({ recalls }, row) =>
          recalls.flatMap((recall, run) =>
            recall === null
              ? []
              : [{ value: [run, row, recall], label: { color: inkOn(colourAtShare(theme, recall)) } }],
          ),
        ),
        itemStyle: { borderColor: theme.surface, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 1.5 } },
        label: {
          show: width / runs.length >= 40,
          fontSize: 11,
          formatter: ({ value }: { value: [number, number, number] }) => score(value[2]),
        },
      },
    ],
  };
}
