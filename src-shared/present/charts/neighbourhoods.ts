/** How many of a cell's nearest neighbours the panel finds, by the size of the neighbourhood. */
import type { PanelMetrics } from '../../model.ts';
import { counted, percent, score } from '../format.ts';
import { axis, base, hover, inked, type ChartTheme, type Figure } from './figure.ts';

export interface NeighbourhoodsData {
  neighbourhoods: PanelMetrics['neighbourhoods'];
  genes: number;
}

export function neighbourhoodsFigure({ neighbourhoods, genes }: NeighbourhoodsData): Figure {
  const last = neighbourhoods.at(-1);
  return {
    name: 'neighbourhoods',
    title: last
      ? `${counted(genes, 'gene')} find ${percent(last.overlap)} of a cell’s ${last.k} nearest neighbours`
      : 'Too few test cells to compare neighbours',
    height: () => 240,
    option: (theme) => option(neighbourhoods, theme),
    table: {
      columns: [{ label: 'Nearest neighbours' }, { label: 'Share found by the panel', format: score }],
      rows: neighbourhoods.map(({ k, overlap }) => [k, overlap]),
    },
  };
}

function option(points: PanelMetrics['neighbourhoods'], theme: ChartTheme) {
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      trigger: 'axis',
      formatter: (params: unknown) => {
        const one = points[(params as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        return one ? hover(`${one.k} nearest neighbours`, [['Found by the panel', percent(one.overlap)]]) : '';
      },
    },
    grid: { left: 52, right: 16, top: 12, bottom: 44 },
    xAxis: {
      ...axis(theme, 'nearest neighbours looked at'),
      type: 'category',
      data: points.map(({ k }) => String(k)),
      nameLocation: 'middle',
      nameGap: 28,
    },
    yAxis: {
      ...axis(theme, 'share found'),
      type: 'value',
      min: 0,
      max: (range: { max: number }) => (range.max > 0.4 ? 1 : range.max > 0.2 ? 0.4 : 0.2),
      nameLocation: 'middle',
      nameGap: 36,
    },
    series: [
      {
        type: 'line',
        data: points.map(({ overlap }) => overlap),
        color: theme.accent,
        symbol: 'circle',
        symbolSize: 7,
        itemStyle: inked(theme, theme.accent, false),
        lineStyle: { color: theme.accent, width: 2 },
      },
    ],
  };
}
