/** Assays on the command line: named, fitted to a pilot, and panels judged inside other data. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AssayFit } from '../../src-shared/model.ts';
import type { TransferReport } from '../../src-main/services/runs/transfer.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { runHere } from './command.ts';
import { writePlanted } from './planted-files.ts';

/** The planted cells, and the same cells with half of the molecules and one gene not measured. */
function twoFiles(): string {
  const folder = temporaryFolder();
  const { data } = writePlanted(folder);
  const [head, ...lines] = readFileSync(data, 'utf8').trimEnd().split('\n');
  const fields = lines.map((line) => line.split(','));
  const halved = fields.map(([cell, ...counts]) => [`other-${cell}`, ...counts.slice(0, -1).map((count) => Math.ceil(Number(count) / 2))].join(',')); // prettier-ignore
  writeFileSync(join(folder, 'target.csv'), [head.split(',').slice(0, -1).join(','), ...halved, ''].join('\n'));
  const labels = readFileSync(join(folder, 'labels.csv'), 'utf8').trimEnd().split('\n');
  const others = labels.slice(1).map((line) => `other-${line}`);
  writeFileSync(join(folder, 'labels.csv'), [...labels, ...others, ''].join('\n'));
  return folder;
}

describe('panelwright transfer', () => {
  it('judges a panel inside the target, carries its predictor over, and compares it gene by gene', async () => {
    const folder = twoFiles();
    const args = ['@cells.csv', '@target.csv', '--labels', '@labels.csv', '--task', 'type', '-k', '6', '--method', 't-test', '--probe-steps', '60', '--assay', 'as-sequenced', '--json', '@t.json', '--quiet']; // prettier-ignore
    const { code, stdout, stderr } = await runHere(['transfer', ...args], folder);
    expect(stderr).not.toMatch(/Error/);
    expect(code).toBe(0);
    const report = JSON.parse(readFileSync(join(folder, 't.json'), 'utf8')) as TransferReport;
    expect(report).toMatchObject({ target: 'target', cells: 240, genes: { panel: 6, found: 6, missing: [] } });
    const [task] = report.tasks;
    expect(task).toMatchObject({ task: 'type', classes: ['a', 'b', 'c'], cells: 240 });
    expect(task.inside!.mean).toBeGreaterThan(0.9);
    // markers of a class are markers of it there too
    expect(task.genes.filter(({ agrees, profile }) => agrees && profile! > 0.95).length).toBeGreaterThanOrEqual(5);
    expect(report.carried!.tasks[0].agreement!.macroF1).toBeGreaterThan(0.8);
    expect(stdout).toContain('judged inside target');
  });

  it.each([
    [['@cells.csv'], /Name two data files/],
    [['@cells.csv', '@cells.csv'], /the same file/],
  ])('refuses %j', async (files, words) => {
    const folder = twoFiles();
    const { code, stderr } = await runHere(['transfer', ...files, '--labels', '@labels.csv', '--task', 'type', '-k', '4'], folder); // prettier-ignore
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});

describe('panelwright fit-assay', () => {
  it('writes what a pilot shows of an assay, for a design to take', async () => {
    const folder = twoFiles();
    const fit = await runHere(['fit-assay', '@cells.csv', '@target.csv', '--out', '@assay.json', '--quiet'], folder);
    expect(fit.code).toBe(0);
    expect(fit.stdout).toContain('19 genes in both');
    const { assay, genes } = JSON.parse(readFileSync(join(folder, 'assay.json'), 'utf8')) as AssayFit;
    expect(genes).toHaveLength(19);
    expect(assay.capture[0]).toBeGreaterThan(0.3);
    expect(assay.capture[0]).toBeLessThan(0.8);
    const dry = await runHere(['design', '@cells.csv', '--labels', '@labels.csv', '--task', 'type', '-k', '4', '--assay', '@assay.json', '--dry-run'], folder); // prettier-ignore
    expect(dry).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/assay/) });
  });
});

describe('--assay', () => {
  it.each([
    [['--assay', 'imagin'], /There is no assay "imagin"\. Did you mean imaging/],
    [['--assay', 'as-sequenced', '--capture', '0.3'], /takes the reference as it is; omit/],
    [['--capture', '1-0.2'], /--capture takes molecules/],
    [['--efficiency-sd', '9'], /--efficiency-sd takes a number from 0 to 3/],
  ])('refuses %j as an argument', async (args, words) => {
    const folder = twoFiles();
    const { code, stderr } = await runHere(['design', '@cells.csv', '--task', 'type', '-k', '4', ...args], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });

  it.each([
    ['no JSON at all', 'name: imaging', /it is no JSON/],
    ['no assay', '{"panel": []}', /holds no assay: assay/],
    ['an assay whose range is exchanged', '{"assay": {"capture": [1, 0.2]}}', /holds no assay: assay/],
  ])('refuses a file that holds %s', async (_, content, words) => {
    const folder = twoFiles();
    writeFileSync(join(folder, 'a.json'), content);
    const { code, stderr } = await runHere(['design', '@cells.csv', '--task', 'type', '-k', '4', '--assay', '@a.json'], folder); // prettier-ignore
    expect(code).toBe(1);
    expect(stderr).toMatch(words);
  });
});
