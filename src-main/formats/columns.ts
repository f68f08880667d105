/** Columns of `obs`: made from what a file holds, and summarised for the user. */
import type { ObsColumn } from '../../src-shared/model.ts';
import type { LabelColumn } from '../data/labels.ts';
import { isSpreadsheetError, numberForm, type TableForm } from './text-numbers.ts';

/** Words, in lower case, that usually stand for "no label". */
const unlabelledWords = new Set([
  '', 'nan', 'na', 'n/a', '<na>', 'none', 'null', 'nil', '-1', '?', '-', '.', 'unknown', 'unassigned', 'unlabelled', 'unlabeled',
  'undefined', 'undetermined', 'not assigned', 'unannotated', 'not available', 'missing', 'excluded', 'unclassified',
  'unidentified', 'ambiguous', 'low quality', 'low-quality', 'low_quality', 'filtered out',
]); // prettier-ignore

/** True for values such as `NA` or `Unknown`, which usually mean that a cell has no label. */
export function meansUnlabelled(value: string): boolean {
  return unlabelledWords.has(value.trim().toLowerCase());
}

/** A column of text; null is a missing value. Categories are sorted. */
export function textColumn(name: string, values: readonly (string | null)[]): LabelColumn {
  const categories = [...new Set(values.filter((value) => value !== null))].sort();
  const position = new Map(categories.map((category, i) => [category, i]));
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : position.get(value)!));
  return { name, kind: 'categorical', categories, codes };
}

/** A column of truth values; null is a missing value. */
export function booleanColumn(name: string, values: readonly (boolean | null)[]): LabelColumn {
  return textColumn(
    name,
    values.map((value) => (value === null ? null : value ? 'True' : 'False')),
  );
}

/**
 * A column of numbers; NaN is a missing value, and so is what is infinite (the pseudotime of a cell that cannot be
 * reached). Whole numbers that repeat are classes (cluster 0, 1, 2, …): at most 100 different ones, each ten times on
 * average (or only two of them, each twice). All else is continuous.
 */
export function numberColumn(name: string, given: Float64Array): LabelColumn {
  const values = given.map((value) => (Number.isFinite(value) ? value : NaN));
  const distinct = new Set<number>();
  let present = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    present++;
    distinct.add(value);
    if (!Number.isInteger(value) || distinct.size > 100) return { name, kind: 'continuous', values };
  }
  const perClass = present / Math.max(1, distinct.size);
  if (perClass < (distinct.size <= 2 ? 2 : 10)) return { name, kind: 'continuous', values };
  const categories = [...distinct].sort((a, b) => a - b);
  const position = new Map(categories.map((category, i) => [category, i]));
  return {
    name,
    kind: 'categorical',
    categories: categories.map(String),
    codes: Int32Array.from(values, (value) => position.get(value) ?? -1),
  };
}

/**
 * A column of whole numbers as they are: text where a computer's arithmetic would not tell them apart, as the IDs of
 * MERSCOPE (beyond 2⁵³), else as `numberColumn`.
 *
 * @param texts the same numbers as text, null where one is missing; asked only where it is needed
 */
