import { beforeEach, describe, expect, it, vi } from 'vitest';
import { channels } from '../../../src-shared/channels.ts';
import type { Transport } from '../../../src-shared/client.ts';
import * as electron from './stand-in.ts';

vi.mock('electron', () => import('./stand-in.ts'));
await import('../../../src-preload/index.ts');

const transport = electron.exposed['panelwright'] as Transport;

beforeEach(() => vi.clearAllMocks());

describe('the preload script', () => {
  it('gives the window a transport and nothing else', () => {
    expect(Object.keys(electron.exposed)).toEqual(['panelwright']);
    expect(Object.keys(transport).sort()).toEqual(['dialogs', 'invoke', 'pathOf', 'save', 'subscribe', 'watch']);
    expect(Object.keys(transport.dialogs!).sort()).toEqual(['openFiles', 'saveAs']);
  });

  it('passes the calls of the contract', async () => {
    electron.ipcRenderer.invoke.mockResolvedValueOnce({ value: [1] });
    expect(await transport.invoke('runs.list', {})).toEqual([1]);
    expect(electron.ipcRenderer.invoke).toHaveBeenCalledWith(channels.call, 'runs.list', {});
  });

  it.each(['shell.openExternal', 'constructor', '__proto__', 'toString', ''])('does not pass “%s”', async (name) => {
    await expect(transport.invoke(name as never, {})).rejects.toMatchObject({ code: 'invalid' });
    expect(() => transport.subscribe(name as never, () => {})).toThrow();
    expect(electron.ipcRenderer.invoke).not.toHaveBeenCalled();
  });

  it('rejects with plain data, which survives the bridge', async () => {
    const error = { code: 'conflict', message: 'No project is open.' };
    electron.ipcRenderer.invoke.mockResolvedValueOnce({ error });
    await expect(transport.invoke('runs.list', {})).rejects.toBe(error);
  });

  it('tells a listener the payload only, until it stops listening', () => {
    const heard: unknown[][] = [];
    const stop = transport.subscribe('tasks.changed', (...told) => heard.push(told));
    electron.ipcRenderer.emit(channels.event, { sender: 'secret' }, 'tasks.changed', null);
    electron.ipcRenderer.emit(channels.event, { sender: 'secret' }, 'datasets.changed', null);
    stop();
    electron.ipcRenderer.emit(channels.event, { sender: 'secret' }, 'tasks.changed', null);
    expect(heard).toEqual([[null]]);
  });

  it('knows where a dropped file lies', async () => {
    expect(await transport.pathOf(new File(['x'], 'cells.h5ad'))).toBe('/dropped/cells.h5ad');
  });
});
