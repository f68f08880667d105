/** What a damaged project holds besides the damage is there in the new one. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src-main/store/open.ts';
import { rescueProject } from '../../src-main/store/rescue.ts';
import { everythingOf, fullProject } from '../torture/everything.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function rescued(sql: string | null) {
  const path = await fullProject();
  if (sql !== null) {
    const db = new Database(path);
    db.exec(sql);
    db.close();
    expect(() => openStore(path)).toThrow('is damaged');
  }
  const to = join(temporaryFolder(), 'new.panelwright');
  const lost = rescueProject(path, to, '0.1.0');
  const store = openStore(to);
  const names = {
    runs: store.runs.list().map(({ name }) => name),
    datasets: store.datasets.list().map(({ name }) => name),
    tasks: store.tasks.list().map(({ name }) => name),
  };
  const everything = everythingOf(store) as Record<string, unknown>;
  store.close();
  return { path, lost, names, everything };
}

describe('a rescued project', () => {
  it('has everything of one that is whole', async () => {
    const { path, lost, everything } = await rescued(null);
    const store = openStore(path);
    expect({ ...everything, info: null }).toEqual({ ...(everythingOf(store) as object), info: null });
    store.close();
    expect(lost).toBeNull();
  });

  it('has no run whose scores cannot be trusted, and all others', async () => {
    const { lost, names } = await rescued(`update results set result = replace(result, '0.8', '0.9') where run_id = 1`);
    expect(lost).toBe('scores of the run “finished”');
    expect(names).toEqual({ runs: ['second'], datasets: ['blood', 'spleen'], tasks: ['type'] });
  });

  it('keeps a run that lost only its curves, and runs of a data set that lost its cells', async () => {
    const curves = await rescued(`update history set k = 7`);
    expect(curves.names.runs).toEqual(['second', 'finished'].toReversed());
    const cells = await rescued(`delete from matrix_chunks where dataset_id = 1`);
    expect(cells.lost).toBe('counts of the data set “blood”');
    expect(cells.names).toEqual({ runs: ['finished', 'second'], datasets: ['spleen'], tasks: ['type'] });
  });
});
