/**
 * A stand-in for the electron module: it records how it is wired, so that the wiring can be tested where Electron's
 * binary is not to be had. It imitates only what the tests drive. Each part of it is held against Electron's own types at
 * the end of this file: where Electron changes, this no longer compiles.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { vi } from 'vitest';

type Handler = Parameters<Electron.IpcMain['handle']>[1];

export class StandInContents extends EventEmitter {
  openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null;
  sent: unknown[][] = [];
  reload = vi.fn();
  setWebRTCIPHandlingPolicy = vi.fn<Electron.WebContents['setWebRTCIPHandlingPolicy']>();
  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) {
    this.openHandler = handler;
  }
  send(...message: unknown[]) {
    this.sent.push(message);
  }
  isDestroyed = () => false;
}

export class BrowserWindow extends EventEmitter {
  static made: BrowserWindow[] = [];
  webContents = new StandInContents();
  loaded: string | null = null;
  bounds = { x: 10, y: 20, width: 1000, height: 700 };
  closed = false;
  options: Record<string, unknown> & { webPreferences: Record<string, unknown> };
  constructor(options: Record<string, unknown> & { webPreferences: Record<string, unknown> }) {
    super();
    this.options = options;
    BrowserWindow.made.push(this);
  }
  async loadURL(url: string) {
    this.loaded = url;
  }
  getNormalBounds = () => this.bounds;
  isMaximized = () => false;
  isMinimized = () => false;
  isDestroyed = () => this.closed;
  maximize = vi.fn();
  show = vi.fn();
  focus = vi.fn();
  close() {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    this.closed = !prevented;
    if (this.closed) this.emit('closed');
  }
}

export const ipc = new Map<string, Handler>();
export const ipcMain = { handle: (channel: string, handler: Handler) => void ipc.set(channel, handler) };

export const schemes: { handler: ((request: Request) => Promise<Response>) | null; privileged: unknown } = {
  handler: null,
  privileged: null,
};
export const protocol = {
  registerSchemesAsPrivileged: (list: unknown) => (schemes.privileged = list),
  handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => (schemes.handler = handler),
};

type BeforeRequest =
  | ((details: Electron.OnBeforeRequestListenerDetails, answer: (response: Electron.CallbackResponse) => void) => void)
  | null;

export class StandInSession {
  blocked: ((url: string) => boolean) | null = null;
  webRequest = {
    onBeforeRequest: ((listener: BeforeRequest) => {
      this.blocked = (url) => {
        let cancelled = false;
        listener?.({ url } as Electron.OnBeforeRequestListenerDetails, ({ cancel }) => (cancelled = cancel === true));
        return cancelled;
      };
    }) as Electron.WebRequest['onBeforeRequest'],
  };
  setPermissionRequestHandler = vi.fn<Electron.Session['setPermissionRequestHandler']>();
  setPermissionCheckHandler = vi.fn<Electron.Session['setPermissionCheckHandler']>();
  setDevicePermissionHandler = vi.fn<Electron.Session['setDevicePermissionHandler']>();
}
export const session = { defaultSession: new StandInSession() };

export const app = Object.assign(new EventEmitter(), { isPackaged: false, exit: vi.fn<Electron.App['exit']>() });
export const nativeTheme = { shouldUseDarkColors: false };
export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};
type Box = (window: unknown, options: Electron.MessageBoxOptions) => Promise<Electron.MessageBoxReturnValue>;
export const dialog = {
  showOpenDialog: vi.fn(
    async (_window: unknown, _options: Electron.OpenDialogOptions): Promise<Electron.OpenDialogReturnValue> => ({
      canceled: false,
      filePaths: ['/data/a.h5ad'],
    }),
  ),
  showSaveDialog: vi.fn(
    async (_window: unknown, _options: Electron.SaveDialogOptions): Promise<Electron.SaveDialogReturnValue> => ({
      canceled: true,
      filePath: '',
    }),
  ),
  showMessageBox: vi.fn<Box>(async () => ({ response: 0, checkboxChecked: false })),
  showErrorBox: vi.fn<Electron.Dialog['showErrorBox']>(),
};
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: vi.fn() };

export class StandInProcess extends EventEmitter {
  pid: number | undefined = 4242;
  stderr = null;
  posted: unknown[] = [];
  postMessage(message: unknown) {
    this.posted.push(message);
  }
}
export const utilityProcess = { fork: vi.fn(() => new StandInProcess()) };

export const exposed: Record<string, unknown> = {};
export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => void (exposed[name] = value),
};
export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: vi.fn(async (_channel: string, ..._input: unknown[]): Promise<unknown> => ({ value: null })),
});
export const webUtils = { getPathForFile: vi.fn((file: File) => `/dropped/${file.name}`) };

type Of<T, Names extends keyof T> = { [Name in Names]: T[Name] };
/** A dialog over a window. */
type Over<Options, Name extends 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'> = (
  window: Electron.BaseWindow,
  options: Options,
) => ReturnType<Electron.Dialog[Name]>;
type WindowParts = 'getNormalBounds' | 'isMaximized' | 'isMinimized' | 'isDestroyed' | 'maximize' | 'show' | 'focus' | 'close' | 'loadURL'; // prettier-ignore

/** What the application uses of Electron, as Electron's types have it. */
export const heldAgainstElectron: {
  contents: Of<
    Electron.WebContents,
    'setWindowOpenHandler' | 'send' | 'isDestroyed' | 'reload' | 'setWebRTCIPHandlingPolicy'
  >;
  window: Of<Electron.BrowserWindow, WindowParts>;
  session: Of<
    Electron.Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >;
  webRequest: Of<Electron.WebRequest, 'onBeforeRequest'>;
  errorBox: Of<Electron.Dialog, 'showErrorBox'>;
  openDialog: Over<Electron.OpenDialogOptions, 'showOpenDialog'>;
  saveDialog: Over<Electron.SaveDialogOptions, 'showSaveDialog'>;
  messageBox: Over<Electron.MessageBoxOptions, 'showMessageBox'>;
  app: Of<Electron.App, 'isPackaged' | 'exit'>;
  ipcMain: Of<Electron.IpcMain, 'handle'>;
  ipcRenderer: Of<Electron.IpcRenderer, 'invoke'>;
  protocol: Of<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  contextBridge: Of<Electron.ContextBridge, 'exposeInMainWorld'>;
  webUtils: Of<Electron.WebUtils, 'getPathForFile'>;
  nativeTheme: Of<Electron.NativeTheme, 'shouldUseDarkColors'>;
  screen(real: Electron.Screen): { getAllDisplays(): Pick<Electron.Display, 'workArea'>[] };
  child(real: Electron.UtilityProcess): Pick<StandInProcess, 'pid' | 'postMessage'>;
} = {
  contents: new StandInContents(),
  window: new BrowserWindow({ webPreferences: {} }),
  session: session.defaultSession,
  webRequest: session.defaultSession.webRequest,
  errorBox: dialog,
  openDialog: dialog.showOpenDialog,
  saveDialog: dialog.showSaveDialog,
  messageBox: dialog.showMessageBox,
  app,
  ipcMain,
  ipcRenderer,
  protocol,
  contextBridge,
  webUtils,
  nativeTheme,
  screen: (real) => real,
  child: (real) => real,
};
