/** Pages that need nothing else, read on a screen and print on A4. Every text that is given is escaped here. */
import { escaped, type Figure } from '../../src-shared/present/charts/figure.ts';
import { figureDrawing } from '../../src-shared/present/charts/print.ts';
import { style } from './style.ts';

/** @param sections HTML, from `section` */
export function pageOf(title: string, facts: string, finding: string, sections: string[], footer: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
<p class="facts">${escaped(facts)}</p>
<p class="verdict">${escaped(finding)}</p>
</header>
${sections.join('\n')}
<footer>${escaped(footer)}</footer>
</main>
</body>
</html>
`;
}

export const section = (title: string, ...parts: string[]) =>
  `<section><h2>${escaped(title)}</h2>\n${parts.filter(Boolean).join('\n')}\n</section>`;
export const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
export const listOf = (items: readonly string[]) =>
  `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;

export type Entry = string | { html: string };
/** @param numeric columns that stand right */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly Entry[][],
  numeric: readonly number[],
): string {
  const attributes = (c: number) => (numeric.includes(c) ? ' class="n"' : '');
  const entry = (one: Entry) => (typeof one === 'string' ? escaped(one) : one.html);
  const body = rows
    .map((row) => `<tr>${row.map((one, c) => `<td${attributes(c)}>${entry(one)}</td>`).join('')}</tr>`)
    .join('\n');
  const heads = head.map((name, c) => `<th scope="col"${attributes(c)}>${escaped(name)}</th>`).join('');
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

export function figureOf(one: Figure): string {
  return `<figure><figcaption>${escaped(one.title)}${one.note ? `<small>${escaped(one.note)}</small>` : ''}</figcaption><div role="img" aria-label="${escaped(one.title)}">${figureDrawing(one)}</div></figure>`;
}
