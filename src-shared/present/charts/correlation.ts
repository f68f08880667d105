/** Which genes of a panel rise and fall together: a heat map of Pearson's r, like genes side by side. */
import type { CorrelationReport } from '../../analysis.ts';
import { count, counted, decimal } from '../format.ts';
import { axis, base, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';
import { diverging } from './palette.ts';

/** Two genes above this tell much the same; the limit of Spapros. */
const ALIKE = 0.8;

export function correlationFigure(data: CorrelationReport): Figure {
  const { genes, r } = data;
  const symbols = genes.map(({ symbol }) => symbol);
  return {
    name: 'gene-correlation',
    title: correlationFinding(data),
    note: `Pearson's r over ${count(data.cells)} training cells; like genes stand together. 1 − mean |r| is ${decimal(data.independence, 3)}: 1 would be a panel of unrelated genes.`,
    height: (width) => Math.round(side(width, symbols) + labelRoom(symbols, 30, 110) + 52),
    ...(genes.length > 40 && { renderer: 'canvas' as const }),
    option: (theme, size) => option(data, symbols, theme, size),
    table: {
      columns: [
        { label: 'Gene' },
        ...symbols.map((label) => ({ label, format: (value: number) => decimal(value, 2) })),
      ],
      rows: symbols.map((symbol, i) => [symbol, ...(r[i] ?? [])]),
    },
  };
}

function correlationFinding({ genes, r }: CorrelationReport): string {
  const pairs = genes.flatMap((gene, a) =>
    genes.slice(0, a).map((other, b) => ({ names: [other.symbol, gene.symbol], r: r[a]?.[b] ?? 0 })),
  );
  const alike = pairs.filter((pair) => pair.r >= ALIKE).toSorted((a, b) => b.r - a.r);
  const [first] = alike;
  if (first) {
    return `${counted(alike.length, 'pair')} of genes ${alike.length === 1 ? 'tells' : 'tell'} much the same (r ≥ ${ALIKE}), ${first.names.join(' and ')} most (${decimal(first.r, 2)})`;
  }
  const closest = pairs.toSorted((a, b) => b.r - a.r)[0];
  return closest
    ? `No two genes tell the same: ${closest.names.join(' and ')} are closest (r ${decimal(closest.r, 2)})`
    : 'One gene has nothing to be compared with';
}

/** Pixels of the square; no larger than cells of 22. */
const side = (width: number, symbols: readonly string[]) =>
  Math.max(symbols.length * 4, Math.min(width - labelRoom(symbols, 30, 110) - 60, symbols.length * 22));

function option({ genes, r }: CorrelationReport, symbols: string[], theme: ChartTheme, size: ChartSize) {
  const room = labelRoom(symbols, 30, 110);
  const square = Math.min(side(size.width, symbols), size.height - room - 52);
  const cell = square / Math.max(1, genes.length);
  const labels = {
    type: 'category',
    data: symbols,
    axisLine: { show: false },
    splitLine: { show: false },
  };
  const label = { color: theme.text, fontSize: Math.min(11, Math.max(7, cell)), interval: cell >= 8 ? 0 : 'auto' };
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value: [b, a, value] }: { value: [number, number, number] }) =>
        hover(`${symbols[a]} and ${symbols[b]}`, [['Pearson’s r', decimal(value, 2)]]),
    },
    grid: { left: room + 8, top: 36, width: square, height: square },
    visualMap: {
      type: 'continuous',
      min: -1,
      max: 1,
      orient: 'horizontal',
      left: room + 8,
      top: 0,
      itemWidth: 10,
      itemHeight: 140,
      text: ['1', 'r −1'],
      textStyle: { color: theme.muted, fontSize: 11 },
      inRange: { color: diverging(theme) },
      calculable: false,
      padding: 0,
    },
    xAxis: { ...axis(theme), ...labels, axisLabel: { ...label, rotate: 90 } },
    yAxis: { ...axis(theme), ...labels, inverse: true, axisLabel: label },
    series: [
      {
        type: 'heatmap',
        data: genes.flatMap((_, a) => genes.map((_gene, b) => [b, a, r[a]?.[b] ?? 0])),
        itemStyle: { borderColor: theme.surface, borderWidth: cell >= 8 ? 1 : 0 },
        emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 1.5 } },
        progressive: 0,
      },
    ],
  };
}
