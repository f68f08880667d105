/** How many cells each class of a column has. */
import type { ClassCount } from '../../model.ts';
import { count, counted, percent } from '../format.ts';
import { axis, base, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { rowAxis, rowBars } from './rows.ts';

export interface ClassSizesData {
  column: string;
  /** by falling number of cells */
  classes: readonly (ClassCount & { colour: string })[];
  /** cells without a value */
  missing: number;
}

const ROW = 19;

export function classSizesFigure(data: ClassSizesData): Figure {
  const rows = data.classes.length + (data.missing > 0 ? 1 : 0);
  return {
    name: `classes-of-${data.column}`,
    title: classSizesFinding(data),
    height: () => rows * ROW + 34,
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [{ label: 'Class' }, { label: 'Cells', format: count }],
      rows: [
        ...data.classes.map(({ name, cells }) => [name, cells]),
        ...(data.missing > 0 ? [['(no label)', data.missing]] : []),
      ],
    },
  };
}

/** Whether the classes are of a size that a panel can learn, in words. */
function classSizesFinding({ classes }: ClassSizesData): string {
  const [largest, smallest] = [classes[0], classes.at(-1)];
  if (!largest || !smallest) return 'No class has a cell';
  const total = classes.reduce((sum, { cells }) => sum + cells, 0);
  const small = classes.filter(({ cells }) => cells < 10).length;
  if (classes.length === 1) return `All ${count(total)} cells are ${largest.name}`;
  if (small > 0)
    return `${counted(small, 'class', 'classes')} of ${count(classes.length)} ${small === 1 ? 'has' : 'have'} fewer than 10 cells`;
  if (largest.cells === smallest.cells) return `Each class has ${counted(largest.cells, 'cell')}`;
  return `${largest.name} is ${percent(largest.cells / total)} of the cells, ${smallest.name} the smallest with ${count(smallest.cells)}`;
}

function option({ classes, missing }: ClassSizesData, theme: ChartTheme, size: ChartSize) {
  const rows = [
    ...classes.map(({ name, cells, colour }) => ({ name, cells, colour, hollow: false })),
    ...(missing > 0 ? [{ name: '(no label)', cells: missing, colour: theme.faint, hollow: true }] : []),
  ];
  const total = rows.reduce((sum, { cells }) => sum + cells, 0);
  const names = rows.map(({ name }) => name);
  const left = labelRoom(names, 40, Math.min(220, size.width * 0.45)) + 12;
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex]!;
        return hover(row.name, [['Cells', count(row.cells)], ['Share', percent(row.cells / total)]]); // prettier-ignore
      },
    },
    grid: { left, right: 52, top: 4, height: rows.length * ROW },
    xAxis: {
      ...axis(theme, 'cells'),
      type: 'value',
      nameLocation: 'middle',
      nameGap: 14,
      splitNumber: 3,
      axisLabel: { show: false },
      splitLine: { show: false },
    },
    yAxis: rowAxis(theme, names, left),
    series: [
      rowBars(
        theme,
        rows.map(({ cells, colour, hollow }) => ({
          value: cells,
          itemStyle: { color: hollow ? 'transparent' : colour, borderColor: colour, borderWidth: hollow ? 1 : 0 },
        })),
        count,
      ),
    ],
  };
}
