import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { methodsDocument } from '../../scripts/methods-document.ts';

it('docs/METHODS.md is what `node scripts/methods-document.ts` writes of the list of methods', async () => {
  const path = 'docs/METHODS.md';
  const expected = await format(methodsDocument(), { ...(await resolveConfig(path)), parser: 'markdown' });
  expect(readFileSync(path, 'utf8')).toBe(expected);
});
