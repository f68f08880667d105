/**
 * What a user can do from anywhere: THE table of actions. The window's shortcuts, its palette, its help sheet and its
 * menus, and the menu of the desktop application, are all made of it; what an action does is in the window's
 * `state/actions.ts`, which does not compile without it.
 */

interface ActionRow {
  label: string;
  /** as printed, one key after the other with a space between; Ctrl stands for ⌘ on a Mac */
  keys?: string;
  /** true where a browser keeps these keys for itself, so that they work in the desktop application alone */
  desktopKeys?: true;
  /** the heading that it stands under in the help sheet */
  group: 'Anywhere' | 'Go to' | 'Do' | 'Project';
  /** the menu of the desktop application that has it */
  menu?: 'file' | 'edit' | 'view' | 'help';
  /** `project`: only while one is open */
  needs: 'nothing' | 'project';
}

export const actions = {
  palette: { label: 'Find anything', keys: 'Ctrl K', group: 'Anywhere', menu: 'edit', needs: 'nothing' },
  help: { label: 'Help and shortcuts', keys: '?', group: 'Anywhere', menu: 'help', needs: 'nothing' },
  sidebar: { label: 'Side bar', keys: 's', group: 'Anywhere', menu: 'view', needs: 'project' },
  details: { label: 'Details', keys: 'i', group: 'Anywhere', menu: 'view', needs: 'project' },
  theme: { label: 'Next theme', keys: 'm', group: 'Anywhere', needs: 'nothing' },
  themeSystem: { label: 'Theme: as the system', group: 'Anywhere', menu: 'view', needs: 'nothing' },
  themeLight: { label: 'Theme: light', group: 'Anywhere', menu: 'view', needs: 'nothing' },
  themeDark: { label: 'Theme: dark', group: 'Anywhere', menu: 'view', needs: 'nothing' },

  home: { label: 'Overview', keys: 'g h', group: 'Go to', needs: 'project' },
  data: { label: 'Data', keys: 'g d', group: 'Go to', needs: 'project' },
  tasks: { label: 'Tasks', keys: 'g t', group: 'Go to', needs: 'project' },
  panel: { label: 'Panel', keys: 'g p', group: 'Go to', needs: 'project' },
  runs: { label: 'Runs', keys: 'g r', group: 'Go to', needs: 'project' },
  compare: { label: 'Compare', keys: 'g c', group: 'Go to', needs: 'project' },
  benchmark: { label: 'Compare methods', keys: 'g m', group: 'Go to', needs: 'project' },

  add: { label: 'Add data…', keys: 'a', group: 'Do', menu: 'file', needs: 'project' },
  design: { label: 'Design panel', keys: 'Ctrl Enter', group: 'Do', menu: 'file', needs: 'project' },
  undo: { label: 'Undo', keys: 'Ctrl Z', group: 'Do', menu: 'edit', needs: 'project' },

  newProject: { label: 'New project…', keys: 'Ctrl N', desktopKeys: true, group: 'Project', menu: 'file', needs: 'nothing' }, // prettier-ignore
  openProject: { label: 'Open a project…', keys: 'Ctrl O', group: 'Project', menu: 'file', needs: 'nothing' },
  openExample: { label: 'Open the example', group: 'Project', menu: 'file', needs: 'nothing' },
  saveCopy: { label: 'Save a copy…', keys: 'Ctrl Shift S', group: 'Project', menu: 'file', needs: 'project' },
  closeProject: { label: 'Close the project', keys: 'Ctrl W', desktopKeys: true, group: 'Project', menu: 'file', needs: 'project' }, // prettier-ignore
} as const satisfies Record<string, ActionRow>;

export type ActionId = keyof typeof actions;

export interface Action extends ActionRow {
  id: ActionId;
}

export const actionList: readonly Action[] = Object.entries(actions).map(([id, row]) => ({
  id: id as ActionId,
  ...(row as ActionRow),
}));
