import type { FromTrainer, ToTrainer } from '../../../src-main/engine/protocol.ts';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type ActionId, actionList, actions } from '../../../src-shared/actions.ts';
import { type CallName, calls, pathsOf } from '../../../src-shared/contract.ts';
import { channels } from '../../../src-shared/channels.ts';
import { AppError } from '../../../src-shared/errors.ts';
import * as electron from './stand-in.ts';

vi.mock('electron', () => import('./stand-in.ts'));

const { answerCalls, emitTo } = await import('../../../src-main/hosts/electron/ipc.ts');
const { agreedInDialog } = await import('../../../src-main/hosts/electron/dialogs.ts');
const { askBeforeClosing } = await import('../../../src-main/hosts/electron/closing.ts');
const { watchApplication, watchWindow, withinSeconds } = await import('../../../src-main/hosts/electron/failures.ts');
const { claimScheme, denyTheRest, serveWindow } = await import('../../../src-main/hosts/electron/security.ts');
const { createMenu, enableEntries } = await import('../../../src-main/hosts/electron/menu.ts');
const { createWindow } = await import('../../../src-main/hosts/electron/window.ts');
const { spawnWithUtilityProcess } = await import('../../../src-main/hosts/electron/spawn.ts');

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'electron-host-')));
  electron.BrowserWindow.made = [];
  vi.clearAllMocks();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const ourFrame = { parent: null, url: 'panelwright://window/' };
const open = () =>
  createWindow({
    preload: '/out/preload/index.cjs',
    placeFile: join(folder, 'state/window.json'),
  }) as never as electron.BrowserWindow;

describe('calls from the window', () => {
  const invoke = vi.fn(async (name: string, _input: unknown): Promise<unknown> => {
    if (name === 'runs.get') throw new AppError('not-found', 'There is no run 7.', 'Choose another.');
    return { name, recent: [{ path: '/data/before.panelwright' }] };
  });
  let window: electron.BrowserWindow;
  beforeEach(() => {
    window = open();
    answerCalls(() => window as never, invoke);
  });
  const ask = (channel: string, ...input: unknown[]): Promise<unknown> =>
    electron.ipc.get(channel)!({ senderFrame: ourFrame } as never, ...input);

  it('are answered on five channels, and only these', () => {
    expect([...electron.ipc.keys()].sort()).toEqual(
      Object.values(channels)
        .filter((channel) => channel !== channels.event)
        .sort(),
    );
  });

  it('reach the application', async () => {
    expect(await ask(channels.call, 'app.info', {})).toMatchObject({ value: { name: 'app.info' } });
    expect(invoke).toHaveBeenCalledWith('app.info', {});
  });

  it('that fail bring code, message and remedy', async () => {
    expect(await ask(channels.call, 'runs.get', { id: 7 })).toEqual({
      error: { code: 'not-found', message: 'There is no run 7.', remedy: 'Choose another.' },
    });
  });

  it.each([
    ['a frame inside it', { parent: ourFrame, url: 'panelwright://window/' }],
    ['a page from the web', { parent: null, url: 'https://evil.example/' }],
    ['a host that only looks like it', { parent: null, url: 'panelwright://window.evil.example/' }],
    ['another host of the scheme', { parent: null, url: 'panelwright://other/' }],
    ['a file', { parent: null, url: 'file:///tmp/x.html' }],
    ['a frame that is gone', null],
  ])('from %s are refused on every channel', async (_name, senderFrame) => {
    for (const handler of electron.ipc.values()) {
      expect(await handler({ senderFrame } as never, 'app.info', {})).toMatchObject({ error: { code: 'invalid' } });
    }
    expect(invoke).not.toHaveBeenCalled();
    expect(electron.dialog.showOpenDialog).not.toHaveBeenCalled();
  });

  it('open the system’s dialogs, with what they were asked for and nothing more', async () => {
    const options = { title: 'Data', extensions: ['.h5ad', '.csv.gz'], multiple: true };
    expect(await ask(channels.openFiles, options)).toEqual({ value: ['/data/a.h5ad'] });
    expect(electron.dialog.showOpenDialog).toHaveBeenCalledWith(window, {
      title: 'Data',
      properties: ['openFile', 'multiSelections'],
      filters: [
        { name: 'Data', extensions: ['h5ad', 'gz'] },
        { name: 'All files', extensions: ['*'] },
      ],
    });
    expect(await ask(channels.openFiles, { ...options, properties: ['openDirectory'] })).toMatchObject({
      error: { code: 'invalid' },
    });
  });

  it('save a file where the user says, whole or not at all', async () => {
    const file = { name: 'panel.csv', mime: 'text/csv', content: 'gene_symbol\nCD3E\n' };
    expect(await ask(channels.save, file)).toEqual({ value: false });

    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(folder, 'mine') });
    expect(await ask(channels.save, file)).toEqual({ value: true });
    expect(readFileSync(join(folder, 'mine.csv'), 'utf8')).toBe(file.content);

    mkdirSync(join(folder, 'taken.csv'));
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(folder, 'taken.csv') });
    expect(await ask(channels.save, file)).toMatchObject({ error: { code: 'conflict' } });
    expect(readdirSync(folder).sort()).toEqual(['mine.csv', 'taken.csv']);
  });

  it('replace a file only where the dialog asked, which it did not of a name that lacked its ending', async () => {
    const file = { name: 'panel.csv', mime: 'text/csv', content: 'new' };
    const path = join(folder, 'mine.csv');
    writeFileSync(path, 'old');
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(folder, 'mine') });
    expect(await ask(channels.save, file)).toMatchObject({ error: { code: 'conflict' } });
    expect(readFileSync(path, 'utf8')).toBe('old');
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path });
    expect(await ask(channels.save, file)).toEqual({ value: true });
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(electron.dialog.showSaveDialog).toHaveBeenCalledWith(
      window,
      expect.objectContaining({ properties: ['showOverwriteConfirmation'] }),
    );
    // the word of a dialog counts once
    expect(agreedInDialog(path)).toBe(false);
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path });
    await ask(channels.saveAs, { title: 'x', defaultName: 'x', extension: 'csv' });
    expect([agreedInDialog(path), agreedInDialog(path)]).toEqual([true, false]);
  });

  it('are told events on one channel', () => {
    emitTo(() => window as never)('tasks.changed', null);
    emitTo(() => null)('tasks.changed', null);
    expect(window.webContents.sent).toEqual([[channels.event, 'tasks.changed', null]]);
  });
});

