/** The example's files are what their README says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exampleLabels } from '../../../scripts/make-example-labels.ts';
import { sha256OfFile } from '../../../src-main/formats/containers/sha256.ts';

const example = join(import.meta.dirname, '../../../resources/example');

it('the label file is made again to the byte: 30 % of the cells are blanked', async () => {
  const labels = readFileSync(join(example, 'pbmc3k-labels.csv'), 'utf8');
  expect(await exampleLabels(example)).toBe(labels);
  const rows = labels.trimEnd().split('\r\n').slice(1);
  expect(rows).toHaveLength(2638);
  expect(rows.filter((row) => row.endsWith(','))).toHaveLength(791);
});

it('the data are the ones whose source and licence the README states', async () => {
  const readme = readFileSync(join(example, 'README.md'), 'utf8');
  expect(readme).toContain(await sha256OfFile(join(example, 'pbmc3k.h5ad')));
  expect(readme).toContain('CC BY 4.0');
});
