/** Files written as a whole or not at all, and progress for whoever waits. */
import { accessSync, constants, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../src-preload/errors.ts';

/**
 * Looks before the work begins whether a result can be written when it ends.
 * @throws AppError `not-found` for a folder that is not there, `unreadable` for one that cannot be written to
 */
export function checkWritable(path: string): void {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) {
    throw new AppError(
      'not-found',
      `${path} cannot be written: there is no folder ${folder}.`,
      'Make it first, or choose another.',
    );
  }
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    throw new AppError('conflict', `${path} cannot be written: it is a folder.`, 'Name a file in it.');
  }
  try {
    accessSync(stat ? path : folder, constants.W_OK);
  } catch (error) {
    throw new AppError('unreadable', `${path} cannot be written: permission denied.`, 'Choose another folder.', {
      cause: error,
    });
  }
}

/** Writes a file by way of a temporary one beside it. @throws AppError when it cannot; no half file stays */
export function writeWhole(path: string, content: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  // a device or a pipe (/dev/stdout) is written to, never replaced
  const direct = stat !== undefined && !stat.isFile();
  const temporary = join(dirname(resolve(path)), `.${basename(path)}.${process.pid}`);
  try {
    if (direct) return writeFileSync(path, content);
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new AppError(
      'unreadable',
      `${path} cannot be written: ${(error as Error).message}.`,
      'Choose another place.',
      {
        cause: error,
      },
    );
  }
}

export interface ProgressLine {
  show(what: string, fraction: number, secondsLeft: number | null): void;
  /** a line of its own */
  say(text: string): void;
  end(): void;
}

/** Progress on stderr: one line that is rewritten in a terminal, a line for every tenth elsewhere. */
export function progressLine(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let last = '';
  let open = false;
  const end = () => {
    if (open) stream.write('\n');
    open = false;
  };
  return {
    show(what, fraction, secondsLeft) {
      if (quiet) return;
      const left = secondsLeft === null || secondsLeft < 1 ? '' : `, about ${duration(secondsLeft)} left`;
      const line = `${String(Math.round(fraction * 100)).padStart(3)} %  ${what}${left}`;
      if (stream.isTTY) {
        stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
        open = true;
        return;
      }
      const mark = `${what.replace(/\d+/g, '#')} ${Math.floor(fraction * 10)}`;
      if (mark !== last) stream.write(`${line}\n`);
      last = mark;
    },
    say(text) {
      if (quiet) return;
      end();
      stream.write(`${text}\n`);
    },
    end,
  };
}

/** Seconds in human words: `40 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Columns of text laid out with spaces; numbers to the right. */
export function table(rows: string[][]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  const right = rows[0].map((_, c) => rows.slice(1).every((row) => /^[-+−]?[\d.,]*( ?%)?$|^–$/.test(row[c])));
  return rows
    .map((row) =>
      row
        .map((cell, c) => (right[c] ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
