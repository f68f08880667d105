/** Which run finds which class: recall of every class in every run, worst class first. */
import type { Comparison } from '../../model.ts';
import { count, score, signed } from '../format.ts';
import { TOO_FEW } from '../../recall-targets.ts';
import { hover, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { recallMap, recallMapHeight } from './heat.ts';

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
    height: (width) => recallMapHeight(shape(data), width),
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
    return low && high && known.length > 1 ? [{ name, low, high, spread: high.value - low.value }] : [];
  });
  const asked = runs.filter((_, run) => classes.some(({ recalls }) => (recalls[run] ?? null) !== null));
  if (asked.length === 1) return `${task} was asked of one of these runs only, ${asked[0]}`;
  const widest = spreads.toSorted((a, b) => b.spread - a.spread)[0];
  if (!widest || widest.spread < 0.05) return `${task}: the runs find each class about equally well`;
  return `${task}: the runs differ most on ${widest.name}, ${score(widest.high.value)} in ${runs[widest.high.run]} and ${score(widest.low.value)} in ${runs[widest.low.run]}`;
}

const shape = ({ classes, runs }: RecallsData) => ({
  rows: classes.map(({ name, recalls }) => ({ label: name, recalls })),
  columns: runs,
  row: ROW,
  column: 150,
});

function option(data: RecallsData, theme: ChartTheme, size: ChartSize) {
  const { classes, runs } = data;
  return recallMap(
    {
      ...shape(data),
      written: score,
      hover: (run, row, recall) => {
        const reference = classes[row]?.recalls[0] ?? null;
        return hover(classes[row]?.name ?? '', [
          [runs[run] ?? '', score(recall)],
          ['Test cells', count(classes[row]?.testCells ?? 0)],
          ...(run > 0 && reference !== null ? [[`Beside ${runs[0]}`, signed(recall - reference)] as const] : []),
        ]);
      },
    },
    theme,
    size,
  );
}
