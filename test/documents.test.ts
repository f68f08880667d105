import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The paths that a document names in its text, as written; listings of commands and drawings are left out. */
function pathsIn(text: string): string[] {
  const spans = [...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([^`]+)`/g)].flatMap(([, span]) =>
    span.split(/[\s,:]+/),
  );
  const documents = [...text.matchAll(/\bdocs\/\w+\.md/g)].map(([path]) => path);
  return [...spans, ...documents].filter(
    (path) =>
      /^[\w.<>*-]+(\/[\w.<>*{},-]*)+$/.test(path) || /^\.?[\w.-]+\.(ts|js|mjs|svelte|css|md|sql|json)$/.test(path),
  );
}

/** Of `folder/<name>.ts`, the folder: what is in brackets, a pattern or a number is for the reader to fill in. */
const settled = (path: string) => path.replace(/\/[^/]*([<*]|NNNN).*$/, '');

describe.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s', (name) => {
  const paths = [...new Set(pathsIn(readFileSync(join(root, name), 'utf8')).map(settled))];

  it('names enough to be worth looking at', () => expect(paths.length).toBeGreaterThan(10));

  it.each(paths)('names %s, which is there', (path) => {
    expect(['', 'src-main'].some((folder) => existsSync(join(root, folder, path)))).toBe(true);
  });
});
