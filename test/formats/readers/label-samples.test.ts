/** Labels of several samples: barcodes that occur in more than one of them must never carry a label across. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../src-main/data/random.ts';
import type { LabelColumn } from '../../../src-main/data/labels.ts';
import { textColumn } from '../../../src-main/formats/columns.ts';
import { joinLabels, type LabelTarget } from '../../../src-main/formats/readers/label-file.ts';
import type { LabelTable } from '../../../src-main/formats/types.ts';
import { makeUnique } from '../../../src-main/formats/genes.ts';

const draw = random(20, 'barcodes');
const bases = () => Array.from({ length: 16 }, () => 'ACGT'[draw.integer(4)]).join('');
const list = (count: number) => Array.from({ length: count }, () => `${bases()}-1`);

/** Two samples of 100 cells; 30 barcodes are in both. */
const s1 = list(100);
const s2 = [...s1.slice(0, 30), ...list(70)];
const both = [...s1, ...s2];
const sample = both.map((_, i) => (i < 100 ? 's1' : 's2'));
/** what each cell's own line says of it */
const truth = both.map((_, i) => `of cell ${i}`);

const table = (columns: Record<string, string[]>): LabelTable => ({
  name: 'labels.csv',
  columns: Object.keys(columns),
  rows: Object.values(columns)[0].map((_, row) => Object.values(columns).map((values) => values[row])),
});

/** The label of each cell in the column "own". */
function own(names: string[], labels: LabelTable, target: LabelTarget = {}): (string | null)[] {
  const column = joinLabels(names, labels, target).columns.find(({ name }) => name === 'own')!;
  if (column.kind !== 'categorical') throw new Error('not categorical');
  return Array.from(column.codes, (code) => column.categories[code] ?? null);
}

/** How many cells have their own label; none may have another one's. */
function right(found: (string | null)[], expected = truth): number {
  found.forEach((label, i) => label !== null && expect(label).toBe(expected[i]));
  return found.filter((label) => label !== null).length;
}

const unique = makeUnique(both).names;
const column = (name: string, values: string[]): LabelColumn => textColumn(name, values);

