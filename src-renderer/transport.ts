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

/** how long until a stream that ended or was refused is opened again */
const AGAIN_MS = 1000;

export function overHttp(): Transport {
  const session = openSession();
  const listeners = new Map<EventName, Set<Listener>>();
  const tell = (event: EventName, payload: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  const watchers = new Set<(lost: ErrorData | null) => void>();
  const say = (lost: ErrorData | null) => {
    for (const watcher of watchers) watcher(lost);
  };
  const post = async (url: string, body: BodyInit, headers: Record<string, string>): Promise<unknown> => {
    await session;
    return send(url, body, { ...headers, ...authorization() });
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
    const opened = () => {
      // what was told while it was down has to be asked for
      if (down) say(null);
      down = said = false;
      resolve();
    };
    const follow = async () => {
      await session;
      try {
        for await (const text of linesOf('/api/events')) {
          if (text === null) opened();
          else {
            const { event, payload } = JSON.parse(text) as { event: EventName; payload: unknown };
            tell(event, payload);
          }
        }
      } catch {
        // refused, broken off, or nobody there: sayWhy finds out which
      }
      down = true;
      setTimeout(() => void follow(), AGAIN_MS);
      if (!said) void sayWhy();
      resolve();
    };
    void follow();
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

/** Where this origin keeps its session: no other origin reads it, other ports of this machine included. */
const SESSION = 'panelwright.session';

const authorization = (): Record<string, string> => ({
  Authorization: `Bearer ${localStorage.getItem(SESSION) ?? ''}`,
});

/** Takes the launch token out of the address and exchanges it for the session; without one, the session stays. */
async function openSession(): Promise<void> {
  const token = new URLSearchParams(location.search).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.hash);
  try {
    const headers = { 'Content-Type': 'application/json' };
    localStorage.setItem(SESSION, (await send('/api/session', JSON.stringify({ token }), headers)) as string);
  } catch {
    // used before: whoever has the session goes on, and who has not is told so by what is asked next
  }
}

/** Lines of a stream for as long as it lasts; null for an empty one. @throws where it is refused or breaks off */
async function* linesOf(url: string): AsyncGenerator<string | null> {
  const response = await fetch(url, { headers: authorization() });
  if (!response.ok || !response.body) throw new Error(await response.text());
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop()!;
    for (const text of lines) yield text || null;
  }
}

/** Posts to the engine; rejects with AppError, also when it cannot be reached. */
async function send(url: string, body: BodyInit, headers: Record<string, string>): Promise<unknown> {
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
