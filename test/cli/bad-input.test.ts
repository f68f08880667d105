/** Whatever is wrong with what was given: one sentence, the right exit code, nothing left behind. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src-main/store/open.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { runHere } from './command.ts';
import { writePlanted } from './planted-files.ts';

const example = join(import.meta.dirname, '../../resources/example/pbmc3k.h5ad');

/** A folder with good files and all the bad ones. */
function makeFiles(): string {
  const folder = temporaryFolder();
  writePlanted(folder);
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const h5ad = readFileSync(example);
  write('cut.h5ad', h5ad.subarray(0, h5ad.length >> 1));
  write('text.csv', 'cell,A,B\nc1,1,2\nc2,3,many\nc3,1,1\n');
  write('strangers.csv', 'cell,type\nx1,a\nx2,b\n');
  write('photo.h5ad', 'GIF89a, not HDF5');
  write('some.txt', 'cell0\ncell1\ncell2\n');
  write('wanted.txt', 'g1\nNKG7\n');
  write('empty.txt', '\n\n');
  write('header.txt', 'gene\n');
  write('book.xlsx', 'PK\u0003\u0004\0\0');
  mkdirSync(join(folder, 'folder.csv'));
  return folder;
}

const design = (...args: string[]) => ['design', ...args];
const usual = ['@cells.csv', '--labels', '@labels.csv', '--task', 'type', '-k', '4'];
const misspelt = ['@cells.csv', '--labels', '@labels.csv', '--task', 'tpye', '-k', '4'];

