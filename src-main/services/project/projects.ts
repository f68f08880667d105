/** Projects: made, opened, closed; one at a time. */
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Handlers } from '../../../src-shared/contract.ts';
import type { AppInfo, ProjectInfo, Run } from '../../../src-shared/model.ts';
import { fileKinds } from '../../formats/known.ts';
import { EXTENSION, createStore, openStore } from '../../store/open.ts';
import type { Store } from '../../store/open.ts';
import { version } from '../../version.ts';
import { createAnalyst } from '../workers/analyst-process.ts';
import { openProject, timesFolder } from '../context.ts';
import type { Context } from '../context.ts';
import { fillExample } from './example.ts';
import { confine } from '../files.ts';
import { checkWritable } from '../tables/whole-file.ts';
import { createImports } from '../workers/imports.ts';
import { forgetProject, recentProjects, rememberProject } from './recent.ts';
import { rememberTime } from '../timing/run-times.ts';
import { createTraining } from '../workers/training.ts';

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
      fileKinds,
    }),
    'project.create': ({ path }) => {
      const file = confine(host, path.endsWith(EXTENSION) ? path : path + EXTENSION);
      return show(context, () => createStore(file, version));
    },
    'project.open': ({ path }) => {
      const file = confine(host, path);
      return show(context, () => current(context, file) ?? openStore(file));
    },
    async 'project.example'() {
      const path = join(host.stateFolder, `Example${EXTENSION}`);
      mkdirSync(host.stateFolder, { recursive: true, mode: 0o700 });
      const make = () => (existsSync(path) ? openStore(path) : createStore(path, version));
      const info = await show(context, () => current(context, path) ?? make());
      await fillExample(context);
      return info;
    },
    async 'project.close'() {
      await closeProject(context);
      return null;
    },
    'project.saveCopy': ({ path }) => {
      const file = confine(host, path.endsWith(EXTENSION) ? path : path + EXTENSION);
      checkWritable(file, { overwrite: false });
      const { store } = openProject(context);
      return show(context, () => (store.saveCopy(file), openStore(file)), 'saved');
    },
    'project.forget'({ path }) {
      forgetProject(host, path);
      return null;
    },
  };
}

/** The project at this path where it is the one that is open. */
const current = ({ project }: Context, path: string): Store | null =>
  project?.store.path === path ? project.store : null;

/** Opens the new project before the old one is closed: when that fails, the old one stays. */
function show(context: Context, openIt: () => Store, old: 'open' | 'saved' = 'open'): Promise<ProjectInfo> {
  return inTurn(context, async () => {
    const store = openIt();
    if (store === context.project?.store) return store.info();
    await closeOpen(context, old);
    const { spawnTrainer, spawnAnalyst, emit } = context;
    const tellTraining: typeof emit = (name, payload) => {
      const run = name === 'runs.changed' ? (payload as Run | null) : null;
      if (run?.state === 'succeeded') rememberTime(timesFolder(context), store, run);
      if (run && run.state !== 'queued' && run.state !== 'running') {
        context.log.write({ event: 'run ended', method: run.config.method, state: run.state });
      }
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
  });
}

/** Stops what is under way, and leaves the project as one file. */
export const closeProject = (context: Context): Promise<void> => inTurn(context, () => closeOpen(context));

/** @param old whether everything that it holds was just saved elsewhere */
async function closeOpen(context: Context, old: 'open' | 'saved' = 'open'): Promise<void> {
  const { project } = context;
  if (!project) return;
  context.project = null;
  const { store, imports, training, analyst } = project;
  await Promise.all([imports.stop(), training.stop(), analyst.stop()]);
  try {
    if (old === 'open' && store.isMoved()) saveElsewhere(context, store);
    store.close();
  } finally {
    // whatever its file says to that, it is open no more
    context.emit('project.changed', null);
  }
}

/**
 * A project whose file was moved, deleted or replaced is written to a new file before its last hold on the old one is let
 * go: next to where it was, or where that folder is gone too, in the host's own.
 */
function saveElsewhere({ host, emit }: Context, store: Store): void {
  const { name } = store.info();
  const folder = existsSync(dirname(store.path)) ? dirname(store.path) : host.stateFolder;
  let path = join(folder, `${name} (saved)${EXTENSION}`);
  for (let n = 2; existsSync(path); n++) path = join(folder, `${name} (saved ${n})${EXTENSION}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  store.saveCopy(path);
  rememberProject(host, { path, name: basename(path, EXTENSION) });
  emit('notice', {
    text: `The file of the project “${name}” was moved, deleted or replaced while it was open. What it held is saved as ${path}.`,
  });
}

/** Two that are opened at once, or one that is opened while it is being closed, would be in each other's way. */
function inTurn<T>(context: Context, work: () => Promise<T>): Promise<T> {
  const mine = context.turn.then(work);
  context.turn = mine.catch(() => undefined);
  return mine;
}
