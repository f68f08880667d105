/** Which classes are taken for which: a confusion matrix, every row a true class and what its test cells were called. */
import { worstPair } from '../../worst-pair.ts';
import { count, counted, percent } from '../format.ts';
import { axis, base, columnNames, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { heatSeries, shareScale, type HeatCell } from './heat.ts';

export interface ConfusionData {
  task: string;
  classes: readonly string[];
  /** confusion[truth][prediction], cells */
  confusion: readonly (readonly number[])[];
  /** who predicted, in words: `the run's own predictor` */
  predictor: string;
  /** whose cells were called */
  part?: 'test' | 'validation';
}

/** The matrix of more classes than these needs the width of a page. */
export const MANY_CLASSES = 30;

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Classes as people file them, whatever their case; the matrix with them. */
function filed<Data extends ConfusionData>(data: Data): Data {
  const order = [...data.classes.keys()].sort((a, b) => words.compare(data.classes[a] ?? '', data.classes[b] ?? ''));
  return {
    ...data,
    classes: order.map((c) => data.classes[c] ?? ''),
    confusion: order.map((truth) => order.map((called) => data.confusion[truth]?.[called] ?? 0)),
  };
}

export function confusionFigure(given: ConfusionData): Figure {
  const data = filed(given);
  const { classes, confusion } = data;
  return {
    name: `confusion-${data.task}`,
    // of classes as they were given: of two mistakes as bad as each other everybody names the same one
    title: confusionFinding(given),
    note: `Each row is a true class, coloured by the share of its ${data.part ?? 'test'} cells that ${data.predictor} called so, in percent.`,
    height: (width) => {
      const { height, names } = layout(classes, width);
      return Math.round(height + names.height + 76);
    },
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [{ label: 'True class' }, ...classes.map((name) => ({ label: `called ${name}`, format: count }))],
      rows: classes.map((name, truth) => [name, ...(confusion[truth] ?? [])]),
    },
  };
}

export function confusionFinding(data: ConfusionData): string {
  const worst = worstPair(data.confusion);
  if (!worst) return `No ${data.part ?? 'test'} cell of ${data.task} was given a wrong class`;
  const { truth, called, cells, of } = worst;
  return `${data.task}: the worst mistake is ${data.classes[truth]} taken for ${data.classes[called]} (${count(cells)} of ${counted(of, 'cell')})`;
}

/** Pixels of the matrix, and how its columns are named. */
function layout(classes: readonly string[], width: number) {
  const left = labelRoom(classes, 40, 180) + 34;
  const some = Math.max(1, classes.length);
  const row = Math.max(11, Math.min(34, (width - left - 6) / some));
  const height = row * classes.length;
  const side = Math.min(width - left - 8, height * 1.6);
  return {
    left,
    height,
    side,
    cell: { width: side / some, height: row },
    names: columnNames(classes, side / some, 120),
  };
}

function option({ classes, confusion }: ConfusionData, theme: ChartTheme, size: ChartSize) {
  const totals = confusion.map((row) => row.reduce((sum, cells) => sum + cells, 0));
  const { left, height, side, cell, names: columns } = layout(classes, size.width);
  const written = cell.width >= 30 && cell.height >= 16;
  const cells = confusion.flatMap((row, truth) =>
    row.flatMap((value, called) => (value === 0 ? [] : [[called, truth, value / (totals[truth] || 1)] as const])),
  );
  const names = {
    type: 'category',
    data: [...classes],
    axisLine: { show: true, lineStyle: { color: theme.border } },
    splitLine: { show: false },
  };
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value }: { value: HeatCell }) => {
        const [called, truth, share] = value;
        return hover(`${classes[truth]} called ${classes[called]}`, [
          ['Cells', `${count(confusion[truth]?.[called])} of ${count(totals[truth])}`],
          ['Share of the true class', percent(share)],
        ]);
      },
    },
    grid: { left, top: 36, width: side, height },
    visualMap: shareScale(theme, left, ['all', 'none of the true class']),
    xAxis: {
      ...axis(theme, 'called'),
      ...names,
      nameLocation: 'middle',
      nameGap: columns.height + 18,
      axisLabel: { color: theme.text, ...columns.label },
    },
    yAxis: {
      ...axis(theme, 'true class'),
      ...names,
      inverse: true,
      nameLocation: 'middle',
      nameGap: left - 14,
      axisLabel: {
        color: theme.text,
        fontSize: Math.min(11, Math.max(8, cell.height - 2)),
        interval: 0,
        width: 180,
        overflow: 'truncate',
      },
    },
    series: [
      heatSeries(theme, cells, {
        show: written,
        fontSize: Math.min(11, cell.height * 0.6),
        of: (share) => String(Math.round(share * 100)),
      }),
    ],
  };
}
