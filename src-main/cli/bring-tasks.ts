/** Makes the tasks that the arguments ask for, or brings those of a project to what they say. */
import { resolve } from 'node:path';
import type { Dataset, TaskSummary } from '../../src-shared/model.ts';
import type { Undo } from './project.ts';
import type { Session } from './session.ts';
import { columnsOf, draftTask, readMerges, taskName } from './task-arguments.ts';
import type { TaskArguments } from './task-arguments.ts';

/** @returns the ids of the tasks, in the order asked */
export async function bringTasks(
  session: Session,
  args: TaskArguments,
  minClass: number,
  datasets: Dataset[],
  undo: Undo,
): Promise<number[]> {
  const { call } = session;
  const present = await call('tasks.list', { minClass });
  const known = [...new Set(args.asked.flatMap((asked) => [taskName(asked), ...columnsOf(asked)]))];
  const changes = args.merge === undefined ? new Map() : await readMerges(resolve(args.merge), known);
  const before = args.asked.map((asked) => present.find((task) => task.name === taskName(asked)));
  const drafts = args.asked.map((asked, t) => draftTask(asked, args, changes, datasets, before[t]));
  const ids: number[] = [];
  for (const [t, draft] of drafts.entries()) {
    const task = before[t];
    if (task) {
      await call('tasks.update', { ...draft, id: task.id });
      undo.push(() => call('tasks.update', draftOf(task)));
      ids.push(task.id);
    } else {
      const { id } = await call('tasks.add', draft);
      undo.push(() => call('tasks.remove', { id }));
      ids.push(id);
    }
  }
  for (const levels of args.hierarchies) {
    const at = levels.map((level) => args.asked.indexOf(level));
    for (let l = 1; l < levels.length; l++) {
      await call('tasks.update', { ...drafts[at[l]], id: ids[at[l]], broader: ids[at[l - 1]] });
    }
  }
  return ids;
}

/** @param name a task that was asked for @param ids of the tasks, in the order asked */
export const taskCalled = (name: string | undefined, { asked }: TaskArguments, ids: number[]): number | undefined =>
  name === undefined ? undefined : ids[asked.map(taskName).indexOf(name)];

const draftOf = ({ id, name, kind, sources, unlabelled, merges, weight, broader }: TaskSummary) => ({
  id,
  ...{ name, kind, sources, unlabelled, merges, weight, broader },
});

/** Values that should mean "no label" and are in no column asked for: misspelt, or meant for other data. */
export function idleValues({ unlabelled, asked }: TaskArguments, datasets: Dataset[]): string[] {
  const columns = new Set(asked.flatMap(columnsOf));
  const all = datasets.flatMap((dataset) => dataset.columns).filter(({ name }) => columns.has(name));
  return unlabelled
    .filter(({ column, value }) =>
      all.every(
        ({ name, kind, classes }) =>
          kind === 'categorical' &&
          !(['', name].includes(columns.has(column) ? column : '') && classes.some((entry) => entry.name === value)),
      ),
    )
    .map(({ value }) => value);
}
