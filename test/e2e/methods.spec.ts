/** Another method than YOTO: chosen, set, compared with what the others can do, and found again in its run. */
import { expect, test } from './fixture.ts';
import { ask, design, openPage, prepare } from './steps.ts';

test('a method is chosen with its settings, and its run says what it was', async ({ studio }) => {
  const { page } = studio;
  await prepare(studio);
  await ask(studio, 'stimulated');
  await openPage(page, 'Panel');
  await page.getByText('Other methods, to compare with').click();
  await page.getByRole('radio', { name: 'XGBoost' }).check();
  await page.getByRole('spinbutton', { name: 'Rounds' }).fill('5000');
  await expect(page.getByRole('alert')).toHaveText(/from 1 to 2000; until then 100 stands/);
  await page.getByRole('spinbutton', { name: 'Rounds' }).fill('12');
  await page.getByRole('combobox', { name: 'Selects on' }).selectOption('stimulated');

  await page.getByRole('button', { name: 'What each method can do' }).click();
  const sheet = page.getByRole('dialog', { name: 'What each method can do' });
  await expect(sheet.getByRole('row', { name: /^t-test / })).toContainText(/one, or by turns.*no/);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  // the settings of one method are not those of another
  await page.getByRole('radio', { name: 'Random forest' }).check();
  await expect(page.getByRole('spinbutton', { name: 'Rounds' })).toBeHidden();
  await page.getByRole('radio', { name: 'XGBoost' }).check();
  await expect(page.getByRole('spinbutton', { name: 'Rounds' })).toHaveValue('100');
  await page.getByRole('spinbutton', { name: 'Rounds' }).fill('12');

  await design(studio, { k: 6, steps: 0, name: 'Boosted', method: 'XGBoost' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });
  await page.getByRole('tab', { name: 'Settings' }).click();
  const settings = page.getByRole('tabpanel', { name: 'Settings' });
  await expect(settings).toContainText(/Selected on\s*stimulated/);
  await expect(settings).toContainText(/Rounds\s*12/);
});
