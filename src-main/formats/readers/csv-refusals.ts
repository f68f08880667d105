/** What a text table that should hold a matrix has instead, in words. */
import { AppError } from '../../../src-shared/errors.ts';
import { delimiterName, type Row, type TextTable } from './text-table.ts';

export function wrongWidth(table: TextTable, row: Row, expected: number): AppError {
  return new AppError(
    'unreadable',
    `${table.name}, line ${row.line}: ${row.fields.length} ${row.fields.length === 1 ? 'field' : 'fields'} where the lines before have ${expected} (separated by ${delimiterName(table.delimiter)}).`,
    'The file is cut short there, or a name in it contains the separator without quotes: export it again.',
  );
}

export function listOfGenes({ name }: TextTable, list: { name: string; gene: string; lines: number }): AppError {
  return new AppError(
    'unreadable',
    `${name} is a list of molecules or counts and no matrix: its column "${list.name}" says ${list.gene} in ${list.lines.toLocaleString('en-US')} lines, where a matrix has one line for each cell or gene.`,
    'Take the matrix of cells and genes from the same output (cell_feature_matrix.h5, cell_by_gene.csv, …), or make one, in Python, of molecules: pandas.crosstab(table["cell"], table["gene"]).to_csv("matrix.csv"); of counts: table.pivot_table(index="cell", columns="gene", values="count", aggfunc="sum", fill_value=0).to_csv("matrix.csv").',
  );
}

/** @param told columns whose names tell of cells */
export function tableOfCells({ name }: TextTable, told: string[]): AppError {
  return new AppError(
    'unreadable',
    `${name} tells of cells and is no matrix: most of its columns are what no gene is called (${told.slice(0, 4).join(', ')}${told.length > 4 ? ', …' : ''}).`,
    'Open the file that holds the matrix, and join this one as its label file.',
  );
}

export function notANumber(table: TextTable, row: Row, column: string, found: string): AppError {
  const where = `${table.name}, line ${row.line}, column "${column}"`;
  if (/^[+-]?\d{1,3}([,'’ ]\d{3})+(\.\d+)?$/.test(found.trim())) {
    return new AppError(
      'unreadable',
      `${where}: "${found}" has separators between thousands, or a decimal comma; numbers must be written without them, and with a point.`,
      'Export the table with plain numbers.',
    );
  }
  if (/^[+-]?\d+,\d+$/.test(found.trim())) {
    return new AppError(
      'unreadable',
      `${where}: "${found}" has a decimal comma; numbers must be written with a point.`,
      'Export the table with English number format.',
    );
  }
  const text = found.trim() === '' ? 'the field is empty' : `found "${found.slice(0, 60)}"`;
  if (/^([+-]?(nan|na|n\/a|inf|infinity|null|none)|#\S+)?$/i.test(found.trim())) {
    return new AppError(
      'unreadable',
      `${where}: ${text}; every field of the matrix must be a number.`,
      'A matrix has no missing values: write 0 where a gene was not seen, and leave out genes or cells that were not measured.',
    );
  }
  return new AppError(
    'unreadable',
    `${where}: ${text}; every field of the matrix must be a number.`,
    'If one column of a matrix holds labels, move it to a file of its own; if the whole table does, open the data and join this as its label file.',
  );
}
