/** Tables of gene properties: met with the data, kept once, removed and brought back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { laboratory, projectWithData, type Laboratory } from '../laboratory.ts';

async function projectAndTable(): Promise<{ lab: Laboratory; path: string }> {
  const lab = laboratory();
  await projectWithData(lab);
  const path = join(lab.folder, 'lengths.csv');
  writeFileSync(path, 'gene,length\nCD3D,900\nLYZ,1500\nXIST,19000\n');
  return { lab, path };
}

it('says which genes of the data a table knows, and keeps it once', async () => {
  const { lab, path } = await projectAndTable();
  const table = await lab.call('geneTables.add', { path });
  expect(table).toMatchObject({ name: 'lengths.csv', genes: 3, matched: [{ datasetId: 1, genes: 2 }] });
  expect(table.columns.map(({ name, range }) => [name, range])).toEqual([
    ['gene', null],
    ['length', { min: 900, max: 19000 }],
  ]);
  expect(await lab.call('geneTables.add', { path })).toEqual(table);
  expect(await lab.call('geneTables.list', {})).toEqual([table]);
});

it('removes a table, and brings it back', async () => {
  const { lab, path } = await projectAndTable();
  const { id } = await lab.call('geneTables.add', { path });
  await lab.call('geneTables.remove', { id });
  expect(await lab.call('geneTables.list', {})).toEqual([]);
  await lab.call('geneTables.restore', { id });
  expect(await lab.call('geneTables.list', {})).toHaveLength(1);
});

it('refuses a table that is not there, and one that names no gene of the data', async () => {
  const { lab } = await projectAndTable();
  for (const call of ['geneTables.remove', 'geneTables.restore'] as const) {
    await expect(lab.call(call, { id: 7 })).rejects.toMatchObject({ code: 'not-found' });
  }
  const path = join(lab.folder, 'strange.csv');
  writeFileSync(path, 'gene,length\nabc,1\n');
  await expect(lab.call('geneTables.add', { path })).rejects.toMatchObject({
    code: 'unreadable',
    message: 'strange.csv names no gene of the data in any of its columns gene, length.',
  });
});
