/** What the palette finds: everything that has a name, with what choosing it does. */
import { type Action, actionList } from '../../src-shared/actions.ts';
import type { Gene } from '../../src-shared/model.ts';
import { counted } from '../../src-shared/present/format.ts';
import { can, openPath, perform } from './actions.ts';
import type { App } from './app.svelte.ts';

export interface Found {
  kind: 'Page' | 'Action' | 'Data set' | 'Task' | 'Class' | 'Run' | 'Gene' | 'Project';
  name: string;
  hint: string;
  run: () => unknown;
}

/** Everything except genes, which the engine is asked for. */
export function everything(app: App): Found[] {
  const { route } = app;
  const actionsOf = (...groups: Action['group'][]) =>
    actionList
      .filter(({ id, group }) => groups.includes(group) && id !== 'palette' && can(app, id))
      .map(({ id, label, keys = '', group }): Found => ({
        kind: group === 'Go to' ? 'Page' : 'Action',
        name: label,
        hint: keys,
        run: () => perform(app, id),
      }));
  const things: Found[] = [
    ...app.datasets.list.map((data): Found => ({
      kind: 'Data set',
      name: data.name,
      hint: counted(data.cells, 'cell'),
      run: () => route.go({ page: 'data', id: data.id }),
    })),
    ...app.tasks.list.map((task): Found => ({
      kind: 'Task',
      name: task.name,
      hint: task.kind === 'categorical' ? counted(task.classes.length, 'class', 'classes') : 'continuous',
      run: () => route.go({ page: 'tasks', id: task.id }),
    })),
    ...app.runs.list.map((run): Found => ({
      kind: 'Run',
      name: run.name,
      hint: `${run.state}, ${counted(run.config.k, 'gene')}`,
      run: () => route.go({ page: 'run', id: run.id }),
    })),
    ...app.tasks.list.flatMap((task) =>
      task.classes.map(({ name, cells }): Found => ({
        kind: 'Class',
        name,
        hint: `${task.name}, ${counted(cells, 'cell')}`,
        run: () => route.go({ page: 'tasks', id: task.id }),
      })),
    ),
  ];
  const recent = app.project.recent.map(({ name, path }): Found => ({
    kind: 'Project',
    name,
    hint: path,
    run: () => openPath(app, path),
  }));
  return [...actionsOf('Go to', 'Do'), ...things, ...actionsOf('Project', 'Anywhere'), ...recent];
}

/** What can be done with a gene: asked for in the panel, or kept out of it. */
export function geneActions(app: App, gene: Gene): Found[] {
  const values = app.draft.values;
  if (!values) return [];
  const hint = [gene.symbol, gene.id].filter((name) => name && name !== gene.name).join(' ');
  const put = (list: 'mustInclude' | 'exclude', other: 'mustInclude' | 'exclude') => () => {
    app.draft.change({
      [list]: [...new Set([...values[list], gene.name])],
      [other]: values[other].filter((name) => name !== gene.name),
    });
    app.route.go({ page: 'panel' });
  };
  return [
    { kind: 'Gene', name: `${gene.name}: require in the panel`, hint, run: put('mustInclude', 'exclude') },
    { kind: 'Gene', name: `${gene.name}: exclude from the panel`, hint, run: put('exclude', 'mustInclude') },
  ];
}

/**
 * What matches, best first: a name that begins with the text, then a word that does, then any that contains it, then
 * one that has all its letters in order. Equal ones keep their order.
 */
export function rank<T extends { name: string }>(things: readonly T[], sought: string): T[] {
  const text = sought.trim().toLowerCase();
  if (!text) return [...things];
  const grade = (name: string): number => {
    if (name.startsWith(text)) return 0;
    if (new RegExp(`[\\s_\\-.:/(]${escape(text)}`).test(name)) return 1;
    if (name.includes(text)) return 2;
    let at = -1;
    return [...text].every((letter) => (at = name.indexOf(letter, at + 1)) >= 0) ? 3 : 4;
  };
  return things
    .map((thing, order) => ({ thing, order, grade: grade(thing.name.toLowerCase()) }))
    .filter((found) => found.grade < 4)
    .sort((a, b) => a.grade - b.grade || a.order - b.order)
    .map((found) => found.thing);
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
