import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transport } from '../../src-shared/client.ts';
import { AppError } from '../../src-shared/errors.ts';
import { overHttp, throughPreload } from '../../src-renderer/transport.ts';

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();

/** A stream of events that the server opened. */
class StandInStream {
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  readonly response = new Response(
    new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#controller = controller),
    }),
  );
  tell(line: string): void {
    this.#controller.enqueue(new TextEncoder().encode(line));
  }
  end(): void {
    this.#controller.close();
  }
}

/** What answers when the stream of events is asked for, and those that were opened. */
let openStream: () => Promise<Response>;
let streams: StandInStream[];
let kept: Map<string, string>;

function address(search: string): void {
  const pathname = '/';
  const hash = '#/runs/7';
  vi.stubGlobal('location', { search, pathname, hash });
}

beforeEach(() => {
  streams = [];
  openStream = async () => {
    const stream = new StandInStream();
    streams.push(stream);
    return stream.response;
  };
  kept = new Map([['panelwright.session', 'secret']]);
  fetched.mockReset();
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    url === '/api/events' ? openStream() : fetched(url, init),
  );
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  vi.stubGlobal('history', { replaceState: vi.fn() });
  address('');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const json = (body: unknown) => new Response(JSON.stringify(body));

describe('over HTTP', () => {
  it('a call is a POST of JSON', async () => {
    fetched.mockResolvedValueOnce(json({ value: [1] }));
    expect(await overHttp().invoke('runs.list', {})).toEqual([1]);
    expect(fetched).toHaveBeenCalledWith('/api/runs.list', {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer secret' },
    });
  });

  it('an error comes back as the AppError that it was', async () => {
    const error = { code: 'conflict', message: 'No project is open.', remedy: 'Open one.' };
    fetched.mockResolvedValueOnce(json({ error }));
    const failure = await overHttp()
      .invoke('runs.list', {})
      .catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject(error);
  });

  it('a server that is gone is told in words', async () => {
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(overHttp().invoke('runs.list', {})).rejects.toMatchObject({
      message: 'Panelwright itself has ended, or cannot be reached any more.',
      remedy: expect.stringContaining('Start it again') as string,
    });
  });

  it('a server that does not know the window says why', async () => {
    fetched.mockResolvedValueOnce(new Response('Open Panelwright by the address.', { status: 401 }));
    await expect(overHttp().invoke('runs.list', {})).rejects.toMatchObject({
      message: 'Open Panelwright by the address.',
    });
  });

  it('questions that take long leave a connection for what is asked meanwhile', async () => {
    fetched.mockImplementation((url) =>
      url.includes('analysis') ? new Promise<Response>(() => {}) : Promise.resolve(json({ value: null })),
    );
    const transport = overHttp();
    for (let tab = 0; tab < 9; tab++) void transport.invoke('analysis.genes', { runId: tab });
    expect(await transport.invoke('runs.cancel', { id: 1 })).toBeNull();
    expect(fetched.mock.calls.filter(([url]) => url.includes('analysis')).length).toBeLessThan(4);
  });

  it('a dropped file is sent, and is where the server put it', async () => {
    fetched.mockResolvedValueOnce(json({ value: '/tmp/file-1/my cells.csv' }));
    const file = new File(['cell\n'], 'my cells.csv');
    expect(await overHttp().pathOf(file)).toBe('/tmp/file-1/my cells.csv');
    expect(fetched.mock.lastCall).toMatchObject(['/api/upload?name=my%20cells.csv', { body: file }]);
  });

  it('the launch token goes from the address, and is exchanged before anything is asked', async () => {
    address('?token=launch');
    fetched.mockImplementation(async (url) => json({ value: url === '/api/session' ? 'new' : [] }));
    expect(await overHttp().invoke('runs.list', {})).toEqual([]);
    expect(history.replaceState).toHaveBeenCalledWith(null, '', '/#/runs/7');
    expect(
      fetched.mock.calls.map(([url, init]) => [url, (init.headers as Record<string, string>).Authorization]),
    ).toEqual([
      ['/api/session', undefined],
      ['/api/runs.list', 'Bearer new'],
    ]);
    expect(kept.get('panelwright.session')).toBe('new');
  });

  it('an address that was used before leaves the session that there is', async () => {
    address('?token=used');
    fetched.mockImplementation(async (url) =>
      url === '/api/session' ? new Response('It opens once.', { status: 401 }) : json({ value: [] }),
    );
    expect(await overHttp().invoke('runs.list', {})).toEqual([]);
    expect(kept.get('panelwright.session')).toBe('secret');
  });

  it('all listeners share one stream, until they stop listening', async () => {
    const transport = overHttp();
    const [tasks, runs]: unknown[][] = [[], []];
    const stop = transport.subscribe('tasks.changed', (payload) => tasks.push(payload));
    transport.subscribe('runs.changed', (payload) => runs.push(payload));
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    const [stream] = streams;

    // lines come in pieces
    for (const piece of ['\n', '{"event":"tasks.ch', 'anged","payload":null}\n{"event"']) stream!.tell(piece);
    await vi.waitFor(() => expect(tasks).toEqual([null]));
    stop();
    stream!.tell(':"runs.changed","payload":{"id":7}}\n{"event":"tasks.changed","payload":null}\n');
    stream!.tell('{"event":"runs.changed","payload":{"id":8}}\n');
    await vi.waitFor(() => expect(runs).toEqual([{ id: 7 }, { id: 8 }]));
    expect(tasks).toEqual([null]);
    expect(streams).toHaveLength(1);
  });

  it('what is asked first is asked once the stream is open, so that no change between is missed', async () => {
    fetched.mockImplementation(async () => json({ value: [] }));
    const transport = overHttp();
    transport.subscribe('runs.changed', () => {});
    const asked = transport.invoke('runs.list', {});
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve));
    expect(fetched).not.toHaveBeenCalled();
    streams[0]!.tell('\n');
    expect(await asked).toEqual([]);
  });

  it('a stream that cannot be opened keeps no call back', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    openStream = () => Promise.reject(new TypeError('Failed to fetch'));
    const transport = overHttp();
    transport.subscribe('runs.changed', () => {});
    await expect(transport.invoke('runs.list', {})).rejects.toMatchObject({
      message: expect.stringContaining('has ended') as string,
    });
  });

  /** a stream that is open, and what the window is told of it from then on */
  async function watched() {
    vi.useFakeTimers();
    const transport = overHttp();
    const told: unknown[] = [];
    transport.subscribe('runs.changed', () => {});
    transport.watch!((lost) => told.push(lost?.message ?? null));
    await vi.advanceTimersByTimeAsync(0);
    const stream = streams[0]!;
    stream.tell('\n');
    await vi.advanceTimersByTimeAsync(0);
    return { stream, told };
  }

  it('a server that is gone is told of once, before anything is asked of it, and so is its return', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    const { stream, told } = await watched();
    const works = openStream;
    openStream = () => Promise.reject(new TypeError('Failed to fetch'));
    stream.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([expect.stringContaining('has ended')]);
    openStream = works;
    await vi.advanceTimersByTimeAsync(1000);
    streams[1]!.tell('\n');
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([expect.stringContaining('has ended'), null]);
  });

  it('a stream that only broke off is no server that is gone, but what was told meanwhile is asked for', async () => {
    fetched.mockImplementation(async () => json({ value: {} }));
    const { stream, told } = await watched();
    stream.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(fetched).toHaveBeenCalledOnce();
    streams[1]!.tell('\n');
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([null]);
  });

  it('a server that was started again and refuses the stream is tried again, with what another tab knows by then', async () => {
    const refused = async () => new Response('Open Panelwright by the address.', { status: 401 });
    fetched.mockImplementation(refused);
    const { stream, told } = await watched();
    const works = openStream;
    openStream = refused;
    stream.end();
    await vi.advanceTimersByTimeAsync(2000);
    expect(told).toEqual(['Open Panelwright by the address.']);
    openStream = works;
    await vi.advanceTimersByTimeAsync(1000);
    streams.at(-1)!.tell('\n');
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)).toBeNull();
  });
});

describe('through the preload script', () => {
  it('plain data is made an AppError again', async () => {
    const error = { code: 'not-found', message: 'There is no run 7.' };
    const preload = { invoke: () => Promise.reject(error), dialogs: null } as unknown as Transport;
    const failure = await throughPreload(preload)
      .invoke('runs.get', { id: 7 })
      .catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject(error);
  });
});
