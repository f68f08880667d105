/**
 * Bringing together two lists of cell names that were written by different programs: the cells of a data set, and the
 * lines of a table of labels. A name that stands for several cells, or that lines give different labels to, joins
 * nothing: a cell without a label is better than one with another cell's.
 */
import { withoutInvisible } from '../../src-shared/text-files.ts';

export interface Meeting {
  /** row of the table for each cell, −1 where there is none */
  rowOfCell: Int32Array;
  matched: number;
  /** what was done to the names, in sentences; empty when they met as they are */
  words: string[];
}

/** Names of the cells of a data set, as they are kept: unique. */
export interface CellNames {
  names: readonly string[];
  /** what the data set is called: names of the table may begin with it */
  called?: string;
}

/** Names of the lines of a table. */
export interface RowNames {
  names: readonly string[];
  /** true where two lines say the same of a cell, so that either may be taken */
  same?(a: number, b: number): boolean;
}

/** A name taken apart: what is compared, and what stood in front of it and behind. */
interface Reading {
  key: string;
  before: string;
  after: string;
}

const whole = (key: string): Reading => ({ key, before: '', after: '' });

/** What programs do to cell names, the smallest intervention first. */
const readings: { read(name: string): Reading; words: string }[] = [
  { read: whole, words: '' },
  {
    read: (name) => whole(withoutInvisible(name.normalize('NFC')).trim()),
    words: 'Blanks and invisible characters around names were left out.',
  },
  { read: (name) => whole(name.trim().toLowerCase()), words: 'Upper and lower case were not told apart.' },
  { read: (name) => whole(asNumber(name)), words: 'Numbers in the place of names were compared by their value.' },
  { read: (name) => whole(dots(name)), words: 'R’s points in names were read as hyphens.' },
  { read: (name) => withoutSuffix(whole(dots(name))), words: 'The suffix of barcodes (as in AAAC-1) was left out.' },
  { read: (name) => withoutPrefix(dots(name)), words: 'The prefix of barcodes (as in sample_AAAC-1) was left out.' },
  {
    read: (name) => withoutSuffix(withoutPrefix(dots(name))),
    words: 'Prefix and suffix of barcodes (as in sample_AAAC-1) were left out.',
  },
  { read: barcode, words: 'Only the barcode within each name was compared.' },
];

/** pandas writes whole numbers with a decimal zero where one of them is missing; spreadsheets drop zeros in front. */
function asNumber(name: string): string {
  return name.trim().replace(/^(\d+)\.0+$/, '$1').replace(/^0+(?=\d+$)/, ''); // prettier-ignore
}

