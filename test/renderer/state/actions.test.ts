import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shortcutOf, shortcuts } from '../../../src-renderer/components/shell/shortcuts.ts';
import { perform } from '../../../src-renderer/state/actions.ts';
import { App } from '../../../src-renderer/state/app.svelte.ts';
import { everything } from '../../../src-renderer/state/finder.ts';
import { actionList, actions } from '../../../src-shared/actions.ts';
import { fakeEngine, project } from './fake-engine.ts';
import { stubWindow } from './window.ts';

beforeEach(() => {
  stubWindow();
  vi.stubGlobal('document', { ...globalThis.document, activeElement: null });
});

async function opened() {
  const engine = fakeEngine();
  const app = new App(engine.transport);
  app.start(() => undefined);
  await vi.waitFor(() => expect(app.ready).toBe(true));
  return { engine, app };
}

/** Pages and actions in the palette, by name. */
const offered = (app: App): string[] =>
  everything(app)
    .filter(({ kind }) => kind === 'Page' || kind === 'Action')
    .map(({ name }) => name);

/** The press that the printed keys ask for, and the letter before it. */
function press(keys: string) {
  const parts = keys.split(' ');
  const key = parts.at(-1)!;
  const [ctrlKey, shiftKey] = [parts.includes('Ctrl'), parts.includes('Shift')];
  const event = { key, ctrlKey, shiftKey, metaKey: false, altKey: false, timeStamp: 1000 };
  return { event, earlier: parts.length === 2 && !ctrlKey ? { key: parts[0], at: 900 } : null };
}

describe('the table of actions', () => {
  const withKeys = actionList.filter(({ keys }) => keys !== undefined);

  it('has a label and keys of its own for each', () => {
    const labels = actionList.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    const keys = withKeys.map((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(10);
  });

  it.each(withKeys)('$id is done by $keys, which the help sheet lists', ({ id, keys, label, desktopKeys }) => {
    const { event, earlier } = press(keys!);
    expect(shortcutOf(event, false, earlier)).toBe(id);
    expect(shortcuts(true)).toContainEqual(expect.objectContaining({ keys, does: label }));
    expect(shortcuts(false).some(({ does }) => does === label)).toBe(!desktopKeys);
  });

  it('is in the palette whole, except for the palette itself', async () => {
    const { app } = await opened();
    const found = offered(app);
    expect(found.toSorted()).toEqual(
      actionList.flatMap(({ id, label }) => (id === 'palette' ? [] : [label])).toSorted(),
    );
  });

  it('offers, without a project, only what needs none', async () => {
    const { engine, app } = await opened();
    await perform(app, 'closeProject');
    expect(app.project.current).toBeNull();
    const found = offered(app);
    for (const { id, label, needs } of actionList.filter(({ id }) => id !== 'palette'))
      expect([id, found.includes(label)]).toEqual([id, needs === 'nothing']);
    engine.asked.length = 0;
    await perform(app, 'saveCopy');
    expect(engine.asked).toEqual([]);
    expect(app.files.request).toBeNull();
  });
});

describe('saving a copy', () => {
  it('goes on with the other file, and with the design that was set up', async () => {
    const { engine, app } = await opened();
    app.draft.change({ k: 77 });
    engine.answer('project.saveCopy', ({ path }) => {
      const copy = { ...project, path, name: 'Copy' };
      engine.answer('app.info', () => ({ ...app.project.info!, project: copy }));
      return copy;
    });
    const saved = perform(app, 'saveCopy');
    await vi.waitFor(() => expect(app.files.request?.mode).toBe('save'));
    app.files.request!.answer(['/home/ada/Copy.panelwright']);
    await saved;
    expect(app.project.current?.path).toBe('/home/ada/Copy.panelwright');
    expect(app.draft.values?.k).toBe(77);
  });

  it('says what fails, and stays where it was', async () => {
    const { engine, app } = await opened();
    engine.answer('project.saveCopy', () => {
      throw new Error('The disk is full.');
    });
    const saved = perform(app, 'saveCopy');
    await vi.waitFor(() => expect(app.files.request).not.toBeNull());
    app.files.request!.answer(['/home/ada/Copy.panelwright']);
    await saved;
    expect(app.project.current?.path).toBe(project.path);
    expect(app.notices.list.at(-1)?.tone).toBe('problem');
  });
});

describe('undo', () => {
  it('takes back the last change of the project, and says where there is none', async () => {
    const { app } = await opened();
    const back = vi.fn();
    app.notices.did(back);
    await perform(app, 'undo');
    expect(back).toHaveBeenCalledOnce();
    await perform(app, 'undo');
    expect(app.notices.list.at(-1)?.text).toBe('There is nothing to undo.');
  });

  it('leaves what is being typed to its field', () => {
    const { event } = press(actions.undo.keys);
    expect(shortcutOf(event, true, null)).toBeNull();
    expect(shortcutOf({ ...event, shiftKey: true }, false, null)).toBeNull();
  });
});
