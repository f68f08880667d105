/** A sweep done job by job by the ordinary command line, against the same comparison in one process. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, openStore } from '../../../src-main/store/open.ts';
import { runHere as panelwright } from '../../cli/command.ts';
import { writePlanted } from '../../cli/planted-files.ts';

const columns = (csv: string) => {
  // what a run took is another every time
  const [head, ...rows] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const kept = head.flatMap((name, i) => (/seconds|memory/.test(name) ? [] : [i]));
  return [head, ...rows].map((row) => kept.map((i) => row[i]));
};

describe('a sweep', () => {
  let home: string;
  const common = ['@cells.csv', '--labels', '@labels.csv', '--task', 'type', '-k', '2', '--methods', 'univariate-f,random', '--splits', '0', '--backend', 'onnx', '--probe-steps', '30', '--quiet']; // prettier-ignore
  const sweep = () => panelwright(['sweep', ...common, '--out', '@sweep'], home);
  const collect = (...more: string[]) => panelwright(['collect', '@sweep', '--quiet', ...more], home);
  const jobs = () => readdirSync(join(home, 'sweep', 'requests'));
  const data = () => join('@sweep', 'data', readdirSync(join(home, 'sweep', 'data'))[0]);

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'panelwright-sweep-'));
    writePlanted(home);
    expect(await sweep()).toMatchObject({ code: 0 });
    mkdirSync(join(home, 'sweep', 'runs'));
    for (const file of jobs()) {
      const result = `@sweep/runs/${file.replace('json', 'panelwright')}`;
      const job = ['benchmark', '--request', `@sweep/requests/${file}`, '--project', data(), '--results', result];
      expect(await panelwright([...job, '--quiet'], home)).toMatchObject({ code: 0 });
    }
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('has a job each run, and its results are without the data', () => {
    expect(jobs()).toHaveLength(2);
    for (const name of readdirSync(join(home, 'sweep', 'runs'))) {
      const store = openStore(join(home, 'sweep', 'runs', name), { readOnly: true });
      expect(store.matrixChunks.extent(1).cells).toBe(0);
      expect(store.runs.list().map(({ state }) => state)).toEqual(['succeeded']);
      store.close();
    }
  });

  it('collected is the comparison in one process, to the bit, and once only', async () => {
    const one = await panelwright(['benchmark', ...common, '--out', '@one.csv', '--project', '@one.panelwright'], home);
    expect(one).toMatchObject({ code: 0 });
    expect(await collect('--project', '@all.panelwright', '--out', '@all.csv')).toMatchObject({ code: 0 });
    const read = (name: string) => columns(readFileSync(join(home, name), 'utf8'));
    expect(read('all.csv')).toEqual(read('one.csv'));
    const bytes = statSync(join(home, 'all.panelwright')).size;
    expect(await collect('--project', '@all.panelwright', '--out', '@all.csv', '--overwrite')).toMatchObject({
      code: 0,
    });
    expect(statSync(join(home, 'all.panelwright')).size).toBe(bytes);
    const [ours, theirs] = ['all', 'one'].map((name) =>
      openStore(join(home, `${name}.panelwright`), { readOnly: true }),
    );
    expect(ours.runs.list()).toHaveLength(2);
    expect(ours.benchmarks.list()).toHaveLength(1);
    // runs of one process share a ceiling, which the first of them keeps
    const predicted = (store: typeof ours, id: number) =>
      store.predictions.list(id).map(({ others, ...shown }) => ({
        ...shown,
        others: others.filter(({ predictor }) => predictor !== 'ceiling'),
      }));
    const found = (store: typeof ours) =>
      new Map(store.runs.list().map(({ id, name }) => [name, [store.panels.list(id), predicted(store, id)]]));
    expect(found(ours)).toEqual(found(theirs));
    ours.close();
    theirs.close();
  });

  it('written again leaves every file as it is, so that nothing is done twice', async () => {
    const times = () => jobs().map((file) => statSync(join(home, 'sweep', 'requests', file)).mtimeMs);
    const before = times();
    expect(await sweep()).toMatchObject({ code: 0 });
    expect(times()).toEqual(before);
    expect(readdirSync(join(home, 'sweep', 'data'))).toHaveLength(1);
  });

  it('names the jobs that have left nothing', async () => {
    const [name] = readdirSync(join(home, 'sweep', 'runs'));
    const kept = readFileSync(join(home, 'sweep', 'runs', name));
    rmSync(join(home, 'sweep', 'runs', name));
    const { code, stderr } = await collect('--project', '@part.panelwright');
    expect(code).toBe(0);
    expect(stderr).toMatch(/1 jobs? ha(ve|s) left nothing yet: /);
    writeFileSync(join(home, 'sweep', 'runs', name), kept);
  });

  it('is refused where it makes no sense', async () => {
    const said = async (...args: string[]) => {
      const { code, stderr } = await panelwright(args, home);
      return `${code} ${stderr}`;
    };
    expect(await said('sweep', ...common)).toMatch(/^2 .*--out/);
    expect(await said('sweep', ...common, '--out', '@one.csv')).toMatch(/^1 .*(is a file|exists|folder)/);
    mkdirSync(join(home, 'full', 'x'), { recursive: true });
    expect(await said('sweep', ...common, '--out', '@full')).toMatch(/^1 .*has files in it already/);
    expect(await said('collect', '@full', '--project', '@p.panelwright')).toMatch(/^1 .*not the folder of a sweep/);

    createStore(join(home, 'strange.panelwright'), 'test').close();
    expect(await said('collect', '@sweep', '--project', '@strange.panelwright')).toMatch(/^1 .*not of the data/);
    expect(await said('benchmark', '--request', '@one.csv')).toMatch(/^2 .*--project FILE and --results FILE/);
  });
});
