/** Looking into a finished panel on the command line. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GenesReport, SandboxReport } from '../../src-shared/analysis.ts';
import { openStore } from '../../src-main/store/open.ts';
import { runHere } from './command.ts';
import { writePlanted } from './planted-files.ts';

let home: string;
const here = (...args: string[]) => runHere(args, home);

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'panelwright-examine-')));
  const { data, labels } = writePlanted(home);
  const asked = ['--task', 'type', 'state', '-k', '5', '--method', 'univariate-f', '--probe-steps', '80'];
  const { code, stderr } = await here(
    ...['design', data, '--labels', labels, ...asked, '--steps', '20', '--quiet'],
    ...['--project', '@study.panelwright', '--json', '@run.json'],
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('explain', () => {
  it('says of each gene what it is there for', async () => {
    const { code, stdout } = await here('explain', '@study.panelwright', '--json', '-', '--quiet');
    expect(code).toBe(0);
    const { genes, tasks, predictor } = JSON.parse(stdout) as GenesReport;
    expect(tasks.map(({ task }) => task)).toEqual(['type', 'state']);
    expect(predictor).toContain('probe');
    expect(genes).toHaveLength(5);
    for (const { reason } of genes) expect(reason).toMatch(/It is highest in/);
    const text = (await here('explain', '@study.panelwright', '--quiet')).stdout;
    for (const { symbol } of genes) expect(text).toContain(symbol);
  });

  it('names genes near one that the panel lacks', async () => {
    const { code, stderr } = await here('explain', '@study.panelwright', '--gene', 'nonsense', '--quiet');
    expect(code).toBe(1);
    expect(stderr).toContain('The panel has no gene "nonsense"');
  });
});

describe('try', () => {
  it('scores a panel changed by hand, and keeps it as a run that knows its parent', async () => {
    const [first] = (JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')) as { panel: { symbol: string }[] }).panel;
    const { code, stdout, stderr } = await here(
      ...['try', '@study.panelwright', '--swap', `${first.symbol}=G19`, '--keep', 'Changed', '--json', '-', '--quiet'],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as { added: string[]; removed: string[]; after: SandboxReport };
    expect(answer).toMatchObject({ added: ['g19'], removed: [first.symbol] });
    expect(answer.after.genes.map(({ gene }) => gene)).toContain('g19');
    const store = openStore(join(home, 'study.panelwright'), { readOnly: true });
    const kept = store.runs.list().find(({ name }) => name === 'Changed')!;
    expect(kept).toMatchObject({ state: 'succeeded', config: { method: 'panel', parent: { added: ['g19'] } } });
    expect(store.panels.list(kept.id).map(({ name }) => name)).toContain('g19');
    store.close();
  });

  it('takes out only what is in', async () => {
    const { code, stderr } = await here('try', '@study.panelwright', '1', '--drop', 'g19', '--quiet');
    expect(code).toBe(1);
    expect(stderr).toContain('is not in the panel');
    const strange = await here('try', '@study.panelwright', '1', '--add', 'g1999', '--quiet');
    expect(strange.code).toBe(1);
    expect(strange.stderr).toMatch(/The gene "g1999" is not among the 20 genes of the run's data\. Did you mean g1/);
  });
});

describe('what cannot be understood', () => {
  it.each([
    [['explain'], 'Name the project'],
    [['try', '@study.panelwright', '1', '--keep', 'A', '--fill', '8'], 'Either --keep'],
    [['try', '@study.panelwright', '1', '--swap', 'A'], '--swap takes OLD=NEW'],
    [['sizes', '@study.panelwright', '1', '--seeds', '3'], 'name sizes with --design'],
    [['sizes', '--design', '8'], 'Name the project'],
    [['sizes', '@study.panelwright', '1', '2', '--design', '8'], 'One run at a time'],
    [['assay', '@study.panelwright', '1', '--reference', 'tenx-v3'], '--like (merfish,'],
    [['assay', '@study.panelwright', '1', '--capture', '300'], '--capture takes a number from'],
    [['assay', '@study.panelwright', '1', '--capture', '1,2,3,4,5,6,7,8,9'], 'up to 8 shares'],
  ])('%j ends with code 2 and says why', async (args, why) => {
    const { code, stderr } = await here(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });

  it('names the runs where there are several', async () => {
    const { code, stderr } = await here('assay', '@study.panelwright', '--quiet');
    expect(code).toBe(1);
    expect(stderr).toMatch(/The project has 2 finished runs\. Name one of .*Changed/);
  });
});
