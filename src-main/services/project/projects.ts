/** Projects: made, opened, closed; one shown at a time, others kept until their runs have ended. */
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Emit, Handlers } from '../../../src-shared/contract.ts';
import { AppError, describeError } from '../../../src-shared/errors.ts';
import type { AppInfo, ProjectInfo, Run } from '../../../src-shared/model.ts';
import { counted } from '../../../src-shared/present/format.ts';
import type { WhileTraining } from '../../../src-shared/schemas.ts';
import { fileKinds } from '../../formats/known.ts';
import { storeFailure } from '../../store/failures.ts';
import { EXTENSION, createStore, openStore } from '../../store/open.ts';
import type { Store } from '../../store/open.ts';
import { version } from '../../version.ts';
import { createAnalyst } from '../workers/analyst-process.ts';
import { openProject, timesFolder } from '../context.ts';
import type { Context } from '../context.ts';
import { fillExample } from './example.ts';
import { confine } from '../files.ts';
import { checkWritable } from '../tables/whole-file.ts';
import { examineSafely } from '../workers/import.ts';
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
      recent: recentProjects(context),
      fileKinds,
    }),
    'project.create': ({ path, whileTraining }) => {
      const file = confine(host, path.endsWith(EXTENSION) ? path : path + EXTENSION);
      return show(context, file, () => createStore(file, version), whileTraining);
    },
    async 'project.open'({ path, whileTraining }) {
      const file = confine(host, path);
      const isOpen = [context.project, ...context.background].some((one) => one?.store.path === file);
      // who waits at a terminal can stop it, and hears no worse of a file that never ends
      const checked = host.kind !== 'terminal' && !isOpen;
      if (checked) await examineSafely(context.spawnImporter, file);
      return show(context, file, () => openStore(file, { checked }), whileTraining);
    },
    async 'project.example'({ whileTraining }) {
      const path = join(host.stateFolder, `Example${EXTENSION}`);
      mkdirSync(host.stateFolder, { recursive: true, mode: 0o700 });
      const make = () => (existsSync(path) ? openStore(path) : createStore(path, version));
      const info = await show(context, path, make, whileTraining);
      await fillExample(context);
      return info;
    },
    async 'project.close'({ whileTraining }) {
      await inTurn(context, () => {
        askAboutTraining(context, whileTraining);
        return leave(context, whileTraining);
      });
      return null;
    },
    'project.saveCopy': ({ path, whileTraining }) => {
      const file = confine(host, path.endsWith(EXTENSION) ? path : path + EXTENSION);
      checkWritable(file, { overwrite: false });
      const { store } = openProject(context);
      return show(context, file, () => (store.saveCopy(file), openStore(file)), whileTraining, 'saved');
    },
    'project.forget'({ path }) {
      forgetProject(host, path);
      return null;
    },
  };
}

/**
 * Opens another project before the one that is open is left: when that fails, the old one stays.
 * @param old whether everything that the old one holds is saved elsewhere by that
 * @throws AppError `training` where runs of the old one train and nobody said what becomes of them
 */
function show(
  context: Context,
  path: string,
  openIt: () => Store,
  whileTraining: WhileTraining,
  old: 'open' | 'saved' = 'open',
): Promise<ProjectInfo> {
  return inTurn(context, async () => {
    if (context.project?.store.path === path) return context.project.store.info();
    askAboutTraining(context, whileTraining);
    const waiting = context.background.find((one) => one.store.path === path);
    const { store, training } = waiting ?? withTraining(context, openIt());
    await leave(context, whileTraining, old);
    outOfBackground(context, store);
    const { spawnAnalyst, emit } = context;
    const analyst = createAnalyst({ projectPath: store.path, spawnAnalyst, emit });
    context.project = { store, training, imports: createImports(), analyst };
    const info = store.info();
    rememberProject(context.host, info);
    emit('project.changed', info);
    return info;
  });
}

type InBackground = Context['background'][number];

/** A project with what trains its runs. The window hears of them only while the project is shown. */
function withTraining(context: Context, store: Store): InBackground {
  const emit: Emit = (name, payload) => {
    const run = name === 'runs.changed' ? (payload as Run | null) : null;
    if (run?.state === 'succeeded') rememberTime(timesFolder(context), store, run);
    if (run && run.state !== 'queued' && run.state !== 'running') {
      context.log.write({ event: 'run ended', method: run.config.method, state: run.state });
      closeWhenDone(context, store);
    }
    if (context.background.every((one) => one.store !== store)) context.emit(name, payload);
  };
  const { spawnTrainer, host } = context;
  return { store, training: createTraining({ store, spawnTrainer, emit, slots: host.jobs }) };
}

/** @throws AppError `training` where runs of the open project train and nobody said what becomes of them */
function askAboutTraining({ project }: Context, whileTraining: WhileTraining): void {
  const ids = project?.training.underWay() ?? [];
  if (!project || ids.length === 0 || whileTraining) return;
  const names = ids.map((id) => `“${project.store.runs.get(id)?.name ?? id}”`);
  const several = names.length > 1;
  throw new AppError(
    'training',
    `${listed(names)} of the project “${project.store.info().name}” ${several ? 'are' : 'is'} not finished.`,
    `Let ${several ? 'them' : 'it'} finish in the background, or stop ${several ? 'them' : 'it'}.`,
  );
}

const MOST_NAMED = 3;
function listed(names: string[]): string {
  const more = names.length - MOST_NAMED;
  if (more > 0) return `${names.slice(0, MOST_NAMED).join(', ')} and ${counted(more, 'other run')}`;
  return new Intl.ListFormat('en-GB').format(names);
}

function outOfBackground(context: Context, store: Store): void {
  context.background = context.background.filter((one) => one.store !== store);
}

/** Closes a project in the background whose runs have all ended. */
function closeWhenDone(context: Context, store: Store): void {
  void inTurn(context, async () => {
    const project = context.background.find((one) => one.store === store);
    if (!project || project.training.underWay().length > 0) return;
    outOfBackground(context, store);
    await closeOne(context, project);
    // the list of projects says which of them train
    context.emit('project.changed', context.project?.store.info() ?? null);
  }).catch((error: unknown) => context.emit('notice', { text: describeError(storeFailure(store.path, error)) }));
}

/** The open project and those in the background. */
export const everyProject = ({ project, background }: Context): InBackground[] =>
  project ? [project, ...background] : background;

/** Stops what is under way in every project, and leaves each as one file. */
export const closeProjects = (context: Context): Promise<void> =>
  inTurn(context, async () => {
    await leave(context, 'stop');
    for (const project of context.background) await closeOne(context, project);
    context.background = [];
  });

/** The open project is open no more; while its runs train and are to finish, it stays in the background. */
async function leave(context: Context, whileTraining: WhileTraining, old: 'open' | 'saved' = 'open'): Promise<void> {
  const { project } = context;
  if (!project) return;
  const { store, imports, training, analyst } = project;
  const stays = whileTraining === 'finish' && training.underWay().length > 0;
  context.project = null;
  if (stays) context.background = [...context.background, { store, training }];
  await Promise.all([imports.stop(), analyst.stop()]);
  try {
    if (!stays) await closeOne(context, project, old);
  } finally {
    // whatever its file says to that, it is open no more
    context.emit('project.changed', null);
  }
}

/** Stops what trains, and leaves the project as one file. */
async function closeOne(context: Context, { store, training }: InBackground, old: 'open' | 'saved' = 'open') {
  await training.stop();
  if (old === 'open' && store.isMoved()) saveElsewhere(context, store);
  store.close();
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
