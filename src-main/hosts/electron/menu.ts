/** The application's menu: what a document has, and what every editor has. */
import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  newProject(): void;
  openProject(): void;
  openExample(): void;
  closeProject(): void;
}

/** `debugging` adds the developer tools, which a shipped application does not show. */
export function createMenu(actions: MenuActions, debugging: boolean, platform = process.platform): Menu {
  const mac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New project…', accelerator: 'CmdOrCtrl+N', click: actions.newProject },
        { label: 'Open project…', accelerator: 'CmdOrCtrl+O', click: actions.openProject },
        { label: 'Open the example project', click: actions.openExample },
        separator,
        { label: 'Close project', accelerator: 'CmdOrCtrl+W', click: actions.closeProject },
        ...(mac ? [] : [separator, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(debugging ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
  ]);
}