/** Arguments, exit code, and what the sentence must say. */
const table: [string[], number, RegExp[]][] = [
  // arguments that cannot be understood
  [[], 2, [/Missing command/, /panelwright --help/]],
  [['desing'], 2, [/no command "desing"/, /Did you mean design\?/]],
  [design(), 2, [/Name a data file/]],
  [design('@cells.csv', '-k', '4'), 2, [/--task/]],
  [design('@cells.csv', '--task', 'type'), 2, [/-k/]],
  [design('@cells.csv', '--task', 'type', '-k', 'many'), 2, [/-k takes a whole number from 1 to 100000, not "many"/]],
  [design(...usual, '--seed', '-1'), 2, [/--seed/]],
  [design(...usual, '--test-fraction', '0.9'), 2, [/--test-fraction takes a number from 0.05 to 0.5/]],
  [
    design(...usual, '--backend', 'magic'),
    2,
    [/--backend is one of auto, onnx, webgpu, tensorflow, wasm, not "magic"/],
  ],
  [design(...usual, '--method', 'magic'), 2, [/--method is one of yoto, .*random, not "magic"/]],
  [design(...usual, '--set', 'depth'), 2, [/--set takes NAME=NUMBER, not "depth"/]],
  [design(...usual, '--method', 'xgboost', '--set', 'trees=9'), 2, [/XGBoost has no setting “trees”/, /rounds, depth/]],
  [
    design(...usual, '--method', 'xgboost', '--set', 'depth=0'),
    2,
    [/“depth” of XGBoost is a whole number from 1 to 12/],
  ],
  [design(...usual, '--set', 'hidden=0'), 2, [/“hidden” is a whole number from 4 to 1024, not 0/]],
  [design(...usual, '--set', 'batch=8.5'), 2, [/“batch” is a whole number from 8 to 8192, not 8.5/]],
  [design(...usual, '--set', 'learningRate=0'), 2, [/“learningRate” is a number above 0 and up to 1, not 0/]],
  [design(...usual, '--select-on', 'state'), 2, [/--select-on is one of the tasks: type, not "state"/]],
  [design(...usual, '--colour'), 2, [/--colour/]],
  [design(...usual, '--quite'), 2, [/There is no option --quite\. Did you mean --quiet or/]],
  [design(...usual, '--out'), 2, [/--out takes a value, and nothing follows it/]],
  [design(...usual, '--out', '--quiet'), 2, [/--out takes a value, .* begins with a dash/]],
  [design(...usual, '--dry-run=yes'), 2, [/--dry-run takes no value/]],
  [design(...usual, '--must-include', ','), 2, [/--must-include takes genes as A,B or a file of them; "," names none/]],
  [design(...usual, '--out', '-'), 2, [/--out takes the name of a file, not "-"/]],
  [design(...usual, '--out', '@cells.csv'), 2, [/--out would write over .*cells\.csv, which is read here/]],
  [design(...usual, '--out', '@a', '--predictions', '@a'), 2, [/--out and --predictions both name/]],
  [['benchmark', ...usual, '--method', 'yoto'], 2, [/benchmark has no --method: methods are named with --methods A,B/]],
  [['benchmark', ...usual, '--dry-run'], 2, [/benchmark has no --dry-run/]],
  [['benchmark', ...usual, '--out', '--html', '@a'], 2, [/--out takes a value/]],
  [['inspect'], 2, [/Name one data file/]],
  [['compare'], 2, [/Name the project/]],
  [
    ['export', '1', '--project', '@none.panelwright', '--as', 'report', '--columns', 'rank'],
    2,
    [/--columns chooses the columns of the panel, and --as report has none/],
  ],
  [['serve', '--port', '99999'], 2, [/--port takes a whole number from 0 to 65535/]],

  // data that cannot be read
  [design('@missing.h5ad', '--task', 'type', '-k', '4'), 1, [/missing\.h5ad/]],
  [['inspect', '@missing.h5ad'], 1, [/missing\.h5ad/]],
  [design('@cut.h5ad', '--task', 'cell_type', '-k', '4'), 1, [/cut\.h5ad/]],
  [design('@photo.h5ad', '--task', 'type', '-k', '4'), 1, [/photo\.h5ad/]],
  [design('@text.csv', '--task', 'type', '-k', '1'), 1, [/text\.csv, line 3/, /many/]],
  [design('@cells.csv', '--labels', '@strangers.csv', '--task', 'type', '-k', '4'), 1, [/strangers\.csv names a cell/]],
  [design('@cells.csv', '--labels', '@no.csv', '--task', 'type', '-k', '4'), 1, [/no\.csv/]],

  // lists that hold nothing, or are no lists
  [design(...usual, '--must-include', '@empty.txt'), 1, [/empty\.txt is empty\. It should hold one gene a line/]],
  [design(...usual, '--exclude', '@header.txt'), 1, [/header\.txt: The list names no gene/]],
  [design(...usual, '--start', '@book.xlsx'), 1, [/book\.xlsx is no text file, .*save it as CSV/]],
  [design(...usual, '--candidates', '@folder.csv'), 1, [/folder\.csv is a folder/]],
  [design(...usual, '--test-cells', '@empty.txt'), 1, [/empty\.txt is empty\. It should hold names of cells/]],
  [design(...usual, '--markers', '@folder.csv'), 1, [/not the folder .*folder\.csv/]],
  [['score', '@book.xlsx', ...usual], 1, [/book\.xlsx is no text file/]],

  // questions that cannot be asked
  [design(...usual, '--task', 'dose', '--method', 't-test'), 1, [/t-test compares classes.*“dose”/]],
  [design(...misspelt), 1, [/"tpye" in cells/, /Did you mean type\?/]],
  [
    design('@cells.csv', '--labels', '@labels.csv', '--task', 'constant', '-k', '4'),
    1,
    [/“constant” has one class only: same \(240\)/],
  ],
  [design(...usual, '--unlabelled', 'a', '--unlabelled', 'type=b'), 1, [/one class only: c \(80\)/]],
  [design(...usual.slice(0, -1), '21'), 1, [/21 genes cannot be chosen: the data have 20 genes/]],
  [design(...usual, '--must-include', 'g1,g33'), 1, [/g33.*must be in the panel/, /g3\b/]],
  [design(...usual, '--must-include', '@wanted.txt'), 1, [/NKG7/]],
  [design(...usual, '--must-include', '@lists/wanted.txt'), 1, [/no file .*lists\/wanted\.txt/]],
  [design(...usual, '--exclude', '/(/'), 1, [/not a valid pattern/]],
  [design(...usual, '--test-cells', '@wanted.txt'), 1, [/None of the 2 test cells/, /cell0, cell1/]],

  // said before the hours that the run itself takes
  [design(...usual, '--held-out-by', 'donor', '--project', '@new.panelwright'), 1, [/no column “donor” to hold cells/]],
  [
    design(...usual, '--held-out-by', 'type', '--test-cells', '@some.txt', '--project', '@new.panelwright'),
    1,
    [/be named at once/],
  ],

  [['benchmark', ...misspelt, '--project', '@new.panelwright'], 1, [/Did you mean type\?/]],
  [
    ['benchmark', ...usual, '--leave-out', 'cells', '--methods', 'random', '--project', '@new.panelwright'],
    1,
    [/cells cannot be left out: it is the only data set/],
  ],

  // predictors that are none
  [['predict', '@none.onnx', '@cells.csv'], 1, [/There is no file .*none\.onnx/]],
  [['predict', '@folder.csv', '@cells.csv'], 2, [/name a predictor file/]],
  [['predict', '@cells.csv', '@cells.csv'], 1, [/no predictor that Panelwright saved/]],

  // results that cannot be written
  [design(...usual, '--out', '@nowhere/p.csv'), 1, [/there is no folder .*nowhere/]],
  [design(...usual, '--json', '@folder.csv'), 1, [/it is a folder/]],
  ...(['--out', '--predictions', '--json'].flatMap((option) => [
    [
      design(...usual, option, '@wanted.txt'),
      1,
      [/wanted\.txt cannot be written: the file is there already/, /--overwrite/],
    ],
    [design(...usual, option, '@folder.csv/../.hidden', '--overwrite'), 1, [/hidden files and folders/]],
  ]) as [string[], number, RegExp[]][]),
  [['benchmark', ...usual, '--out', '@wanted.txt'], 1, [/the file is there already/]],
  [['benchmark', ...usual, '--html', '@wanted.txt'], 1, [/the file is there already/]],
  [['predict', '@m.onnx', '@cells.csv', '--out', '@wanted.txt'], 1, [/the file is there already/]],
  [['compare', '@p.panelwright', '--out', '@wanted.txt'], 1, [/the file is there already/]],
  [['export', '1', '--project', '@p.panelwright', '--out', '@wanted.txt'], 1, [/the file is there already/]],
  ...['explain', 'sizes', 'try', 'assay'].map((command): [string[], number, RegExp[]] => [
    [command, '@p.panelwright', '--json', '@wanted.txt'],
    1,
    [/the file is there already/],
  ]),

  // projects
  [['compare', '@labels.csv'], 1, [/not a Panelwright project/]],
  [['compare', '@none.panelwright'], 1, [/There is no project/]],
];

