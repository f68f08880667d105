/** Recall of every class under several conditions (captures of an assay, sizes of a panel): a heat map, classes as rows. */
import { score } from '../format.ts';
import { hover, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { recallMap, recallMapHeight } from './heat.ts';

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
    height: (width) => recallMapHeight(shape(data), width),
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

const shape = ({ classes, columns, across }: RecallGridData) => ({
  rows: classes.map(({ name, recalls, tooFew }) => ({ label: tooFew ? `${name} (too few)` : name, recalls })),
  columns,
  across,
  row: ROW,
  column: 90,
});

function option(data: RecallGridData, theme: ChartTheme, size: ChartSize) {
  const { classes, columns, across } = data;
  return recallMap(
    {
      ...shape(data),
      written: (recall) => recall.toFixed(2),
      hover: (column, row, recall) =>
        hover(classes[row]?.name ?? '', [
          [`${across} ${columns[column]}`, `recall ${score(recall)}`],
          ...(classes[row]?.tooFew ? [['', 'too few validation cells to say'] as const] : []),
        ]),
    },
    theme,
    size,
  );
}
