/** Bringing together two lists of cell names that were written by different programs. */

export interface Meeting {
  /** row of the table for each cell, −1 where there is none */
  rowOfCell: Int32Array;
  matched: number;
  /** what was done to the names, in sentences; empty when they met as they are */
  words: string[];
}

interface Rewriting {
  rewrite(name: string): string;
  words: string;
}

/** What programs do to cell names, the smallest intervention first. */
const rewritings: Rewriting[] = [
  { rewrite: (name) => name, words: '' },
  { rewrite: (name) => name.trim(), words: 'Blanks around names were left out.' },
  { rewrite: (name) => name.trim().toLowerCase(), words: 'Upper and lower case were not told apart.' },
  { rewrite: dots, words: 'R’s points in names were read as hyphens.' },
  { rewrite: (name) => withoutSuffix(dots(name)), words: 'The suffix of barcodes (as in AAAC-1) was left out.' },
  { rewrite: (name) => withoutPrefix(dots(name)), words: 'The prefix of barcodes (as in sample_AAAC-1) was left out.' },
  {
    rewrite: (name) => withoutSuffix(withoutPrefix(dots(name))),
    words: 'Prefix and suffix of barcodes (as in sample_AAAC-1) were left out.',
  },
  { rewrite: barcode, words: 'Only the barcode within each name was compared.' },
];

/** R turns what it does not like in a name into points, and puts an X before a digit. */
function dots(name: string): string {
  return name
    .trim()
    .replace(/\./g, '-')
    .replace(/^X(?=\d)/, '');
}
/** AAAC-1, AAAC-1-0 → AAAC; a name of which nothing would stay is left alone. */
function withoutSuffix(name: string): string {
  return name.replace(/(?<=.)(-\d{1,3})+$/, '');
}
/** sample_AAAC-1, sample#AAAC-1, sample:AAAC-1x → AAAC-1 */
function withoutPrefix(name: string): string {
  return /[_#:|/ ]([^_#:|/ ]+)$/.exec(name)?.[1] ?? name;
}
/** The longest run of bases, where there is one that is long enough to be a barcode. */
function barcode(name: string): string {
  return /[ACGTN]{10,}/.exec(name)?.[0] ?? '';
}

/**
 * Finds the row of each cell. Both sides are rewritten alike; the rewriting that brings the most cells together counts,
 * and of equal ones the smallest. Names that become ambiguous by rewriting stay apart. Of several rows with the very
 * same name the first one counts.
 *
 * @returns null where nothing meets
 */
export function reconcile(cells: readonly string[], rows: readonly string[]): Meeting | null {
  let best: Meeting | null = null;
  for (const { rewrite, words } of rewritings) {
    const meeting = meet(cells, rows, rewrite);
    if (meeting.matched > (best?.matched ?? 0)) {
      best = meeting;
      if (words !== '') meeting.words.unshift(words);
    }
    if (best?.matched === cells.length) break;
  }
  return best;
}

function meet(cells: readonly string[], rows: readonly string[], rewrite: (name: string) => string): Meeting {
  const ambiguous = -2;
  const rowOf = new Map<string, number>();
  let repeated = 0;
  rows.forEach((row, i) => {
    const key = rewrite(row);
    const before = rowOf.get(key);
    if (before === undefined) rowOf.set(key, i);
    else if (before >= 0 && rows[before] === row) repeated++;
    else rowOf.set(key, ambiguous);
  });
  rowOf.delete('');
  const keys = cells.map(rewrite);
  const uses = new Map<string, number>();
  for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
  let matched = 0;
  let apart = 0;
  const rowOfCell = Int32Array.from(keys, (key) => {
    const row = rowOf.get(key);
    if (row === undefined) return -1;
    if (row === ambiguous || uses.get(key)! > 1) {
      apart++;
      return -1;
    }
    matched++;
    return row;
  });
  const words: string[] = [];
  if (apart > 0)
    words.push(
      `${apart.toLocaleString('en-US')} cells stay without a label because their names would become ambiguous.`,
    );
  if (repeated > 0)
    words.push(
      `${repeated.toLocaleString('en-US')} ${repeated === 1 ? 'line repeats' : 'lines repeat'} a name; the first line of each name counts.`,
    );
  return { rowOfCell, matched, words };
}
