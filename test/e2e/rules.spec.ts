/** Questions changed and rules set, as a user does it: classes merged and undone, pairs, limits, families, a starting panel. */
import { geneName } from './data.ts';
import { expect, test } from './fixture.ts';
import { ask, importCells, makeProject, openPage } from './steps.ts';

test('classes are merged, and the step is undone; two columns are asked at once', async ({ studio }) => {
  const { page } = studio;
  await makeProject(studio, 'Classes');
  await importCells(studio);
  await ask(studio, 'cell_type', 'stimulated');

  const questions = page.getByRole('list', { name: 'Tasks' });
  await questions.getByRole('button', { name: /^cell_type/ }).click();
  await page.getByRole('button', { name: 'Change classes' }).click();
  for (const name of ['NK', 'T']) await page.getByRole('checkbox', { name: `Mark ${name}`, exact: true }).check();
  await page.getByRole('textbox', { name: 'Merge 2 classes as' }).fill('lymphocyte');
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  const classes = page.getByRole('list', { name: 'Classes of cell_type' });
  await expect(classes).toContainText('lymphocyte');
  await expect(classes).toContainText('from NK and T');
  await expect(questions).toContainText('2 classes');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(questions).toContainText('3 classes');

  await page.getByRole('combobox', { name: 'First column' }).selectOption('cell_type');
  await page.getByRole('combobox', { name: 'Second column' }).selectOption('stimulated');
  await page.getByRole('button', { name: 'Add the pair' }).click();
  await expect(questions).toContainText('cell_type × stimulated');
  await expect(questions).toContainText('6 classes');
});

test('rules say what they do before anything is trained, and are kept by name', async ({ studio }) => {
  const { page } = studio;
  await makeProject(studio, 'Rules');
  await importCells(studio);
  await ask(studio, 'cell_type');
  await openPage(page, 'Panel');

  await page.getByRole('spinbutton', { name: 'Maximum mean count' }).fill('3');
  await expect(page.getByRole('main')).toContainText('genes fall out: 15 too strongly expressed in a class.');
  await page.getByRole('button', { name: 'Show the genes that fall out' }).click();
  const sheet = page.getByRole('dialog', { name: 'Genes that fall out' });
  await expect(sheet.getByRole('grid')).toContainText(/mean of 4\.\d+ in/);
  await page.keyboard.press('Escape');

  const start = page.getByRole('combobox', { name: 'Genes of a panel to begin with' });
  await start.fill(`${geneName(0)} ${geneName(30)} CD3E`);
  await start.press('Enter');
  await page.getByRole('spinbutton', { name: 'Add' }).fill('5');
  await expect(page.getByRole('main')).toContainText('7 genes: the starting panel and 5 more.');
  await expect(page.getByRole('main')).toContainText(
    '1 of the 3 genes of the starting panel are not in the data: CD3E.',
  );

  const families = page.getByRole('group', { name: 'Families to leave out' });
  await families.getByRole('button', { name: 'What is in the family haemoglobin' }).click();
  await expect(page.getByRole('main')).toContainText('/^HB[ABDEGMQZ]\\d?$/');
  await families.getByRole('button', { name: /^.? ?haemoglobin/ }).click();
  await expect(page.getByRole('main')).toContainText('the family haemoglobin matches no gene of the data.');

  await page.getByRole('button', { name: 'Saved rules' }).click();
  await page.getByRole('menuitem', { name: /^Keep the rules/ }).click();
  await page.getByRole('textbox', { name: 'Name of the rules' }).fill('Xenium');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('spinbutton', { name: 'Maximum mean count' }).fill('');
  await page.getByRole('button', { name: 'Saved rules' }).click();
  await page.getByRole('menuitem', { name: 'Take up “Xenium”' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Maximum mean count' })).toHaveValue('3');
});