describe('the window', () => {
  it('is isolated, sandboxed, and loaded from our own scheme', () => {
    const window = open();
    expect(window.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      preload: '/out/preload/index.cjs',
    });
    expect(window.loaded).toBe('panelwright://window/');
  });

  it('opens where it was closed', () => {
    expect(open().options).toMatchObject({ width: 1440, height: 900 });
    electron.BrowserWindow.made[0]!.close();
    expect(open().options).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
  });

  it.each([
    ['its screen is gone', '{"x":5000,"y":20,"width":1000,"height":700,"maximized":false}', { width: 1000 }],
    ['the file is broken', '{"x":', { width: 1440 }],
    ['the file is nonsense', '{"width":-1,"height":1e9,"maximized":0}', { width: 1440 }],
  ])('opens somewhere sensible when %s', (_name, text, expected) => {
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'state/window.json'), text);
    const { options } = open();
    expect(options).toMatchObject(expected);
    expect(options).not.toHaveProperty('x');
  });
});

describe('closing', () => {
  const close = async (runs: number, response: number) => {
    const window = open();
    electron.dialog.showMessageBox.mockResolvedValue({ response, checkboxChecked: false });
    askBeforeClosing(window as never, () => runs);
    window.close();
    window.close(); // impatience asks no second time
    await new Promise((resolve) => setImmediate(resolve));
    return window;
  };

  it('asks nothing when nothing is being trained', async () => {
    expect((await close(0, 0)).closed).toBe(true);
    expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
  });

  it('while training asks once, and stays open', async () => {
    expect((await close(2, 0)).closed).toBe(false);
    expect(electron.dialog.showMessageBox).toHaveBeenCalledTimes(1);
  });

  it('while training closes when told to', async () => {
    expect((await close(1, 1)).closed).toBe(true);
  });

  it('does not stay open for ever where it cannot be asked', async () => {
    const window = open();
    askBeforeClosing(window as never, () => {
      throw new Error('defect');
    });
    window.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(window.closed).toBe(true);
  });
});

