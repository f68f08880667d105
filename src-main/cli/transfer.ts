/** `panelwright transfer`: a panel chosen on one data set, judged inside another that has the classes. */
import { join } from 'node:path';
import { refuseProblems } from '../services/design/design-request.ts';
import { sharedGenes } from '../services/cohort/shared-genes.ts';
import { type TransferReport, transferReport } from '../services/runs/transfer.ts';
import { writeWhole } from '../services/tables/whole-file.ts';
import { openStore } from '../store/open.ts';
import { assayFor } from './assay-arguments.ts';
import { checkResults } from './arguments.ts';
import { bringData } from './bring-data.ts';
import { bringTasks, taskCalled } from './bring-tasks.ts';
import { type DesignArguments, readDesignArguments } from './design-arguments.ts';
import { bringRules } from './gene-arguments.ts';
import { digits, progressLine, table } from './output.ts';
import { openOrMake } from './project.ts';
import { inSession } from './session.ts';
import { UsageError } from './usage.ts';

/** Genes that the text names, the worst first. */
const SHOWN = 15;

export async function transferCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const options = readDesignArguments(args);
  if (options.data.length !== 2) throw new UsageError('Name two data files: the reference, then the target.');
  checkResults({ '--json': options.json, '--out': options.out }, options.data, options);
  const progress = progressLine(options.quiet);
  await inSession({ temporary: options.project === undefined, progress, stopped }, async (session, folder) => {
    const { call } = session;
    const project = options.project ?? join(folder!, 'transfer.panelwright');
    const { undo, takeBack } = await openOrMake(session, project);
    let runId: number;
    let targetId: number;
    try {
      // one after the other: a project that has one already lists them in another order
      const [[reference], [target]] = [
        await bringData(session, ofFile(options, 0), undo, progress),
        await bringData(session, ofFile(options, 1), undo, progress),
      ];
      if (reference.id === target.id) throw new UsageError('The reference and the target are the same file.');
      const datasets = [reference, target];
      const taskIds = await bringTasks(session, options.tasks, options.request.minClass, datasets, undo);
      const rules = await bringRules(session, options.genes);
      const request = {
        ...options.request,
        ...rules,
        // a gene that the target did not measure cannot be judged there
        candidates: rules.candidates ?? genesOfBoth(project, [reference.id, target.id]),
        assay: assayFor(options.assay, [reference]),
        datasetIds: [reference.id],
        taskIds,
        selectOn: taskCalled(options.selectOn, options.tasks, taskIds),
      };
      refuseProblems((await call('runs.check', request)).findings);
      runId = (await call('runs.start', request)).id;
      targetId = target.id;
    } catch (error) {
      await takeBack();
      throw error;
    }
    await session.ended(runId);
    progress.say('Judging the panel inside the target');
    progress.end();
    await session.close();
    const store = openStore(project, { readOnly: true });
    try {
      const report = transferReport(store, runId, targetId);
      const json = `${JSON.stringify(report, null, 1)}\n`;
      if (options.json === '-') process.stdout.write(json);
      else if (options.json !== undefined) writeWhole(options.json, json, options);
      if (options.json !== '-') process.stdout.write(textOf(report));
    } finally {
      store.close();
    }
  });
}

/** One of the data files, with the label files that are for it or for no named one. */
function ofFile({ data, labels, reading }: DesignArguments, at: number) {
  const path = data[at];
  return { data: [path], labels: labels.filter(({ of }) => of === undefined || of === path), reading };
}

function genesOfBoth(project: string, ids: readonly number[]): string[] {
  const store = openStore(project, { readOnly: true });
  try {
    return sharedGenes(store, ids).genes.map(({ name }) => name);
  } finally {
    store.close();
  }
}

function textOf({ run, target, cells, genes, tasks, carried, how }: TransferReport): string {
  const shown = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  return [
    `${run}, judged inside ${target}: ${cells} cells, ${genes.found} of ${genes.panel} genes of the panel`,
    ...(genes.missing.length > 0 ? [`not measured there: ${genes.missing.join(', ')}`] : []),
    '',
    table([
      ['task', 'classes', 'cells', 'inside', 'forest', 'logistic', 'carried over'],
      ...tasks.map(({ task, classes, cells, inside }) => [
        task,
        String(classes.length),
        String(cells),
        digits(inside?.mean ?? null),
        digits(inside?.forest ?? null),
        digits(inside?.logistic ?? null),
        digits(carried?.tasks.find((one) => one.task === task)?.agreement?.macroF1 ?? null),
      ]),
    ]),
    how,
    'carried over: macro-F1 of the run’s own predictor on the target’s cells, none of which it has seen.',
    '',
    ...tasks.flatMap(({ task, genes }) => [
      `${task}: ${genes.filter(({ agrees }) => agrees).length} of ${genes.length} genes are strongest in the same class; those that carried over worst first`,
      table([
        ['gene', 'best class, reference', 'best class, target', 'profile r', 'mean, reference', 'mean, target'],
        ...genes
          .slice(0, SHOWN)
          .map(({ symbol, best, profile, mean }) => [
            symbol,
            best.reference,
            best.target,
            shown(profile),
            digits(mean.reference),
            digits(mean.target),
          ]),
      ]),
      '',
    ]),
  ].join('\n');
}
