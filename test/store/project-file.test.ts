/** A project as a document: one file, ours, one writer, safe against crashes and other programs. */
import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, migrations } from '../../src-main/store/migrations/index.ts';
import { createStore, openStore } from '../../src-main/store/open.ts';
import { addDataset, addRun, beginDataset, counts } from './fill.ts';
import { temporaryFolder } from './temporary-folder.ts';

function newProject() {
  const folder = temporaryFolder();
  const path = join(folder, 'mine.panelwright');
  return { folder, path, store: createStore(path, '0.1.0') };
}

/** The error of a call, as the user reads it. */
function refusal(call: () => unknown) {
  try {
    call();
  } catch (error) {
    return error as { code: string; message: string; remedy: string };
  }
  throw new Error('expected a refusal');
}

describe('a project at rest', () => {
  it('is one file, whatever was done to it', () => {
    const { folder, store } = newProject();
    addDataset(store);
    expect(readdirSync(folder)).toContain('mine.panelwright-wal'); // while it is open
    store.close();
    expect(readdirSync(folder)).toEqual(['mine.panelwright']);
  });

  it.skipIf(process.platform === 'win32')('is one file, and whole, where it was moved while it was open', () => {
    const { folder, path, store } = newProject();
    addDataset(store);
    renameSync(path, join(folder, 'moved.panelwright'));
    store.close();
    expect(readdirSync(folder)).toEqual(['moved.panelwright']);
    const again = openStore(join(folder, 'moved.panelwright'));
    expect(again.datasets.list().map(({ name }) => name)).toEqual(['blood']);
    again.close();
  });

  it('is marked as ours in its header', () => {
    const { path, store } = newProject();
    store.close();
    const header = readFileSync(path);
    expect(header.subarray(68, 72).toString('latin1')).toBe('PNWR');
  });

  it('has everything when it is opened another day', () => {
    const { path, store } = newProject();
    const id = addDataset(store);
    store.close();
    const again = openStore(path);
    expect(again.info()).toMatchObject({ name: 'mine', path, readOnly: false });
    expect(again.datasets.list().map((dataset) => dataset.name)).toEqual(['blood']);
    expect(again.datasets.cellNames(id)).toEqual(['c1', 'c2', 'c3']);
    expect(again.matrixChunks.read(id, 0, 4)).toEqual({ ...counts, indices: Uint16Array.from(counts.indices) });
    again.close();
  });

  it('can be read where nothing can be written', () => {
    const { path, store } = newProject();
    addDataset(store);
    store.close();
    chmodSync(path, 0o444);
    const readOnly = openStore(path);
    expect(readOnly.info().readOnly).toBe(true);
    expect(readOnly.datasets.list()).toHaveLength(1);
    expect(() => readOnly.bin.empty('9999')).toThrow(/readonly/);
    readOnly.close();
  });
});

describe('a project of an earlier form', () => {
  function earlier() {
    const folder = temporaryFolder();
    const path = join(folder, 'mine.panelwright');
    const db = new Database(path);
    migrate(db, migrations.slice(0, 1), () => undefined);
    db.pragma(`application_id = ${0x504e5752}`);
    db.exec(`insert into project (id, created_at, app_version) values (1, '2026-01-01', '0.1.0')`);
    db.close();
    return { folder, path };
  }

  it('is brought up to date for a reader too, after a backup', () => {
    const { folder, path } = earlier();
    const store = openStore(path, { readOnly: true });
    expect(store.readOnly).toBe(true);
    expect(store.benchmarks.list()).toEqual([]);
    store.close();
    expect(readdirSync(folder).sort()).toEqual(['mine.panelwright', 'mine.panelwright.version-1']);
  });

  it('is refused where nothing can be written', () => {
    const { path } = earlier();
    chmodSync(path, 0o444);
    expect(refusal(() => openStore(path)).message).toContain('has to be brought up to date, but it is read-only');
  });
});

