/**
 * A stand-in for the electron module: it records how it is wired, so that the wiring can be tested where Electron's
 * binary is not to be had. It imitates only what the tests drive.
 */
import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

type Handler = (event: unknown, ...input: unknown[]) => Promise<unknown>;

export class StandInContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  sent: unknown[][] = [];
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
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

export const permissions: Record<string, (...input: never[]) => unknown> = {};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: (...input: never[]) => unknown) => (permissions['request'] = handler),
    setPermissionCheckHandler: (handler: (...input: never[]) => unknown) => (permissions['check'] = handler),
    setDevicePermissionHandler: (handler: (...input: never[]) => unknown) => (permissions['device'] = handler),
  },
};

export const app = Object.assign(new EventEmitter(), { isPackaged: false });
export const shell = { openExternal: vi.fn(async () => {}) };
export const nativeTheme = { shouldUseDarkColors: false };
export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};
export const dialog = {
  showOpenDialog: vi.fn(async () => ({ canceled: false, filePaths: ['/data/a.h5ad'] })),
  showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
  showMessageBox: vi.fn(async () => ({ response: 0 })),
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
