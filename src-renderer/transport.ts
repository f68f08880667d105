/** How the window reaches the engine: through Electron's preload where there is one, else over HTTP. */
import type { EventName } from '../src-preload/contract.ts';
import type { Transport } from '../src-preload/client.ts';
import { AppError, fromErrorData, type ErrorData } from '../src-preload/errors.ts';

declare global {
  interface Window {
    /** put there by the preload script; its promises reject with `ErrorData`, since classes do not cross */
    readonly panelwright?: Transport;
  }
}

export function chooseTransport(): Transport {
  return window.panelwright ? throughPreload(window.panelwright) : overHttp();
}

export function throughPreload(preload: Transport): Transport {
  const revive = (error: unknown): never => {
    throw isErrorData(error) ? fromErrorData(error) : error;
  };
  const { dialogs } = preload;
  return {
    invoke: (name, input) => preload.invoke(name, input).catch(revive),
    subscribe: preload.subscribe,
    pathOf: preload.pathOf,
    save: (file) => preload.save(file).catch(revive),
    dialogs: dialogs && {
      openFiles: (options) => dialogs.openFiles(options).catch(revive),
      saveAs: (options) => dialogs.saveAs(options).catch(revive),
    },
  };
}

type Listener = (payload: unknown) => void;

export function overHttp(): Transport {
  const listeners = new Map<EventName, Set<Listener>>();
  const tell = (event: EventName, payload: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  /** where somebody listens: what is asked first is asked once the stream is open, or what changes between is missed */
  let listening: Promise<unknown> | null = null;
  const invoke = async (name: string, input: unknown) => {
    await listening;
    return post(`/api/${name}`, JSON.stringify(input ?? {}), { 'Content-Type': 'application/json' });
  };

  const listen = () => {
    if (listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    listening = promise;
    const stream = new EventSource('/api/events');
    let opened = false;
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      const { event, payload } = JSON.parse(data) as { event: EventName; payload: unknown };
      tell(event, payload);
    };
    stream.onopen = () => {
      // what happened while the connection was down was told to nobody: make the window look at everything again
      // if it goes down in that moment, it opens once more
      if (opened) catchUp().catch(() => {});
      opened = true;
      resolve();
    };
    // a server that is gone is told by the call
    stream.onerror = () => resolve();
  };
  async function catchUp(): Promise<void> {
    const { project } = (await invoke('app.info', {})) as { project: unknown };
    tell('project.changed', project);
    for (const event of ['datasets.changed', 'tasks.changed', 'runs.changed'] as const) tell(event, null);
  }

  return {
    invoke,
    subscribe(name, listener) {
      listen();
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => void own.delete(listener);
    },
    // a browser does not say where a file lies, so its bytes go to the engine
    pathOf: async (file) => (await post(`/api/upload?name=${encodeURIComponent(file.name)}`, file, {})) as string,
    async save({ name, mime, content, encoding }) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([encoding ? bytesOf(content) : content], { type: mime }));
      link.download = name;
      link.click();
      // the download has its own hold on the data by then
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      return true;
    },
    dialogs: null,
  };
}

/** Posts to the engine; rejects with AppError, also when it cannot be reached. */
async function post(url: string, body: BodyInit, headers: Record<string, string>): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', body, headers });
  } catch (cause) {
    throw new AppError(
      'internal',
      'The connection to Panelwright was lost.',
      'See in the terminal where it was started whether it still runs; start it again and open the address it prints.',
      { cause },
    );
  }
  if (!response.ok) {
    throw new AppError('internal', await response.text(), 'Start Panelwright again and open the address it prints.');
  }
  const answer = (await response.json()) as { value: unknown } | { error: ErrorData };
  if ('error' in answer) throw fromErrorData(answer.error);
  return answer.value;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

function isErrorData(error: unknown): error is ErrorData {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
