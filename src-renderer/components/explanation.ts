/** What the `title` attributes at the focus say: hovering shows them, focus has to be given them. */

/**
 * The words for whatever has the keyboard's focus: its own title or that of what it stands in; of a grid, the titles in
 * its current row, each behind the term that it defines. Titles that only repeat what can be read are left out.
 */
export function explanationsAt(focused: Element): { anchor: Element; words: string[] } {
  const row = focused.getAttribute('role') === 'grid' && focused.getAttribute('aria-activedescendant');
  if (row) {
    const anchor = document.getElementById(row) ?? focused;
    // what can be focused by itself speaks for itself
    const titled = [...anchor.querySelectorAll('[title]')].filter((one) => !one.closest('a, button, input'));
    return { anchor, words: [...new Set(titled.flatMap((one) => wordsOf(one, one.matches('abbr'))))] };
  }
  const titled = focused.closest('[title]');
  return { anchor: focused, words: titled ? wordsOf(titled, false) : [] };
}

function wordsOf(element: Element, withTerm: boolean): string[] {
  const title = element.getAttribute('title')?.trim() ?? '';
  const text = element.textContent.trim();
  const whole = element.scrollWidth <= element.clientWidth || element.clientWidth === 0;
  if (title === '' || (title === text && whole)) return [];
  return [withTerm && text ? `${text}: ${title}` : title];
}
