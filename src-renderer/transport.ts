/** How the window reaches the engine: through Electron's preload where there is one, else over HTTP. */
import { line } from './line.ts';
import type { EventName } from '../src-shared/contract.ts';
import type { Transport } from '../src-shared/client.ts';
import { AppError, fromErrorData, toErrorData, type ErrorData } from '../src-shared/errors.ts';

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
    watch: null,
    pathOf: preload.pathOf,
    save: (file) => preload.save(file).catch(revive),
    dialogs: dialogs && {
      openFiles: (options) => dialogs.openFiles(options).catch(revive),
      saveAs: (options) => dialogs.saveAs(options).catch(revive),
    },
  };
}

type Listener = (payload: unknown) => void;

/**
 * How many questions about a panel are under way at once. Each may take a minute, and a browser opens six connections to
 * a server, over all its windows: with more of them even a run could not be cancelled meanwhile.
 */
const QUESTIONS = 2;

/** how long until a stream that was refused is tried again */
const AGAIN_MS = 2000;

export function overHttp(): Transport {
  const listeners = new Map<EventName, Set<Listener>>();
  const tell = (event: EventName, payload: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  const watchers = new Set<(lost: ErrorData | null) => void>();
  const say = (lost: ErrorData | null) => {
    for (const watcher of watchers) watcher(lost);
  };
  /** where somebody listens: what is asked first is asked once the stream is open, or what changes between is missed */
  let listening: Promise<unknown> | null = null;
  const ask = (name: string, input: unknown) =>
    post(`/api/${name}`, JSON.stringify(input ?? {}), { 'Content-Type': 'application/json' });
  const inLine = line(QUESTIONS);
  const invoke = async (name: string, input: unknown) => {
    await listening;
    return name.startsWith('analysis.') ? inLine(() => ask(name, input)) : ask(name, input);
  };

  /** whether the stream is down, and whether it was said why */
  let down = false;
  let said = false;
  const listen = () => {
    if (listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    listening = promise;
    const open = () => {
      const stream = new EventSource('/api/events');
      stream.onmessage = ({ data }: MessageEvent<string>) => {
        const { event, payload } = JSON.parse(data) as { event: EventName; payload: unknown };
        tell(event, payload);
      };
      stream.onopen = () => {
        // what was told while it was down has to be asked for
        if (down) say(null);
        down = said = false;
        resolve();
      };
      stream.onerror = () => {
        // one that is refused, as a stranger to a server that was started anew, is not opened again by the browser
        if (stream.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
        down = true;
        if (!said) void sayWhy();
        resolve();
      };
    };
    open();
  };
  async function sayWhy(): Promise<void> {
    // a server that ended no more than the stream answers, and there is nothing to say
    await ask('app.info', {}).catch((error) => {
      if (!down || said) return;
      said = true;
      say(toErrorData(error));
    });
  }

  return {
    invoke,
    subscribe(name, listener) {
      listen();
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => void own.delete(listener);
    },
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
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
      'Panelwright itself has ended, or cannot be reached any more.',
      'What is shown stays, but nothing can be computed or changed. Start it again in the terminal and open the address that it prints; this window then goes on where it was.',
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
