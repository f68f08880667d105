import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { Progress, Run } from '../../../src-shared/model.ts';
import { run as sampleRun } from '../fixtures.ts';
import { App } from '../../../src-renderer/state/app.svelte.ts';
import { removeData, startDesign } from '../../../src-renderer/state/actions.ts';
import { fakeEngine } from './fake-engine.ts';
import { stubWindow } from './window.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function opened() {
  const engine = fakeEngine();
  const app = new App(engine.transport);
  app.start(() => undefined);
  await vi.waitFor(() => expect(app.ready).toBe(true));
  return { engine, app };
}

async function withData() {
  const { engine, app } = await opened();
  await app.datasets.inspect(['/data/pbmc3k.h5ad']);
  await app.datasets.add(app.datasets.incoming[0]);
  return { engine, app };
}

beforeEach(() => void stubWindow());

describe('an open project', () => {
  it('is read when the window starts', async () => {
    const { app } = await opened();
    expect(app.project.current?.name).toBe('Panel');
    expect([app.dataStep, app.tasksStep, app.panelStep]).toEqual(['todo', 'blocked', 'blocked']);
  });

  it('says so when the engine cannot be reached', async () => {
    const engine = fakeEngine();
    engine.answer('app.info', () => {
      throw new AppError('internal', 'Gone.');
    });
    const failed = vi.fn();
    new App(engine.transport).start(failed);
    await settle();
    expect(failed).toHaveBeenCalledOnce();
  });

  it('is read again when the event stream is back', async () => {
    const { engine } = await opened();
    engine.asked.length = 0;
    engine.lose(null);
    await vi.waitFor(() => {
      const asked = engine.asked.map(([name]) => name);
      for (const name of ['datasets.list', 'tasks.list', 'runs.list', 'runs.progress']) expect(asked).toContain(name);
      expect(asked).not.toContain('project.open');
    });
  });

  it('stays on the page while the engine is gone, and is opened in one that was started anew', async () => {
    const { engine, app } = await opened();
    const gone = { code: 'internal' as const, message: 'Gone.' };
    engine.lose(gone);
    expect(app.lost).toEqual(gone);
    expect(app.project.current?.name).toBe('Panel');

    await engine.client.call('project.close', {});
    engine.lose(null);
    // it is gone until the project is open in the new one: what is asked before is refused
    expect(app.lost).toEqual(gone);
    await vi.waitFor(() => expect(app.lost).toBeNull());
    expect(engine.asked).toContainEqual(['project.open', { path: '/home/ada/Panel.panelwright' }]);
    await vi.waitFor(() => expect(app.ready).toBe(true));
    expect(app.project.current?.name).toBe('Panel');
  });

  it('gives way to the first page where the new engine cannot open it', async () => {
    const { engine, app } = await opened();
    await engine.client.call('project.close', {});
    engine.answer('project.open', () => {
      throw new AppError('conflict', 'The project is open elsewhere.');
    });
    engine.lose(null);
    await vi.waitFor(() => expect(app.project.current).toBeNull());
    expect(app.notices.list.map(({ text }) => text)).toEqual(['The project is open elsewhere.']);
  });

  it('takes its draft with it when another is opened, whichever comes first: the reply or the event', async () => {
    for (const eventFirst of [true, false]) {
      const { engine, app } = await opened();
      app.draft.change({ k: 48 });
      const other = { ...app.project.current!, path: '/home/ada/Other.panelwright', name: 'Other' };
      const info = await engine.client.call('app.info', {});
      engine.answer('project.open', () => {
        engine.answer('app.info', () => ({ ...info, project: other }));
        if (eventFirst) engine.emit('project.changed', other);
        return other;
      });
      await app.project.open(other.path);
      if (!eventFirst) engine.emit('project.changed', other);
      await vi.waitFor(() => expect(app.draft.values?.k).toBe(32));
      app.draft.change({ k: 64 });
      const back = await opened();
      expect(back.app.draft.values?.k).toBe(48);
      stubWindow();
    }
  });

  it('leaves nothing behind when it is closed, and asks for nothing of it, whichever comes first: the reply or the event', async () => {
    for (const eventFirst of [true, false]) {
      const { engine, app } = await withData();
      const info = await engine.client.call('app.info', {});
      engine.answer('project.close', () => {
        // so slowly that the one question overtakes the other
        engine.answer('app.info', async () => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          return { ...info, project: null };
        });
        engine.answer('runs.list', () => {
          throw new AppError('conflict', 'No project is open.');
        });
        if (eventFirst) engine.emit('project.changed', null);
        return null;
      });
      await app.project.close();
      if (!eventFirst) engine.emit('project.changed', null);
      await settle();
      expect(app.project.current).toBeNull();
      expect(app.datasets.list).toEqual([]);
      expect(app.draft.values).toBeNull();
      expect(app.notices.list.filter(({ tone }) => tone === 'problem')).toEqual([]);
      stubWindow();
    }
  });
});

