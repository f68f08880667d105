/** Text in tables that spreadsheets open: what they would run as a formula is shown instead. */

/** What begins a formula, in the width of Western and of East Asian letters. */
const BEGINS = '[=+\\-@＝＋－＠]';
/** Blanks, and letters without a width or an effect, that a program may pass over before it looks for a formula. */
const BLANKS = '(?:(?![\\t\\r\\n])[\\s\\u0000-\\u001f\\u007f\\u00ad\\u200b-\\u200f\\u2060"])*';
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** At the start, and after what separates cells where a file is opened with another separator than ours. */
const FORMULA = new RegExp(`(^|[;\\t\\r\\n|])(${BLANKS})(${BEGINS}[^;\\t\\r\\n|]*)`, 'g');

/** Text with an apostrophe before whatever a spreadsheet would take for a formula (OWASP), and before a tab or line end at its start. */
export function defused(text: string): string {
  if (NUMBER.test(text) && !text.startsWith('+')) return text;
  const safe = text.replace(FORMULA, (all, before: string, blanks: string, rest: string) =>
    before !== '' && NUMBER.test(rest.trim()) ? all : `${before}'${blanks}${rest}`,
  );
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe;
}
