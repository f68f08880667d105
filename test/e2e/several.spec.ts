/** Two data sets in one panel: what they share is shown, their questions are tied by name, one is left out to be scored on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { geneName } from './data.ts';
import { expect, test } from './fixture.ts';
import { ask, design, importCells, makeProject, openPage } from './steps.ts';

test('two data sets make one panel, scored on the one that training never saw', async ({ studio }) => {
  const { page, pick, home } = studio;
  await makeProject(studio, 'Two');
  await importCells(studio);

  // the same lab's second batch: other cells, one gene under another name, classes in the file itself
  const rename = (line: string) => line.replace(/^cell(\d)/, 'other$1');
  const lines = readFileSync(join(home, 'cells.csv'), 'utf8').trimEnd().split('\n').map(rename);
  writeFileSync(join(home, 'second.csv'), lines.join('\n').replace(geneName(59), 'ACTB') + '\n');
  const labels = readFileSync(join(home, 'labels.csv'), 'utf8').trimEnd().split('\n').map(rename);
  writeFileSync(join(home, 'second-labels.csv'), labels.join('\n') + '\n');
  await pick(
    () => page.getByRole('main').getByRole('button', { name: 'Add data…' }).first().click(),
    join(home, 'second.csv'),
  );
  const incoming = page.getByRole('region', { name: 'Before importing second' });
  await expect(incoming).toContainText(/480 cells × 60 genes/);
  await pick(
    () => incoming.getByRole('button', { name: 'Join a label file…' }).first().click(),
    join(home, 'second-labels.csv'),
  );
  await incoming.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Data sets' })).toContainText('second');

  await ask(studio, 'cell_type');
  await openPage(page, 'Panel');
  const main = page.getByRole('main');
  await expect(main).toContainText('59 genes are in all of them; lost 1 of cells, 1 of second');
  await page.getByRole('button', { name: 'Show which' }).click();
  await expect(page.getByRole('dialog', { name: 'Genes that are not shared' })).toContainText('ACTB');
  await page.keyboard.press('Escape');
  await page
    .getByRole('combobox', { name: 'Score on' })
    .selectOption({ label: 'all of second, left out of the training' });
  await page.getByRole('checkbox', { name: /^z-score genes within each data set/ }).check();

  await design(studio, { k: 6, steps: 0, name: 'Left out', method: 'Top variance' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Settings' })).toContainText(/Left-out data set\s*second/);
  await page.getByRole('tab', { name: 'Scores' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Scores' })).toContainText('480');
});
