/** The sequential colours of heat maps: cividis (Nuñez, Anderton & Renslow 2018), read alike by colour-blind people. */
import type { ChartTheme } from './figure.ts';

type Rgb = readonly [number, number, number];

/** cividis at 0, 0.1 … 1, from dark blue to yellow */
const cividis: readonly Rgb[] = [
  [0, 34, 78],
  [8, 51, 112],
  [53, 69, 108],
  [79, 87, 108],
  [102, 105, 112],
  [125, 124, 120],
  [148, 142, 119],
  [174, 163, 113],
  [200, 184, 102],
  [229, 207, 82],
  [254, 232, 56],
];

function parse(colour: string): Rgb {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(colour);
  if (hex) return [1, 2, 3].map((i) => parseInt(hex[i] ?? '0', 16)) as unknown as Rgb;
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

const css = (rgb: Rgb) => `rgb(${rgb.map((part) => Math.round(part)).join(', ')})`;
const mix = (a: Rgb, b: Rgb, share: number) =>
  a.map((part, i) => part + ((b[i] ?? 0) - part) * share) as unknown as Rgb;

/**
 * Eleven colours from nothing to all. They begin at the page's own colour and end furthest from it: dark blue on white
 * paper, yellow on a dark page, so that more always looks like more.
 */
export function sequential(theme: ChartTheme): string[] {
  const paper = parse(theme.surface);
  const steps = theme.dark ? cividis : [...cividis].reverse();
  return steps.map((colour, i) => css(mix(paper, colour, Math.min(1, i / 5))));
}

/** ColorBrewer's RdBu (Harrower & Brewer 2003), told apart by the colour-blind: its ends and what lies half-way to them */
const below: readonly Rgb[] = [
  [33, 102, 172],
  [103, 169, 207],
];
const above: readonly Rgb[] = [
  [239, 138, 98],
  [178, 24, 43],
];

/** Five colours from −1 by nothing, which is the page's own colour, to 1. */
export function diverging(theme: ChartTheme): string[] {
  return [...below.map(css), css(parse(theme.surface)), ...above.map(css)];
}

/** The colour at a share of the sequential scale, as the heat map interpolates it; made once for all marks of a figure. */
export function shareColour(theme: ChartTheme): (share: number) => string {
  const colours = sequential(theme).map(parse);
  const last = colours.length - 1;
  return (share) => {
    const at = Math.max(0, Math.min(1, share)) * last;
    const low = Math.min(Math.floor(at), last - 1);
    return css(mix(colours[low]!, colours[low + 1]!, at - low));
  };
}

/** Relative luminance as WCAG defines it. */
export function luminance(colour: string): number {
  const [red, green, blue] = parse(colour).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Ink that can be read on a colour. */
export const inkOn = (colour: string): string => (luminance(colour) > 0.179 ? '#000000' : '#ffffff');
