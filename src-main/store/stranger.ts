/**
 * A project file that somebody else made. SQLite runs what a file's schema says (triggers, views, virtual tables,
 * generated columns) and opens what lies next to a file, so both are compared with what Panelwright itself writes before
 * anything of the file is used.
 */
import Database from 'better-sqlite3';
import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../src-shared/errors.ts';
import { migrate, migrations } from './migrations/index.ts';

/** Nothing that a schema says may call what is not SQLite's own and harmless; damaged pages are noticed early. */
export function harden(db: Database.Database): void {
  db.unsafeMode(false);
  db.pragma('trusted_schema = off');
  db.pragma('cell_size_check = on');
}

/** Files that SQLite or Panelwright keeps next to a project. */
const companions = ['-wal', '-shm', '-journal', '-lock'];

/** How a rollback journal ends that names another file to be deleted; Panelwright's never do. */
const SUPER_JOURNAL = Buffer.from('d9d505f920a163d7', 'hex');

/** @throws AppError `unreadable` where what lies next to a project would be written through, or deletes another file */
export function refuseCompanions(path: string): void {
  for (const ending of companions) {
    const file = path + ending;
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) continue;
    if (!found.isFile()) throw foreign(path, `${file} is a link, or no file`);
    if (ending === '-journal' && endsLike(file, SUPER_JOURNAL)) throw foreign(path, `${file} names another file`);
  }
}

function endsLike(path: string, end: Buffer): boolean {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const found = Buffer.alloc(end.length);
    return size >= end.length && readSync(file, found, 0, end.length, size - end.length) > 0 && found.equals(end);
  } finally {
    closeSync(file);
  }
}

interface Part {
  type: string;
  name: string;
  tbl_name: string;
  sql: string | null;
}

const parts = (db: Database.Database, most: number) =>
  db.prepare<[number], Part>('select type, name, tbl_name, sql from sqlite_schema limit ?').all(most);

const known = new Map<number, Map<string, Part>>();

/** What a file of a version consists of, as the migrations make it. */
function schemaOf(version: number): Map<string, Part> {
  let found = known.get(version);
  if (!found) {
    const db = new Database(':memory:');
    try {
      migrate(db, migrations.filter((step) => step.version <= version), () => undefined); // prettier-ignore
      found = new Map(parts(db, 10_000).map((part) => [keyOf(part), part]));
    } finally {
      db.close();
    }
    known.set(version, found);
  }
  return found;
}

const keyOf = ({ type, name }: Part) => `${type} ${name}`;

/** @throws AppError `unreadable` where a file's schema is not that of its version */
export function refuseForeignSchema(db: Database.Database, path: string): void {
  const expected = new Map(schemaOf(db.pragma('user_version', { simple: true }) as number));
  // one more than there may be, so that a schema of a million tables is not read through
  for (const part of parts(db, expected.size + 1)) {
    const own = expected.get(keyOf(part));
    if (!own) throw foreign(path, `it has ${nameOf(part)}`);
    if (own.tbl_name !== part.tbl_name || tidy(own.sql) !== tidy(part.sql)) {
      throw foreign(path, `${nameOf(part)} is another than Panelwright’s`);
    }
    expected.delete(keyOf(part));
  }
  const [missing] = expected.values();
  if (missing) throw foreign(path, `it lacks ${nameOf(missing)}`);
}

/** Blanks and comments mean nothing. */
const tidy = (sql: string | null) => sql?.replace(/--.*$/gm, '').replace(/\s+/g, '').toLowerCase() ?? null;

const nameOf = ({ type, name }: Part) => `the ${type} “${name.slice(0, 80)}”`;

/** Bytes of one text, and of one packed blob: more than any project of millions of cells has. */
const MOST_TEXT = 128 * 2 ** 20;
const MOST_BLOB = 512 * 2 ** 20;
/** Cells and genes of a data set: more than any experiment or atlas has. */
const MOST_CELLS = 100_000_000;
const MOST_GENES = 2_000_000;

/** @throws AppError `unreadable` where a part is larger than any that Panelwright writes, or sizes contradict one another */
export function refuseSizes(db: Database.Database, path: string): void {
  for (const { name } of schemaOf(db.pragma('user_version', { simple: true }) as number).values()) {
    const columns = db.pragma(`table_info("${name}")`) as { name: string; type: string }[];
    const long = columns.filter(({ type }) => /text|blob|any/i.test(type));
    if (long.length === 0) continue;
    const lengths = long.map((column) => `max(octet_length("${column.name}"))`).join(', ');
    const found = db.prepare(`select ${lengths} from "${name}"`).raw().get() as (number | null)[];
    long.forEach((column, i) => {
      const bytes = found[i] ?? 0;
      const most = /blob/i.test(column.type) ? MOST_BLOB : MOST_TEXT;
      if (bytes > most) throw tooLarge(path, `“${column.name}” of ${name} takes ${megabytes(bytes)}`);
    });
  }
  const datasets = db
    .prepare('select id, cells, genes from datasets where cells < 0 or genes < 0 or cells > ? or genes > ? limit 1')
    .get(MOST_CELLS, MOST_GENES) as { id: number; cells: number; genes: number } | undefined;
  if (datasets) throw tooLarge(path, `data set ${datasets.id} is said to have ${datasets.cells} cells and ${datasets.genes} genes`); // prettier-ignore
  const chunk = db
    .prepare(
      `select c.dataset_id as id, c.position from matrix_chunks c left join datasets d on d.id = c.dataset_id
       where d.id is null or c.cells < 1 or c.cells > d.cells or c.entries < 0 or c.entries > c.cells * d.genes
         or c.first_cell < 0 or c.first_cell + c.cells > d.cells limit 1`,
    )
    .get() as { id: number; position: number } | undefined;
  if (chunk) throw tooLarge(path, `part ${chunk.position} of the matrix of data set ${chunk.id} does not fit into it`);
}

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB`;

const tooLarge = (path: string, what: string) =>
  new AppError(
    'unreadable',
    `The project ${path} cannot be used: ${what}.`,
    'It is damaged, or was not made by Panelwright. Ask the person who sent it to you.',
  );

const foreign = (path: string, what: string) =>
  new AppError(
    'unreadable',
    `The project ${path} was changed by another program than Panelwright: ${what}. Nothing of it was used.`,
    'Open a backup of it, or ask the person who sent it to you for the file as Panelwright saved it.',
  );