describe('opening', () => {
  it('refuses a file that is not there', () => {
    const error = refusal(() => openStore('/nowhere/x.panelwright'));
    expect(error).toMatchObject({ code: 'not-found', message: 'There is no project /nowhere/x.panelwright.' });
  });

  it.each([
    ['a text file', 'gene,cell\nA,1\n'.repeat(100), /is some other kind of file/],
    ['an empty file', '', /is empty, or a database of another program/],
  ])('refuses %s', (_what, content, words) => {
    const path = join(temporaryFolder(), 'odd.panelwright');
    writeFileSync(path, content);
    const error = refusal(() => openStore(path));
    expect(error.code).toBe('unreadable');
    expect(error.message).toMatch(words);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('refuses a database of another program, and leaves it alone', () => {
    const path = join(temporaryFolder(), 'photos.db');
    const other = new Database(path);
    other.exec('create table photos (id integer)');
    other.close();
    const before = readFileSync(path);
    expect(refusal(() => openStore(path)).message).toContain('not a Panelwright project');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses a folder', () => {
    const path = join(temporaryFolder(), 'folder.panelwright');
    mkdirSync(path);
    expect(refusal(() => openStore(path)).message).toContain('it is a folder');
  });

  it('refuses a file from a newer version in words', () => {
    const { path, store } = newProject();
    store.close();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    const error = refusal(() => openStore(path));
    expect(error.message).toContain(`newer Panelwright (file version 99; this one reads up to ${migrations.length})`);
    expect(error.remedy).toBe('Update Panelwright to open it.');
  });

  it('refuses a damaged file in words', () => {
    const { path, store } = newProject();
    addDataset(store);
    store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 100, bytes.length);
    writeFileSync(path, bytes);
    expect(refusal(() => openStore(path)).message).toContain('is damaged');
  });

  it('refuses a second writer, lets readers in, and lets the next one in after closing', () => {
    const { path, store } = newProject();
    addDataset(store);
    const error = refusal(() => openStore(path));
    expect(error).toMatchObject({ code: 'conflict', message: `The project ${path} is already open in Panelwright.` });
    const reader = openStore(path, { readOnly: true });
    expect(reader.datasets.list()).toHaveLength(1);
    reader.close();
    store.close();
    openStore(path).close();
  });

  it('does not overwrite a file when a project is created', () => {
    const path = join(temporaryFolder(), 'precious.panelwright');
    writeFileSync(path, 'precious');
    expect(refusal(() => createStore(path, '0.1.0')).code).toBe('conflict');
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('says which folder is missing when a project is created', () => {
    const path = join(temporaryFolder(), 'no', 'such', 'p.panelwright');
    expect(refusal(() => createStore(path, '0.1.0')).message).toContain('There is no folder');
  });
});

describe('after a crash', () => {
  /** Leaves a project as a process leaves it that is killed in the middle of things. */
  async function crash(path: string) {
    const fill = join(import.meta.dirname, 'fill.ts');
    const open = join(import.meta.dirname, '../../src-main/store/open.ts');
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { createStore } from ${JSON.stringify(open)};
         import { addDataset, addRun, beginDataset } from ${JSON.stringify(fill)};
         const store = createStore(${JSON.stringify(path)}, '0.1.0');
         const kept = addDataset(store, 'kept');
         store.runs.start(addRun(store, kept), '2026-01-02T00:00:00Z');
         beginDataset(store, 'half');
         process.kill(process.pid, 'SIGKILL');`,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
  }

  it('nobody is locked out, imports leave no trace, and runs are interrupted', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'crashed.panelwright');
    await crash(path);
    expect(existsSync(`${path}-wal`)).toBe(true);

    const store = openStore(path);
    onTestFinished(() => store.close());
    expect(store.datasets.list().map((dataset) => dataset.name)).toEqual(['kept']);
    expect(store.matrixChunks.extent(2)).toEqual({ chunks: 0, cells: 0, entries: 0 });
    expect(store.runs.list()).toMatchObject([
      { state: 'interrupted', message: 'Panelwright was closed or stopped before this run was finished.' },
    ]);
    store.close();
    expect(readdirSync(folder)).toEqual(['crashed.panelwright']);
  });
});

describe('what was removed', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000).toISOString();
  const longAgo = daysAgo(31);

  it('is in the bin for 30 days, also when the project was closed, or until it is taken out of it', () => {
    const { path, store } = newProject();
    const [old, young, asked] = [addDataset(store, 'old'), addDataset(store, 'young'), addDataset(store, 'asked')];
    const run = addRun(store, young);
    store.datasets.setRemoved(old, longAgo);
    store.datasets.setRemoved(young, daysAgo(29));
    store.datasets.setRemoved(asked, daysAgo(1));
    store.runs.setRemoved(run, daysAgo(2));
    store.close();

    const again = openStore(path);
    onTestFinished(() => again.close());
    expect(again.bin.list().map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'dataset asked',
      'run first',
      'dataset young',
    ]);
    expect(again.datasets.get(old)).toBeUndefined();
    expect(again.matrixChunks.extent(young).chunks).toBe(1);
    expect(again.bin.outdate('run', young + 100)).toBe(false);
    expect(again.bin.outdate('dataset', asked)).toBe(true);
    again.bin.empty('0');
    expect(again.bin.list().map(({ name }) => name)).toEqual(['first', 'young']);
    again.bin.empty('9');
    expect(again.bin.list()).toEqual([]);
    expect([again.datasets.get(young), again.runs.get(run)]).toEqual([undefined, undefined]);
  });

  it('is gone when the project is opened after 30 days', () => {
    const { path, store } = newProject();
    const kept = addDataset(store, 'kept');
    const gone = addDataset(store, 'gone');
    store.datasets.setRemoved(gone, longAgo);
    store.datasets.setRemoved(kept, longAgo);
    store.datasets.setRemoved(kept, null);
    expect(store.datasets.list()).toHaveLength(1);
    expect(store.matrixChunks.extent(gone).chunks).toBe(1);
    store.close();

    const again = openStore(path);
    expect(again.datasets.get(gone)).toBeUndefined();
    expect(again.matrixChunks.extent(kept).chunks).toBe(1);
    again.close();
  });

  it('leaves the names behind that runs still speak of', () => {
    const { path, store } = newProject();
    const id = addDataset(store);
    const run = addRun(store, id);
    store.datasets.setRemoved(id, longAgo);
    store.close();

    const again = openStore(path);
    expect(again.datasets.list()).toEqual([]);
    expect(again.datasets.cellNames(id)).toEqual(['c1', 'c2', 'c3']);
    expect(again.matrixChunks.extent(id).chunks).toBe(0);
    expect(again.splits.assignment(again.runs.get(run)!.config.splitId, id)).toEqual(Uint8Array.of(0, 1, 2));
    again.runs.setRemoved(run, longAgo);
    again.close();

    const last = openStore(path);
    expect(last.datasets.get(id)).toBeUndefined();
    last.close();
  });

  it('an import that was never finished is not listed', () => {
    const { store } = newProject();
    beginDataset(store);
    expect(store.datasets.list()).toEqual([]);
    store.close();
  });
});

describe.skipIf(process.platform === 'win32')('a project whose file is taken away while it is open', () => {
  const ways: [string, (path: string) => void][] = [
    ['moved', (path) => renameSync(path, `${path} moved`)],
    ['deleted', (path) => rmSync(path)],
    [
      'replaced',
      (path) => {
        createStore(`${path} other.panelwright`, '0.1.0').close();
        renameSync(`${path} other.panelwright`, path);
      },
    ],
  ];

  it.each(ways)('and %s is written to no more, and can be saved whole as another file', (_way, take) => {
    const { folder, path, store } = newProject();
    const id = addDataset(store);
    expect(store.isMoved()).toBe(false);
    // another process has no part in the lock that this one holds
    rmSync(`${path}-lock`);
    take(path);
    expect(store.isMoved()).toBe(true);
    for (const write of [() => store.datasets.rename(id, 'x'), () => addRun(store, id), () => store.bin.empty('9')]) {
      expect(() => write()).toThrow(expect.objectContaining({ code: 'SQLITE_READONLY_DBMOVED' }));
    }
    const copy = join(folder, 'copy.panelwright');
    store.saveCopy(copy);
    store.close();
    const again = openStore(copy);
    expect(again.datasets.list().map(({ name }) => name)).toEqual(['blood']);
    expect(again.matrixChunks.read(id, 0, 4).values).toEqual(counts.values);
    again.close();
    expect(statSync(copy).mode & 0o777).toBe(0o600);
  });
});

it.skipIf(process.platform === 'win32')('only its user may read a project, and what is next to it', () => {
  const { folder, store } = newProject();
  addDataset(store);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  expect(readdirSync(folder)).toHaveLength(4);
  store.close();
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600]);
});
