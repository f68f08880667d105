import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { geneName } from './data.ts';
import { expect, test } from './fixture.ts';
import { ask, design, importCells, makeProject, openPage } from './steps.ts';

test('from an empty project to a panel on disk and a comparison of two runs', async ({ studio }) => {
  const { page, home } = studio;
  await makeProject(studio, 'Trial');
  await importCells(studio);
  await ask(studio, 'cell_type', 'stimulated');

  await design(studio, { k: 8, steps: 300, name: 'Learned' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });

  // reloaded in the middle: nothing is lost, and the page stays where it was
  const address = page.url();
  await page.reload();
  expect(page.url()).toBe(address);
  await expect(page.getByRole('heading', { level: 1, name: 'Learned' })).toBeVisible();
  await page.getByRole('tab', { name: 'Panel' }).click();
  const genes = page.getByRole('grid', { name: 'Genes of the panel' });
  await expect(genes.getByRole('row')).toHaveCount(1 + 8);

  const panel = join(home, 'panel.csv');
  await studio.export(() => page.getByRole('button', { name: 'Export CSV' }).click(), panel);
  const [header, ...rows] = readFileSync(panel, 'utf8').trim().split(/\r?\n/);
  expect(header).toMatch(/^gene_symbol,gene_id,rank,score/);
  const names = rows.map((row) => row.split(',')[0]!);
  expect(new Set(names).size).toBe(8);
  const known = new Set(Array.from({ length: 60 }, (_, index) => geneName(index)));
  expect(names.filter((name) => !known.has(name))).toEqual([]);

  // three types and a stimulation that are easy to tell: the scores say so
  await page.getByRole('tab', { name: 'Scores' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Scores' })).toContainText('cell_type');
  await expect(page.getByRole('tabpanel', { name: 'Scores' })).toContainText('stimulated');

  // exact values on hover, which the page's policy must allow (its violations are errors in the console)
  await page.getByRole('tab', { name: 'Training' }).click();
  await page
    .getByRole('img', { name: /As table/ })
    .first()
    .hover({ position: { x: 200, y: 120 } });
  await expect(page.getByText(/^step \d+/i).first()).toBeVisible();

  await design(studio, { k: 8, steps: 0, name: 'Floor', method: 'Random' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });

  await openPage(page, 'Runs');
  await page.getByRole('checkbox', { name: 'Choose Learned for comparison' }).check();
  await page.getByRole('checkbox', { name: 'Choose Floor for comparison' }).check();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await expect(page.getByRole('grid', { name: 'Settings of the runs' })).toContainText(/random/i);
  await expect(page.getByRole('grid', { name: 'Scores of the runs' })).toContainText('cell_type');
  await expect(page.getByRole('grid', { name: 'Genes of the compared panels' })).toContainText(names[0]!);

  const comparison = join(home, 'comparison.csv');
  await studio.export(() => page.getByRole('button', { name: 'Export CSV' }).click(), comparison);
  const compared = readFileSync(comparison, 'utf8');
  for (const word of ['Learned', 'Floor', 'cell_type', 'stimulated', names[0]!]) expect(compared).toContain(word);
});

test('a project closed today is there tomorrow', async ({ studio }) => {
  const { page } = studio;
  await makeProject(studio, 'Trial');
  await importCells(studio);
  await ask(studio, 'cell_type');
  await design(studio, { k: 6, steps: 0, name: 'Floor', method: 'Top variance' });
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 90_000 });

  await page.getByRole('button', { name: 'Project Trial' }).click();
  await page.getByRole('menuitem', { name: 'Close the project' }).click();
  await page.getByRole('button', { name: /^Trial/ }).click();

  const project = page.getByRole('navigation', { name: 'In this project' });
  await expect(project.getByRole('link', { name: /cells/ })).toBeVisible();
  await expect(project.getByRole('link', { name: /cell_type/ })).toBeVisible();
  await project.getByRole('link', { name: /Floor/ }).click();
  await expect(page.getByRole('grid', { name: 'Genes of the panel' }).getByRole('row')).toHaveCount(1 + 6);
});
