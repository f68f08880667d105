/** Which genes the panels share: one column for every set of runs that has genes of its own (an UpSet plot, Lex 2014). */
import type { Comparison } from '../../model.ts';
import { count, counted, listed } from '../format.ts';
import { axis, base, hover, labelRoom, type ChartSize, type ChartTheme, type Figure } from './figure.ts';

export interface OverlapData {
  runs: readonly { name: string; colour: string }[];
  genes: Comparison['genes'];
}

/** Genes that are in exactly these runs and in no other. */
export interface Intersection {
  /** indices of runs, rising */
  runs: number[];
  symbols: string[];
}

const ROW = 24;
const BARS = 150;
/** beyond so many columns the plot is read no more; the table has them all */
const MOST = 24;

/** The runs that chose a gene, by index, rising. */
export const intersectionOf = (ranks: readonly (number | null)[]): number[] =>
  ranks.flatMap((rank, run) => (rank === null ? [] : [run]));

/** Every set of runs with genes of its own: most runs first where all share, then by falling size. */
export function intersections(genes: Comparison['genes']): Intersection[] {
  const found = new Map<string, Intersection>();
  for (const { symbol, ranks } of genes.table) {
    const runs = intersectionOf(ranks);
    if (!runs.length) continue;
    const key = runs.join();
    const entry = found.get(key) ?? { runs, symbols: [] };
    entry.symbols.push(symbol);
    found.set(key, entry);
  }
  const all = genes.table[0]?.ranks.length ?? 0;
  return [...found.values()].sort(
    (a, b) =>
      Number(b.runs.length === all) - Number(a.runs.length === all) ||
      b.symbols.length - a.symbols.length ||
      b.runs.length - a.runs.length ||
      (a.runs[0] ?? 0) - (b.runs[0] ?? 0),
  );
}

export function overlapFigure(data: OverlapData): Figure {
  const sets = intersections(data.genes);
  const names = ({ runs }: Intersection) => listed(runs.map((run) => data.runs[run]?.name ?? ''));
  return {
    name: 'genes-shared',
    title: overlapFinding(data),
    note: 'Each column counts the genes that are in the runs marked below it and in no other.',
    height: () => BARS + data.runs.length * ROW + 56,
    option: (theme, size) => option(data, sets.slice(0, MOST), names, theme, size),
    table: {
      columns: [{ label: 'In exactly these runs' }, { label: 'Genes', format: count }, { label: 'Which' }],
      rows: sets.map((set) => [names(set), set.symbols.length, set.symbols.join(', ')]),
    },
  };
}

export function overlapFinding({ runs, genes }: OverlapData): string {
  const [shared, all] = [genes.sharedByAll.length, genes.table.length];
  const which = runs.length === 2 ? 'both panels' : `all ${count(runs.length)} panels`;
  if (shared === 0) return `No gene is in ${which}; together they have ${counted(all, 'gene')}`;
  return `${counted(shared, 'gene')} of ${count(all)} ${shared === 1 ? 'is' : 'are'} in ${which}`;
}

function option(
  { runs }: OverlapData,
  sets: Intersection[],
  names: (set: Intersection) => string,
  theme: ChartTheme,
  size: ChartSize,
) {
  const left =
    labelRoom(
      runs.map(({ name }) => name),
      60,
      Math.min(240, size.width * 0.35),
    ) + 16;
  const width = Math.min(size.width - left - 16, Math.max(sets.length * 44, 120));
  const categories = sets.map((_, i) => String(i));
  const x = (gridIndex: number) => ({
    ...axis(theme),
    gridIndex,
    type: 'category',
    data: categories,
    axisLabel: { show: false },
    axisLine: { show: gridIndex === 0, lineStyle: { color: theme.border } },
    splitLine: { show: false },
    boundaryGap: true,
  });
  const marked = (set: Intersection, run: number) => set.runs.includes(run);
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ dataIndex, value }: { dataIndex: number; value: unknown }) => {
        const set = sets[Array.isArray(value) ? Number(value[0]) : dataIndex];
        if (!set) return '';
        return hover(`${counted(set.symbols.length, 'gene')} in ${names(set)}`, [[listed(set.symbols, 12), '']]);
      },
    },
    grid: [
      { left, top: 28, width, height: BARS - 12 },
      { left, top: BARS + 28, width, height: runs.length * ROW },
    ],
    xAxis: [x(0), x(1)],
    yAxis: [
      {
        ...axis(theme, 'genes'),
        gridIndex: 0,
        type: 'value',
        minInterval: 1,
        splitNumber: 3,
        nameLocation: 'end',
        nameGap: 14,
        axisLine: { show: false },
      },
      {
        ...axis(theme),
        gridIndex: 1,
        type: 'category',
        inverse: true,
        data: runs.map(({ name }) => name),
        axisLine: { show: false },
        axisLabel: { color: theme.text, fontSize: 12, interval: 0, width: left - 16, overflow: 'truncate' },
        splitArea: { show: true, areaStyle: { color: [theme.border, 'transparent'], opacity: 0.25 } },
      },
    ],
    series: [
      {
        type: 'bar',
        barWidth: 16,
        color: theme.muted,
        data: sets.map(({ symbols, runs: members }) => ({
          value: symbols.length,
          itemStyle: { color: members.length === runs.length && runs.length > 1 ? theme.accent : theme.muted },
        })),
        label: {
          show: true,
          position: 'top',
          color: theme.text,
          fontSize: 11,
          formatter: ({ value }: { value: number }) => count(value),
        },
        emphasis: { disabled: true },
      },
      {
        // from the first marked run of a column to its last
        type: 'custom',
        xAxisIndex: 1,
        yAxisIndex: 1,
        silent: true,
        data: sets.map((set, i) => [i, Math.min(...set.runs), Math.max(...set.runs)]),
        renderItem: (_: unknown, api: { value: (i: number) => number; coord: (at: number[]) => number[] }) => {
          const [x1, y1] = api.coord([api.value(0), api.value(1)]);
          const [, y2] = api.coord([api.value(0), api.value(2)]);
          return { type: 'line', shape: { x1, y1, x2: x1, y2 }, style: { stroke: theme.muted, lineWidth: 2 } };
        },
      },
      {
        type: 'scatter',
        xAxisIndex: 1,
        yAxisIndex: 1,
        symbolSize: 11,
        data: sets.flatMap((set, i) =>
          runs.map(({ colour }, run) => ({
            value: [i, run],
            itemStyle: marked(set, run)
              ? { color: colour, opacity: 1 }
              : { color: 'transparent', borderColor: theme.border, borderWidth: 1 },
          })),
        ),
        emphasis: { disabled: true },
      },
    ],
  };
}