describe('files on their way', () => {
  it('are looked at first and imported as they were set up', async () => {
    const { engine, app } = await opened();
    await app.datasets.inspect(['/data/pbmc3k.h5ad']);
    const [file] = app.datasets.incoming;
    expect([file.stage, file.name, file.matrix]).toEqual(['ready', 'pbmc3k', 'layers/counts']);
    file.matrix = 'X';
    file.name = 'Blood';
    await app.datasets.add(file);
    expect(engine.asked).toContainEqual(['datasets.add', { path: '/data/pbmc3k.h5ad', matrix: 'X', name: 'Blood' }]);
    expect(app.datasets.incoming).toEqual([]);
    expect(app.datasets.list[0].matrix.kind).toBe('log');
    expect(app.dataStep).toBe('warning');
  });

  it('keep their failure where it happened', async () => {
    const { app } = await opened();
    await app.datasets.inspect(['/data/broken.h5ad']);
    const [file] = app.datasets.incoming;
    expect(file.stage).toBe('failed');
    expect(file.error?.remedy).toMatch(/Copy the file again/);
  });

  it('stay as they were set up when the import fails, and say nothing when it was cancelled', async () => {
    const { engine, app } = await opened();
    await app.datasets.inspect(['/data/pbmc3k.h5ad']);
    const [file] = app.datasets.incoming;
    file.name = 'Typed';
    for (const code of ['unreadable', 'cancelled'] as const) {
      engine.answer('datasets.add', () => {
        throw new AppError(code, 'No.');
      });
      expect(await app.datasets.add(file)).toBeNull();
      expect([file.stage, file.name, file.error?.message ?? null]).toEqual([
        'ready',
        'Typed',
        code === 'cancelled' ? null : 'No.',
      ]);
    }
  });
});

describe('removing', () => {
  it('can be undone', async () => {
    const { app } = await withData();
    await app.datasets.remove(app.datasets.list[0]);
    expect(app.datasets.list).toEqual([]);
    const notice = app.notices.list.at(-1)!;
    await app.notices.undo(notice);
    expect(app.datasets.list.map((data) => data.name)).toEqual(['pbmc3k']);
    expect(app.notices.list).not.toContain(notice);
  });

  it('says what was made of the data, and brings them back', async () => {
    const { app, engine } = await withData();
    const [data] = app.datasets.list;
    await app.tasks.add({
      name: 'cell_type',
      kind: 'categorical',
      sources: [{ datasetId: data.id, column: 'cell_type' }],
      unlabelled: [],
    });
    engine.emit('runs.changed', { id: 1, state: 'succeeded', config: { datasetIds: [data.id] } });
    await removeData(app, data);
    const notice = app.notices.list.at(-1)!;
    expect(notice.text).toBe(
      'Removed “pbmc3k”. 1 task uses it. 1 run made of it keeps its panel and scores, but can be examined no further without it.',
    );
    await app.notices.undo(notice);
    expect(app.datasets.list.map(({ name }) => name)).toEqual(['pbmc3k']);
  });
});

describe('the draft', () => {
  it('survives a reload, and belongs to its project', async () => {
    const first = await opened();
    first.app.draft.change({ k: 48, mustInclude: ['CD3D'] });
    const again = await opened();
    expect(again.app.draft.values).toMatchObject({ k: 48, mustInclude: ['CD3D'], seed: 0 });
  });

  it('keeps only the settings that differ from the defaults', async () => {
    const { app } = await opened();
    app.draft.set('steps', 500);
    expect(app.draft.values!.settings).toEqual({ steps: 500 });
    app.draft.set('steps', app.draft.defaults!.settings.steps);
    expect(app.draft.values!.settings).toEqual({});
  });

  it('as a variant of a run keeps its test cells, until what draws them is changed', async () => {
    const { app } = await opened();
    const run = sampleRun();
    app.draft.copy(run);
    expect(app.draft.values).toMatchObject({ k: run.config.k, testCellsOf: { runId: run.id, name: run.name } });
    app.draft.change({ k: 8 });
    expect(app.draft.values!.testCellsOf).toBeDefined();
    app.draft.change({ testFraction: 0.3 });
    expect(app.draft.values!.testCellsOf).toBeUndefined();
  });

  it('becomes a run, and the window goes there', async () => {
    const { engine, app } = await withData();
    expect(await startDesign(app)).toBe(false);
    const { id: datasetId } = app.datasets.list[0];
    await app.tasks.add({
      name: 'cell_type',
      kind: 'categorical',
      sources: [{ datasetId, column: 'cell_type' }],
      unlabelled: [],
    });
    engine.answer('runs.start', (request) => ({ id: 7, name: 'YOTO 32', state: 'queued', config: request }) as never);
    expect(await startDesign(app)).toBe(true);
    expect(app.route.place).toEqual({ page: 'run', id: 7 });
    expect(app.runs.queued.map((run) => run.id)).toEqual([7]);
    expect(app.panelStep).toBe('done');
  });
});

