/** Projects: made, opened, closed; one at a time. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Handlers } from '../../src-preload/contract.ts';
import type { AppInfo, ProjectInfo, Run } from '../../src-preload/model.ts';
import { EXTENSION, createStore, openStore } from '../store/open.ts';
import type { Store } from '../store/open.ts';
import { version } from '../version.ts';
import { createAnalyst } from './analyst-process.ts';
import { timesFolder } from './context.ts';
import type { Context, Project } from './context.ts';
import { fillExample } from './example.ts';
import { confine } from './files.ts';
import { createImports } from './imports.ts';
import { forgetProject, recentProjects, rememberProject } from './recent.ts';
import { rememberTime } from './run-times.ts';
import { createTraining } from './training.ts';

type ProjectHandlers = Pick<Handlers, 'app.info' | Extract<keyof Handlers, `project.${string}`>>;

export function projectHandlers(context: Context): ProjectHandlers {
  const { host } = context;
  return {
    'app.info': (): AppInfo => ({
      version,
      host: host.kind,
      home: host.home,
      project: context.project?.store.info() ?? null,
      recent: recentProjects(host),
    }),
    'project.create': ({ path }) => {
      const file = confine(host, path.endsWith(EXTENSION) ? path : path + EXTENSION);
      return show(context, () => createStore(file, version));
    },
    'project.open': ({ path }) => open(context, confine(host, path)),
    async 'project.example'() {
      const path = join(host.stateFolder, `Example${EXTENSION}`);
      mkdirSync(host.stateFolder, { recursive: true });
      const info = await (existsSync(path) ? open(context, path) : show(context, () => createStore(path, version)));
      await fillExample(context);
      return info;
    },
    async 'project.close'() {
      await closeProject(context);
      return null;
    },
    'project.forget'({ path }) {
      forgetProject(host, path);
      return null;
    },
  };
}

function open(context: Context, path: string): Promise<ProjectInfo> {
  const current = context.project?.store;
  if (current?.path === path) return Promise.resolve(current.info());
  return show(context, () => openStore(path));
}

/** Opens the new project before the old one is closed: when that fails, the old one stays. */
async function show(context: Context, openIt: () => Store): Promise<ProjectInfo> {
  const store = openIt();
  await closeProject(context);
  const { spawnTrainer, spawnAnalyst, emit } = context;
  const tellTraining: typeof emit = (name, payload) => {
    const run = name === 'runs.changed' ? (payload as Run | null) : null;
    if (run?.state === 'succeeded') rememberTime(timesFolder(context), store, run);
    emit(name, payload);
  };
  context.project = {
    store,
    imports: createImports(),
    training: createTraining({ store, spawnTrainer, emit: tellTraining, slots: context.host.jobs }),
    analyst: createAnalyst({ projectPath: store.path, spawnAnalyst, emit }),
  };
  const info = store.info();
  rememberProject(context.host, info);
  emit('project.changed', info);
  return info;
}

/** Stops what is under way, and leaves the project as one file. Asked twice, it is done once. */
export function closeProject(context: Context): Promise<void> {
  const { project } = context;
  context.project = null;
  if (project) context.closing = close(context, project);
  return context.closing;
}

async function close({ emit }: Context, { store, imports, training, analyst }: Project): Promise<void> {
  await Promise.all([imports.stop(), training.stop(), analyst.stop()]);
  store.close();
  emit('project.changed', null);
}
