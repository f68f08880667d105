import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src-main/app.ts';
import { createLog, defect } from '../../../src-main/services/diagnostics/log.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { laboratory } from '../laboratory.ts';

describe('the log', () => {
  it('keeps so many files of so many bytes, the newest lines last', () => {
    const folder = temporaryFolder();
    const log = createLog(folder, { bytes: 400, kept: 2 });
    for (let i = 0; i < 40; i++) log.write({ event: 'call failed', call: 'runs.get', code: 'not-found' });
    log.write({ event: 'closed' });
    const files = readdirSync(folder).sort();
    expect(files).toEqual(['panelwright.log', 'panelwright.log.1', 'panelwright.log.2']);
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(600);
    expect(JSON.parse(log.latest(3).at(-1)!)).toMatchObject({ event: 'closed' });
    expect(log.latest(3)).toHaveLength(3);
  });

  it.skipIf(process.platform === 'win32')('is for its user alone (POSIX)', () => {
    const folder = join(temporaryFolder(), 'log');
    createLog(folder).write({ event: 'closed' });
    expect(statSync(join(folder, 'panelwright.log')).mode & 0o077).toBe(0);
  });

  it('stops nothing where it cannot be written', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const log = createLog(join(file, 'log'));
    log.write({ event: 'closed' });
    expect(log.latest(5)).toEqual([]);
  });

  it('says of an unexpected error its kind and where, never what it said', () => {
    const event = defect(new TypeError('GENE1 of /home/anna/secret.h5ad'), 'runs.get');
    expect(event).toMatchObject({ event: 'defect', in: 'runs.get', kind: 'TypeError' });
    expect(JSON.stringify(event)).not.toMatch(/GENE1|anna|secret/);
    expect(JSON.stringify(defect('GENE1', 'application'))).not.toContain('GENE1');
  });
});

describe('diagnostics', () => {
  it('hold figures and the log, and no name of a file, gene, cell, class or task', async () => {
    const lab = laboratory();
    const secrets = { data: 'TOPSECRETDATA', gene: 'GENESECRET', cell: 'CELLSECRET', label: 'LABELSECRET' };
    const path = join(lab.folder, `${secrets.data}.csv`);
    const rows = Array.from({ length: 30 }, (_, i) => `${secrets.cell}${i},${i % 5},${(i * 7) % 4}`);
    writeFileSync(path, [`cell,${secrets.gene}1,${secrets.gene}2`, ...rows].join('\n'));
    const labels = join(lab.folder, 'labels.csv');
    const cells = Array.from({ length: 30 }, (_, i) => `${secrets.cell}${i},${secrets.label}${i % 2}`);
    writeFileSync(labels, [`cell,${secrets.label}`, ...cells].join('\n'));
    await lab.call('project.create', { path: join(lab.folder, `${secrets.data}.panelwright`) });
    await lab.call('datasets.add', { path, labels });
    await expect(lab.call('datasets.inspect', { path: `${path}.missing` })).rejects.toThrow();
    await expect(lab.call('runs.get', { id: 99 })).rejects.toThrow();
    const text = await lab.call('app.diagnostics', {});
    expect(text).toContain('data set: 30 cells × 2 genes');
    expect(text).toContain('"call failed","call":"runs.get","code":"not-found"');
    for (const secret of [...Object.values(secrets), lab.folder]) expect(text).not.toContain(secret);
    const log = readFileSync(join(lab.folder, '.state', 'log', 'panelwright.log'), 'utf8');
    for (const secret of [...Object.values(secrets), lab.folder]) expect(log).not.toContain(secret);
  });

  it('has the licences of the packages', async () => {
    expect(await laboratory().call('app.notices', {})).toContain('better-sqlite3');
  });

  it('logs a defect of a handler', async () => {
    const { createApp } = await import('../../../src-main/app.ts');
    const folder = temporaryFolder();
    const app = createApp({
      host: { kind: 'terminal', home: folder, stateFolder: folder, resources: folder, filesRoots: null },
      spawnTrainer: () => assertNever(),
      spawnImporter: () => assertNever(),
      spawnAnalyst: () => assertNever(),
      emit: () => {},
    });
    app.handlers['app.info'] = () => {
      throw new RangeError('SECRET');
    };
    await expect(dispatch(app, 'app.info', {})).rejects.toThrow('SECRET');
    expect(app.log.latest(1)[0]).toMatch(/"defect","in":"app.info","kind":"RangeError"/);
    expect(app.log.latest(1)[0]).not.toContain('SECRET');
    await app.close();
  });
});

function assertNever(): never {
  throw new Error('Nothing is started here.');
}