describe('runs', () => {
  const run = (id: number, state: Run['state']) => ({ id, state, name: `Run ${id}` }) as Run;
  const progress = (runId: number, step: number, secondsLeft: number | null) =>
    ({ runId, secondsLeft, fraction: 0.5, latest: { step } }) as Progress;

  it('keep what was told of them while an older list was on its way', async () => {
    const { engine, app } = await opened();
    const late = Promise.withResolvers<Run[]>();
    engine.answer('runs.list', () => late.promise);
    engine.emit('runs.changed', null);
    engine.emit('runs.changed', run(1, 'succeeded'));
    late.resolve([run(1, 'running'), run(2, 'queued')]);
    await vi.waitFor(() => expect(app.runs.list.map(({ id, state }) => [id, state])).toEqual([[2, 'queued'], [1, 'succeeded']])); // prettier-ignore
  });

  it('are those of the newest list, whichever comes last', async () => {
    const { engine, app } = await opened();
    const [older, newer] = [Promise.withResolvers<Run[]>(), Promise.withResolvers<Run[]>()];
    const lists = [older, newer];
    engine.answer('runs.list', () => lists.shift()!.promise);
    const loads = [app.runs.load(), app.runs.load()];
    newer.resolve([run(2, 'running')]);
    await loads[1];
    older.resolve([run(1, 'running'), run(2, 'running')]);
    await loads[0];
    expect(app.runs.list.map(({ id }) => id)).toEqual([2]);
  });

  it('keep what was told of them while a call about them was being answered', async () => {
    const { engine, app } = await opened();
    engine.emit('runs.changed', run(1, 'running'));
    const answer = Promise.withResolvers<Run>();
    engine.answer('runs.rename', () => answer.promise);
    const renamed = app.runs.rename(run(1, 'running'), 'Named');
    engine.emit('runs.changed', run(1, 'succeeded'));
    answer.resolve(run(1, 'running'));
    await renamed;
    expect(app.runs.find(1)?.state).toBe('succeeded');
  });

  it('follow the events, newest first', async () => {
    const { engine, app } = await opened();
    engine.emit('runs.changed', run(1, 'running'));
    engine.emit('runs.changed', run(2, 'queued'));
    expect(app.runs.list.map((one) => one.id)).toEqual([2, 1]);
    engine.emit('run.progress', progress(1, 20, 90));
    engine.emit('run.progress', progress(1, 740, 60));
    engine.emit('run.progress', progress(1, 740, 60));
    // another training of the run, side by side with the one before
    engine.emit('run.progress', progress(1, 40, 60));
    expect(app.runs.secondsLeft).toBe(60);
    expect(app.runs.live(1).map((point) => point.step)).toEqual([20, 740, 40]);
    engine.emit('runs.changed', run(1, 'succeeded'));
    expect(app.runs.progress).toEqual({});
    expect(app.runs.secondsLeft).toBeNull();
  });

  it('that are begun anew have nothing of the curve of before', async () => {
    const { engine, app } = await opened();
    engine.emit('runs.changed', run(1, 'running'));
    engine.emit('run.progress', progress(1, 500, 90));
    engine.emit('runs.changed', run(1, 'cancelled'));
    expect(app.runs.live(1).map(({ step }) => step)).toEqual([500]);
    engine.emit('runs.changed', run(1, 'queued'));
    expect(app.runs.live(1)).toEqual([]);
    engine.emit('runs.changed', run(1, 'running'));
    engine.emit('run.progress', progress(1, 20, 90));
    expect(app.runs.live(1).map(({ step }) => step)).toEqual([20]);
  });
});

describe('the check of a design', () => {
  it('asks once when the changes pause, and takes the last answer only', async () => {
    vi.useFakeTimers();
    try {
      const engine = fakeEngine();
      const app = new App(engine.transport);
      const request = { mustInclude: [] as string[] } as never;
      app.check.ask(request);
      app.check.ask({ mustInclude: ['CD3'] } as never);
      expect(app.check.asking).toBe(true);
      await vi.advanceTimersByTimeAsync(400);
      expect(engine.asked.filter(([name]) => name === 'runs.check')).toHaveLength(1);
      expect(app.check.problems).toBe(1);
      app.check.ask(null);
      expect(app.check.reply).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});
