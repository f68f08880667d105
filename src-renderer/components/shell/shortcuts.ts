/** Every key that works in the window: those of the table of actions, and those of lists. */
import { actionList, type ActionId } from '../../../src-shared/actions.ts';

interface Shortcut {
  /** as printed: keys one after the other, separated by a space */
  keys: string;
  does: string;
  group: string;
}

/** what has a key wherever it is, and is no action of its own */
const elsewhere: readonly Shortcut[] = [
  { keys: 'Esc', does: 'Close what is open', group: 'Anywhere' },
  { keys: '↑ ↓', does: 'Move in a list or table', group: 'In tables' },
  { keys: 'Enter', does: 'Open the row', group: 'In tables' },
  { keys: 'Space', does: 'Select the row', group: 'In tables' },
  { keys: 'Ctrl C', does: 'Copy the rows shown for a spreadsheet', group: 'In tables' },
];

/**
 * What the help sheet lists.
 * @param desktop false in a browser, which keeps some keys for itself
 */
export function shortcuts(desktop: boolean): Shortcut[] {
  const own = actionList.flatMap(({ keys, desktopKeys, label, group }) =>
    keys && (desktop || !desktopKeys) ? [{ keys, does: label, group }] : [],
  );
  return [...own, ...elsewhere];
}

/** how long `g` waits for its second key, in ms */
const PAIR = 1200;

/**
 * Finds what a key press means. Single letters mean nothing while somebody types; keys with Ctrl (⌘) always count.
 * @param earlier the letter that opened a pair and when, in ms; null where none did
 */
export function shortcutOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'timeStamp'>,
  typing: boolean,
  earlier: { key: string; at: number } | null,
): ActionId | null {
  if (event.altKey) return null;
  const control = event.ctrlKey || event.metaKey;
  if (typing && !control) return null;
  const opens = actionList.some(({ keys }) => keys?.startsWith(`${earlier?.key} `));
  const pair = earlier && opens && event.timeStamp - earlier.at < PAIR && !control ? `${earlier.key} ` : '';
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const held = event.shiftKey ? 'Ctrl Shift' : 'Ctrl';
  const pressed = control ? `${held} ${key.length === 1 ? key.toUpperCase() : key}` : `${pair}${key}`;
  // what is typed has an undo of its own
  if (typing && pressed === 'Ctrl Z') return null;
  return actionList.find(({ keys }) => keys === pressed)?.id ?? null;
}
