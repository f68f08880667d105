/**
 * The keyboard goes on where it was. What had focus may go with its row, its page or its state, or be disabled while it
 * works; the browser then leaves focus nowhere, and who uses the keyboard or a screen reader begins at the top again.
 */

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex="-1"])';

/** An element that what had focus lay in, and which of its children that was. */
interface Place {
  within: Element;
  at: number;
}

/** Watches the page until it is told to stop. */
export function keepFocus(): () => void {
  let last: HTMLElement | null = null;
  let places: Place[] = [];

  function focused({ target }: FocusEvent) {
    last = target instanceof HTMLElement ? target : null;
    places = placesOf(last);
  }

  // who points elsewhere wants focus to leave
  function pointed({ target }: PointerEvent) {
    if (!last?.contains(target as Node)) last = null;
  }

  function changed() {
    if (!last || document.activeElement !== document.body) return;
    if (!last.isConnected) nearest(places)?.focus({ preventScroll: true });
    else if (!last.matches(':disabled')) last.focus({ preventScroll: true });
  }

  // after the key that did it: the Enter that ends a name must not press what then has focus
  const observer = new MutationObserver(() => {
    if (last && document.activeElement === document.body) setTimeout(changed);
  });
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  addEventListener('focusin', focused);
  addEventListener('pointerdown', pointed);
  return () => {
    observer.disconnect();
    removeEventListener('focusin', focused);
    removeEventListener('pointerdown', pointed);
  };
}

/** From the nearest on outwards. */
function placesOf(element: Element | null): Place[] {
  const places: Place[] = [];
  for (let child = element; child?.parentElement; child = child.parentElement)
    places.push({ within: child.parentElement, at: [...child.parentElement.children].indexOf(child) });
  return places;
}

/** What has come in its place, else what follows or goes before it nearby; of another page, the page. */
function nearest(places: readonly Place[]): HTMLElement | null {
  const page = document.querySelector('main');
  for (const { within, at } of places) {
    if (!within.isConnected) continue;
    if (within.contains(page)) break;
    const there = [...within.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (one) => one.getClientRects().length > 0 && !one.closest('[inert]'),
    );
    const mark = within.children[at];
    const after = there.find((one) => mark && (mark.contains(one) || isBefore(mark, one)));
    const found = after ?? there.at(-1);
    if (found) return found;
  }
  return page;
}

const isBefore = (one: Node, other: Node) =>
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
