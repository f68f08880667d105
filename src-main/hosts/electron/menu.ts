/** The application's menu: the actions that the table gives to it, and what every editor has. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { actionList, type Action, type ActionId } from '../../../src-shared/actions.ts';

const separator: MenuItemConstructorOptions = { type: 'separator' };

/**
 * @param choose told the action that was chosen, which the window does
 * @param debugging adds the developer tools, which a shipped application does not show
 */
export function createMenu(choose: (id: ActionId) => void, debugging: boolean, platform = process.platform): Menu {
  const mac = platform === 'darwin';
  const entry = ({ id, label, keys, needs }: Action): MenuItemConstructorOptions => ({
    ...{ id, label, enabled: needs === 'nothing', click: () => choose(id) },
    // a single letter would be taken while somebody types; the window hears those itself
    ...(keys?.startsWith('Ctrl ') && { accelerator: keys.replace('Ctrl', 'CmdOrCtrl').replaceAll(' ', '+') }),
  });
  const entries = (menu: Action['menu']) => actionList.filter((action) => action.menu === menu).map(entry);
  const roles = (...names: NonNullable<MenuItemConstructorOptions['role']>[]) => names.map((role) => ({ role }));
  return Menu.buildFromTemplate([
    ...(mac ? roles('appMenu') : []),
    { label: '&File', submenu: [...entries('file'), ...(mac ? [] : [separator, ...roles('quit')])] },
    {
      label: '&Edit',
      submenu: [...entries('edit'), separator, ...roles('redo', 'cut', 'copy', 'paste', 'delete', 'selectAll')],
    },
    {
      label: '&View',
      submenu: [
        ...entries('view'),
        separator,
        ...roles('resetZoom', 'zoomIn', 'zoomOut'),
        separator,
        ...roles('togglefullscreen'),
        ...(debugging ? [separator, ...roles('reload', 'toggleDevTools')] : []),
      ],
    },
    ...(mac ? roles('windowMenu') : []),
    { label: '&Help', role: 'help', submenu: entries('help') },
  ]);
}

/** A project was opened or closed: what needs one can be chosen or not. */
export function enableEntries(menu: Menu, open: boolean): void {
  for (const { id, needs } of actionList) {
    const item = menu.getMenuItemById(id);
    if (item) item.enabled = open || needs === 'nothing';
  }
}
