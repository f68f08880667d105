/**
 * What the application did, for finding out why something went wrong: a line of JSON an event. Events have
 * no field for a message, a path or a name, so that neither data nor names of genes, cells and files can get in.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CallName } from '../../../src-shared/contract.ts';
import type { ErrorCode } from '../../../src-shared/errors.ts';
import type { Method } from '../../../src-shared/methods.ts';
import type { RunState } from '../../../src-shared/model.ts';

export type LogEvent =
  | { event: 'started'; version: string; host: string; platform: string; node: string }
  | { event: 'closed' }
  | { event: 'call failed'; call: CallName; code: Exclude<ErrorCode, 'internal'> }
  | { event: 'run ended'; method: Method; state: RunState }
  | { event: 'defect'; in: CallName | 'application'; kind: string; at: string[] };

export interface Log {
  write(event: LogEvent): void;
  /** the latest lines, the oldest first */
  latest(lines: number): string[];
}

const NAME = 'panelwright.log';

/** Keeps the log in a folder: one file of at most `bytes`, and the `kept` before it. */
export function createLog(folder: string, { bytes = 512 * 1024, kept = 3 } = {}): Log {
  const file = (age: number) => join(folder, age === 0 ? NAME : `${NAME}.${age}`);
  const rotate = () => {
    if ((statSync(file(0), { throwIfNoEntry: false })?.size ?? 0) < bytes) return;
    for (let age = kept - 1; age >= 0; age--) {
      if (statSync(file(age), { throwIfNoEntry: false })) renameSync(file(age), file(age + 1));
    }
  };
  return {
    write(event) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        rotate();
        const line = JSON.stringify({ time: new Date().toISOString(), ...event });
        // at once, for the line before a crash is the one that is wanted
        appendFileSync(file(0), `${line}\n`, { mode: 0o600 });
      } catch {
        // a full or read-only disk: the work goes on without a log
      }
    },
    latest(lines) {
      const texts = [1, 0].map((age) => {
        try {
          return readFileSync(file(age), 'utf8');
        } catch {
          return '';
        }
      });
      return texts.join('').trimEnd().split('\n').filter(Boolean).slice(-lines);
    },
  };
}

/** What is known of an unexpected error without what it says, which may be about the user's data. */
export function defect(error: unknown, where: CallName | 'application'): LogEvent {
  const known = error instanceof Error ? error : new Error();
  const kind = /^[A-Za-z]{1,30}$/.test(known.constructor.name) ? known.constructor.name : 'Error';
  // files of the program and its packages, never the folder that it lies in
  const frame = /(?:src-(?:main|shared)|out\/main|node_modules)\/[\w@./-]+:\d+:\d+/;
  const stack = (known.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const at = stack.flatMap((line) => frame.exec(line.replaceAll('\\', '/'))?.[0] ?? []).slice(0, 8);
  return { event: 'defect', in: where, kind, at };
}
