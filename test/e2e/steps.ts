/** What a user does to get from an empty home to a run, in the window's own words. */
import { join } from 'node:path';
import { writeCells } from './data.ts';
import { expect, type Studio } from './fixture.ts';

/** Makes a project in the home and opens it. */
export async function makeProject({ page, pick, home }: Studio, name: string): Promise<void> {
  const button = page.getByRole('button', { name: 'New project…' });
  await pick(() => button.click(), join(home, `${name}.panelwright`));
  await expect(page.getByRole('button', { name: `Project ${name}` })).toBeVisible();
}

/** Imports the small data set together with its label file. */
export async function importCells({ page, pick, home }: Studio): Promise<void> {
  const files = writeCells(home);
  const addData = page.getByRole('main').getByRole('button', { name: 'Add data…' }).first();
  await pick(() => addData.click(), files.matrix);

  const incoming = page.getByRole('region', { name: 'Before importing cells' });
  await expect(incoming).toContainText(/480 cells × 60 genes/);
  await pick(() => incoming.getByRole('button', { name: 'Join a label file…' }).first().click(), files.labels);
  await incoming.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Data sets' })).toContainText('cells');
}

/** Makes questions of label columns. */
export async function ask({ page }: Studio, ...columns: string[]): Promise<void> {
  await openPage(page, 'Tasks');
  for (const column of columns) {
    await page.getByRole('button', { name: `Add ${column} as a task` }).click();
    await expect(page.getByRole('list', { name: 'Tasks' })).toContainText(column);
  }
}

/** Sets up a panel and starts its run; ends on the run's page. */
export async function design(
  { page }: Studio,
  options: { k: number; steps: number; name: string; method?: string },
): Promise<void> {
  // what scores the panel is not what these specs look at, and takes its time
  await probeFor(page, 0);
  await page.getByRole('spinbutton', { name: 'Number of genes' }).fill(String(options.k));
  await page.getByRole('textbox', { name: 'Name of the run' }).fill(options.name);
  if (options.method) {
    const method = page.getByRole('radio', { name: options.method, exact: true });
    if (!(await method.isVisible())) await page.getByText('Other methods, to compare with').click();
    await method.check();
  }
  if (!options.method) await page.getByRole('spinbutton', { name: 'Training steps' }).fill(String(options.steps));
  await page.getByRole('button', { name: 'Design panel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: options.name })).toBeVisible();
}

/** Sets on the Panel page for how many steps the probes that score a panel are trained. */
export async function probeFor(page: Studio['page'], steps: number): Promise<void> {
  await openPage(page, 'Panel');
  await expect(page.getByRole('heading', { level: 1, name: 'Panel' })).toBeVisible();
  const probe = page.getByRole('spinbutton', { name: 'Probe steps' });
  if (!(await probe.isVisible())) await page.getByText('Advanced').click();
  await probe.fill(String(steps));
}

/** Goes to one of the project's pages by the bar above. */
export async function openPage(page: Studio['page'], name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
}

/** A project with data and one question: where most specs begin. */
export async function prepare(studio: Studio): Promise<void> {
  await makeProject(studio, 'Trial');
  await importCells(studio);
  await ask(studio, 'cell_type');
}
