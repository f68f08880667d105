/** Commands that look into a finished panel: which run, whom to ask, and how far the answer is. */
import { AppError } from '../../src-shared/errors.ts';
import type { Run } from '../../src-shared/model.ts';
import type { Questions, Topic } from '../analysis/protocol.ts';
import { processes } from '../hosts/http/spawn.ts';
import { type Analyst, createAnalyst } from '../services/workers/analyst-process.ts';
import { type Consent, writeWhole } from '../services/tables/whole-file.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/open.ts';
import { findRun, runsInWords } from './find-run.ts';
import { type ProgressLine, progressLine } from './output.ts';
import { UsageError } from './usage.ts';

export interface Examined {
  store: Store;
  run: Run;
  ask<T extends Topic>(topic: T, asked: Questions[T]['asked']): Promise<Questions[T]['answer']>;
}

/**
 * Opens a project for reading, so that it may be open in a window too, and does something with one of its panels.
 *
 * @param positionals the project, and a run by name or number unless only one finished
 */
export async function examine<T>(
  positionals: string[],
  quiet: boolean,
  work: (examined: Examined) => Promise<T>,
): Promise<T> {
  const { project, name } = projectAndRun(positionals);
  const progress = progressLine(quiet);
  const store = openStore(project, { readOnly: true });
  const analyst = analystOf(store, progress);
  try {
    const run = chooseRun(store.runs.list(), name);
    return await work({ store, run, ask: (topic, asked) => analyst.ask(run.id, topic, asked) });
  } finally {
    progress.end();
    await analyst.stop();
    store.close();
  }
}

/** Whom to ask about panels of a project; starts nothing before something is asked. */
export function analystOf(store: Store, progress: ProgressLine): Analyst {
  return createAnalyst({
    projectPath: store.path,
    spawnAnalyst: processes.spawnAnalyst,
    emit(event, payload) {
      if (event !== 'analysis.progress') return;
      const { doing, fraction } = payload as { doing: string; fraction: number };
      progress.show(doing, fraction, null);
    },
  });
}

/** What a command that looks into a panel names. @throws UsageError */
export function projectAndRun([project, name, tooMuch]: string[]): { project: string; name: string | undefined } {
  if (project === undefined) throw new UsageError('Name the project whose panel to look into.');
  if (tooMuch !== undefined) throw new UsageError(`One run at a time: "${tooMuch}" is too much.`);
  return { project, name };
}

/** The run of this name or number, or the only one that succeeded. @throws AppError where it has no panel, or none is named */
export function chooseRun(runs: Run[], name: string | undefined): Run {
  if (name !== undefined) {
    const run = findRun(runs, name);
    if (run.state === 'succeeded') return run;
    throw new AppError(
      'conflict',
      `The run “${run.name}” has no panel: it is ${run.state}.`,
      'Name one that succeeded.',
    );
  }
  const finished = runs.filter(({ state }) => state === 'succeeded');
  if (finished.length === 1) return finished[0];
  throw new AppError(
    'invalid',
    finished.length === 0
      ? 'The project has no run that succeeded.'
      : `The project has ${finished.length} finished runs.`,
    finished.length === 0 ? 'Design a panel first.' : `Name one of ${runsInWords(finished)}.`,
  );
}

/** The answer as JSON to a file or the terminal where that was asked for, else as text. */
export function tell(answer: object, text: string, { json, ...consent }: Consent & { json?: string }): void {
  if (json === undefined) process.stdout.write(text);
  else if (json === '-') process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else writeWhole(json, `${JSON.stringify(answer, null, 2)}\n`, consent);
}
