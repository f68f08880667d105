/** What a user sees of a file before it is imported, with real files where these are. */
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipOf } from '../formats/zip-of.ts';
import { expect, test, type Studio } from './fixture.ts';
import { makeProject, openPage } from './steps.ts';

const data = '../shared/data';

/** Copies a real file into the home, and looks at it. */
async function look({ page, home }: Studio, from: string, name: string) {
  cpSync(join(data, from), join(home, name), { recursive: true });
  const path = page.getByRole('textbox', { name: 'Path of a file to add' });
  await path.fill(join(home, name));
  await path.press('Enter');
  return page.getByRole('region', { name: `Before importing ${name.split('.')[0]}` });
}

test.describe('before a real file is imported', () => {
  test.skip(!existsSync(data), 'needs the data sets beside the repository');

  test('cells are measured, limits say what they leave, and the import keeps to them', async ({ studio }) => {
    const { page } = studio;
    await makeProject(studio, 'Trial');
    const heart = await look(studio, 'originals/tenx_heart_1k_v2/filtered_gene_bc_matrices_h5.h5', 'heart.h5');
    await expect(heart).toContainText('712 cells × 31 053 genes');
    await expect(heart).toContainText('The genes look like those of mouse.');
    await expect(heart.getByRole('heading', { name: /^Half of the cells have .* genes$/ })).toBeVisible({
      timeout: 30_000,
    });
    await expect(heart.getByRole('heading', { name: /mitochondrial counts$/ })).toBeVisible();
    await expect(heart).toContainText('All 712 cells and 31 053 genes are kept.');

    // one click on what a finding offers
    await expect(heart).toContainText('85 of 712 cells have fewer than 200 genes.');
    await heart.getByRole('button', { name: 'Leave them out' }).first().click();
    await expect(heart.getByRole('spinbutton', { name: 'Genes of a cell, at least' })).toHaveValue('200');
    await expect(heart).toContainText('627 of 712 cells and 31 053 of 31 053 genes are left.', { timeout: 30_000 });

    await heart.getByRole('spinbutton', { name: 'Cells of a gene, at least' }).fill('3');
    await expect(heart).toContainText(/627 of 712 cells and 1\d\s\d{3} of 31\s053 genes are left\./, {
      timeout: 30_000,
    });

    await heart.getByRole('combobox', { name: 'What names the genes' }).selectOption('named by Ensembl IDs');
    await expect(heart).toContainText('ENSMUSG00000051951');
    await heart.getByRole('button', { name: 'Import', exact: true }).click();
    const sets = page.getByRole('list', { name: 'Data sets' });
    await expect(sets).toContainText('627', { timeout: 60_000 });
    await expect(sets).toContainText(
      /85 cells and [\d\s]+ genes of the file: kept\s+was what has at least 200 genes a cell/,
    );
  });

  test('the matrix that is proposed can be changed, and why is said', async ({ studio }) => {
    await makeProject(studio, 'Trial');
    const file = await look(studio, 'originals/h5ad_oddities/10x_pbmc68k_reduced.h5ad', 'pbmc68k.h5ad');
    await expect(file.getByRole('radio', { name: /raw\/X/ })).toBeChecked();
    await expect(file).toContainText('nothing but scaling or a ratio makes them negative');
    await file.getByRole('button', { name: 'Use X' }).click();
    await expect(file.getByRole('radio', { name: /^X/ })).toBeChecked();
    await file.getByRole('button', { name: 'bulk_labels' }).click();
    await expect(studio.page.getByRole('heading', { name: /^1\sclass of 10 has fewer than 10 cells/ })).toBeVisible();
  });

  test('labels of a workbook are joined, their match shown before, and taken back', async ({ studio }) => {
    const { page, home, pick } = studio;
    await makeProject(studio, 'Trial');
    const file = await look(studio, 'originals/tenx_v3_mini/filtered_feature_bc_matrix.h5', 'mini.h5');
    const labels = join(home, 'labels.xlsx');
    writeFileSync(labels, workbook(['AAACCCAAGGAGAGTA', 'AAACGCTTCAGCCCAG', 'CCCCCCCCCCCCCCCC']));
    await expect(file).toContainText('1 107 cells');
    await pick(() => file.getByRole('button', { name: 'Join a label file…' }).last().click(), labels);
    await expect(file).toContainText(/2 of 1\s107 cells \(0\.\d+\s%\) are in labels\.xlsx/);
    await expect(file).toContainText('The suffix of barcodes (as in AAAC-1) was left out.');
    await expect(file).toContainText(/Only 2 of 1\s107 cells are in the label file/);
    await file.getByRole('button', { name: 'Leave out' }).click();
    await file.getByRole('button', { name: 'Import', exact: true }).click();

    const sets = page.getByRole('list', { name: 'Data sets' });
    await expect(sets).toContainText('mini');
    await pick(() => sets.getByRole('button', { name: 'Join a label file…' }).click(), labels);
    await sets.getByRole('button', { name: 'Add 1 column' }).click();
    await expect(sets.getByRole('table')).toContainText('kind');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(sets.getByRole('table')).not.toContainText('kind');
  });

  test('what is no data is refused in words', async ({ studio }) => {
    await makeProject(studio, 'Trial');
    await openPage(studio.page, 'Data');
    const file = await look(studio, 'originals/h5ad_oddities/actinn_pytables_not_10x.h5', 'tables.h5');
    await expect(studio.page.getByRole('main')).toContainText('tables.h5 is a table of pandas (PyTables)');
    await expect(file).toHaveCount(1);
  });
});

/** A workbook that gives each name a kind. */
function workbook(names: string[]): Buffer {
  const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const rows = [['cell', 'kind'], ...names.map((name, i) => [name, i % 2 ? 'T' : 'B'])];
  const xml = rows.map(([a, b], i) => `<row r="${i + 1}">${text(`A${i + 1}`, a!)}${text(`B${i + 1}`, b!)}</row>`);
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': '<workbook><sheets><sheet name="Cells" id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
    'xl/worksheets/s.xml': `<worksheet><sheetData>${xml.join('')}</sheetData></worksheet>`,
  });
}
