import { geneName } from './data.ts';
import { expect, test } from './fixture.ts';
import { ask, importCells, makeProject, openPage, probeFor } from './steps.ts';

test('a panel from elsewhere is scored, measured and put to use', async ({ studio }) => {
  const { page } = studio;
  await makeProject(studio, 'Vendor');
  await importCells(studio);
  await ask(studio, 'cell_type');

  // a short probe: how good it is is not the question here
  await probeFor(page, 60);

  await openPage(page, 'Runs');
  await page.getByRole('button', { name: 'Score a panel…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Score a panel' });
  const listed = [geneName(0), geneName(5).toLowerCase(), geneName(10), 'NOSUCH'];
  await sheet.getByRole('textbox', { name: 'Genes of the panel' }).fill(listed.join('\n'));
  await expect(sheet.getByRole('status')).toHaveText('3 of 4 genes are in the data.');
  await expect(sheet).toContainText(`${geneName(5).toLowerCase()} is taken for ${geneName(5)}`);
  await sheet.getByRole('textbox', { name: 'Name' }).fill('A vendor’s');
  await sheet.getByRole('button', { name: 'Score panel' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'A vendor’s' })).toBeVisible();
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Scores' }).click();
  const scores = page.getByRole('tabpanel', { name: 'Scores' });
  await expect(scores.getByRole('heading', { name: 'What the panel keeps of all genes' })).toBeVisible();
  await expect(scores.getByRole('rowheader', { name: 'Neighbourhoods kept' })).toBeVisible();

  await scores.getByRole('button', { name: 'Label them' }).click();
  await expect(scores).toContainText('480 cells, 3 of 3 genes of the panel', { timeout: 60_000 });
  await expect(scores).toContainText('Agrees with the labels of 480 cells');
});
