/** Tables of cells in Apache Parquet, as Xenium and MERSCOPE write them next to or instead of CSV. */
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { AppError } from '../../../src-shared/errors.ts';
import { reasonOf } from '../reason.ts';
import type { Source } from '../types.ts';

/** A table as text; every row as long as `columns`. */
interface ParquetTable {
  name: string;
  columns: string[];
  rows: string[][];
}

/** True for the first bytes of a Parquet file. */
export const isParquet = ({ head }: Source): boolean => Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';

/**
 * The plain columns of a table; those of lists or records, such as outlines of cells, are passed over. A missing value
 * becomes ''. Columns are read one after the other.
 *
 * @throws AppError `unreadable` where the file is damaged, has no rows, or is packed in a way that is not known here
 */
export async function readParquet(source: Source): Promise<ParquetTable> {
  const { columns, rows } = await read(source);
  if (columns.length > 0 && rows.length > 0) return { name: source.name, columns, rows };
  throw new AppError(
    'unreadable',
    `${source.name} has ${columns.length} columns of text or numbers and ${rows.length} rows; a table of cells needs some of both.`,
    'Export the table again.',
  );
}

async function read(source: Source): Promise<Omit<ParquetTable, 'name'>> {
  try {
    const file = await asyncBufferFromFile(source.path);
    const metadata = await parquetMetadataAsync(file);
    const columns = parquetSchema(metadata).children.filter(({ children }) => children.length === 0).map(({ element }) => element.name); // prettier-ignore
    const rows = Array.from({ length: Number(metadata.num_rows) }, (): string[] => []);
    for (const column of columns) {
      const values = await parquetReadObjects({ file, metadata, columns: [column] });
      rows.forEach((row, i) => row.push(textOf(values[i][column])));
    }
    return { columns, rows };
  } catch (cause) {
    throw new AppError(
      'unreadable',
      `${source.name} cannot be read as a Parquet table: ${reasonOf(cause)}.`,
      'Copy the file again; if it is whole, write the table as CSV: pandas.read_parquet(…).to_csv("cells.csv.gz") in Python.',
      { cause },
    );
  }
}

/** A value as a text table would have it. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  // names of cells are kept as plain bytes by some versions of Xenium
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | bigint | boolean);
}
