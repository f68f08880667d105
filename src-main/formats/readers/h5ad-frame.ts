/** AnnData's data frames (`obs`, `var`, `raw/var`) in the three ways that they were written over the years. */
import { AppError } from '../../../src-shared/errors.ts';
import type { LabelColumn } from '../../data/labels.ts';
import { booleanColumn, numberColumn, textColumn } from '../columns.ts';
import { type Dataset, type Group, type Hdf5, isDataset, isGroup } from '../hdf5/file.ts';
import { repairText } from '../hdf5/strings.ts';

export interface Frame {
  /** row names as they stand in the file */
  index: string[];
  columns: LabelColumn[];
  /** columns that could not be read, and why */
  skipped: { name: string; why: string }[];
}

/**
 * A data frame.
 *
 * - AnnData ≤ 0.6: a compound dataset, its first field the index; a categorical is a whole-number field whose labels lie
 *   in `uns/<column>_categories`
 * - 0.7: a group of columns; a categorical refers to its labels in `__categories`
 * - ≥ 0.8: every column says what it is in `encoding-type`
 */
export function readFrame(h5: Hdf5, path: string, wanted: (column: string) => boolean = () => true): Frame {
  const node = h5.get(path);
  if (isDataset(node) && h5.isCompound(node)) return readCompound(h5, node, wanted);
  if (isGroup(node)) return readGroup(h5, node, wanted);
  throw new AppError(
    'unreadable',
    `${h5.name} has no table ${path}, which every AnnData file has.`,
    'The file is incomplete: write it again with adata.write_h5ad().',
  );
}

function readGroup(h5: Hdf5, group: Group, wanted: (column: string) => boolean): Frame {
  const keys = h5.keys(group);
  const indexName = h5.text(group, '_index') ?? ['_index', 'index'].find((name) => keys.includes(name));
  const indexNode = indexName === undefined ? null : h5.get(`${group.path}/${indexName}`);
  if (!indexNode) {
    throw new AppError(
      'unreadable',
      `${h5.name}: the table ${group.path} has no row names.`,
      'The file is incomplete: write it again with adata.write_h5ad().',
    );
  }
  const index = readText(h5, indexNode);
  const order = h5.attribute(group, 'column-order');
  const listed = Array.isArray(order) ? order.map(String) : typeof order === 'string' ? [order] : [];
  const names = order === undefined ? keys.filter((key) => key !== indexName && key !== '__categories') : listed;
  const columns: LabelColumn[] = [];
  const skipped: Frame['skipped'] = [];
  for (const name of names) {
    if (!wanted(name)) continue;
    try {
      const column = readColumn(h5, name, group);
      const length = column.kind === 'categorical' ? column.codes.length : column.values.length;
      if (length === index.length) columns.push(column);
      else skipped.push({ name, why: `it has ${length} values for ${index.length} rows` });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      skipped.push({ name, why: error.message });
    }
  }
  return { index: index.map((value) => value ?? ''), columns, skipped };
}

/** Labels of a categorical of AnnData 0.7, null for any other column; SeuratDisk writes them without the reference. */
function labelsOf(h5: Hdf5, name: string, column: Dataset, frame: Group): Dataset | null {
  return h5.referred(column, 'categories') ?? h5.dataset(`${frame.path}/__categories/${name}`);
}

/** Names of the columns of a table that hold text, without reading them. */
export function textColumns(h5: Hdf5, path: string): string[] {
  const node = h5.get(path);
  if (isDataset(node)) return h5.isCompound(node) ? h5.textFields(node).slice(1) : [];
  if (!isGroup(node)) return [];
  const index = h5.text(node, '_index');
  const holdsText = (name: string, column = h5.get(`${node.path}/${name}`)) =>
    isDataset(column)
      ? h5.isText(column) || labelsOf(h5, name, column, node) !== null
      : column !== null && /^(categorical|nullable-string-array)$/.test(h5.text(column, 'encoding-type') ?? '');
  return h5.keys(node).filter((name) => name !== index && holdsText(name));
}

