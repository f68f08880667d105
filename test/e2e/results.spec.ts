/** What is done with finished runs: exported, marked, compared, kept; many of them, and methods against each other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Studio } from './fixture.ts';
import { makeRuns } from './project.ts';
import { openPage, prepare, probeFor } from './steps.ts';

async function openRuns(studio: Studio, copies: number): Promise<void> {
  const { page, pick, home } = studio;
  const project = await makeRuns(home, copies);
  await pick(() => page.getByRole('button', { name: 'Open…' }).click(), project);
  await expect(page.getByRole('button', { name: /^Project Many/ })).toBeVisible();
}

test('a run is exported as whatever the next step needs', async ({ studio }) => {
  const { page, home } = studio;
  await openRuns(studio, 0);
  await page
    .getByRole('navigation', { name: 'In this project' })
    .getByRole('link', { name: /F statistic/ })
    .click();
  await page.getByRole('button', { name: 'Export…' }).click();
  const sheet = page.getByRole('dialog', { name: /^Export/ });
  const save = (name: string, path: string) =>
    studio.export(() => sheet.getByRole('button', { name: `Save ${name}`, exact: true }).click(), join(home, path));

  await sheet.getByText('8 of 8 columns').click();
  await sheet.getByRole('checkbox', { name: /gene_id/ }).uncheck();
  await save('Panel', 'panel.csv');
  expect(readFileSync(join(home, 'panel.csv'), 'utf8')).toMatch(/^gene_symbol,rank,score,name/);

  await save('Xenium custom gene list', 'xenium.csv');
  expect(readFileSync(join(home, 'xenium.csv'), 'utf8')).toMatch(/^Gene,Ensembl ID,Probe sets,Force\r\n/);
  await expect(sheet.getByText(/of 8 genes have no Ensembl ID/)).toBeVisible();

  await save('Report', 'report.html');
  const report = readFileSync(join(home, 'report.html'), 'utf8');
  expect(report).toContain('Methods, to paste');

  const bundle = join(home, 'reference.zip');
  await sheet.getByRole('button', { name: 'Save Xenium reference' }).click();
  const files = page.getByRole('dialog', { name: 'Xenium reference', exact: true });
  await files.getByRole('textbox', { name: 'Name' }).fill('reference.zip');
  await files.getByRole('button', { name: 'Save here' }).click();
  await expect(sheet.getByText(/^Wrote .*reference\.zip/)).toBeVisible();
  expect(readFileSync(bundle).subarray(0, 2).toString()).toBe('PK');
});

test('five hundred runs are listed, found, pinned, tagged and put away', async ({ studio }) => {
  const { page } = studio;
  await openRuns(studio, 500);
  await openPage(page, 'Runs');
  const table = page.getByRole('grid', { name: 'Runs' });
  await expect(table).toHaveAttribute('aria-rowcount', '502');
  // only those in view are drawn
  expect(await table.getByRole('row').count()).toBeLessThan(120);
  await page.getByRole('searchbox', { name: /Filter runs/ }).fill('Copy 137');
  await expect(table).toHaveAttribute('aria-rowcount', '2');
  await table
    .getByRole('row', { name: /Copy 137/ })
    .getByText('Finished')
    .click();

  const details = page.getByRole('complementary').filter({ hasText: 'Copy 137' });
  await details.getByRole('button', { name: 'Pin to the top' }).click();
  await details.getByRole('textbox', { name: 'Tags' }).fill('final, for review');
  await details.getByRole('textbox', { name: 'Tags' }).blur();
  await details.getByRole('textbox', { name: 'Note' }).fill('ordered on Monday');
  await details.getByRole('textbox', { name: 'Note' }).blur();
  await expect(table).toContainText('for review');
  await page.getByRole('searchbox', { name: /Filter runs/ }).fill('Monday');
  await expect(table.getByRole('row')).toHaveCount(2);

  await page.reload();
  await expect(table.getByRole('row').nth(1)).toContainText('Copy 137');
  await table.getByRole('row').nth(1).getByText('Finished').click();
  await details.getByRole('button', { name: 'Archive' }).click();
  await expect(table).toHaveAttribute('aria-rowcount', '501');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table).toHaveAttribute('aria-rowcount', '502');
});

test('a comparison is an address, can be kept, and shows where genes went', async ({ studio }) => {
  const { page } = studio;
  await openRuns(studio, 2);
  await page.goto(new URL('#/compare/1,2,3', page.url()).href);
  await expect(page.getByRole('grid', { name: 'Scores of the runs' })).toContainText('cell_type');
  await expect(page.getByRole('grid', { name: 'Time and memory of the runs' })).toContainText('Copy 2');
  await expect(page.getByText(/Every gene of .* is in the other panels too/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('grid', { name: 'Scores of the runs' })).toContainText('cell_type');

  await page.getByRole('textbox', { name: 'Name of the comparison' }).fill('For the group');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('link', { name: 'Other runs…' }).click();
  await page.getByRole('link', { name: 'For the group' }).click();
  expect(page.url()).toContain('#/compare/1,2,3');
});

test('a run is repeated with a change, the wizard filled in', async ({ studio }) => {
  const { page } = studio;
  await openRuns(studio, 0);
  await page.goto(new URL('#/runs/1', page.url()).href);
  await page.getByRole('button', { name: 'Design a variant' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Number of genes' })).toHaveValue('8');
  await expect(page.getByRole('radio', { name: 'F statistic' })).toBeChecked();
  // the same cells are tested, so that the two can be compared
  const summary = page.getByRole('region', { name: 'This design' });
  await expect(summary).toContainText('what trained, steered and was tested there does so again');
  await summary.getByRole('button', { name: 'Draw new ones' }).click();
  await expect(summary.getByRole('img', { name: /test$/ })).toBeVisible();
});

test('methods are compared on one’s own data', async ({ studio }) => {
  const { page, home } = studio;
  await prepare(studio);
  // short probes, as a comparison takes them over: who wins is not the question here
  await probeFor(page, 60);
  await openPage(page, 'Compare');
  await page.getByRole('link', { name: 'Compare methods on my data…' }).click();
  const listed = page.getByRole('group', { name: 'Methods' }).getByRole('checkbox');
  await expect(listed.first()).toBeVisible();
  for (const box of await listed.all()) await box.uncheck();
  for (const name of ['Random', 'Top variance']) await page.getByRole('checkbox', { name, exact: true }).check();
  await page.getByRole('textbox', { name: 'Panel sizes' }).fill('4');
  await page.getByRole('spinbutton', { name: 'Repetitions' }).fill('2');
  await expect(page.getByText(/^4 runs\. How long they take is not known|^About .* for 4 runs/)).toBeVisible();
  await page.getByRole('button', { name: 'Compare by 4 runs' }).click();
  const finished = page.getByRole('progressbar', { name: 'Runs that are finished' });
  await expect(page.getByRole('button', { name: 'Export CSV' })).toBeVisible();
  await expect(finished).toBeHidden({ timeout: 120_000 });
  await expect(page.getByRole('grid', { name: 'Scores of the methods' })).toContainText('Random');
  await expect(page.getByText(/reaches the highest mean macro-F1/)).toBeVisible();
  await studio.export(() => page.getByRole('button', { name: 'Export CSV' }).click(), join(home, 'methods.csv'));
  await studio.export(() => page.getByRole('button', { name: 'Export predictions' }).click(), join(home, 'all.zip'));
  expect(readFileSync(join(home, 'all.zip')).subarray(0, 2).toString()).toBe('PK');
  expect(readFileSync(join(home, 'methods.csv'), 'utf8')).toMatch(/^task,metric,predictor,method,questions,k,mean/);
});

test('the tour leads through the example', async ({ studio }) => {
  const { page } = studio;
  await page.getByRole('button', { name: 'Take the ten-minute tour of it' }).click();
  const tour = page.getByRole('complementary', { name: 'Tour' });
  await expect(tour).toContainText('1 of 8', { timeout: 60_000 });
  await tour.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
  await page.reload();
  await expect(tour).toContainText('2 of 8');
  await tour.getByRole('button', { name: 'End the tour' }).click();
  await expect(tour).toBeHidden();
});
