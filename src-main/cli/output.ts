/** What the terminal shows: progress for whoever waits, times and tables. */

export interface ProgressLine {
  show: (what: string, fraction: number, secondsLeft: number | null) => void;
  /** a line of its own about how it goes; part of the progress */
  say: (text: string) => void;
  /** a line of its own about what comes out: said in any case */
  note: (text: string) => void;
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
  const write = (text: string) => {
    end();
    stream.write(`${text}\n`);
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
      if (!quiet) write(text);
    },
    note: (text) => write(noted(text)),
    end,
  };
}

const noted = (text: string): string => `Note: ${text}`;

/** A line on stderr about what comes out, before there is any progress to show. */
export const note = (text: string): unknown => process.stderr.write(`${noted(text)}\n`);

/** Seconds in human words: `40 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A score; – where there is none. */
export const digits = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
/** What a score gains or loses. */
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

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
