/** What heat maps of shares (0 to 1) have in common: their scale, their cells, and a grid of recalls. */
import { axis, base, columnNames, labelRoom, type ChartSize, type ChartTheme } from './figure.ts';
import { inkOn, sequential, shareColour } from './palette.ts';
import { rowAxis } from './rows.ts';

/** A share at a column and a row, each by its index. */
export type HeatCell = readonly [column: number, row: number, share: number];

/** The scale above the map, from `left` on; `ends` says what 1 and 0 mean. */
export const shareScale = (theme: ChartTheme, left: number, ends: readonly [string, string]) => ({
  type: 'continuous',
  min: 0,
  max: 1,
  orient: 'horizontal',
  left,
  top: 0,
  itemWidth: 10,
  itemHeight: 120,
  text: [...ends],
  textStyle: { color: theme.muted, fontSize: 11 },
  inRange: { color: sequential(theme) },
  calculable: false,
  padding: 0,
});

/** The cells of the map, each with its share written in an ink that can be read on it, where `written` says so. */
export const heatSeries = (
  theme: ChartTheme,
  cells: readonly HeatCell[],
  written: { show: boolean; fontSize: number; of: (share: number) => string },
) => {
  const colour = shareColour(theme);
  return {
    type: 'heatmap',
    data: cells.map(([column, row, share]) => ({
      value: [column, row, share],
      label: { color: inkOn(colour(share)) },
    })),
    itemStyle: { borderColor: theme.surface, borderWidth: 1 },
    emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 1.5 } },
    label: {
      show: written.show,
      fontSize: written.fontSize,
      formatter: ({ value }: { value: HeatCell }) => written.of(value[2]),
    },
  };
};

export interface RecallMap {
  rows: readonly { label: string; recalls: readonly (number | null)[] }[];
  columns: readonly string[];
  /** what the columns are, where their names do not say it */
  across?: string;
  /** pixels: of a row, and of a column at the most */
  row: number;
  column: number;
  written: (recall: number) => string;
  /** of a cell */
  hover: (column: number, row: number, recall: number) => string;
}

/** Below the scale and above the names of the columns, and below the map; pixels. */
const AROUND = { above: 30, below: 32 };

type Shape = Pick<RecallMap, 'rows' | 'columns' | 'across' | 'column'>;

/** Where the map lies, and how its columns are named: slanted where their names would be cut. */
function layout({ rows, columns, across, column }: Shape, room: number) {
  const labels = rows.map(({ label }) => label);
  const left = labelRoom(labels, 60, Math.min(260, room * 0.4)) + 12;
  const width = Math.min(room - left - 8, columns.length * column);
  const each = width / Math.max(1, columns.length);
  const flat = labelRoom(columns, 0, each) < each || columns.length < 3;
  const slanted = columnNames(columns, each, 150);
  return {
    labels,
    left,
    width,
    each,
    top: AROUND.above + (flat ? 22 : slanted.height) + (across === undefined ? 0 : 8),
    names: flat ? { fontSize: 12, interval: 0, width: each - 8, overflow: 'truncate' } : slanted.label,
  };
}

/** Pixels that the map takes at a width. */
export const recallMapHeight = (map: Shape & Pick<RecallMap, 'row'>, width: number): number =>
  Math.round(layout(map, width).top + map.rows.length * map.row + AROUND.below);

/** Recalls of classes (rows) under several conditions (columns). */
export function recallMap(map: RecallMap, theme: ChartTheme, size: ChartSize) {
  const { rows, columns, across } = map;
  const { labels, left, width, each, top, names } = layout(map, size.width);
  const cells = rows.flatMap(({ recalls }, row) =>
    recalls.flatMap((recall, column) => (recall === null ? [] : [[column, row, recall] as const])),
  );
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value }: { value: HeatCell }) => map.hover(...value),
    },
    grid: { left, top, width, height: rows.length * map.row },
    visualMap: shareScale(theme, left, ['1', 'recall 0']),
    xAxis: {
      ...axis(theme, across),
      type: 'category',
      position: 'top',
      nameLocation: 'middle',
      nameGap: 22,
      data: [...columns],
      axisLine: { show: false },
      axisLabel: { color: theme.text, ...names },
      splitLine: { show: false },
    },
    yAxis: rowAxis(theme, labels, left),
    series: [heatSeries(theme, cells, { show: each >= 40, fontSize: 11, of: map.written })],
  };
}
