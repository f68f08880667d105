/** Impatient hands, and hands that only use the keyboard. */
import { writeCells } from './data.ts';
import { expect, test } from './fixture.ts';
import { design, importCells, makeProject, openPage, prepare } from './steps.ts';

test('a double click on Import imports once, and cancels nothing', async ({ studio }) => {
  const { page, pick, home } = studio;
  await makeProject(studio, 'Trial');
  const addData = page.getByRole('main').getByRole('button', { name: 'Add data…' }).first();
  await pick(() => addData.click(), writeCells(home).matrix);
  await page.getByRole('button', { name: 'Import', exact: true }).dblclick();
  await expect(page.getByRole('list', { name: 'Data sets' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('region', { name: /^Before importing/ })).toBeHidden();
});

test('the keyboard goes on at a page that has come in place of what was pressed', async ({ studio }) => {
  const { page } = studio;
  const main = page.getByRole('main');
  await page.getByRole('button', { name: 'Try the example' }).press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible({ timeout: 60_000 });
  await expect(main).toBeFocused();
  await page.getByRole('button', { name: /^Project / }).click();
  await page.getByRole('menuitem', { name: 'Close the project' }).press('Enter');
  await expect(page.getByRole('button', { name: 'New project…' })).toBeVisible();
  await expect(main).toBeFocused();
});

test('the keyboard goes on beside what went away or worked meanwhile', async ({ studio }) => {
  const { page } = studio;
  await makeProject(studio, 'Trial');
  await importCells(studio);
  await openPage(page, 'Tasks');
  await page.getByRole('button', { name: 'Add cell_type as a task' }).press('Enter');
  await expect(page.getByRole('list', { name: 'Tasks' })).toContainText('cell_type');
  await expect(page.getByRole('button', { name: 'Add stimulated as a task' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Tasks' })).toContainText('stimulated');
  await expect(page.getByRole('main').locator(':focus')).toBeVisible();

  // the Enter that ends a name presses nothing
  await page.getByRole('button', { name: 'Rename the task stimulated' }).press('Enter');
  await page.keyboard.type('exposed');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Rename the task exposed' })).toBeFocused();

  await page.getByRole('button', { name: 'Remove the task cell_type' }).press('Enter');
  await expect(page.getByRole('button', { name: 'exposed cells' })).toBeFocused();

  await design(studio, { k: 6, steps: 3000, name: 'Long' });
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(page.getByText('You cancelled this run')).toBeVisible();
  await expect(page.getByRole('main').locator('.ending :focus')).toBeVisible();
});

test('labels are shown before they are imported, and nothing asks for them afterwards', async ({ studio }) => {
  const { page } = studio;
  await makeProject(studio, 'Trial');
  await importCells(studio);
  await expect(page.getByText('The file has no columns about its cells.')).toBeHidden();
  await expect(page.getByRole('link', { name: 'Data, done', exact: true })).toBeVisible();
});

test('what hovering explains, focus explains too', async ({ studio }) => {
  const { page } = studio;
  await prepare(studio);
  await openPage(page, 'Panel');
  await page.getByText('Other methods').click();
  const size = page.getByRole('spinbutton', { name: 'Number of genes' });
  await size.fill('6');
  await size.fill('0');
  await expect(page.getByRole('alert')).toHaveText(/until then 6 stands/);
  await expect(page.getByRole('radio', { name: 'Top variance' })).toBeVisible();
  await design(studio, { k: 6, steps: 0, name: 'Floor', method: 'Top variance' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });

  const explanation = page.locator('.explanation');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByText('SHA-256', { exact: true }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(explanation).toHaveText('Checksum of the file that was imported.');
  await page.keyboard.press('Escape');
  await expect(explanation).toBeHidden();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: /Help/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: /Help/ })).toBeHidden();

  await page.getByRole('tab', { name: 'Scores' }).click();
  await page.getByRole('searchbox', { name: /Scores on test cells/ }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('grid', { name: 'Scores on test cells' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(explanation).toContainText(/^macro-F1: /);
});
