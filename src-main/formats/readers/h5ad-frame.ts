/** AnnData's data frames (`obs`, `var`, `raw/var`) in the three ways that they were written over the years. */
import { AppError } from '../../../src-shared/errors.ts';
import type { LabelColumn } from '../../data/labels.ts';
import { booleanColumn, exactColumn, textColumn } from '../columns.ts';
import { type Numbers, textAttribute, type Tree } from '../tree/tree.ts';

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
export async function readFrame(
  tree: Tree,
  path: string,
  wanted: (column: string) => boolean = () => true,
): Promise<Frame> {
  const kind = await tree.kind(path);
  if (kind === 'array' && (await tree.dtype(path)) === 'records') return readRecords(tree, path, wanted);
  if (kind === 'group') return readGroup(tree, path, wanted);
  throw new AppError(
    'unreadable',
    `${tree.name} has no table ${path}, which every AnnData file has.`,
    'The file is incomplete: write it again with adata.write_h5ad().',
  );
}

async function readGroup(tree: Tree, frame: string, wanted: (column: string) => boolean): Promise<Frame> {
  const keys = await tree.keys(frame);
  const indexName =
    (await textAttribute(tree, frame, '_index')) ?? ['_index', 'index'].find((name) => keys.includes(name));
  if (indexName === undefined || (await tree.kind(`${frame}/${indexName}`)) === null) {
    throw new AppError(
      'unreadable',
      `${tree.name}: the table ${frame} has no row names.`,
      'The file is incomplete: write it again with adata.write_h5ad().',
    );
  }
  const index = await readText(tree, `${frame}/${indexName}`);
  const order = await tree.attribute(frame, 'column-order');
  const listed = Array.isArray(order) ? order.map(String) : typeof order === 'string' ? [order] : [];
  const names = order === undefined ? keys.filter((key) => key !== indexName && key !== '__categories') : listed;
  const columns: LabelColumn[] = [];
  const skipped: Frame['skipped'] = [];
  for (const name of names) {
    if (!wanted(name)) continue;
    try {
      const column = await readColumn(tree, name, frame);
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

/**
 * Path of the labels of a categorical of AnnData 0.7, null for any other column; SeuratDisk and zarr stores write them
 * without the reference.
 */
async function labelsOf(tree: Tree, name: string, frame: string): Promise<string | null> {
  const referred = await tree.referred?.(`${frame}/${name}`, 'categories');
  if (referred) return referred;
  const labels = `${frame}/__categories/${name}`;
  return (await tree.kind(labels)) === 'array' ? labels : null;
}

/** Names of the columns of a table that hold text, without reading them. */
export async function textColumns(tree: Tree, frame: string): Promise<string[]> {
  if ((await tree.kind(frame)) === 'array') return (await tree.textFields?.(frame))?.slice(1) ?? [];
  const index = await textAttribute(tree, frame, '_index');
  const holdsText = async (name: string) => {
    const column = `${frame}/${name}`;
    const kind = await tree.kind(column);
    if (kind === 'array') return (await tree.dtype(column)) === 'text' || (await labelsOf(tree, name, frame)) !== null;
    const encoding = kind === 'group' ? await textAttribute(tree, column, 'encoding-type') : undefined;
    return /^(categorical|nullable-string-array)$/.test(encoding ?? '');
  };
  const found: string[] = [];
  for (const name of await tree.keys(frame)) if (name !== index && (await holdsText(name))) found.push(name);
  return found;
}

async function readColumn(tree: Tree, name: string, frame: string): Promise<LabelColumn> {
  const column = `${frame}/${name}`;
  const kind = await tree.kind(column);
  if (kind === 'array') {
    const shape = await tree.shape(column);
    if (shape.length !== 1) throw unsupported(name, `a table of shape ${shape.join(' × ') || 'one value'}`);
    const labels = await labelsOf(tree, name, frame);
    if (labels !== null) return coded(name, await tree.numbers(column), await tree.strings(labels));
    const dtype = await tree.dtype(column);
    if (dtype === 'text') return textColumn(name, await tree.strings(column));
    const numbers = await tree.numbers(column);
    if (dtype === 'bool') return booleanColumn(name, booleans(numbers));
    return exactColumn(name, new Float64Array(numbers), () => tree.strings(column));
  }
  if (kind === null) throw unsupported(name, 'nothing: it is listed, but not there');
  const encoding = await textAttribute(tree, column, 'encoding-type');
  const part = (key: string) => tree.numbers(`${column}/${key}`);
  if (encoding === 'categorical') {
    const labels = `${column}/categories`;
    if ((await tree.kind(labels)) === null) throw unsupported(name, 'a categorical without categories');
    return coded(
      name,
      await part('codes'),
      (await readText(tree, labels)).map((label) => label ?? ''),
    );
  }
  if (encoding === 'nullable-integer') {
    const mask = await part('mask');
    const values = Float64Array.from(await part('values'), (value, i) => (mask[i] ? NaN : value));
    const texts = async () => (await tree.strings(`${column}/values`)).map((text, i) => (mask[i] ? null : text));
    return exactColumn(name, values, texts);
  }
  if (encoding === 'nullable-boolean') {
    const mask = await part('mask');
    return booleanColumn(
      name,
      booleans(await part('values')).map((value, i) => (mask[i] ? null : value)),
    );
  }
  if (encoding === 'nullable-string-array') return textColumn(name, await readText(tree, column));
  throw unsupported(name, `the encoding "${encoding ?? 'unnamed'}"`);
}

const booleans = (numbers: Numbers): boolean[] => Array.from(numbers, (value) => value !== 0);

/** Text in any dress: strings, numbers as text, a categorical, a nullable array (null = missing). */
async function readText(tree: Tree, path: string): Promise<(string | null)[]> {
  if ((await tree.kind(path)) === 'array') {
    if ((await tree.dtype(path)) !== 'bool') return tree.strings(path);
    return booleans(await tree.numbers(path)).map((value) => (value ? 'True' : 'False'));
  }
  if ((await textAttribute(tree, path, 'encoding-type')) === 'categorical') {
    const categories = await readText(tree, `${path}/categories`);
    return Array.from(await tree.numbers(`${path}/codes`), (code) => categories[code] ?? null);
  }
  const mask = await tree.numbers(`${path}/mask`);
  return (await tree.strings(`${path}/values`)).map((value, i) => (mask[i] ? null : value));
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

async function readRecords(tree: Tree, path: string, wanted: (column: string) => boolean): Promise<Frame> {
  const [index, ...fields] = (await tree.records?.(path)) ?? [];
  if (index === undefined) throw new AppError('unreadable', `${tree.name}: the table ${path} has no row names.`);
  const columns: LabelColumn[] = [];
  const skipped: Frame['skipped'] = [];
  for (const { name, values, boolean } of fields) {
    if (!wanted(name)) continue;
    if (values.every((value) => typeof value === 'string')) columns.push(textColumn(name, values));
    else if (boolean)
      columns.push(
        booleanColumn(
          name,
          values.map((value) => value !== 0),
        ),
      );
    else if (values.every((value) => typeof value === 'number' || typeof value === 'bigint')) {
      const numbers = Float64Array.from(values, Number);
      const categories = await categoriesOf(tree, name);
      // obs and var share `uns`: the labels are this column's only if its codes fit them
      const fits =
        categories && numbers.every((code) => Number.isInteger(code) && code >= -1 && code < categories.length);
      columns.push(
        fits ? coded(name, numbers, categories) : await exactColumn(name, numbers, () => values.map(String)),
      );
    } else skipped.push({ name, why: 'it holds neither text nor numbers' });
  }
  return { index: index.values.map(String), columns, skipped };
}

async function categoriesOf(tree: Tree, column: string): Promise<string[] | null> {
  const labels = `uns/${column}_categories`;
  const isText = (await tree.kind(labels)) === 'array' && (await tree.dtype(labels)) === 'text';
  return isText ? tree.strings(labels) : null;
}
