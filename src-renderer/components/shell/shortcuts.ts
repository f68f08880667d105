/** Every key that works anywhere in the window. The help sheet lists them, `shortcutOf` finds them. */

export type Command =
  | 'palette'
  | 'help'
  | 'sidebar'
  | 'details'
  | 'home'
  | 'data'
  | 'tasks'
  | 'panel'
  | 'runs'
  | 'compare'
  | 'add'
  | 'design'
  | 'undo'
  | 'theme';

export interface Shortcut {
  /** as printed: keys one after the other, separated by a space */
  keys: string;
  does: string;
  group: string;
  command: Command | null;
}

export const shortcuts: readonly Shortcut[] = [
  { keys: 'Ctrl K', does: 'Find a page, data set, run, gene or action', group: 'Anywhere', command: 'palette' },
  { keys: '?', does: 'This sheet', group: 'Anywhere', command: 'help' },
  { keys: 's', does: 'Side bar', group: 'Anywhere', command: 'sidebar' },
  { keys: 'i', does: 'Details', group: 'Anywhere', command: 'details' },
  { keys: 'Esc', does: 'Close what is open', group: 'Anywhere', command: null },
  { keys: 'g h', does: 'Overview', group: 'Go to', command: 'home' },
  { keys: 'g d', does: 'Data', group: 'Go to', command: 'data' },
  { keys: 'g t', does: 'Tasks', group: 'Go to', command: 'tasks' },
  { keys: 'g p', does: 'Panel', group: 'Go to', command: 'panel' },
  { keys: 'g r', does: 'Runs', group: 'Go to', command: 'runs' },
  { keys: 'g c', does: 'Compare', group: 'Go to', command: 'compare' },
  { keys: 'a', does: 'Add data', group: 'Do', command: 'add' },
  { keys: 'Ctrl Enter', does: 'Design the panel as it is set up', group: 'Do', command: 'design' },
  { keys: 'Ctrl Z', does: 'Undo the last change of the project', group: 'Do', command: 'undo' },
  { keys: 'm', does: 'Light, dark, or as the system', group: 'Do', command: 'theme' },
  { keys: '↑ ↓', does: 'Move in a list or table', group: 'In tables', command: null },
  { keys: 'Enter', does: 'Open the row', group: 'In tables', command: null },
  { keys: 'Space', does: 'Select the row', group: 'In tables', command: null },
  { keys: 'Ctrl C', does: 'Copy the rows shown for a spreadsheet', group: 'In tables', command: null },
];

/** how long `g` waits for its second key, in ms */
const PAIR = 1200;

/**
 * Finds what a key press means. Single letters mean nothing while somebody types; keys with Ctrl (⌘) always count.
 * @param earlier the letter that opened a pair and when, in ms; null where none did
 */
export function shortcutOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'timeStamp'>,
  typing: boolean,
  earlier: { key: string; at: number } | null,
): Command | null {
  if (event.altKey) return null;
  const control = event.ctrlKey || event.metaKey;
  if (typing && !control) return null;
  const opens = shortcuts.some(({ command, keys }) => command && keys.startsWith(`${earlier?.key} `));
  const pair = earlier && opens && event.timeStamp - earlier.at < PAIR && !control ? `${earlier.key} ` : '';
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const pressed = control ? `Ctrl ${key.length === 1 ? key.toUpperCase() : key}` : `${pair}${key}`;
  // what is typed has an undo of its own
  if (typing && pressed === 'Ctrl Z') return null;
  return shortcuts.find((shortcut) => shortcut.command && shortcut.keys === pressed)?.command ?? null;
}
