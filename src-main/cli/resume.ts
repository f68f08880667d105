/** `panelwright resume`: runs that did not end well go on where they were. */
import { AppError } from '../../src-shared/errors.ts';
import { parse } from './arguments.ts';
import { findRun, runsInWords } from './find-run.ts';
import { progressLine } from './output.ts';
import { textReport } from './report.ts';
import { inSession } from './session.ts';
import { UsageError } from './usage.ts';

export async function resumeCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const { values, positionals } = parse(args, { quiet: { type: 'boolean', default: false } });
  const [path, name] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError('Name a project, and at most one run of it.');
  const progress = progressLine(values.quiet);
  await inSession({ temporary: false, progress, stopped }, async ({ call, ended }) => {
    await call('project.open', { path });
    const runs = await call('runs.list', {});
    const chosen = name === undefined ? runs.filter(({ state }) => state === 'interrupted') : [findRun(runs, name)];
    if (chosen.length === 0) {
      const others = runs.filter(({ state }) => state === 'failed' || state === 'cancelled');
      throw new AppError(
        'invalid',
        'No run of the project was interrupted.',
        others.length > 0
          ? `To go on with one that failed or was cancelled, name it: ${runsInWords(others)}.`
          : undefined,
      );
    }
    for (const { id } of chosen) await call('runs.resume', { id });
    for (const { id } of chosen) {
      await ended(id);
      progress.end();
      process.stdout.write(textReport(await call('runs.get', { id }), null, null));
    }
  });
}
