/** `panelwright export`: a file made of a run of a project. */
import { resolve } from 'node:path';
import { exportKindNames, panelColumnNames } from '../../src-shared/exports.ts';
import type { PanelColumn } from '../../src-shared/exports.ts';
import { makeFile, writeFile } from '../services/exports/run-files.ts';
import { findFinished } from '../services/runs/runs.ts';
import { openStore } from '../store/open.ts';
import { checkResults, parse } from './arguments.ts';
import { analystOf } from './examine.ts';
import { options } from './options.ts';
import { findRun } from './find-run.ts';
import { progressLine } from './output.ts';
import { UsageError } from './usage.ts';

export async function exportCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, options.export);
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new UsageError('Name the one run to make a file of.');
  if (values.project === undefined) throw new UsageError('Say with --project which project the run is in.');
  const as = exportKindNames.find((kind) => kind === (values.as ?? 'panel'));
  if (!as) throw new UsageError(`--as is one of ${exportKindNames.join(', ')}, not "${values.as}".`);
  if (values.columns !== undefined && as !== 'panel')
    throw new UsageError(`--columns chooses the columns of the panel, and --as ${as} has none to choose.`);
  checkResults({ '--out': values.out }, [values.project], values);
  const choices = { columns: readColumns(values.columns), task: values.task };
  // reading only: the project may be open in a window
  const store = openStore(values.project, { readOnly: true });
  const progress = progressLine(false);
  const analyst = analystOf(store, progress);
  try {
    const run = findFinished(store, findRun(store.runs.list(), name).id);
    if (values.out === undefined) {
      if (as === 'xenium-reference') throw new UsageError('Say with --out where the Xenium reference goes.');
      const { file, findings } = await makeFile(store, run, as, analyst.ask, choices);
      if (file.encoding) throw new UsageError(`Say with --out where the ${as} goes: it is no text.`);
      process.stdout.write(file.content);
      tell(findings);
    } else {
      const { findings } = await writeFile(store, run, as, resolve(values.out), analyst.ask, values, choices);
      process.stderr.write(`Wrote ${values.out}\n`);
      tell(findings);
    }
  } finally {
    progress.end();
    await analyst.stop();
    store.close();
  }
}

const tell = (findings: { what: string; remedy: string }[]) =>
  findings.forEach(({ what, remedy }) => process.stderr.write(`Note: ${what} ${remedy}`.trimEnd() + '\n'));

function readColumns(text: string | undefined): PanelColumn[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((name) => {
    const column = panelColumnNames.find((known) => known === name.trim());
    if (column) return column;
    throw new UsageError(`--columns takes names out of ${panelColumnNames.join(', ')}, not "${name}".`);
  });
}