describe('bad input', () => {
  it.each(table)('%j ends with %i and says so', async (args, code, words) => {
    const folder = makeFiles();
    // but for what the program remembers of projects, and this process's own folder for temporary files with nothing in it
    const emptied = (name: string) =>
      name.startsWith('panelwright-of-') && readdirSync(join(folder, name)).length === 0;
    const files = () => readdirSync(folder).filter((name) => name !== 'state' && !emptied(name)).sort(); // prettier-ignore
    const before = files();
    const ended = await runHere(args, folder);
    expect(ended.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m); // no stack
    for (const word of words) expect(ended.stderr).toMatch(word);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe('');
    // the folder of a process that read goes when that process is gone
    await vi.waitFor(() => expect(files()).toEqual(before), 30_000);
  });

  it('leaves a new project out, and an old one as it was', async () => {
    const folder = makeFiles();
    const project = join(folder, 'p.panelwright');
    const bad = design(...misspelt, '--project', '@p.panelwright');
    expect((await runHere(bad, folder)).code).toBe(1);
    expect(existsSync(project)).toBe(false);

    const good = design(
      ...usual,
      '--method',
      'random',
      '--probe-steps',
      '0',
      '--steps',
      '20',
      '--project',
      '@p.panelwright',
      '--out',
      '@p.csv',
      '--quiet',
    );
    expect(await runHere(good, folder)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await runHere(design('@text.csv', ...usual, '--project', '@p.panelwright'), folder)).code).toBe(1);
    const store = openStore(project, { readOnly: true });
    expect(store.datasets.list().map((dataset) => dataset.name)).toEqual(['cells']);
    expect(store.runs.list()).toHaveLength(1);
    store.close();
  });
});
