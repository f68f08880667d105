/** Label files and the data sets that they belong to, from the command line; and how commands end that only look. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src-main/store/open.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { runHere } from './command.ts';
import { writePlanted } from './planted-files.ts';

/** Two data files whose cells are called alike, a label file, and a second one of the same cells with another column. */
function files(): string {
  const folder = temporaryFolder();
  const { data, labels } = writePlanted(folder);
  // the second file has other numbers, so that its cells are not the first one's
  writeFileSync(join(folder, 'other.csv'), readFileSync(data, 'utf8').replace(/,0,/g, ',1,'));
  const ages = readFileSync(labels, 'utf8').split('\n').filter(Boolean);
  writeFileSync(join(folder, 'ages.csv'), ages.map((line, i) => `${line.split(',')[0]},${i === 0 ? 'age' : i % 2 ? 'young' : 'old'}`).join('\n') + '\n'); // prettier-ignore
  copyFileSync(labels, join(folder, 'a=b.csv'));
  return folder;
}

const cheap = ['-k', '4', '--method', 'random', '--probe-steps', '0', '--project', '@p.panelwright', '--out', '@p.csv'];

function columnsByDataset(folder: string): Record<string, string[]> {
  const store = openStore(join(folder, 'p.panelwright'), { readOnly: true });
  const found = store.datasets.list().map(({ id, name }): [string, string[]] => [name, store.obsColumns.summaries(id).map((column) => column.name)]); // prettier-ignore
  store.close();
  return Object.fromEntries(found);
}

describe('--labels', () => {
  it('joins a file to the data set that it is said to belong to, and says which columns came from where', async () => {
    const folder = files();
    const args = ['design', '@cells.csv', '@other.csv', '--labels', `cells=${join(folder, 'labels.csv')}`];
    const ended = await runHere([...args, '--task', 'type', ...cheap], folder);
    expect(ended.stderr).toContain(
      'Labels: labels.csv names 240 of 240 cells of cells.csv; columns type, state, dose, constant.',
    );
    expect(ended.code).toBe(0);
    expect(columnsByDataset(folder)).toEqual({ cells: ['type', 'state', 'dose', 'constant'], other: [] });
  });

  it('joins several files, to every data set whose cells they name where none is said', async () => {
    const folder = files();
    const args = ['design', '@cells.csv', '@other.csv', '--labels', '@a=b.csv', '--labels', `other.csv=${join(folder, 'ages.csv')}`]; // prettier-ignore
    const ended = await runHere([...args, '--task', 'type', ...cheap], folder);
    expect(ended.stderr).toContain('a=b.csv names 240 of 240 cells of other.csv');
    expect(ended.code).toBe(0);
    expect(columnsByDataset(folder)).toEqual({
      cells: ['type', 'state', 'dose', 'constant'],
      other: ['type', 'state', 'dose', 'constant', 'age'],
    });
  });

  it('takes every join back where the design cannot be made', async () => {
    const folder = files();
    const data = ['design', '@cells.csv', '--labels', '@labels.csv', '--task', 'type', ...cheap];
    expect((await runHere(data, folder)).code).toBe(0);
    const again = ['design', '@cells.csv', '--labels', '@ages.csv', '--labels', '@a=b.csv', '--task', 'tpye', ...cheap];
    expect((await runHere(again, folder)).code).toBe(1);
    expect(columnsByDataset(folder)).toEqual({ cells: ['type', 'state', 'dose', 'constant'] });
  });

  it('names the data sets that there are', async () => {
    const ended = await runHere(
      ['design', '@cells.csv', '--labels', 'clels=x.csv', '--task', 'type', '-k', '4'],
      files(),
    );
    expect(ended.stderr).toContain('with cells.csv for DATASET, not "clels=x.csv"');
    expect(ended.code).toBe(2);
  });
});

describe('inspect', () => {
  const odd = (name: string) => join(import.meta.dirname, `../fixtures/odd/${name}.h5ad`);

  it.each(['transposed', 'zeros', 'no-cells', 'hole'])('ends with 3 where it found a problem: %s', async (name) => {
    const ended = await runHere(['inspect', odd(name), '--json'], temporaryFolder());
    const { findings } = JSON.parse(ended.stdout) as { findings: { severity: string; message: string }[] };
    const problem = findings.find(({ severity }) => severity === 'problem')!;
    expect(ended.stderr).toContain(`${name}.h5ad cannot be used as it is. ${problem.message}`);
    expect(ended.code).toBe(3);
  });

  it('ends with 0 where the data can be used, warnings or not', async () => {
    const ended = await runHere(['inspect', odd('two-genomes')], temporaryFolder());
    expect(ended.stdout).toContain('warning: The genes look like those of human and mouse.');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('design --dry-run', () => {
  const args = ['design', '@cells.csv', '--labels', '@labels.csv', '--task', 'type', '--dry-run', '--project', '@p.panelwright']; // prettier-ignore

  it('ends with 3 and says what stands in the way', async () => {
    const folder = files();
    const ended = await runHere([...args, '-k', '400'], folder);
    expect(ended.stdout).toContain('problem: A panel of 400 genes cannot be chosen: the data have 20 genes.');
    expect(ended.stderr).toContain('A panel of 400 genes cannot be chosen: the data have 20 genes. Choose a smaller');
    expect(ended.code).toBe(3);
    expect(readdirSync(folder)).not.toContain('p.panelwright');
  });

  it('ends with 0, and makes no project', async () => {
    const folder = files();
    const ended = await runHere([...args, '-k', '4', '--unlabelled', 'nothing'], folder);
    expect(ended.stdout).toContain('A panel of 4 genes would be chosen from 20.');
    expect(ended.stderr).toContain('Note: no cell has the value "nothing"');
    expect(ended.code).toBe(0);
    expect(readdirSync(folder)).not.toContain('p.panelwright');
  });
});
