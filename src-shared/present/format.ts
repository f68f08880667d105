/**
 * Numbers and times as the window writes them: thin spaces in counts, a real minus sign, three digits for scores,
 * times in human words. For eyes only: files and the clipboard get plain numbers.
 */

/** What stands where there is no value. */
export const NOTHING = '–';
const THIN = '\u202f';
const MINUS = '\u2212';

/** A whole number, its thousands set apart: `5 000`. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  const rounded = Math.round(value);
  const digits = String(Math.abs(rounded)).replace(/\B(?=(\d{3})+$)/g, THIN);
  return rounded < 0 ? MINUS + digits : digits;
}

/** A sentence of the engine, its counts (`2,638 cells`) written as the window writes them: `2 638 cells`. */
export const spaced = (sentence: string): string =>
  sentence.replace(/(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])/g, (number) => number.replaceAll(',', THIN));

/** The same turned round, for text that is pasted elsewhere: `2 638 cells` as `2,638 cells`, other thin spaces plain. */
export const unspaced = (sentence: string): string =>
  sentence.replace(/(?<=\d)\u202f(?=\d{3})/g, ',').replaceAll(THIN, ' ');

/** A count with its noun: `1 gene`, `32 genes`, `2 classes`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** A number with a fixed number of decimals and a real minus sign. */
export function decimal(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A score (F1, accuracy, AUROC, R² …): three digits; an error in thousands (MSE of a coordinate) as a whole number. */
export const score = (value: number | null | undefined): string =>
  Math.abs(value ?? 0) >= 1000 ? count(value) : decimal(value, 3);

/** A difference between scores: always signed, except where it rounds to nothing. */
export function signed(value: number | null | undefined, digits = 3): string {
  const text = Math.abs(value ?? 0) >= 1000 ? count(value) : decimal(value, digits);
  return value !== null && value !== undefined && value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A number of unknown size with so many significant digits: `9.8`, `0.012`, `1 200`. */
export function significant(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  if (value === 0) return '0';
  const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  if (decimals <= 0) return count(value);
  return decimals > 7 ? value.toExponential(digits - 1).replaceAll('-', MINUS) : decimal(value, decimals);
}

/** A share between 0 and 1: `4.2 %`, `38 %`; below a tenth of a percent it says so. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return NOTHING;
  const value = share * 100;
  if (value > 0 && value < 0.1) return `<${THIN}0.1${THIN}%`;
  return `${decimal(value, value < 9.95 && value !== 0 ? 1 : 0)}${THIN}%`;
}

/** How much of some work is done, in whole percents wherever it is said; all of it only when it is: `3 %`. */
export const progressed = (fraction: number | null | undefined): string =>
  `${Math.floor((fraction ?? 0) * 100 + 1e-9)}${THIN}%`;

/** A span of time in words, as exact as anyone needs: `8 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NOTHING;
  if (seconds < 0.95) return 'under 1 s';
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const parts: [number, string][] =
    whole < 3600
      ? [
          [Math.floor(whole / 60), 'min'],
          [whole < 600 ? whole % 60 : 0, 's'],
        ]
      : [
          [Math.floor(whole / 3600), 'h'],
          [Math.floor((whole % 3600) / 60), 'min'],
        ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** Time that remains, rounded the way a person would say it. */
export function timeLeft(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return 'estimating time left';
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 3570) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${duration(Math.round(seconds / 300) * 300)} left`;
}

/** Seconds between two ISO dates; null while one is missing. */
export function secondsBetween(start: string | null, end: string | null): number | null {
  return start && end ? (Date.parse(end) - Date.parse(start)) / 1000 : null;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** A moment beside `now`, in local time: `just now`, `12 min ago`, `14:03`, `yesterday 14:03`, `3 Nov 14:03`, `3 Nov 2025`. */
export function when(iso: string | null | undefined, now: Date = new Date()): string {
  if (!iso) return NOTHING;
  const then = new Date(iso);
  const ago = (now.getTime() - then.getTime()) / 1000;
  if (Number.isNaN(ago)) return NOTHING;
  if (Math.abs(ago) < 60) return 'just now';
  if (ago > 0 && ago < 3600) return `${Math.floor(ago / 60)} min ago`;
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (then.toDateString() === now.toDateString()) return clock;
  if (then.toDateString() === yesterday.toDateString()) return `yesterday ${clock}`;
  const day = `${then.getDate()} ${months[then.getMonth()]}`;
  return then.getFullYear() === now.getFullYear() ? `${day} ${clock}` : `${day} ${then.getFullYear()}`;
}

/** The full moment, for hovers and provenance: `3 Nov 2026 14:03:09`. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return NOTHING;
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return NOTHING;
  const clock = [then.getHours(), then.getMinutes(), then.getSeconds()].map(two).join(':');
  return `${then.getDate()} ${months[then.getMonth()]} ${then.getFullYear()} ${clock}`;
}

/** Bytes in the unit that a person would choose, powers of 1,000 as file managers show them. */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let amount = value;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit > 0 && amount < 9.95 ? decimal(amount, 1) : count(amount)} ${units[unit]}`;
}

/** Words in a row: `a`, `a and b`, `a, b and c`; past `most` the rest is counted: `a, b and 5 more`. */
export function listed(words: readonly string[], most = Infinity): string {
  const shown = words.length > most ? [...words.slice(0, most), `${count(words.length - most)} more`] : [...words];
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** A label as the beginning of a title. */
export const capitalised = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
