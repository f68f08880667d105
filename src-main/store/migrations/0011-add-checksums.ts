/** Checksums: in each packed blob, and of the rows of each table, so that damage is noticed and changes no result. */
import type { Database } from 'better-sqlite3';
import { crc32 } from 'node:zlib';

export const version = 11;

const numbers: [table: string, column: string][] = [
  ['obs_columns', 'data'],
  ['matrix_chunks', 'row_lengths'],
  ['matrix_chunks', 'columns'],
  ['matrix_chunks', 'values'],
  ['split_cells', 'assignment'],
  ['checkpoints', 'values'],
  ['predictions', 'cells'],
  ['predictions', 'truth'],
  ['predictions', 'predicted'],
  ['predictions', 'probabilities'],
  ['other_predictions', 'values'],
  ['model_arrays', 'values'],
];
const texts: [table: string, column: string][] = [
  ['cells', 'names'],
  ['gene_tables', 'content'],
];
/** What the first byte of a packed text says. */
const TEXT = 5;

export function up(db: Database): void {
  // until now a blob of numbers was [type, packed bytes], and a text packed bytes alone
  const sealed = (type: number, packed: Uint8Array) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(packed, crc32(Uint8Array.of(type))));
    return Buffer.concat([Uint8Array.of(type), sum, packed]);
  };
  db.function('sealed_numbers', { deterministic: true }, (blob) => {
    const bytes = blob as Buffer | null;
    return bytes && sealed(bytes[0], bytes.subarray(1));
  });
  db.function('sealed_text', { deterministic: true }, (blob) => sealed(TEXT, blob as Buffer));
  for (const [table, column] of numbers) db.exec(`update ${table} set "${column}" = sealed_numbers("${column}")`);
  for (const [table, column] of texts) db.exec(`update ${table} set "${column}" = sealed_text("${column}")`);
  db.exec(`
-- of the rows of a table that belong to one run, data set or the like (the first column of the primary key): how many
-- there are, and the sum of their checksums
create table seals (
  table_name text not null,
  owner any not null,
  rows integer not null,
  digest integer not null,
  primary key (table_name, owner)
) strict, without rowid;
`);
}