describe('barcodes of several samples', () => {
  it('stay unlabelled where they are twice in the data and in the table, and the reason is counted', () => {
    const labels = table({ barcode: both, own: truth });
    expect(right(own(unique, labels))).toBe(140);
    expect(joinLabels(unique, labels).join.reconciliation).toContain('60 cells stay without a label');
  });

  it('stay unlabelled where the table has the line of one of them only', () => {
    const labels = table({ barcode: s1, own: truth.slice(0, 100) });
    expect(right(own(unique, labels))).toBe(70);
  });

  it('stay unlabelled where AnnData made them unique before the file was written', () => {
    const written = both.map((name, i) => (both.indexOf(name) < i ? `${name}-1` : name));
    expect(right(own(written, table({ barcode: both, own: truth })))).toBe(140);
    // a table of the same object has the names that were made unique, and tells all apart
    expect(right(own(written, table({ barcode: written, own: truth })))).toBe(200);
  });

  it('are met by sample and name where both sides have a column of samples', () => {
    const labels = table({ barcode: both, orig: sample, own: truth });
    const target = { own: [column('sample', sample)] };
    expect(right(own(unique, labels, target))).toBe(200);
    expect(joinLabels(unique, labels, target).join.reconciliation).toBe(
      'Cells were met by name and sample together (column “sample” of the data; column “orig” of the table).',
    );
  });

  it('are not met by columns that only look like samples', () => {
    const other = both.map((_, i) => (i % 2 ? 's1' : 's2'));
    const labels = table({ barcode: both, orig: other, own: truth });
    expect(right(own(unique, labels, { own: [column('sample', sample)] }))).toBe(140);
  });

  it.each(['_', '#', ':', '/'])(
    'are met by the sample in front of the barcode (%s) and a column of the table',
    (gap) => {
      const names = both.map((name, i) => `${sample[i]}${gap}${name}`);
      expect(right(own(names, table({ barcode: both, library: sample, own: truth })))).toBe(200);
    },
  );

  it('are met by the sample in front of the names of the table and a column of the data', () => {
    const labels = table({ cell: both.map((name, i) => `${sample[i]}_${name}`), own: truth });
    expect(right(own(unique, labels, { own: [column('batch', sample)] }))).toBe(200);
  });

  it('of one sample take the lines of their own data set, by its name', () => {
    const labels = table({ cell: both.map((name, i) => `${sample[i]}_${name}`), own: truth });
    expect(right(own(s2, labels, { called: 'GSM1_s2_filtered.h5' }), truth.slice(100))).toBe(100);
    const inColumn = table({ barcode: both, patient: sample, own: truth });
    expect(right(own(s2, inColumn, { called: 's2.h5ad' }), truth.slice(100))).toBe(100);
  });

  it('of one sample take the lines that name nearly all of them, and none of another sample', () => {
    const labels = table({ cell: both.map((name, i) => `${sample[i]}_${name}`), own: truth });
    expect(right(own(s2, labels), truth.slice(100))).toBe(100);
  });

  it('never take a label of another sample for its barcode alone', () => {
    const names = both.map((name, i) => `${sample[i]}_${name}`);
    const labels = table({ cell: [...names.slice(0, 100), ...s1.map((name) => `s3_${name}`)], own: [...truth.slice(0, 100), ...truth.slice(0, 100)] }); // prettier-ignore
    expect(right(own(names, labels))).toBe(100);
    // numbers behind the barcode, as Cell Ranger and Seurat write them
    const wells = both.map((name, i) => name.replace('-1', sample[i] === 's1' ? '-1' : '-2'));
    expect(right(own(wells, table({ cell: wells.slice(0, 100), own: truth.slice(0, 100) })))).toBe(100);
    const merged = both.map((name, i) => `${name}_${sample[i] === 's1' ? 1 : 2}`);
    expect(right(own(merged, table({ cell: merged.slice(0, 100), own: truth.slice(0, 100) })))).toBe(100);
  });

  it('of a table without samples belong to the sample that it names, and not to the other one', () => {
    const names = both.map((name, i) => `${sample[i]}_${name}`);
    expect(right(own(names, table({ barcode: s1, own: truth.slice(0, 100) })))).toBe(100);
  });

  it('of several data sets join nothing where several have them', () => {
    const labels = table({ barcode: [...s1.slice(30), ...s2], own: [...truth.slice(30, 100), ...truth.slice(100)] });
    const [one, two] = [{ names: s1, called: 'a' }, { names: s2, called: 'b' }]; // prettier-ignore
    expect(right(own(s1, labels, { called: 'a', others: [two] }), truth.slice(0, 100))).toBe(70);
    expect(right(own(s2, labels, { called: 'b', others: [one] }), truth.slice(100))).toBe(70);
  });

  it('of several data sets belong to the one that they are of', () => {
    const labels = table({ barcode: s1, own: truth.slice(0, 100) });
    expect(right(own(s1, labels, { others: [{ names: s2 }] }), truth.slice(0, 100))).toBe(100);
    expect(() => own(s2, labels, { others: [{ names: s1 }] })).toThrow('names a cell of the data set');
    const prefixed = table({ cell: both.map((name, i) => `${sample[i]}_${name}`), own: truth });
    expect(right(own(s2, prefixed, { called: 's2', others: [{ names: s1, called: 's1' }] }), truth.slice(100))).toBe(100); // prettier-ignore
  });
});

describe('cells that are only numbered', () => {
  const ids = Array.from({ length: 50 }, (_, i) => 1000 + 7 * i);
  const names = ids.map((_, i) => String(i));
  const ofIds: LabelColumn = { name: 'EntityID', kind: 'continuous', values: Float64Array.from(ids) };
  const shuffled = ids.map((_, i) => (i * 17) % 50);

  it('are met by their column of whole numbers, not by the numbers of lines', () => {
    const labels = table({
      '': names,
      EntityID: shuffled.map((i) => String(ids[i])),
      own: shuffled.map((i) => `t${i}`),
    });
    const found = own(names, labels, { own: [ofIds] });
    expect(right(found, names.map((name) => `t${name}`))).toBe(50); // prettier-ignore
  });

  it.each([
    ['with decimal zeros', (id: number) => `${id}.0`],
    ['with zeros in front', (id: number) => `00${id}`],
    ['with blanks', (id: number) => ` ${id} `],
  ])('are met where the table has the numbers %s', (_, write) => {
    const labels = table({ EntityID: shuffled.map((i) => write(ids[i])), own: shuffled.map((i) => `t${i}`) });
    expect(right(own(names, labels, { own: [ofIds] }), names.map((name) => `t${name}`))).toBe(50); // prettier-ignore
  });
});