describe('what is denied', () => {
  beforeEach(() => {
    electron.app.removeAllListeners();
    denyTheRest();
  });

  it('every permission', () => {
    const answered: boolean[] = [];
    const { defaultSession } = electron.session;
    const [request] = defaultSession.setPermissionRequestHandler.mock.lastCall!;
    request!(null as never, 'media', (yes) => answered.push(yes), {} as never);
    expect(answered).toEqual([false]);
    expect(defaultSession.setPermissionCheckHandler.mock.lastCall![0]!(null, 'media', '', {} as never)).toBe(false);
    expect(defaultSession.setDevicePermissionHandler.mock.lastCall![0]!({} as never)).toBe(false);
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])('%s', (name) => {
    const contents = new electron.StandInContents();
    electron.app.emit('web-contents-created', {}, contents);
    const preventDefault = vi.fn();
    contents.emit(name, { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  it.each(['https://www.10xgenomics.com/', 'http://example.org/', 'javascript:alert(1)', 'file:///etc/passwd', 'panelwright://window/'])(
    'new windows: %s',
    (url) => {
      const contents = new electron.StandInContents();
      electron.app.emit('web-contents-created', {}, contents);
      expect(contents.openHandler!({ url } as never)).toEqual({ action: 'deny' });
      expect(contents.setWebRTCIPHandlingPolicy).toHaveBeenCalledWith('disable_non_proxied_udp');
    },
  ); // prettier-ignore

  it.each([
    ['panelwright://window/assets/a.js', false],
    ['data:image/png;base64,AA', false],
    ['blob:panelwright://window/1', false],
    ['https://example.org/', true],
    ['http://127.0.0.1:8317/', true],
    ['http://169.254.169.254/', true],
    ['ws://example.org/', true],
    ['wss://example.org/', true],
    ['ftp://example.org/', true],
    ['file:///etc/passwd', true],
    ['chrome-extension://a/b', true],
    ['panelwrightx://window/', true],
    ['not an address', true],
  ])('requests, in every session: %s is stopped: %s', (url, stopped) => {
    const later = new electron.StandInSession();
    electron.app.emit('session-created', later);
    expect(electron.session.defaultSession.blocked!(url)).toBe(stopped);
    expect(later.blocked!(url)).toBe(stopped);
  });

  it('handing an address to the system: there is no way to', () => {
    const sources = readdirSync('src-main', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    for (const name of sources)
      expect(readFileSync(join('src-main', name), 'utf8')).not.toMatch(/openExternal|openPath/);
  });
});

describe('files that the window names', () => {
  const invoke = vi.fn(async (name: string, _input: unknown): Promise<unknown> =>
    name === 'app.info' ? { recent: [{ path: '/data/before.panelwright' }] } : null,
  );
  const ask = (channel: string, ...input: unknown[]) =>
    electron.ipc.get(channel)!({ senderFrame: ourFrame } as never, ...input) as Promise<object>;
  const call = (name: string, input: unknown) => ask(channels.call, name, input);
  beforeEach(() => answerCalls(() => open() as never, invoke));

  it.each([
    ['project.open', { path: '/home/me/.ssh/id_rsa' }],
    ['project.create', { path: '/home/me/.config/autostart/x.panelwright' }],
    ['project.forget', { path: '/x' }],
    ['datasets.inspect', { path: '/etc/passwd' }],
    ['datasets.add', { path: '/etc/passwd' }],
    ['datasets.add', { path: '/data/a.h5ad', labels: '/etc/passwd' }],
    ['datasets.add', { path: '/data/a.h5ad', cellTable: '/etc/passwd' }],
    ['datasets.labels', { id: 1, path: '/etc/passwd', apply: true }],
    ['geneTables.add', { path: '/etc/passwd' }],
    ['files.list', { folder: '/etc' }],
    ['exports.write', { id: 1, as: 'panel', path: '/home/me/.bashrc' }],
    // chosen to be read, and not to be written
    ['exports.write', { id: 1, as: 'panel', path: '/data/a.h5ad' }],
    ['project.create', { path: '/data/a.h5ad' }],
  ])('%s of what nobody chose is refused: %j', async (name, input) => {
    await ask(channels.openFiles, { title: 'Data', extensions: [], multiple: false });
    expect(await call(name, input)).toMatchObject({ error: { message: expect.stringContaining('was not chosen') as string } }); // prettier-ignore
    expect(invoke).not.toHaveBeenCalled();
  });

  it('are those that were chosen, dropped, or opened before', async () => {
    await ask(channels.openFiles, { title: 'Data', extensions: [], multiple: false });
    await ask(channels.dropped, '/dropped/labels.csv');
    expect(await call('datasets.add', { path: '/data/a.h5ad', labels: '/dropped/labels.csv' })).toEqual({
      value: null,
    });
    expect(await call('project.open', { path: '/data/before.panelwright' })).toHaveProperty('error');
    await call('app.info', {});
    expect(await call('project.open', { path: '/data/before.panelwright' })).toEqual({ value: null });
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: '/data/new.panelwright' });
    await ask(channels.saveAs, { title: 'New', defaultName: 'new', extension: 'panelwright' });
    expect(await call('project.create', { path: '/data/new.panelwright' })).toEqual({ value: null });
    expect(await call('project.open', { path: '/data/./new.panelwright' })).toEqual({ value: null });
  });

  it('every field of the contract that names a file is among those that are looked at', () => {
    const asFiles = Object.entries(calls).flatMap(([name, { input }]) =>
      input instanceof z.ZodObject ? Object.keys(input.shape).map((field) => `${name} ${field}`) : [],
    );
    const named = asFiles.filter((entry) => / (path|labels|cellTable|file|folder|source)$/.test(entry));
    for (const entry of named) {
      const [name, field] = entry.split(' ') as [CallName, string];
      expect(
        pathsOf(name, { [field]: '/x' }).map(({ path }) => path),
        entry,
      ).toEqual(['/x']);
    }
    expect(named.length).toBeGreaterThan(8);
  });
});

describe('what breaks', () => {
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const answer = (response: number) =>
    electron.dialog.showMessageBox.mockResolvedValue({ response, checkboxChecked: false });

  it.each([
    ['crashed', 'ended unexpectedly'],
    ['oom', 'ran out of memory'],
    ['killed', 'ended unexpectedly'],
    ['launch-failed', 'ended unexpectedly'],
  ])('the window’s process (%s): is told, and loaded again', async (reason, said) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const window = open();
    watchWindow(window as never);
    answer(0);
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });
    await settled();
    expect(electron.dialog.showMessageBox).toHaveBeenCalledTimes(1);
    expect(electron.dialog.showMessageBox.mock.lastCall![1].message).toContain(said);
    expect(window.webContents.reload).toHaveBeenCalledOnce();
    answer(1);
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });
    await settled();
    expect(window.closed).toBe(true);
  });

  it('a window that does not answer: the user waits, or loads it again', async () => {
    const window = open();
    watchWindow(window as never);
    answer(1);
    window.emit('unresponsive');
    await settled();
    expect(window.webContents.reload).not.toHaveBeenCalled();
    expect(window.closed).toBe(false);
    answer(0);
    window.emit('unresponsive');
    await settled();
    expect(window.webContents.reload).toHaveBeenCalledOnce();
  });

  it('an error that nobody expected: is told, the project is closed, and the application ends', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const before = process.listeners('uncaughtException');
    const end = vi.fn(async () => {});
    watchApplication(end);
    const [listener] = process.listeners('uncaughtException').filter((one) => !before.includes(one));
    listener!(new TypeError('x is undefined'), 'uncaughtException');
    listener!(new TypeError('y is undefined'), 'uncaughtException');
    await settled();
    process.off('uncaughtException', listener!);
    expect(electron.dialog.showErrorBox).toHaveBeenCalledOnce();
    expect(electron.dialog.showErrorBox.mock.lastCall!.join(' ')).toContain('x is undefined');
    expect(end).toHaveBeenCalledOnce();
    expect(electron.app.exit).toHaveBeenCalledWith(1);

    electron.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 });
    expect(said.mock.lastCall![0]).toContain('The process GPU is gone: crashed');
  });

  it('a project that does not let itself be closed keeps nobody', async () => {
    vi.useFakeTimers();
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const closed = withinSeconds(30, 'Closing the project', new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(30_000);
    await closed;
    vi.useRealTimers();
    expect(said.mock.lastCall![0]).toContain('Closing the project took longer than 30 s');
    await withinSeconds(30, 'Closing the project', Promise.reject(new Error('disk full')));
    expect(said.mock.lastCall![0]).toContain('disk full');
  });
});

