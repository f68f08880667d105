/** `panelwright import`: data and tasks into a project, and nothing trained. */
import { checkResults } from './arguments.ts';
import { bringData } from './bring-data.ts';
import { bringTasks } from './bring-tasks.ts';
import { readDesignArguments } from './design-arguments.ts';
import { progressLine } from './output.ts';
import { openOrMake } from './project.ts';
import { inSession } from './session.ts';
import { UsageError } from './usage.ts';

export async function importCommand(args: string[], stopped: Promise<never>): Promise<void> {
  // everything of a design that says what the data and tasks are; no panel is asked for
  const { project, quiet, request, ...options } = readDesignArguments([...args, '-k', '1']);
  if (project === undefined) throw new UsageError('Say with --project which project the data go to.');
  checkResults({}, options.data, { overwrite: false });
  const progress = progressLine(quiet);
  await inSession({ temporary: false, progress, stopped }, async (session) => {
    const { undo, takeBack } = await openOrMake(session, project);
    try {
      const datasets = await bringData(session, options, undo, progress);
      const tasks = await bringTasks(session, options.tasks, request.minClass, datasets, undo);
      progress.end();
      for (const { name, cells, genes } of datasets) console.log(`${name}: ${cells} cells × ${genes} genes`);
      console.log(`${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'} in ${project}`);
    } catch (error) {
      await takeBack();
      throw error;
    }
  });
}
