/** Every gene in every class: the size of a dot is the share of cells with the gene, its colour how much they have. */
import type { ExpressionReport } from '../../analysis.ts';
import { count, counted, percent, significant } from '../format.ts';
import { axis, base, columnNames, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { sequential, shareColour } from './palette.ts';

const ROW = { most: 20, least: 12 };
const HEAD = 34;

/** Rows are lower where there are many. */
const rowHeight = (genes: number) => (genes > 100 ? ROW.least : ROW.most);

export function dotPlotFigure(data: ExpressionReport): Figure {
  const { classes, genes } = data;
  return {
    name: `expression-${data.task}`,
    title: dotPlotFinding(data),
    note: `Size: share of a ${data.kind === 'continuous' ? 'fifth' : 'class'}'s training cells with the gene. Colour: mean expression (${data.unit}), each gene from none to its own most.`,
    height: (width) =>
      Math.round(genes.length * rowHeight(genes.length) + layout(data, width).names.height + HEAD + 16),
    // thousands of marks are too many for a page to hold as elements
    ...(classes.length * genes.length > 1500 && { renderer: 'canvas' as const }),
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [
        { label: 'Gene' },
        ...classes.flatMap(({ name }) => [
          { label: `${name}: share`, format: percent },
          { label: `${name}: mean`, format: (value: number) => significant(value) },
        ]),
      ],
      rows: genes.map(({ symbol, shares, means }) => [
        symbol,
        ...classes.flatMap((_, c) => [shares[c] ?? null, means[c] ?? null]),
      ]),
    },
  };
}

/** How many genes mark one class: found in it at least twice as often as in any other. Of a number, what follows it. */
function dotPlotFinding(data: ExpressionReport): string {
  const { task, kind, classes, genes } = data;
  if (kind === 'continuous') return followingFinding(data);
  const marking = genes.filter(({ shares }) => {
    const [first = 0, second = 0] = shares.toSorted((a, b) => b - a);
    return first >= 0.2 && first >= 2 * second;
  });
  if (classes.length < 2) return `Expression of the panel by ${task}`;
  if (!marking.length) return `${task}: no gene marks one class alone; classes are told by combinations`;
  return `${task}: ${counted(marking.length, 'gene')} of ${count(genes.length)} ${marking.length === 1 ? 'marks' : 'mark'} one class; the others tell classes apart together`;
}

/** A gene follows a number when its mean differs between the lowest and the highest fifth by this share of its most. */
const FOLLOWS = 0.25;

function followingFinding({ task, genes }: ExpressionReport): string {
  const change = ({ means }: ExpressionReport['genes'][number]) =>
    ((means.at(-1) ?? 0) - (means[0] ?? 0)) / Math.max(...means, 1e-9);
  const ordered = genes.toSorted((a, b) => change(b) - change(a));
  const [up] = ordered.filter((gene) => change(gene) >= FOLLOWS);
  const down = ordered.filter((gene) => change(gene) <= -FOLLOWS).at(-1);
  const said = [up && `${up.symbol} rises most with it`, down && `${down.symbol} falls most`].filter(Boolean);
  return `${task}: ${said.join(', ') || 'no gene rises or falls with it by itself; they tell it together'}`;
}

/** Pixels of the plot, and how its columns are named. */
function layout({ classes, genes }: ExpressionReport, room: number) {
  const symbols = genes.map(({ symbol }) => symbol);
  const left = labelRoom(symbols, 40, 130) + 8;
  const width = Math.min(room - left - 60, classes.length * 44);
  const named = classes.map(({ name }) => name);
  return { left, width, names: columnNames(named, width / Math.max(1, classes.length), 150) };
}

function option(data: ExpressionReport, theme: ChartTheme, size: ChartSize) {
  const { classes, genes } = data;
  const row = rowHeight(genes.length);
  const { left, width, names } = layout(data, size.width);
  const most = Math.min(row - 1, width / classes.length - 1, 18);
  const top = names.height + HEAD;
  const colour = shareColour(theme);
  const dots = genes.flatMap(({ shares, means }, g) => {
    const greatest = Math.max(...means, 1e-9);
    return shares.flatMap((share, c) =>
      share < 0.01
        ? []
        : [
            {
              value: [c, g, share, means[c] ?? 0],
              symbolSize: Math.max(1.5, Math.sqrt(share) * most),
              itemStyle: { color: colour((means[c] ?? 0) / greatest) },
            },
          ],
    );
  });
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value: [c, g, share, mean] }: { value: [number, number, number, number] }) =>
        hover(`${genes[g]?.symbol} in ${classes[c]?.name}`, [
          ['Cells with it', percent(share)],
          ['Mean', significant(mean)],
          [
            data.kind === 'continuous' ? 'Training cells of the fifth' : 'Training cells of the class',
            count(classes[c]?.cells),
          ],
        ]),
    },
    grid: { left, top, width, height: genes.length * row },
    visualMap: {
      show: true,
      type: 'continuous',
      min: 0,
      max: 1,
      seriesIndex: [],
      orient: 'horizontal',
      left,
      top: 0,
      itemWidth: 10,
      itemHeight: 110,
      text: ['the gene’s most', 'none'],
      textStyle: { color: theme.muted, fontSize: 11 },
      inRange: { color: sequential(theme) },
      calculable: false,
      padding: 0,
    },
    xAxis: {
      ...axis(theme),
      type: 'category',
      position: 'top',
      data: classes.map(({ name }) => name),
      axisLine: { show: false },
      splitLine: { show: true, interval: 0, lineStyle: { color: theme.border, opacity: 0.35 } },
      axisLabel: { color: theme.text, ...names.label },
    },
    yAxis: {
      ...axis(theme),
      type: 'category',
      inverse: true,
      data: genes.map(({ symbol }) => symbol),
      axisLine: { show: false },
      splitLine: { show: true, interval: 0, lineStyle: { color: theme.border, opacity: 0.35 } },
      axisLabel: {
        color: theme.text,
        fontSize: Math.min(11, row - 2),
        interval: 0,
        width: left - 8,
        overflow: 'truncate',
      },
    },
    series: [{ type: 'scatter', data: dots, progressive: 0 }],
  };
}