function readColumn(h5: Hdf5, name: string, frame: Group): LabelColumn {
  const node = h5.get(`${frame.path}/${name}`);
  if (isDataset(node)) {
    if (h5.shape(node).length !== 1)
      throw unsupported(name, `a table of shape ${h5.shape(node).join(' × ') || 'one value'}`);
    const labels = labelsOf(h5, name, node, frame);
    if (labels) return coded(name, h5.numbers(node), h5.strings(labels));
    if (h5.isText(node)) return textColumn(name, h5.strings(node));
    if (h5.isBoolean(node))
      return booleanColumn(
        name,
        Array.from(h5.numbers(node), (value) => value !== 0),
      );
    return numberColumn(name, new Float64Array(h5.numbers(node)));
  }
  if (!node) throw unsupported(name, 'nothing: it is listed, but not there');
  const encoding = h5.text(node, 'encoding-type');
  const part = (key: string) => h5.expect(`${node.path}/${key}`);
  if (encoding === 'categorical') {
    const labels = h5.get(`${node.path}/categories`);
    if (!labels) throw unsupported(name, 'a categorical without categories');
    return coded(
      name,
      h5.numbers(part('codes')),
      readText(h5, labels).map((label) => label ?? ''),
    );
  }
  if (encoding === 'nullable-integer') {
    const mask = h5.numbers(part('mask'));
    return numberColumn(
      name,
      Float64Array.from(h5.numbers(part('values')), (value, i) => (mask[i] ? NaN : value)),
    );
  }
  if (encoding === 'nullable-boolean') {
    const mask = h5.numbers(part('mask'));
    return booleanColumn(
      name,
      Array.from(h5.numbers(part('values')), (value, i) => (mask[i] ? null : value !== 0)),
    );
  }
  if (encoding === 'nullable-string-array') return textColumn(name, readText(h5, node));
  throw unsupported(name, `the encoding "${encoding ?? 'unnamed'}"`);
}

/** Text in any dress: strings, numbers as text, a categorical, a nullable array (null = missing). */
function readText(h5: Hdf5, node: Group | Dataset): (string | null)[] {
  if (isDataset(node)) {
    if (h5.isBoolean(node)) return Array.from(h5.numbers(node), (value) => (value ? 'True' : 'False'));
    return h5.strings(node);
  }
  const encoding = h5.text(node, 'encoding-type');
  if (encoding === 'categorical') {
    const categories = readText(h5, h5.expect(`${node.path}/categories`));
    return Array.from(h5.numbers(h5.expect(`${node.path}/codes`)), (code) => categories[code] ?? null);
  }
  const mask = h5.numbers(h5.expect(`${node.path}/mask`));
  return h5.strings(h5.expect(`${node.path}/values`)).map((value, i) => (mask[i] ? null : value));
}

function coded(name: string, codes: ArrayLike<number>, categories: string[]): LabelColumn {
  const out = Int32Array.from(codes);
  if (out.some((code) => code >= categories.length)) throw unsupported(name, 'codes beyond its categories');
  // categories that differ in type only (1 and "1") or were renamed alike are one class
  const unique = [...new Set(categories)];
  if (unique.length === categories.length)
    return { name, kind: 'categorical', categories, codes: out.map((code) => Math.max(code, -1)) };
  const position = new Map(unique.map((category, i) => [category, i]));
  return {
    name,
    kind: 'categorical',
    categories: unique,
    codes: out.map((code) => position.get(categories[code]) ?? -1),
  };
}

function unsupported(column: string, what: string): AppError {
  return new AppError('unreadable', `column ${column} holds ${what}, which is not read`);
}

function readCompound(h5: Hdf5, dataset: Dataset, wanted: (column: string) => boolean): Frame {
  const [first, ...fields] = h5.fields(dataset);
  const rows = h5.values(dataset) as unknown[][];
  const field = (i: number) => rows.map((row) => row[i]);
  const columns: LabelColumn[] = [];
  const skipped: Frame['skipped'] = [];
  fields.forEach((name, i) => {
    if (!wanted(name)) return;
    const values = field(i + 1);
    const labels = h5.dataset(`uns/${name}_categories`);
    const categories = labels && h5.isText(labels) ? h5.strings(labels) : null;
    if (values.every((value) => typeof value === 'string')) columns.push(textColumn(name, values.map(repairText)));
    else if (h5.isBooleanField(dataset, name))
      columns.push(
        booleanColumn(
          name,
          values.map((value) => value !== 0),
        ),
      );
    else if (values.every((value) => typeof value === 'number' || typeof value === 'bigint')) {
      const numbers = Float64Array.from(values, Number);
      // obs and var share `uns`: the labels are this column's only if its codes fit them
      const fits =
        categories && numbers.every((code) => Number.isInteger(code) && code >= -1 && code < categories.length);
      columns.push(fits ? coded(name, numbers, categories) : numberColumn(name, numbers));
    } else skipped.push({ name, why: 'it holds neither text nor numbers' });
  });
  if (first === undefined) throw new AppError('unreadable', `${h5.name}: the table ${dataset.path} has no row names.`);
  return { index: field(0).map((value) => repairText(String(value))), columns, skipped };
}
