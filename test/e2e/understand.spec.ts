/** What a user asks of a finished panel: why a gene, what if, how many, and what an assay would leave. */
import { expect, test, type Studio } from './fixture.ts';
import { ask, design, importCells, makeProject } from './steps.ts';

/** Measuring takes its time on a busy machine. */
const MEASURED = { timeout: 60_000 };

async function finishedPanel(studio: Studio): Promise<void> {
  await makeProject(studio, 'Trial');
  await importCells(studio);
  await ask(studio, 'cell_type', 'stimulated');
  await design(studio, { k: 8, steps: 300, name: 'Learned' });
  await expect(studio.page.getByText('Finished')).toBeVisible({ timeout: 120_000 });
}

const tab = (studio: Studio, name: string) => studio.page.getByRole('tab', { name, exact: true }).click();

test('every gene has a card that says why it is in, by click and by keyboard', async ({ studio }) => {
  const { page } = studio;
  await finishedPanel(studio);
  await tab(studio, 'Panel');
  const genes = page.getByRole('grid', { name: 'Genes of the panel' });
  // what is lost without each gene fills in
  const headings = await genes.getByRole('columnheader').allTextContents();
  const lost = headings.findIndex((heading) => heading.includes('Loss without it'));
  await expect(genes.getByRole('row').nth(1).getByRole('gridcell').nth(lost)).toHaveText(/\d/, MEASURED);

  await genes.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const card = page.getByRole('complementary', { name: /^Details: GENE/ });
  await expect(card).toContainText('It is highest in', MEASURED);
  await expect(card).toContainText('Lost without it');
  await expect(card.getByRole('row', { name: /^NK / })).toContainText('%', MEASURED);

  await card.getByRole('textbox', { name: 'Your note' }).fill('bright in our hands');
  await card.getByRole('textbox', { name: 'Your note' }).blur();
  await genes.getByRole('button', { name: /^GENE/ }).nth(3).click();
  await expect(card.getByRole('textbox', { name: 'Your note' })).toHaveValue('');
  await genes.getByRole('button', { name: /^GENE/ }).nth(0).click();
  await expect(card.getByRole('textbox', { name: 'Your note' })).toHaveValue('bright in our hands');

  await card.getByRole('button', { name: 'Try substitutes' }).click();
  await expect(card).toContainText('nothing in its place', { timeout: 120_000 });
});

test('the panel as a whole: genes by class, genes by genes, cells', async ({ studio }) => {
  const { page } = studio;
  await finishedPanel(studio);
  await tab(studio, 'Genes');
  await expect(page.getByRole('heading', { name: /^cell_type: / })).toBeVisible(MEASURED);
  await expect(page.getByRole('heading', { name: /pairs? of genes|No two genes/ })).toBeVisible(MEASURED);
  await page.getByRole('button', { name: 'As table' }).first().click();
  const table = page.getByRole('grid', { name: /^cell_type: / });
  await expect(table.getByRole('row')).toHaveCount(1 + 8);

  await tab(studio, 'Cells');
  await expect(page.getByRole('heading', { name: /calls .* of the validation cells shown right/ })).toBeVisible({
    timeout: 120_000,
  });
  await page.getByRole('radio', { name: 'A gene' }).check();
  await page.getByRole('combobox', { name: 'Gene to colour the cells by' }).fill('GENE30');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^GENE30 in the cells/ })).toBeVisible(MEASURED);
});

test('a panel is changed by hand, scored at once, undone, and kept as a run with its history', async ({ studio }) => {
  const { page } = studio;
  await finishedPanel(studio);
  await tab(studio, 'Sandbox');
  const changed = page.getByRole('grid', { name: 'Genes of the changed panel' });
  await expect(changed.getByRole('row')).toHaveCount(1 + 8);
  await expect(page.getByRole('grid', { name: 'Classes with the changed panel' })).toBeVisible(MEASURED);

  await page.getByRole('combobox', { name: 'Gene to add' }).fill('GENE60');
  await page.keyboard.press('Enter');
  await expect(page.getByText('9 genes: 1 added, 0 removed')).toBeVisible();
  await expect(page.getByText(/Mean score \d/)).toBeVisible(MEASURED);
  const second = changed.getByRole('button', { name: /^Drop / }).nth(1);
  const dropped = (await second.getAttribute('aria-label'))!.replace('Drop ', '');
  await second.click();
  await expect(page.getByText('8 genes: 1 added, 1 removed')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('9 genes: 1 added, 0 removed')).toBeVisible();
  await page.getByRole('button', { name: 'Redo' }).click();

  const target = page.getByRole('textbox', { name: 'Recall that NK must reach' });
  await target.fill('0.1');
  await target.blur();
  await expect(page.getByText(/1 of 1 found as often as asked/)).toBeVisible();

  // what was done is in the project: still there after a reload, in a browser that remembers nothing but its session
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key !== 'panelwright.session') localStorage.removeItem(key);
  });
  await page.reload();
  await expect(page.getByText('8 genes: 1 added, 1 removed')).toBeVisible();
  await page.getByRole('button', { name: 'Keep as a new panel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Learned, changed by hand' })).toBeVisible();
  await expect(page.getByText(`GENE60 added; ${dropped} removed`)).toBeVisible();
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 120_000 });
  await tab(studio, 'Panel');
  await expect(page.getByRole('grid', { name: 'Genes of the panel' })).toContainText('GENE60');
});

test('how many genes are enough, and what an assay would leave', async ({ studio }) => {
  const { page } = studio;
  await finishedPanel(studio);
  await tab(studio, 'Size');
  // which of them it says depends on what the training found
  await expect(page.getByRole('heading', { name: /are enough for 99 %|score best/ })).toBeVisible({ timeout: 120_000 });
  await page.getByRole('combobox', { name: 'Sizes' }).fill('4');
  await page.getByRole('button', { name: 'Design 1 panel' }).click();
  await expect(page.getByRole('link', { name: /Learned, 4 genes, seed 0/ })).toBeVisible();

  await tab(studio, 'Assay');
  const captured = page.getByRole('grid', { name: 'Scores by share captured' });
  await expect(captured.getByRole('row')).toHaveCount(1 + 4, { timeout: 120_000 });
  await expect(page.getByRole('grid', { name: 'Scores when the probes of one gene fail' })).toContainText('GENE');
  // fewer than eight genes of these data have in any class, whichever were chosen
  await page.getByRole('spinbutton', { name: 'Most molecules a cell' }).fill('2');
  await expect(page.getByText(/Cutting \d+ genes? in this order/)).toBeVisible(MEASURED);
  await page.getByRole('button', { name: 'Cut them in the sandbox' }).click();
  await expect(page.getByRole('tab', { name: 'Sandbox' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText(/genes?:\s+0 added,\s+\d+ removed/)).toBeVisible();
});
