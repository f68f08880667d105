/**
 * Electron's transport: the only thing that the window can reach. Names outside the contract do not pass, and what
 * rejects rejects with `ErrorData`, since a class does not survive the bridge.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { channels } from '../src-shared/channels.ts';
import type { Transport } from '../src-shared/client.ts';
import { calls, eventNames } from '../src-shared/contract.ts';
import type { ErrorData } from '../src-shared/errors.ts';

async function ask<T>(channel: string, ...input: unknown[]): Promise<T> {
  const answer = (await ipcRenderer.invoke(channel, ...input)) as { value: T } | { error: ErrorData };
  if ('error' in answer) throw answer.error;
  return answer.value;
}

const transport: Transport = {
  async invoke(name, input) {
    if (!Object.hasOwn(calls, name)) throw unknown(`There is no call “${name}”.`);
    return ask(channels.call, name, input);
  },
  subscribe(name, listener) {
    if (!eventNames.includes(name)) throw unknown(`There is no event “${name}”.`);
    // the listener is told the payload only: Electron's event holds the way to every channel
    const pass = (_event: IpcRendererEvent, event: string, payload: unknown) => {
      if (event === name) listener(payload);
    };
    ipcRenderer.on(channels.event, pass);
    return () => void ipcRenderer.off(channels.event, pass);
  },
  watch: null,
  async pathOf(file) {
    // '' for a file that a script made up: only the system gives files paths
    const path = webUtils.getPathForFile(file);
    if (path) await ask(channels.dropped, path);
    return path;
  },
  save: (file) => ask(channels.save, file),
  dialogs: {
    openFiles: (options) => ask(channels.openFiles, options),
    saveAs: (options) => ask(channels.saveAs, options),
  },
};

const unknown = (message: string): ErrorData => ({ code: 'invalid', message });

contextBridge.exposeInMainWorld('panelwright', transport);
