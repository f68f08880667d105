/** What a user can do from more than one place: menus, shortcuts, the palette and the pages all call these. */
import { type ActionId, actions } from '../../src-shared/actions.ts';
import type { Dataset, Run } from '../../src-shared/model.ts';
import { counted } from '../../src-shared/present/format.ts';
import type { App } from './app.svelte.ts';
import { PROJECT_EXTENSION } from './files.svelte.ts';

export async function newProject(app: App): Promise<void> {
  const path = await app.files.save('New project', 'My panel', PROJECT_EXTENSION);
  if (path) await entering(app, () => app.project.create(path));
}

export async function openProject(app: App): Promise<void> {
  const [path] = await app.files.open('Open a project', [PROJECT_EXTENSION]);
  if (path) await openPath(app, path);
}

export const openPath = (app: App, path: string): Promise<void> => entering(app, () => app.project.open(path));

export const openExample = (app: App): Promise<void> => entering(app, () => app.project.example());

async function closeProject(app: App): Promise<void> {
  await entering(app, () => app.project.close());
}

/** Writes the open project, as it is, to another file and goes on with that one, with the design that is set up. */
async function saveCopy(app: App): Promise<void> {
  const path = await app.files.save('Save a copy', app.project.current?.name ?? '', PROJECT_EXTENSION);
  if (!path) return;
  const { values } = app.draft;
  const before = app.project.current?.path;
  await app.project.saveCopy(path);
  // it was not left: runs train, and the question about them was cancelled
  if (app.project.current?.path === before) return;
  await app.refresh();
  if (values) app.draft.change(values);
  app.notices.say(`Saved as ${path}. What you change from now on is kept there.`);
}

/** Asks for files and looks at them on the data page. */
export async function addData(app: App): Promise<void> {
  const endings = app.project.fileKinds.flatMap(({ endings, standIns = [] }) => [...endings, ...standIns]);
  const paths = await app.files.open('Add data', endings, true);
  if (paths.length === 0) return;
  app.route.go({ page: 'data', id: null });
  await app.datasets.inspect(paths);
}

/** Removes a data set, and says what was made of it: that can be undone as long as it is said. */
export async function removeData(app: App, data: Dataset): Promise<void> {
  const asked = app.tasks.list.filter(({ sources }) => sources.some(({ datasetId }) => datasetId === data.id)).length;
  const made = app.runs.list.filter(({ config }) => config.datasetIds.includes(data.id)).length;
  await app.datasets.remove(data, [
    ...(asked > 0 ? [`${counted(asked, 'task')} ${asked === 1 ? 'uses' : 'use'} it.`] : []),
    ...(made > 0
      ? [
          `${counted(made, 'run')} made of it ${made === 1 ? 'keeps its panel and scores' : 'keep their panels and scores'}, but can be examined no further without it.`,
        ]
      : []),
  ]);
}

/** Starts the design as it stands and goes to its run. False where there is nothing to start yet. */
export async function startDesign(app: App): Promise<boolean> {
  if (!app.request) return false;
  const run = await app.runs.start(app.request);
  app.draft.change({ name: '' });
  app.route.go({ page: 'run', id: run.id });
  return true;
}

/** Fills the wizard with what a run was asked for, tasks and data sets included, and goes there to change it. */
export function designVariant(app: App, run: Run): void {
  const { config } = run;
  const kept = new Set(config.tasks.map(({ id }) => id));
  app.draft.copy(run);
  app.targets.add(config.targets ?? []).catch((error) => app.notices.fail(error));
  app.draft.change({
    withoutTasks: app.tasks.list.map(({ id }) => id).filter((id) => !kept.has(id)),
    withoutDatasets: app.datasets.list.map(({ id }) => id).filter((id) => !config.datasetIds.includes(id)),
  });
  app.route.go({ page: 'panel' });
}

/** Takes back what was done last: of the text that is being typed, or else of the project. */
async function undo(app: App): Promise<void> {
  if (document.activeElement?.matches(TYPED)) document.execCommand('undo');
  else if (!(await app.notices.undoLast())) app.notices.say('There is nothing to undo.');
}

/** fields whose letters are their user's */
export const TYPED = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select';

/** What each action of the table does. */
const doing: Record<ActionId, (app: App) => unknown> = {
  palette: ({ layout }) => (layout.sheet = layout.sheet === 'palette' ? null : 'palette'),
  help: ({ layout }) => (layout.sheet = 'help'),
  sidebar: ({ layout }) => layout.toggleSidebar(),
  details: ({ layout }) => layout.toggleDetails(),
  theme: ({ theme }) => theme.cycle(),
  themeSystem: ({ theme }) => theme.choose('system'),
  themeLight: ({ theme }) => theme.choose('light'),
  themeDark: ({ theme }) => theme.choose('dark'),
  home: ({ route }) => route.go({ page: 'home' }),
  data: ({ route }) => route.go({ page: 'data', id: null }),
  tasks: ({ route }) => route.go({ page: 'tasks', id: null }),
  panel: ({ route }) => route.go({ page: 'panel' }),
  runs: ({ route }) => route.go({ page: 'runs' }),
  compare: ({ route }) => route.go({ page: 'compare', ids: [] }),
  benchmark: ({ route }) => route.go({ page: 'benchmark', id: null }),
  add: addData,
  design: startDesign,
  undo,
  newProject,
  openProject,
  openExample,
  saveCopy,
  closeProject,
};

export const can = (app: App, id: ActionId): boolean => actions[id].needs === 'nothing' || app.project.current !== null;

/** Does an action of the table, if it can be done now; what fails is said at the foot of the window. */
export async function perform(app: App, id: ActionId): Promise<void> {
  try {
    if (can(app, id)) await doing[id](app);
  } catch (error) {
    app.notices.fail(error);
  }
}

/** Another project has other pages: the address of the old one is left, unless its user has gone on already. */
async function entering(app: App, change: () => Promise<void>): Promise<void> {
  const before = app.project.current?.path;
  const address = location.hash;
  await change();
  if (app.project.current?.path === before) return;
  if (location.hash === address) app.route.replace(null);
  await app.refresh();
}
