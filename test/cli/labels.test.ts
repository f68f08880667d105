/** Label files and the data sets that they belong to, from the command line; and how commands end that only look. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bringData } from '../../src-main/cli/bring-data.ts';
import type { Undo } from '../../src-main/cli/project.ts';
import { readDesignArguments } from '../../src-main/cli/design-arguments.ts';
import { progressLine } from '../../src-main/cli/output.ts';
import { startSession } from '../../src-main/cli/session.ts';
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

/** Brings in what the arguments name, as a design does; what was said, and the columns that each data set has then. */
async function bring(folder: string, ...args: string[]) {
  const said: string[] = [];
  const undo: Undo = [];
  const read = (...given: string[]) => readDesignArguments([...given.map((arg) => arg.replace('@', `${folder}/`)), '--task', 'type', '-k', '4']); // prettier-ignore
  const session = startSession(folder, progressLine(true));
  onTestFinished(() => session.close());
  await session.call('project.create', { path: join(folder, 'p.panelwright') });
  await bringData(session, read(...args), undo, {
    ...progressLine(true),
    say: (text) => said.push(text),
    note: (text) => said.push(text),
  });
  const columns = async () => {
    const datasets = await session.call('datasets.list', {});
    return Object.fromEntries(datasets.map(({ name, columns }) => [name, columns.map((column) => column.name).sort()]));
  };
  const again = (...labels: string[]) => bringData(session, read(args[0], ...labels), undo, progressLine(true));
  return { said, columns, undo, again };
}

const ofLabels = ['constant', 'dose', 'state', 'type'];

describe('--labels', () => {
  it('joins a file to the data set that it is said to belong to, and says which columns came from where', async () => {
    const folder = files();
    const { said, columns } = await bring(folder, '@cells.csv', '@other.csv', '--labels', 'cells=@labels.csv');
    expect(said).toEqual(['Labels: labels.csv names 240 of 240 cells of cells.csv; columns type, state, dose, constant.']); // prettier-ignore
    expect(await columns()).toEqual({ cells: ofLabels, other: [] });
  });

  it('joins several files, to every data set whose cells they name where none is said', async () => {
    const folder = files();
    const other = readFileSync(join(folder, 'other.csv'), 'utf8');
    writeFileSync(join(folder, 'other.csv'), other.replaceAll(/^cell(?=\d)/gm, 'b'));
    const rows = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n');
    writeFileSync(join(folder, 'a=b.csv'), [...rows, ...rows.slice(1).map((row) => row.replace('cell', 'b')), ''].join('\n')); // prettier-ignore
    const ages = readFileSync(join(folder, 'ages.csv'), 'utf8');
    writeFileSync(join(folder, 'ages.csv'), ages.replaceAll(/^cell(?=\d)/gm, 'b'));
    const args = ['@cells.csv', '@other.csv', '--labels', '@a=b.csv', '--labels', 'other.csv=@ages.csv'];
    const { said, columns } = await bring(folder, ...args);
    expect(said).toHaveLength(3);
    expect(said[0]).toContain('ages.csv names 240 of 240 cells of other.csv; columns age.');
    expect(await columns()).toEqual({ cells: ofLabels, other: ['age', ...ofLabels] });
  });

  it('joins nothing by names that several of the data sets have', async () => {
    const bringing = bring(files(), '@cells.csv', '@other.csv', '--labels', '@labels.csv');
    await expect(bringing).rejects.toMatchObject({
      message:
        'No line of labels.csv names a cell of the data set and no other: 240 cells stay without a label, as the names in the table stand for several cells each.',
      remedy: expect.stringContaining('--labels DATASET=FILE') as string,
    });
  });

  it('can take every join back, the last one first', async () => {
    const { columns, undo, again } = await bring(files(), '@cells.csv', '--labels', '@labels.csv');
    const before = undo.length;
    await again('--labels', '@ages.csv', '--labels', '@a=b.csv');
    expect(await columns()).toEqual({ cells: ['age', ...ofLabels] });
    for (const step of undo.splice(before).reverse()) await step();
    expect(await columns()).toEqual({ cells: ofLabels });
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

  it('does not count genes that are the same in all training cells', async () => {
    const folder = files();
    const cells = join(folder, 'cells.csv');
    const lines = readFileSync(cells, 'utf8').trim().split('\n');
    writeFileSync(cells, lines.map((line, i) => `${line},${i === 0 ? 'Actb' : 1}`).join('\n'));
    const { stdout } = await runHere([...args, '-k', '4'], folder);
    expect(stdout).toContain(
      'A panel of 4 genes would be chosen from 20. 1 of 21 genes hardly varies over training cells and cannot be chosen.',
    );
    const ended = await runHere([...args, '-k', '21'], folder);
    expect(ended.stdout).toContain('problem: A panel of 21 genes cannot be chosen from 20.');
    expect(ended.code).toBe(3);
  });

  it('chooses nothing where a given panel is scored', async () => {
    const folder = files();
    writeFileSync(join(folder, 'panel.csv'), 'gene\ng1\nG2\n');
    const { stdout } = await runHere(['score', '@panel.csv', ...args.slice(1)], folder);
    expect(stdout).toContain('The panel of 2 genes would be scored as it is.');
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
