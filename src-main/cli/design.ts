/** `panelwright design`: the application without a window, from data files to a panel. */
import { join } from 'node:path';
import type { Dataset, PanelListMatch, Run } from '../../src-shared/model.ts';
import { geneRuleKeys, pick } from '../../src-shared/settings.ts';
import { refuseProblems } from '../services/design/design-request.ts';
import { writeWhole } from '../services/tables/whole-file.ts';
import { assayFor } from './assay-arguments.ts';
import { checkResults } from './arguments.ts';
import { bringData, datasetLeftOut } from './bring-data.ts';
import { bringPanel } from './bring-panel.ts';
import { dryRunReport } from './dry-run.ts';
import { bringRules } from './gene-arguments.ts';
import { bringTasks, idleValues, taskCalled } from './bring-tasks.ts';
import { readDesignArguments } from './design-arguments.ts';
import type { DesignArguments } from './design-arguments.ts';
import { progressLine } from './output.ts';
import type { ProgressLine } from './output.ts';
import { openOrMake } from './project.ts';
import { jsonReport, textReport } from './report.ts';
import type { Surroundings } from './report.ts';
import { inSession } from './session.ts';
import type { Session } from './session.ts';
import { ProblemFound } from './usage.ts';

/**
 * Designs a panel and writes what was asked for; the results that nobody asked to be written go to stdout.
 *
 * @param panel file of a panel that is scored instead
 */
export async function designCommand(args: string[], stopped: Promise<never>, panel?: string): Promise<void> {
  const options = readDesignArguments(args, panel);
  const { out, predictions, json, project } = options;
  const read = [...options.data, ...options.labels.map(({ file }) => file), panel, project];
  checkResults({ '--out': out, '--predictions': predictions, '--json': json }, read, options);
  const progress = progressLine(options.quiet);
  await inSession({ temporary: options.project === undefined, progress, stopped }, (session, folder) =>
    designIn(session, options, folder, progress),
  );
}

async function designIn(
  session: Session,
  options: DesignArguments,
  temporary: string | null,
  progress: ProgressLine,
): Promise<void> {
  const { call } = session;
  const project = options.project ?? join(temporary!, 'design.panelwright');
  // what is not trained leaves the project as it was
  const { undo, takeBack } = await openOrMake(session, project);
  const started = performance.now();
  let datasets: Dataset[];
  let run: Run;
  let importSeconds: number;
  let match: PanelListMatch | null;
  try {
    datasets = await bringData(session, options, undo, progress);
    importSeconds = (performance.now() - started) / 1000;
    const taskIds = await bringTasks(session, options.tasks, options.request.minClass, datasets, undo);
    const datasetIds = datasets.map(({ id }) => id);
    const selectOn = taskCalled(options.selectOn, options.tasks, taskIds);
    const rules = await bringRules(session, options.genes);
    const leaveOut = datasetLeftOut(options, datasets);
    const assay = assayFor(options.assay, datasets);
    const asked = { ...options.request, ...rules, assay, leaveOut, datasetIds, taskIds, selectOn };
    const given =
      options.panel === undefined ? null : await bringPanel(session, options.panel, asked, datasetIds, progress);
    match = given?.match ?? null;
    const request = { ...asked, ...given?.request };
    for (const value of idleValues(options.tasks, datasets)) {
      progress.note(`no cell has the value "${value}", so --unlabelled ${value} changes nothing.`);
    }
    if (options.heldOutBy !== undefined) {
      const byGroup = { ...request, leaveOut: undefined, group: options.heldOutBy };
      refuseProblems((await call('runs.check', byGroup)).findings);
    }
    if (options.dryRun) {
      const { text, problem } = await dryRunReport(session, request);
      process.stdout.write(text);
      if (problem) throw new ProblemFound(problem);
      await takeBack();
      return;
    }
    const takes = await call('runs.estimate', request);
    if (takes !== null) progress.say(takes);
    run = await call('runs.start', request);
  } catch (error) {
    await takeBack();
    throw error;
  }
  const detail = await call('runs.get', { id: run.id });
  for (const note of detail.notes) if (note.severity === 'warning') progress.note(note.what);
  await session.ended(run.id);
  if (options.heldOutBy !== undefined) {
    progress.say(`Designing anew with whole groups of ${options.heldOutBy} held out`);
    const { datasetIds, tasks, selectOn } = run.config;
    const taskIds = tasks.map(({ id }) => id);
    const name = `${run.name}, by ${options.heldOutBy}`;
    const again = await call('runs.start', {
      ...options.request,
      assay: run.config.assay,
      k: run.config.k,
      ...pick(run.config, geneRuleKeys),
      datasetIds,
      taskIds,
      selectOn,
      name,
      group: options.heldOutBy,
    });
    await session.ended(again.id);
  }
  if (options.costOfSharing && run.config.tasks.length > 1) {
    const { datasetIds, tasks } = run.config;
    progress.say('Designing a panel for each task alone');
    for (const { id, name } of tasks) {
      const alone = await call('runs.start', {
        ...options.request,
        assay: run.config.assay,
        ...pick(run.config, geneRuleKeys),
        k: run.config.k,
        leaveOut: run.config.leaveOut,
        datasetIds,
        taskIds: [id],
        splitOf: run.id,
        name: `${run.name}, ${name} alone`,
      });
      await session.ended(alone.id);
    }
  }
  progress.end();
  await writeResults(session, run.id, { datasets, importSeconds, match }, options, progress);
}

async function writeResults(
  { call }: Session,
  id: number,
  surroundings: Pick<Surroundings, 'datasets' | 'importSeconds' | 'match'>,
  { out, predictions, json, markers, overwrite }: DesignArguments,
  progress: ProgressLine,
): Promise<void> {
  const write = (path: string, content: string) => {
    writeWhole(path, content, { overwrite });
    progress.say(`Wrote ${path}`);
  };
  const run = await call('runs.get', { id });
  const overlap = markers === undefined ? null : await call('panels.markers', { runId: id, text: markers });
  for (const note of overlap?.notes ?? []) progress.note(`--markers: ${note}`);
  const byGroup = run.byGroup[0] ? await call('runs.get', { id: run.byGroup[0].runId }) : null;
  if (out !== undefined) write(out, (await call('exports.make', { id, as: 'panel' })).file.content);
  if (predictions !== undefined)
    write(predictions, (await call('exports.make', { id, as: 'predictions' })).file.content);
  if (json !== undefined) {
    const memoryMB = process.resourceUsage().maxRSS / 1024;
    const report = JSON.stringify(jsonReport(run, { ...surroundings, byGroup, overlap, memoryMB }), null, 1) + '\n';
    if (json === '-') process.stdout.write(report);
    else write(json, report);
  }
  if (out === undefined && json === undefined) process.stdout.write(textReport(run, byGroup, overlap));
}
