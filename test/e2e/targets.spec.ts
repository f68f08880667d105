/** A class that must not be missed: asked on the Panel page, judged on the run's test cells. */
import { expect, test } from './fixture.ts';
import { design, openPage, prepare } from './steps.ts';

test('a recall is asked of a class, and the result says whether test cells meet it', async ({ studio }) => {
  const { page } = studio;
  await prepare(studio);
  await openPage(page, 'Panel');
  const choice = page.getByRole('combobox', { name: 'Class that must not be missed' });
  await choice.selectOption({ label: (await choice.locator('option', { hasText: /^NK / }).textContent())! });
  const asked = page.getByRole('textbox', { name: 'Recall that NK must reach' });
  await expect(asked).toHaveValue('0.95');
  // a share as it is written in German; what is none is not taken
  await asked.fill('0,1');
  await asked.blur();
  await expect(asked).toHaveValue('0.1');
  await asked.fill('often');
  await asked.blur();
  await expect(asked).toHaveValue('0.1');

  await design(studio, { k: 8, steps: 200, name: 'Steered' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Scores', exact: true }).click();
  const table = page.getByRole('grid', { name: 'Classes that must not be missed' });
  await expect(table.getByRole('row', { name: /^NK / })).toContainText('0.100');
  await expect(table.getByRole('row', { name: /^NK / })).toContainText(/met|missed|too few/);

  // the page is longer than the window; it scrolls in its place, and nothing in it makes the window scroll too
  const beyond = () => page.evaluate<number>('document.documentElement.scrollHeight - innerHeight');
  expect(await beyond()).toBeLessThanOrEqual(0);

  // the project keeps it: it is asked of the next design too, until it is taken away
  await openPage(page, 'Panel');
  await page.getByRole('button', { name: 'Ask nothing of NK' }).click();
  await expect(asked).toBeHidden();
});