/** R turns what it does not like in a name into points, and puts an X before a digit. */
function dots(name: string): string {
  return name
    .trim()
    .replace(/\./g, '-')
    .replace(/^X(?=\d)/, '');
}
/** AAAC-1, AAAC-1-0 → AAAC; a name of which nothing would stay is left alone. */
function withoutSuffix({ key, before }: Reading): Reading {
  const after = /(?<=.)(-\d{1,3})+$/.exec(key)?.[0] ?? '';
  return { key: key.slice(0, key.length - after.length), before, after };
}
/** sample_AAAC-1, sample#AAAC-1, sample:AAAC-1x → AAAC-1 */
function withoutPrefix(name: string): Reading {
  const key = /[_#:|/ ]([^_#:|/ ]+)$/.exec(name)?.[1] ?? name;
  return { key, before: affix(name.slice(0, name.length - key.length)), after: '' };
}
/** The longest run of bases, where there is one that is long enough to be a barcode; barcodes of several rounds are one. */
function barcode(name: string): Reading {
  const found = /[ACGTN]{10,}|[ACGTN]{6,}(?:[-_.+][ACGTN]{6,})+/.exec(name);
  if (!found) return whole('');
  const [key] = found;
  return {
    key: key.replace(/[^ACGTN]/g, ''),
    before: affix(name.slice(0, found.index)),
    after: affix(name.slice(found.index + key.length)),
  };
}

/** What is left of a name by every reading: two names that meet by any of them have it in common. */
export function coreOf(name: string): string {
  const plain = dots(asNumber(withoutInvisible(name.normalize('NFC')))).toUpperCase();
  return barcode(plain).key || withoutSuffix(withoutPrefix(plain)).key;
}

/** What stands in front of a barcode or behind it, without what separates it, in small letters. */
const affix = (text: string): string => text.replace(/^[-_.#:|/ +]+|[-_.#:|/ +]+$/g, '').toLowerCase();

/**
 * Finds the row of each cell. Both sides are read alike; the reading that brings the most cells together counts, and of
 * equal ones the one that changes least.
 *
 * @param others data sets that the same table is joined to: a name that cells of several of them have joins none
 * @returns without a match where nothing meets: the words say whether names were unclear
 */
export function reconcile(cells: CellNames, rows: RowNames, others: readonly CellNames[] = []): Meeting {
  const sides = [cells, ...others].map((side) => ({ ...side, bases: basesOf(side.names) }));
  let best: Meeting | null = null;
  for (const { read, words } of readings) {
    const meeting = meet(sides, rows, read);
    if (best && meeting.matched <= best.matched && (best.matched > 0 || best.words.length > 0)) continue;
    best = meeting;
    if (meeting.matched > 0 && words !== '') meeting.words.unshift(words);
    if (meeting.matched === cells.names.length) break;
  }
  return best!;
}

/** Pairs of groups that are looked at, and cells or lines that may have one key: more are no names. */
const [MOST_PAIRS, MOST_ALIKE] = [4_000_000, 1000];

type Side = CellNames & { bases: Map<string, number[]> };

/**
 * Cells that were called alike before names were made unique (X, X-1, X-2 …), by what they were called: AnnData, R and
 * our own readers write a number behind the second and later ones.
 */
export function basesOf(names: readonly string[]): Map<string, number[]> {
  const position = new Map(names.map((name, i) => [name, i]));
  const bases = new Map<string, number[]>();
  names.forEach((name, i) => {
    const base = /^(.+)[-.]\d+$/.exec(name)?.[1];
    const first = base === undefined ? undefined : position.get(base);
    if (first === undefined) return;
    const group = bases.get(base!) ?? [first];
    group.push(i);
    bases.set(base!, group);
  });
  return bases;
}

/** Cells or lines whose names begin and end alike: of one sample, as far as names tell. */
interface Group {
  before: string;
  after: string;
  /** how many different names there are in it */
  size: number;
}

/** A side by its keys: which cells or lines each stands for, and what group each of these is of. */
interface Keyed {
  byKey: Map<string, number[]>;
  groupOf: Int32Array;
  groups: Group[];
}

function keyed(read: readonly Reading[]): Keyed {
  const byKey = new Map<string, number[]>();
  const groups: Group[] = [];
  const known = new Map<string, number>();
  const groupOf = Int32Array.from(read, ({ key, before, after }, i) => {
    const name = `${before}\0${after}`;
    const group = known.get(name) ?? groups.push({ before, after, size: 0 }) - 1;
    known.set(name, group);
    if (key === '') return group;
    const list = byKey.get(key);
    if (list) list.push(i);
    else byKey.set(key, [i]);
    groups[group].size++;
    return group;
  });
  return { byKey, groupOf, groups };
}

function meet(sides: readonly Side[], rows: RowNames, read: (name: string) => Reading): Meeting {
  const table = keyed(rows.names.map(read));
  const sets = sides.map((side) => keyed(readCells(side, table, read)));
  const rowOfCell = new Int32Array(sides[0].names.length).fill(-1);
  const groups = sets.reduce((sum, set) => sum + set.groups.length, 0);
  // where nearly every name begins in its own way, this is no way to read them
  if (groups * table.groups.length > MOST_PAIRS) return { rowOfCell, matched: 0, words: [] };
  const belongs = partners(sets, sides, table);
  let matched = 0;
  const unclear = { cells: 0, lines: 0 };
  for (const [key, cells] of sets[0].byKey) {
    const lines = table.byKey.get(key);
    if (!lines || cells.length > MOST_ALIKE || lines.length > MOST_ALIKE) continue;
    for (const cell of cells) {
      const own = lines.filter((row) => belongs(0, sets[0].groupOf[cell], table.groupOf[row]));
      if (own.length === 0) continue;
      const rivals = sets.reduce((sum, set, s) => {
        const there = set.byKey.get(key) ?? [];
        return sum + there.filter((one) => own.some((row) => belongs(s, set.groupOf[one], table.groupOf[row]))).length;
      }, 0);
      if (rivals > 1) unclear.cells++;
      else if (own.some((row) => !saysTheSame(rows, table, own[0], row))) unclear.lines++;
      else {
        rowOfCell[cell] = own[0];
        matched++;
      }
    }
  }
  return { rowOfCell, matched, words: unclearWords(unclear) };
}

/** Cells that were called alike before are read as they were called, unless the table tells them apart too. */
function readCells({ names, bases }: Side, { byKey }: Keyed, read: (name: string) => Reading): Reading[] {
  const found = names.map(read);
  for (const [base, group] of bases) {
    const keys = new Set(group.map((cell) => found[cell].key));
    if (keys.size === group.length && group.every((cell) => byKey.has(found[cell].key))) continue;
    const alike = read(base);
    for (const cell of group) found[cell] = alike;
  }
  return found;
}

function saysTheSame({ same }: RowNames, { groupOf }: Keyed, a: number, b: number): boolean {
  return a === b || (groupOf[a] === groupOf[b] && (same?.(a, b) ?? false));
}

function unclearWords({ cells, lines }: { cells: number; lines: number }): string[] {
  const stay = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'cell stays' : 'cells stay'} without a label`; // prettier-ignore
  return [
    ...(cells > 0 ? [`${stay(cells)}, as the names in the table stand for several cells each.`] : []),
    ...(lines > 0 ? [`${stay(lines)}, as several lines of the table name ${lines === 1 ? 'it' : 'each'} and say different things.`] : []), // prettier-ignore
  ];
}

/**
 * Two samples of 10x Genomics have one or two barcodes in a hundred in common by chance; a sample and its own labels have
 * nearly all. So many of the smaller side are asked for, and more where both name different samples.
 */
const [COVERED, COVERED_ACROSS] = [0.2, 0.5];

/**
 * Which lines of a table cells may take their labels from, by their groups. The beginning of a name decides first, where
 * both sides write the same ones (and a data set's own name is the beginning of its cells' names); then how many names of
 * two groups meet: lines that meet one group at least twice as often as another are that one's.
 */
function partners(sets: readonly Keyed[], sides: readonly Side[], table: Keyed) {
  const begins = new Set(table.groups.map(({ before }) => before).filter((before) => before !== ''));
  const all = sets.map(({ groups }, s) => {
    const called = namesIn(sides[s].called ?? '').find((name) => begins.has(name));
    return groups.map((group) => ({ ...group, before: group.before || (called ?? '') }));
  });
  const isWhole = ({ before, after }: Group) => before === '' && after === '';
  // where no name was taken apart there is nothing to decide, unless several data sets want the same lines
  if (sets.length === 1 && all[0].every(isWhole) && table.groups.every(isWhole)) return () => true;
  const beginAlike = all.flat().some(({ before }) => begins.has(before));
  const ends = new Set(table.groups.map(({ after }) => after).filter((after) => after !== ''));
  const endAlike = all.flat().some(({ after }) => ends.has(after));
  const met = meetings(sets, table);
  const cover = (cell: Group, row: Group, together: number): number => {
    const differ = (a: string, b: string) => a !== '' && b !== '' && a !== b;
    const others = differ(cell.before, row.before);
    if (others && beginAlike) return 0;
    if (cell.before === row.before && differ(cell.after, row.after) && endAlike) return 0;
    const share = together / Math.max(1, Math.min(cell.size, row.size));
    if (share < (others ? COVERED_ACROSS : isWhole(cell) && isWhole(row) ? 0 : COVERED)) return 0;
    // an own beginning counts more than any number of barcodes
    return cell.before !== '' && cell.before === row.before ? OWN + share : share;
  };
  const covers = all.map((groups, s) =>
    groups.map((cell, g) => table.groups.map((row, r) => cover(cell, row, met.get(pairName(s, g, r)) ?? 0))),
  );
  const mostOfCells = covers.map((groups) => groups.map((list) => Math.max(...list)));
  const mostOfRows = table.groups.map((_, r) => Math.max(...covers.flat().map((list) => list[r])));
  return (s: number, g: number, r: number): boolean => {
    const found = covers[s][g][r];
    return found > 0 && found >= mostOfCells[s][g] / 2 && found >= mostOfRows[r] / 2;
  };
}

/** More than twice the greatest share. */
const OWN = 2;

const pairName = (set: number, cells: number, rows: number): string => `${set} ${cells} ${rows}`;

/** How many names each group of cells and each group of lines have in common. */
function meetings(sets: readonly Keyed[], table: Keyed): Map<string, number> {
  const found = new Map<string, number>();
  sets.forEach(({ byKey, groupOf }, s) => {
    for (const [key, cells] of byKey) {
      const lines = table.byKey.get(key);
      if (!lines || cells.length > MOST_ALIKE || lines.length > MOST_ALIKE) continue;
      const pairs = new Set(
        cells.flatMap((cell) => lines.map((row) => pairName(s, groupOf[cell], table.groupOf[row]))),
      );
      for (const pair of pairs) found.set(pair, (found.get(pair) ?? 0) + 1);
    }
  });
  return found;
}

/** What the cells of a data set may begin with: its name, with an ending or without, and the parts of it. */
export function namesIn(called: string): string[] {
  const name = called.toLowerCase();
  return [name, name.replace(/\..*$/, ''), ...name.split(/[-_. ]+/)].filter((part) => part !== '');
}
