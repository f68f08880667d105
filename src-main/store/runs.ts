/** The table of runs: a frozen request, its state, and what is small enough to be listed. */
import type { Database } from 'better-sqlite3';
import type {
  Finding,
  HeadlineScore,
  Run,
  RunConfig,
  RunMarks,
  RunSeconds,
  RunState,
  Task,
} from '../../src-shared/model.ts';
import { fromJson, stored, type Unreadable } from './stored-rows.ts';

interface Stored {
  id: number;
  name: string;
  state: RunState;
  config: string;
  app_version: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  message: string | null;
  backend: string | null;
  headline: string;
  notes: string;
  seconds: string | null;
  peak_memory_mb: number | null;
  pinned: number;
  tags: string;
  note: string;
  archived: number;
}

/** A run with what only its own page shows. */
export interface RunRow extends Run {
  appVersion: string;
  notes: Finding[];
  seconds: RunSeconds | null;
  peakMemoryMB: number | null;
}

export function runsTable(db: Database, unreadable: Unreadable) {
  const insert = db.prepare(
    `insert into runs (name, state, config, split_id, app_version, created_at, notes) values (?, 'queued', ?, ?, ?, ?, ?)`,
  );
  const list = db.prepare<[], Stored>('select * from runs where removed_at is null order by id');
  const get = db.prepare<[number], Stored>('select * from runs where id = ?');
  const start = db.prepare(`update runs set state = 'running', started_at = ?, message = null where id = ?`);
  const holdBack = db.prepare('update runs set message = ? where id = ?');
  const end = db.prepare('update runs set state = ?, finished_at = ?, message = ? where id = ?');
  const succeed = db.prepare(
    `update runs set state = 'succeeded', finished_at = ?, backend = ?, headline = ?, notes = ?, seconds = ?,
     peak_memory_mb = ? where id = ?`,
  );
  const requeue = db.prepare(
    `update runs set state = 'queued', started_at = null, finished_at = null, message = null where id = ?`,
  );
  const mark = db.prepare('update runs set pinned = ?, tags = ?, note = ?, archived = ? where id = ?');
  const rename = db.prepare('update runs set name = ? where id = ?');
  const setRemoved = db.prepare('update runs set removed_at = ? where id = ?');
  const interrupt = db.prepare(
    `update runs set state = 'interrupted', finished_at = ?, message = ? where state in ('queued', 'running')`,
  );

  return {
    insert(run: { name: string; config: RunConfig; appVersion: string; createdAt: string; notes: Finding[] }): number {
      const { lastInsertRowid } = insert.run(
        run.name,
        JSON.stringify(run.config),
        run.config.splitId,
        run.appVersion,
        run.createdAt,
        JSON.stringify(run.notes),
      );
      return Number(lastInsertRowid);
    },
    list: (): Run[] => unreadable.each(list.all(), (row) => summary(fromStored(row))),
    /** also a removed one */
    get(id: number): RunRow | undefined {
      const row = get.get(id);
      return row && fromStored(row);
    },
    start: (id: number, at: string) => start.run(at, id),
    /** says why a queued run does not start yet */
    holdBack: (id: number, reason: string) => holdBack.run(reason, id),
    /** for every end but a good one; `message` says why */
    end: (id: number, state: 'failed' | 'cancelled' | 'interrupted', at: string, message: string | null) =>
      end.run(state, at, message, id),
    succeed(
      id: number,
      at: string,
      done: {
        backend: string;
        headline: HeadlineScore[];
        notes: Finding[];
        seconds: RunSeconds;
        peakMemoryMB: number;
      },
    ) {
      succeed.run(
        at,
        done.backend,
        JSON.stringify(done.headline),
        JSON.stringify(done.notes),
        JSON.stringify(done.seconds),
        done.peakMemoryMB,
        id,
      );
    },
    requeue: (id: number) => requeue.run(id),
    mark: (id: number, { pinned, tags, note, archived }: RunMarks) =>
      mark.run(Number(pinned), JSON.stringify(tags), note, Number(archived), id),
    rename: (id: number, name: string) => rename.run(name, id),
    setRemoved: (id: number, at: string | null) => setRemoved.run(at, id),
    /** every run that was waiting or training: nobody is, any more */
    interrupt: (at: string, message: string) => interrupt.run(at, message),
  };
}

/** What runs that were asked for before there was a choice of it had. */
const oldConfig = { backend: 'auto', probeSteps: 0 } satisfies Partial<RunConfig>;

/** What runs that were scored before there were probes have of them. */
const oldHeadline = { probe: null } satisfies Partial<HeadlineScore>;

/** What tasks had before their classes could be changed. */
const oldTask = { merges: [], weight: 1, broader: null } satisfies Partial<Task>;

const configOf = (stored: RunConfig): RunConfig => ({
  ...oldConfig,
  ...stored,
  tasks: stored.tasks.map((task) => ({ ...oldTask, ...task })),
});

function fromStored(row: Stored): RunRow {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    config: configOf(fromJson<RunConfig>(stored.config, row.config, `the settings of the run “${row.name}”`)),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    message: row.message,
    backend: row.backend,
    headline: fromJson<HeadlineScore[]>(stored.headline, row.headline, `the scores of the run “${row.name}”`).map(
      (score) => ({ ...oldHeadline, ...score }),
    ),
    appVersion: row.app_version,
    notes: fromJson<Finding[]>(stored.findings, row.notes, `the notes of the run “${row.name}”`),
    seconds:
      row.seconds === null
        ? null
        : fromJson<RunSeconds>(stored.seconds, row.seconds, `the times of the run “${row.name}”`),
    peakMemoryMB: row.peak_memory_mb,
    pinned: row.pinned === 1,
    tags: fromJson<string[]>(stored.texts, row.tags, `the tags of the run “${row.name}”`),
    note: row.note,
    archived: row.archived === 1,
  };
}

/** The part of a run that lists show. */
export function summary(row: RunRow): Run {
  const { appVersion: _version, notes: _notes, seconds: _seconds, peakMemoryMB: _memory, ...run } = row;
  return run;
}
