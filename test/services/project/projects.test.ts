/** Projects: one open at a time, remembered, at rest one file; and the example. */
import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open.ts';
import { laboratory, projectWithData, writeData } from '../laboratory.ts';

describe('a project', () => {
  it('is created, shown, closed', async () => {
    const lab = laboratory();
    const info = await lab.call('project.create', { path: join(lab.folder, 'mouse cortex') });
    expect(info).toMatchObject({ name: 'mouse cortex', path: join(lab.folder, 'mouse cortex.panelwright') });
    expect(lab.events).toContainEqual({ name: 'project.changed', payload: info });
    expect((await lab.call('app.info', {})).project).toEqual(info);
    await lab.call('project.close', {});
    expect(lab.events.at(-1)).toEqual({ name: 'project.changed', payload: null });
    expect(readdirSync(lab.folder).sort()).toEqual(['.state', 'mouse cortex.panelwright']);
  });

  it('is remembered, newest first, until it is forgotten', async () => {
    const lab = laboratory();
    const path = (name: string) => join(lab.folder, `${name}.panelwright`);
    for (const name of ['a', 'b']) await lab.call('project.create', { path: path(name) });
    await lab.call('project.open', { path: path('a') });
    const names = async () => (await lab.call('app.info', {})).recent.map((project) => project.name);
    expect(await names()).toEqual(['a', 'b']);
    await lab.call('project.forget', { path: path('a') });
    expect(await names()).toEqual(['b']);
  });

  it('stays open when another one cannot be opened', async () => {
    const lab = laboratory();
    const info = await lab.call('project.create', { path: join(lab.folder, 'mine') });
    writeFileSync(join(lab.folder, 'notes.txt'), 'not a project');
    await expect(lab.call('project.open', { path: join(lab.folder, 'notes.txt') })).rejects.toThrow(
      'is not a Panelwright project',
    );
    expect((await lab.call('app.info', {})).project).toEqual(info);
  });

  it('gives way to the one that is opened at the same time, and is at rest then', async () => {
    const lab = laboratory();
    const path = (name: string) => join(lab.folder, `${name}.panelwright`);
    await Promise.all(['a', 'b'].map((name) => lab.call('project.create', { path: path(name) })));
    expect((await lab.call('app.info', {})).project).toMatchObject({ name: 'b' });
    openStore(path('a')).close();
    expect(readdirSync(lab.folder).filter((name) => name.startsWith('a'))).toEqual(['a.panelwright']);
  });

  it('is opened again while it is being closed, and by two at once', async () => {
    const lab = laboratory();
    const { path } = await lab.call('project.create', { path: join(lab.folder, 'mine') });
    const closing = lab.call('project.close', {});
    const opened = await Promise.all([1, 2].map(() => lab.call('project.open', { path })));
    await closing;
    expect(opened.map((info) => info.name)).toEqual(['mine', 'mine']);
    expect((await lab.call('app.info', {})).project).toMatchObject({ name: 'mine' });
  });

  it('opened twice stays as it is', async () => {
    const lab = laboratory();
    await projectWithData(lab);
    await lab.call('project.open', { path: join(lab.folder, 'study.panelwright') });
    expect(await lab.call('datasets.list', {})).toHaveLength(1);
  });

  it('is refused in words where no file can be called so', async () => {
    const lab = laboratory();
    const open = (path: string) => lab.call('project.open', { path });
    await expect(open('a\0b')).rejects.toMatchObject({ code: 'invalid' });
    await expect(open('x'.repeat(3000))).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('must be open for everything that is in it', async () => {
    const lab = laboratory();
    await expect(lab.call('datasets.list', {})).rejects.toMatchObject({
      code: 'conflict',
      message: 'No project is open.',
    });
  });
});

describe('the example', () => {
  it('is made once, with real data and two tasks', async () => {
    const lab = laboratory();
    const [info] = await Promise.all([lab.call('project.example', {}), lab.call('project.example', {})]);
    expect(info.name).toBe('Example');
    const [dataset, ...none] = await lab.call('datasets.list', {});
    expect(none).toEqual([]);
    expect(dataset).toMatchObject({
      name: 'pbmc3k',
      cells: 2638,
      genes: 32738,
      matrix: { kind: 'counts', nonZeros: 2242529 },
    });
    const tasks = await lab.call('tasks.list', { minClass: 10 });
    expect(tasks.map((task) => [task.name, task.labelledCells])).toEqual([
      ['cell_type', 2638],
      ['cell_type_partial', 1847],
    ]);
    expect(lab.events.some((event) => event.name === 'import.progress')).toBe(true);

    await lab.call('project.close', {});
    await lab.call('project.example', {});
    expect(await lab.call('datasets.list', {})).toHaveLength(1);
  });
});

describe('a call from outside', () => {
  it('is refused by name when the contract lacks it', async () => {
    const lab = laboratory();
    for (const name of ['project.format', 'toString', '__proto__']) {
      await expect(lab.call(name as 'app.info', {})).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('is refused with the field that is wrong', async () => {
    const lab = laboratory();
    await expect(lab.call('tasks.list', { minClass: 'ten' as unknown as number })).rejects.toThrow(
      /^tasks.list .*minClass/,
    );
  });
});

describe('files', () => {
  it('are listed for a window without dialogs, folders first, hidden ones left out', async () => {
    const lab = laboratory();
    writeData(join(lab.folder, 'data'), 'blood');
    writeFileSync(join(lab.folder, '.hidden'), '');
    writeFileSync(join(lab.folder, 'a.csv'), 'x');
    const listing = await lab.call('files.list', {});
    expect(listing.entries.map((entry) => [entry.kind, entry.name])).toEqual([
      ['folder', 'data'],
      ['file', 'a.csv'],
    ]);
  });

  it('are listed though a link among them leads to itself', async () => {
    const lab = laboratory();
    writeData(lab.folder, 'blood');
    symlinkSync('round', join(lab.folder, 'round'));
    const listing = await lab.call('files.list', {});
    expect(listing.entries.map((entry) => entry.name)).toEqual(['blood-labels.csv', 'blood.csv']);
  });

  it('outside the folder that the host allows are not there', async () => {
    const outside = laboratory().folder;
    const { data } = writeData(outside, 'secret');
    const inside = laboratory();
    const lab = laboratory({ folder: inside.folder, filesRoots: [inside.folder] });
    symlinkSync(outside, join(inside.folder, 'way-out'));
    const listing = await lab.call('files.list', {});
    expect(listing.parent).toBeNull();
    expect(listing.entries.map((entry) => entry.name)).not.toContain('way-out');
    for (const call of [
      lab.call('files.list', { folder: outside }),
      lab.call('files.list', { folder: '..' }),
      lab.call('files.list', { folder: join(inside.folder, 'way-out') }),
      lab.call('datasets.inspect', { path: join(inside.folder, 'way-out', 'secret.csv') }),
      lab.call('datasets.inspect', { path: data }),
      lab.call('project.create', { path: join(outside, 'x.panelwright') }),
    ]) {
      await expect(call).rejects.toThrow('lies outside the folder');
    }
    expect(existsSync(join(outside, 'x.panelwright'))).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('a project whose file is deleted while it is open', () => {
  it('says so at the next change, and is saved elsewhere when it is closed', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    rmSync(join(lab.folder, 'study.panelwright'));
    await expect(lab.call('datasets.rename', { id: datasetId, name: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining('was moved, renamed, deleted or replaced'),
    });
    const told = lab.next('notice');
    await lab.call('project.close', {});
    const path = join(lab.folder, 'study (saved).panelwright');
    expect((await told).text).toContain(`saved as ${path}`);
    await lab.call('project.open', { path });
    expect(await lab.call('datasets.list', {})).toMatchObject([{ name: 'blood' }]);
  });

  it('goes on as another file where the user says so', async () => {
    const lab = laboratory();
    const { datasetId } = await projectWithData(lab);
    rmSync(join(lab.folder, 'study.panelwright'));
    const path = join(lab.folder, 'elsewhere.panelwright');
    expect(await lab.call('project.saveCopy', { path })).toMatchObject({ path, name: 'elsewhere' });
    await lab.call('datasets.rename', { id: datasetId, name: 'renamed' });
    await lab.call('project.close', {});
    expect(readdirSync(lab.folder).filter((name) => name.includes('.panelwright'))).toEqual(['elsewhere.panelwright']);
  });
});

it('what was removed in one project is there when it is opened again after another', async () => {
  const lab = laboratory();
  const { datasetId } = await projectWithData(lab);
  await lab.call('datasets.remove', { id: datasetId });
  await lab.call('project.create', { path: join(lab.folder, 'other.panelwright') });
  await expect(lab.call('datasets.restore', { id: datasetId })).rejects.toMatchObject({ code: 'not-found' });
  await lab.call('project.open', { path: join(lab.folder, 'study.panelwright') });
  expect(await lab.call('bin.list', {})).toMatchObject([{ kind: 'dataset', id: datasetId, name: 'blood' }]);
  await lab.call('datasets.restore', { id: datasetId });
  expect(await lab.call('bin.list', {})).toEqual([]);
  await lab.call('datasets.remove', { id: datasetId });
  await lab.call('bin.empty', {});
  await expect(lab.call('datasets.restore', { id: datasetId })).rejects.toMatchObject({ code: 'not-found' });
});
