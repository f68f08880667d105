/** What the palette finds: everything that has a name, with what choosing it does. */
import type { Gene } from '../../src-shared/model.ts';
import { counted } from '../../src-shared/present/format.ts';
import {
  addData,
  closeProject,
  newProject,
  openExample,
  openPath,
  openProject,
  saveCopy,
  startDesign,
} from './actions.ts';
import type { App } from './app.svelte.ts';

export interface Found {
  kind: 'Page' | 'Action' | 'Data set' | 'Task' | 'Class' | 'Run' | 'Gene' | 'Project';
  name: string;
  hint: string;
  run: () => unknown;
}

/** Everything except genes, which the engine is asked for. */
export function everything(app: App): Found[] {
  const { route, layout, theme } = app;
  const project: Found[] = [
    { kind: 'Action', name: 'New project', hint: '', run: () => newProject(app) },
    { kind: 'Action', name: 'Open a project', hint: '', run: () => openProject(app) },
    { kind: 'Action', name: 'Open the example', hint: 'pbmc3k', run: () => openExample(app) },
    { kind: 'Action', name: 'Theme: as the system', hint: '', run: () => theme.choose('system') },
    { kind: 'Action', name: 'Theme: light', hint: '', run: () => theme.choose('light') },
    { kind: 'Action', name: 'Theme: dark', hint: '', run: () => theme.choose('dark') },
    { kind: 'Action', name: 'Help and shortcuts', hint: '?', run: () => (layout.sheet = 'help') },
    ...app.project.recent.map(({ name, path }): Found => ({
      kind: 'Project',
      name,
      hint: path,
      run: () => openPath(app, path),
    })),
  ];
  if (!app.project.current) return project;
  const pages: Found[] = [
    { kind: 'Page', name: 'Overview', hint: 'g h', run: () => route.go({ page: 'home' }) },
    { kind: 'Page', name: 'Data', hint: 'g d', run: () => route.go({ page: 'data', id: null }) },
    { kind: 'Page', name: 'Tasks', hint: 'g t', run: () => route.go({ page: 'tasks', id: null }) },
    { kind: 'Page', name: 'Panel', hint: 'g p', run: () => route.go({ page: 'panel' }) },
    { kind: 'Page', name: 'Runs', hint: 'g r', run: () => route.go({ page: 'runs' }) },
    { kind: 'Page', name: 'Compare', hint: 'g c', run: () => route.go({ page: 'compare', ids: [] }) },
    { kind: 'Page', name: 'Compare methods', hint: '', run: () => route.go({ page: 'benchmark', id: null }) },
  ];
  const actions: Found[] = [
    { kind: 'Action', name: 'Add data', hint: 'a', run: () => addData(app) },
    ...(app.request
      ? [{ kind: 'Action', name: 'Design panel', hint: 'Ctrl Enter', run: () => startDesign(app) } as const]
      : []),
    { kind: 'Action', name: 'Save the project as…', hint: '', run: () => saveCopy(app) },
    { kind: 'Action', name: 'Close the project', hint: '', run: () => closeProject(app) },
  ];
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
  return [...pages, ...actions, ...things, ...project];
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
    { kind: 'Gene', name: `${gene.name}: must be in the panel`, hint, run: put('mustInclude', 'exclude') },
    { kind: 'Gene', name: `${gene.name}: must not be in the panel`, hint, run: put('exclude', 'mustInclude') },
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
