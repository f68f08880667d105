/**
 * A figure: data made ready to be drawn, read as a table and saved. Every file beside this one makes one kind of figure
 * from plain data, without a window, so that it can be tested anywhere; `components/Chart.svelte` draws it.
 */
import type { EChartsCoreOption } from 'echarts/core';
import { textWidth } from './text-width.ts';

/** The colours and type of the page that a figure stands on. */
export interface ChartTheme {
  dark: boolean;
  surface: string;
  text: string;
  muted: string;
  faint: string;
  border: string;
  accent: string;
  font: string;
}

/** Pixels. */
export interface ChartSize {
  width: number;
  height: number;
}

export interface Figure {
  /** file name when saved, without an extension */
  name: string;
  /** the finding or the question, in words */
  title: string;
  /** how to read it, where that needs saying */
  note?: string;
  /** set where there are too many marks for elements of the page */
  renderer?: 'canvas';
  /** pixels that it needs at a width */
  height: (width: number) => number;
  option: (theme: ChartTheme, size: ChartSize) => EChartsCoreOption;
  /** the same data for screen readers and spreadsheets */
  table: FigureTable;
}

export interface FigureTable {
  columns: { label: string; format?: (value: number) => string }[];
  rows: (string | number | null)[][];
}

/** Paper and ink for what is saved: figures are printed on white, whatever the window looks like. */
export const PRINT: ChartTheme = {
  dark: false,
  surface: '#ffffff',
  text: '#1b1d1f',
  muted: '#5a5f63',
  faint: '#6b7074',
  border: '#dedfdb',
  accent: '#0b6a8f',
  font: "'Helvetica Neue', Arial, 'Liberation Sans', sans-serif",
};

/** What all figures have in common. */
export function base(theme: ChartTheme): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.text },
    tooltip: {
      confine: true,
      backgroundColor: theme.surface,
      borderColor: theme.border,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.font },
      extraCssText: 'box-shadow: none; border-radius: 4px; font-variant-numeric: tabular-nums;',
      transitionDuration: 0,
    },
  };
}

/** Lines and letters of an axis; `name` says the quantity and its unit. */
export function axis(theme: ChartTheme, name?: string) {
  return {
    name,
    nameTextStyle: { color: theme.muted, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: theme.border } },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.border, opacity: 0.6 } },
  };
}

export { textWidth };

/** Columns narrower than this, in pixels, have no room for slanted names beside one another. */
const SLANTED = 15;

/** How the names of columns of a width stand below or above them, and the height that the longest of them takes. */
export function columnNames(names: readonly string[], column: number, most: number) {
  const room = labelRoom(names, 24, most);
  const steep = column < SLANTED;
  return {
    height: steep ? room : room * 0.75,
    label: {
      interval: column >= 8 ? 0 : 'auto',
      rotate: steep ? 90 : 48,
      fontSize: steep ? Math.min(11, Math.max(7, column - 1)) : 11,
      width: most,
      overflow: 'truncate',
    },
  };
}

/** Room for the longest of some labels, within limits. */
export const labelRoom = (labels: readonly string[], least: number, most: number): number =>
  Math.min(most, Math.max(least, ...labels.map(textWidth)));

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Names come from files: none of them may become markup. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);

/** The hover of a mark: a heading and lines of name and value, each already in words. */
export function hover(heading: string, lines: readonly (readonly [string, string])[]): string {
  const rows = lines.map(
    ([name, value]) =>
      `<tr><td style="padding-right:12px;opacity:.75">${escaped(name)}</td><td style="text-align:right">${escaped(value)}</td></tr>`,
  );
  return `<div style="font-weight:600">${escaped(heading)}</div><table style="border-spacing:0">${rows.join('')}</table>`;
}

/** A mark's fill and outline; a hollow one shows the page through. */
export const inked = (theme: ChartTheme, colour: string, hollow: boolean) => ({
  color: hollow ? theme.surface : colour,
  borderColor: colour,
  borderWidth: hollow ? 1.5 : 0,
  opacity: 1,
});

/**
 * An axis that holds two values, on round numbers: its ends and the distance of its marks. Two that are as good as one
 * get room about them: marks by the million, between the ends that the drawing library would make of one, help nobody.
 */
export function roundSpan(low: number, high: number): { min: number; max: number; interval: number } {
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  if (high - low < 1e-6 * size) return roundSpan(low - 0.05 * size, high + 0.05 * size);
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = power * ([1, 2, 5].find((step) => step * power >= rough * 0.999) ?? 10);
  const round = (value: number) => Number(value.toPrecision(12));
  return {
    min: round(Math.floor(low / interval + 1e-9) * interval),
    max: round(Math.ceil(high / interval - 1e-9) * interval),
    interval,
  };
}