export async function exactColumn(
  name: string,
  values: Float64Array,
  texts: () => Promise<(string | null)[]> | (string | null)[],
): Promise<LabelColumn> {
  const isBeyond = values.some((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER && Number.isFinite(value));
  return isBeyond ? textColumn(name, await texts()) : numberColumn(name, values);
}

/**
 * A column of a text table: numbers where all its values are numbers (missing ones aside) and none is a code, else text
 * as written; '' is missing.
 *
 * @param table what is known of the table: it decides what a comma between digits is
 * @param tell told how the numbers are written, where that is not how programs write them
 */
export function tableColumn(
  name: string,
  cells: readonly (string | null)[],
  table: TableForm = {},
  tell: (words: string) => void = () => {},
): LabelColumn {
  const trimmed = cells.map((cell) => cell?.trim() ?? '');
  const isMissing = (cell: string) => (cell !== '-1' && meansUnlabelled(cell)) || isInfinite(cell) || isSpreadsheetError(cell); // prettier-ignore
  const form = numberForm(trimmed.filter((cell) => !isMissing(cell)), table); // prettier-ignore
  if (form) {
    const values = Float64Array.from(trimmed, (cell) => (isMissing(cell) ? NaN : form.read(cell)));
    const column = numberColumn(name, values);
    // words such as NA among cluster numbers stay visible, for the user to say what they mean
    if (column.kind === 'continuous' || trimmed.every((cell) => cell === '' || !isMissing(cell))) {
      if (form.words !== '') tell(`${name}: ${form.words}`);
      return column;
    }
  }
  return textColumn(
    name,
    trimmed.map((cell) => (cell === '' ? null : cell)),
  );
}

/** As R, Python and pandas write what is infinite. */
function isInfinite(text: string): boolean {
  return /^[+-]?inf(inity)?$/i.test(text);
}

/** A column as the user sees it in a list. */
export function summariseColumn(column: LabelColumn): ObsColumn {
  if (column.kind === 'continuous') {
    let [min, max, sum, present] = [Infinity, -Infinity, 0, 0];
    for (const value of column.values) {
      if (Number.isNaN(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      present++;
    }
    return {
      name: column.name,
      kind: 'continuous',
      classes: [],
      missing: column.values.length - present,
      range: present > 0 ? { min, mean: sum / present, max } : null,
      labelScore: present === 0 || min === max ? 0 : continuousScore(column.name),
      unlabelledCandidates: [],
    };
  }
  const counts = new Uint32Array(column.categories.length);
  let missing = 0;
  for (const code of column.codes) {
    if (code < 0) missing++;
    else counts[code]++;
  }
  const classes = column.categories
    .map((name, i) => ({ name, cells: counts[i] }))
    .filter((entry) => entry.cells > 0)
    .sort((a, b) => b.cells - a.cells);
  return {
    name: column.name,
    kind: 'categorical',
    classes,
    missing,
    range: null,
    labelScore: categoricalScore(column.name, classes.length, column.codes.length - missing, column.codes.length),
    unlabelledCandidates: classes.map((entry) => entry.name).filter(meansUnlabelled),
  };
}

const labelNames =
  /cell.?type|cell.?class|annot|label|cluster|louvain|leiden|lineage|subclass|(^|[_. ])(type|class|ident)s?([_. 0-9]|$)|identity|branch/i;
const conditionNames =
  /stim|treat|condition|disease|diagnos|status|group|region|tissue|organ|layer|phase|stage|sex|gender|genotype|strain|time|age|response/i;
const technicalNames =
  /donor|patient|subject|individual|sample|batch|library|lane|plate|run|chip|chemistry|assay|orig\.ident|barcode|doublet|valid|filter|pass|qc|_id$|colou?r/i;
/** True for a column that says where a cell comes from rather than what it is: its donor, sample or batch. */
export function isGroupColumn(name: string): boolean {
  return /donor|patient|subject|individual|sample|batch|library|lane|plate|chip|orig\.ident|mouse|animal|replicate|dataset/i.test(
    name,
  );
}

const measuredNames = /pseudo.?time|latent.?time|dpt|age|score|dose|time|depth/i;
const qualityNames =
  /^n_|^n[A-Z]|count|umi|gene|mito|percent|pct|total|size|ribo|umap|tsne|pca|^[xyz]$|coord|area|density/i;

/** How likely a categorical column is meant as labels, 0…1: by its name first, then by its classes. */
function categoricalScore(name: string, classes: number, labelled: number, cells: number): number {
  if (classes < 2 || labelled === 0) return 0;
  if (classes > labelled / 2) return 0.02;
  let score = 0.45;
  if (technicalNames.test(name)) score = 0.25;
  else if (labelNames.test(name)) score = 0.85;
  else if (conditionNames.test(name)) score = 0.65;
  if (classes > 200 || labelled / classes < 5) score *= 0.5;
  else if (classes >= 3) score += 0.1;
  return score * (0.5 + (0.5 * labelled) / cells);
}

function continuousScore(name: string): number {
  if (measuredNames.test(name)) return 0.4;
  return qualityNames.test(name) ? 0.05 : 0.2;
}
