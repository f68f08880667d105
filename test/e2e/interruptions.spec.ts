import { expect, test } from './fixture.ts';
import { design, prepare } from './steps.ts';

/** more than any machine trains while a spec looks */
const endless = 1_000_000;

test('a run that is cancelled stops at once and says so', async ({ studio }) => {
  const { page, trainers } = studio;
  await prepare(studio);
  await design(studio, { k: 8, steps: endless, name: 'Too long' });
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText('Panel size');

  await progress.getByRole('button', { name: 'Cancel run' }).click();
  await expect(page.getByText('You cancelled this run')).toBeVisible();
  if (process.platform === 'linux') await expect.poll(trainers).toEqual([]);

  // and the next one gets its turn
  await design(studio, { k: 8, steps: 100, name: 'Short enough' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });
});

test('a training process that dies is a failed run with a message', async ({ studio }) => {
  test.skip(process.platform !== 'linux', 'The training process is found by way of /proc.');
  const { page, trainers } = studio;
  await prepare(studio);
  await design(studio, { k: 8, steps: endless, name: 'Doomed' });
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('Panel size');

  const [pid, ...others] = trainers();
  expect(others).toEqual([]);
  process.kill(pid!, 'SIGKILL');
  const message = page.getByRole('alert').filter({ hasText: /training process/i });
  await expect(message).toBeVisible();

  // the application is as well as before
  await page.reload();
  await expect(message).toBeVisible();
  await design(studio, { k: 8, steps: 100, name: 'Second try' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });
});

test('what is wrong with a file is said where it was added, and nothing is imported', async ({ studio }) => {
  const { page, home } = studio;
  await prepare(studio);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Data' }).click();
  await page.getByRole('textbox', { name: 'Path of a file to add' }).fill(`${home}/missing.h5ad`);
  await page.keyboard.press('Enter');
  const incoming = page.getByRole('region', { name: 'Before importing missing' });
  await expect(incoming).toContainText('missing.h5ad');
  await incoming.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('list', { name: 'Data sets' }).getByRole('listitem')).toHaveCount(1);
});