describe('the scheme', () => {
  beforeEach(() => {
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    claimScheme();
    serveWindow(folder);
  });
  const get = (url: string, method = 'GET') => electron.schemes.handler!(new Request(url, { method }));

  it('is a secure origin, as https would be', () => {
    expect(electron.schemes.privileged).toMatchObject([
      { scheme: 'panelwright', privileges: { standard: true, secure: true } },
    ]);
  });

  it('answers the built window, with its policy', async () => {
    const response = await get('panelwright://window/');
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  });

  it.each([
    ['panelwright://window/%2e%2e/%2e%2e/etc/passwd', 'GET'],
    ['panelwright://window/nothing.js', 'GET'],
    ['panelwright://other/', 'GET'],
    ['panelwright://window/', 'POST'],
  ])('answers nothing for %s by %s', async (url, method) => {
    expect((await get(url, method)).status).toBe(404);
  });
});

describe('a training process', () => {
  it('is the built trainer, told and heard by messages', () => {
    const child = spawnWithUtilityProcess<ToTrainer, FromTrainer>('/out/main/trainer.js', 'Panelwright training')();
    const process = electron.utilityProcess.fork.mock.results.at(-1)!.value as electron.StandInProcess;
    expect(electron.utilityProcess.fork).toHaveBeenLastCalledWith('/out/main/trainer.js', [], expect.anything());

    const [heard, exits]: unknown[][] = [[], []];
    child.onMessage((message) => heard.push(message));
    child.onExit((exit) => exits.push(exit));
    child.send({ type: 'start', projectPath: '/p', runId: 1, workers: 1 });
    process.emit('message', { type: 'failed' });
    process.emit('exit', 137);
    expect(process.posted).toEqual([{ type: 'start', projectPath: '/p', runId: 1, workers: 1 }]);
    expect(heard).toEqual([{ type: 'failed' }]);
    expect(exits).toEqual([{ code: 137, signal: null, stderr: '' }]);
  });
});

