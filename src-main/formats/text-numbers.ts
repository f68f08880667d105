/**
 * Numbers as people and their spreadsheets write them in tables: with a decimal comma, with separators between
 * thousands, as percent; and what only looks like numbers: codes of donors, wells and versions, which stay as written.
 */

/** How the numbers of a column are written. */
export interface NumberForm {
  /** the number that a text is; NaN for a text that is none */
  read(text: string): number;
  /** one sentence where it is not how programs write numbers; '' where it is */
  words: string;
}

/** What a table is written in: where a comma parts its fields, another one is hardly a decimal comma. */
export interface TableForm {
  delimiter?: string;
  /** a column of it has decimal commas beyond doubt: a point is a separator of thousands then */
  commas?: boolean;
}

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const plainForm: NumberForm = { read: (text) => (plain.test(text) ? Number(text) : NaN), words: '' };

/** Between thousands: an apostrophe (Switzerland), a blank of any width (France), never mixed. */
const gaps = /(?<=\d)['’ \u00a0\u2009\u202f](?=\d{3}(\D|$))/g;
const decimalComma = /^[+-]?\d+(,\d+)?(e[+-]?\d+)?$/i;
const commaGroups = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const pointGroups = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/;

/** Minus signs of typesetters, and percent signs, put as programs write them. */
const tidied = (text: string): string => text.trim().replace(/^[−–](?=[\d.,])/, '-').replace(/\s*%$/, ''); // prettier-ignore

/**
 * How the texts of a column are written as numbers; null where they are none, where they are codes, or where it cannot be
 * told which number they are.
 *
 * @param texts those that have a value
 */
export function numberForm(texts: readonly string[], table: TableForm = {}): NumberForm | null {
  const different = [...new Set(texts.map((text) => text.trim()))];
  if (different.length === 0 || !different.every((text) => /^[+\-−–]?[.\d]/.test(text))) return null;
  const isPlain = different.every((text) => plain.test(text));
  if (isPlain && table.commas && different.every((text) => /^[+-]?\d{1,3}(\.\d{3})+$|^[+-]?\d{1,3}$/.test(text)) && different.some((text) => text.includes('.'))) return byPoints; // prettier-ignore
  if (isPlain) return areCodes(different, texts.length) ? null : plainForm;
  const percent = different.some((text) => text.endsWith('%'));
  const withoutGaps = different.map((text) => tidied(text).replace(gaps, ''));
  const form = separated(withoutGaps, table);
  if (!form) return null;
  const gapped = different.some((text) => tidied(text).replace(gaps, '') !== tidied(text));
  return {
    read: (text) => form.read(tidied(text).replace(gaps, '')),
    words: [form.words, gapped && 'separators between thousands were left out', percent && 'percent signs were left out'].filter(Boolean).join(', '), // prettier-ignore
  };
}

/** True for columns of which a comma is a decimal comma beyond doubt: 0,5 and 12,25 have no groups of three. */
export function hasDecimalCommas(texts: readonly string[]): boolean {
  const values = texts.map(tidied).filter((text) => text !== '');
  return (
    values.length > 0 &&
    values.every((text) => decimalComma.test(text.replace(gaps, '')) || pointGroups.test(text)) &&
    values.some((text) => text.includes(',') && !commaGroups.test(text))
  );
}

const byComma: NumberForm = {
  read: (text) => (decimalComma.test(text) ? Number(text.replace(',', '.')) : NaN),
  words: 'decimal commas were read as such',
};
const byCommaAndPoints: NumberForm = {
  read: (text) => byComma.read(text.replaceAll('.', '')),
  words: 'decimal commas and points between thousands were read as such',
};
const byPoints: NumberForm = {
  read: (text) => Number(text.replaceAll('.', '')),
  words: 'points between thousands were left out',
};
const byGroups: NumberForm = {
  read: (text) => plainForm.read(text.replaceAll(',', '')),
  words: 'commas between thousands were left out',
};

function separated(texts: readonly string[], { delimiter, commas }: TableForm): NumberForm | null {
  if (texts.every((text) => plain.test(text))) return plainForm;
  const grouped = texts.every((text) => commaGroups.test(text) || (plain.test(text) && !/^[+-]?\d{4}/.test(text)));
  const comma = texts.every((text) => decimalComma.test(text));
  // where every comma stands before three digits, the rest of the table says which it is
  if (comma && (!grouped || commas || delimiter === ';' || texts.some((text) => /^[+-]?0\d*,/.test(text)))) return byComma; // prettier-ignore
  if (grouped) return comma && delimiter !== ',' ? null : byGroups;
  if (texts.every((text) => pointGroups.test(text) || decimalComma.test(text))) return byCommaAndPoints;
  return null;
}

/**
 * True for texts that name something and would lose their spelling as numbers: zeros in front (01), an exponent that no
 * program writes (1E2), whole numbers too long for a computer's arithmetic (beyond 2⁵³), numbers that a spreadsheet
 * shortened (1.60639E+18), and two spellings of one number (1.1 and 1.10, 1 and 1.0) among values that repeat.
 */
function areCodes(different: readonly string[], count: number): boolean {
  if (different.some((text) => /^[+-]?0\d/.test(text) || /^\d+e\d+$/i.test(text) || isShortened(text))) return true;
  if (different.some((text) => /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(Number(text)))) return true;
  const twice = different.length - new Set(different.map(Number)).size;
  if (twice > 0 && (different.length <= 200 || twice > different.length / 20)) return true;
  // 1.10 among 1.1 … 1.12: versions, and not measures, which have a zero at the end where all have as many digits
  const decimals = different.map((text) => /\.(\d+)$/.exec(text)?.[1] ?? '');
  const uneven = new Set(decimals.map((digits) => digits.length)).size > 1;
  return uneven && count >= 2 * different.length && different.length <= 100 && decimals.some((digits) => /\d0$/.test(digits)); // prettier-ignore
}

/** Excel shows whole numbers of twelve digits and more so, and keeps fifteen digits of them; what followed is lost. */
export function isShortened(text: string): boolean {
  const exponent = /^\d[.,]?(\d*)E\+(\d\d)$/.exec(text.trim());
  return exponent !== null && (Number(exponent[2]) >= 15 || (Number(exponent[2]) >= 11 && exponent[1].length <= 6));
}

/** What spreadsheets write where a formula failed, in English, German and French. */
export const isSpreadsheetError = (text: string): boolean =>
  /^#(N\/A|NV|DIV\/0!|VALUE!|WERT!|VALEUR!|REF!|BEZUG!|NUM!|ZAHL!|NOMBRE!|NAME\?|NOM\s?\?|NULL!|NUL!)$/i.test(
    text.trim(),
  );
