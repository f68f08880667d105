/** Panelwright as a desktop application: wiring only. */
import { app as electron, Menu, type BrowserWindow } from 'electron';
import { join, resolve } from 'node:path';
import { AppError } from '../src-shared/errors.ts';
import { createApp, dispatch, type App } from './app.ts';
import { askBeforeClosing } from './hosts/electron/closing.ts';
import { agreedInDialog, askWhileTraining, showError } from './hosts/electron/dialogs.ts';
import { watchApplication, watchWindow, withinSeconds } from './hosts/electron/failures.ts';
import { answerCalls, emitTo } from './hosts/electron/ipc.ts';
import { createMenu, enableEntries } from './hosts/electron/menu.ts';
import { claimScheme, denyTheRest, serveWindow } from './hosts/electron/security.ts';
import { spawnWithUtilityProcess } from './hosts/electron/spawn.ts';
import { createWindow } from './hosts/electron/window.ts';

const out = resolve(import.meta.dirname, '..');

let window: BrowserWindow | null = null;
let app: App | null = null;
/** a project that the system asked for before the application was there */
let pending = projectAmong(process.argv);

/** so that what hangs while a project is closed does not keep the application for ever */
const CLOSING_SECONDS = 30;

claimScheme();
electron.enableSandbox();
watchApplication(closeProject);
electron.on('open-file', (event, path) => {
  event.preventDefault();
  openProject(path);
});

if (electron.requestSingleInstanceLock()) {
  electron.on('second-instance', (_event, argv, workingDirectory) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    const path = projectAmong(argv);
    if (path) openProject(resolve(workingDirectory, path));
  });
  electron.on('window-all-closed', () => electron.quit());
  electron.on('will-quit', (event) => {
    if (!app) return;
    event.preventDefault();
    void closeProject().finally(() => electron.exit());
  });
  void electron.whenReady().then(start);
} else {
  electron.quit();
}

async function closeProject(): Promise<void> {
  if (!app) return;
  const closing = app.close();
  app = null;
  await withinSeconds(CLOSING_SECONDS, 'Closing the project', closing);
}

function start(): void {
  const stateFolder = electron.getPath('userData');
  const emit = emitTo(() => window);
  const menu = createMenu((id) => emit('action.chosen', id), !electron.isPackaged);
  denyTheRest();
  serveWindow(join(out, 'renderer'));
  const own = createApp({
    host: {
      kind: 'electron',
      home: electron.getPath('home'),
      stateFolder,
      resources: join(electron.isPackaged ? process.resourcesPath : electron.getAppPath(), 'resources'),
      filesRoots: null,
      agreedInDialog,
    },
    spawnTrainer: spawnWithUtilityProcess(join(import.meta.dirname, 'trainer.js'), 'Panelwright training'),
    spawnImporter: spawnWithUtilityProcess(join(import.meta.dirname, 'importer.js'), 'Panelwright import'),
    spawnAnalyst: spawnWithUtilityProcess(join(import.meta.dirname, 'analyst.js'), 'Panelwright analysis'),
    emit: (event, payload) => {
      if (event === 'project.changed') enableEntries(menu, payload !== null);
      emit(event, payload);
    },
  });
  app = own;
  const main = createWindow({
    preload: join(out, 'preload', 'index.cjs'),
    placeFile: join(stateFolder, 'window.json'),
  });
  window = main;
  watchWindow(main);
  main.once('closed', () => (window = null));
  answerCalls(
    () => main,
    (name, input) => dispatch(own, name, input),
  );
  askBeforeClosing(main, () => own.training());
  Menu.setApplicationMenu(menu);
  if (pending) openProject(pending);
}

function openProject(path: string): void {
  if (app) void perform('project.open', { path: resolve(path) });
  else pending = path;
}

/** A call made outside the window; its failure is told in a dialog. The window hears of its success by an event. */
async function perform(name: string, input: object): Promise<void> {
  try {
    if (app) await dispatch(app, name, input);
  } catch (error) {
    if (!window) return;
    if (!(error instanceof AppError) || error.code !== 'training') return showError(window, error);
    const whileTraining = await askWhileTraining(window, error);
    if (whileTraining) await perform(name, { ...input, whileTraining });
  }
}

function projectAmong(argv: string[]): string | null {
  return argv.slice(1).find((argument) => argument.endsWith('.panelwright')) ?? null;
}