describe('the menu', () => {
  interface Item {
    id?: ActionId;
    label?: string;
    accelerator?: string;
    enabled?: boolean;
    click?: () => void;
    submenu?: Item[];
  }
  // the stand-in gives back the template itself
  const entries = (chosen: (id: ActionId) => void, platform: NodeJS.Platform = 'linux') =>
    (createMenu(chosen, false, platform) as unknown as Item[]).flatMap(({ submenu }) => submenu ?? []);
  const text = (debugging: boolean) => JSON.stringify(createMenu(vi.fn(), debugging, 'linux'));

  it.each(['linux', 'darwin', 'win32'] as const)(
    'has the actions of the table on %s, and does no other',
    (platform) => {
      const chosen = vi.fn();
      const own = entries(chosen, platform).filter((item) => item.click);
      const meant = actionList.filter(({ menu }) => menu !== undefined);
      expect(own.map(({ id }) => id).sort()).toEqual(meant.map(({ id }) => id).sort());
      for (const item of own) {
        expect(item.label).toBe(actions[item.id!].label);
        item.click!();
        expect(chosen).toHaveBeenLastCalledWith(item.id);
        // a letter alone would be taken while somebody types
        if (item.accelerator) expect(item.accelerator).toMatch(/^CmdOrCtrl\+/);
      }
      expect(own.find(({ id }) => id === 'saveCopy')?.accelerator).toBe('CmdOrCtrl+Shift+S');
    },
  );

  it('offers what needs a project only while one is open', () => {
    const items = entries(vi.fn());
    const menu = { getMenuItemById: (id: string) => items.find((item) => item.id === id) ?? null };
    const offered = (id: ActionId) => items.find((item) => item.id === id)!.enabled;
    expect([offered('newProject'), offered('saveCopy')]).toEqual([true, false]);
    enableEntries(menu as never, true);
    expect([offered('newProject'), offered('saveCopy')]).toEqual([true, true]);
    enableEntries(menu as never, false);
    expect([offered('newProject'), offered('saveCopy')]).toEqual([true, false]);
  });

  it('has developer tools only while developing', () => {
    expect(text(true)).toContain('toggleDevTools');
    expect(text(false)).not.toContain('toggleDevTools');
    expect(text(false)).not.toContain('reload');
  });
});
