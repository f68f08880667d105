/** How many molecules of the panel a cell of each class has, most crowded class first, beside the limit. */
import type { CrowdingReport } from '../../analysis.ts';
import { count, significant } from '../format.ts';
import { axis, base, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { rowAxis, rowBars } from './rows.ts';

const ROW = 20;

export function crowdingFigure(report: CrowdingReport): Figure {
  const { classes } = report;
  return {
    name: 'crowding',
    title: crowdingFinding(report),
    note: 'Mean over the training cells of each class, of all genes of the panel together.',
    height: () => classes.length * ROW + 60,
    option: (theme, size) => option(report, theme, size),
    table: {
      columns: [
        { label: 'Class' },
        { label: 'Task' },
        { label: 'Molecules a cell', format: significant },
        { label: 'Training cells', format: count },
      ],
      rows: classes.map(({ name, task, molecules, cells }) => [name, task, molecules, cells]),
    },
  };
}

function crowdingFinding({ classes, limit }: CrowdingReport): string {
  const [first] = classes;
  if (!first) return 'Molecules of the panel a cell';
  const most = `${first.name} is most crowded: ${significant(first.molecules)} molecules of the panel a cell`;
  if (limit === null) return most;
  const over = classes.filter(({ molecules }) => molecules > limit).length;
  return over === 0
    ? `No class is above the limit of ${significant(limit)}; ${most}`
    : `${most}; ${count(over)} of ${count(classes.length)} classes are above the limit`;
}

function option({ classes, limit }: CrowdingReport, theme: ChartTheme, size: ChartSize) {
  const names = classes.map(({ name }) => name);
  const left = labelRoom(names, 60, Math.min(240, size.width * 0.4)) + 12;
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const one = classes[dataIndex];
        return one
          ? hover(one.name, [
              ['Molecules a cell', significant(one.molecules)],
              ['Task', one.task],
              ['Training cells', count(one.cells)],
            ])
          : '';
      },
    },
    grid: { left, right: 56, top: 8, height: classes.length * ROW },
    xAxis: {
      ...axis(theme, 'molecules of the panel a cell'),
      type: 'value',
      nameLocation: 'middle',
      nameGap: 26,
      min: 0,
    },
    yAxis: rowAxis(theme, names, left),
    series: [
      {
        ...rowBars(
          theme,
          classes.map(({ molecules }) => ({
            value: molecules,
            itemStyle: { color: limit !== null && molecules > limit ? '#d55e00' : theme.accent },
          })),
          significant,
        ),
        ...(limit !== null && {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.text, type: 'dashed' },
            label: { formatter: 'limit', color: theme.muted, fontSize: 11 },
            data: [{ xAxis: limit }],
          },
        }),
      },
    ],
  };
}
