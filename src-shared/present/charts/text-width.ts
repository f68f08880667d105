/** How wide a text will be, before anything is drawn. */

/** As much of a page as is needed here; figures are drawn where there is none, too. */
interface Page {
  createElement(name: 'canvas'): { getContext(kind: '2d'): Ink | null };
  body: object;
}
interface Ink {
  font: string;
  measureText(text: string): { width: number };
}
const { document: page, getComputedStyle: styleOf } = globalThis as {
  document?: Page;
  getComputedStyle?: (of: object) => { fontFamily: string };
};

/** pixels a letter of 12 px takes on the average, and a capital, on the safe side */
const LETTER = 7;
const CAPITAL = 9;
const estimated = (text: string) => text.length * LETTER + (text.match(/[A-Z]/g)?.length ?? 0) * (CAPITAL - LETTER);
let ink: Ink | null = null;

/** Pixels of a text of 12 px in the page's font; an estimate where there is no page. */
export function textWidth(text: string): number {
  if (!page || !styleOf) return estimated(text);
  ink ??= page.createElement('canvas').getContext('2d');
  if (!ink) return estimated(text);
  ink.font = `12px ${styleOf(page.body).fontFamily}`;
  return Math.ceil(ink.measureText(text).width) + 2;
}

/** A text of 12 px cut where it would be wider than `room` pixels. */
export function shortened(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && textWidth(`${letters.join('')}…`) > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
