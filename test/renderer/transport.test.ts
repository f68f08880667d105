import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transport } from '../../src-shared/client.ts';
import { AppError } from '../../src-shared/errors.ts';
import { overHttp, throughPreload } from '../../src-renderer/transport.ts';

class StandInEventSource {
  static CLOSED = 2;
  static made: StandInEventSource[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly url: string;
  readyState = 0;
  constructor(url: string) {
    this.url = url;
    StandInEventSource.made.push(this);
  }
}

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  StandInEventSource.made = [];
  fetched.mockReset();
  vi.stubGlobal('EventSource', StandInEventSource);
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => vi.unstubAllGlobals());

const json = (body: unknown) => new Response(JSON.stringify(body));

describe('over HTTP', () => {
  it('a call is a POST of JSON', async () => {
    fetched.mockResolvedValueOnce(json({ value: [1] }));
    expect(await overHttp().invoke('runs.list', {})).toEqual([1]);
    expect(fetched).toHaveBeenCalledWith('/api/runs.list', {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
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

  it('all listeners share one stream, until they stop listening', () => {
    const transport = overHttp();
    const [tasks, runs]: unknown[][] = [[], []];
    const stop = transport.subscribe('tasks.changed', (payload) => tasks.push(payload));
    transport.subscribe('runs.changed', (payload) => runs.push(payload));
    const [stream] = StandInEventSource.made;
    expect(StandInEventSource.made).toHaveLength(1);

    stream!.onmessage!({ data: '{"event":"tasks.changed","payload":null}' });
    stop();
    stream!.onmessage!({ data: '{"event":"tasks.changed","payload":null}' });
    stream!.onmessage!({ data: '{"event":"runs.changed","payload":{"id":7}}' });
    expect({ tasks, runs }).toEqual({ tasks: [null], runs: [{ id: 7 }] });
  });

  it('what is asked first is asked once the stream is open, so that no change between is missed', async () => {
    fetched.mockImplementation(async () => json({ value: [] }));
    const transport = overHttp();
    transport.subscribe('runs.changed', () => {});
    const asked = transport.invoke('runs.list', {});
    await Promise.resolve();
    expect(fetched).not.toHaveBeenCalled();
    StandInEventSource.made[0]!.onopen!();
    expect(await asked).toEqual([]);
  });

  it('a stream that cannot be opened keeps no call back', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    const transport = overHttp();
    transport.subscribe('runs.changed', () => {});
    const asked = transport.invoke('runs.list', {});
    StandInEventSource.made[0]!.onerror!();
    await expect(asked).rejects.toMatchObject({ message: expect.stringContaining('has ended') as string });
  });

  /** a stream that is open, and what the window is told of it from then on */
  function watched() {
    const transport = overHttp();
    const told: unknown[] = [];
    transport.subscribe('runs.changed', () => {});
    transport.watch!((lost) => told.push(lost?.message ?? null));
    const [stream] = StandInEventSource.made;
    stream!.onopen!();
    return { stream: stream!, told };
  }

  it('a server that is gone is told of once, before anything is asked of it, and so is its return', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    const { stream, told } = watched();
    stream.onerror!();
    await vi.waitFor(() => expect(told).toEqual([expect.stringContaining('has ended')]));
    stream.onerror!();
    stream.onopen!();
    await vi.waitFor(() => expect(told).toEqual([expect.stringContaining('has ended'), null]));
  });

  it('a stream that only broke off is no server that is gone, but what was told meanwhile is asked for', async () => {
    fetched.mockImplementation(async () => json({ value: {} }));
    const { stream, told } = watched();
    stream.onerror!();
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
    stream.onopen!();
    expect(told).toEqual([null]);
  });

  it('a server that was started anew and refuses the stream is tried again', async () => {
    vi.useFakeTimers();
    fetched.mockImplementation(async () => new Response('Open Panelwright by the address.', { status: 401 }));
    const { stream, told } = watched();
    stream.readyState = StandInEventSource.CLOSED;
    stream.onerror!();
    await vi.advanceTimersByTimeAsync(2000);
    vi.useRealTimers();
    expect(told).toEqual(['Open Panelwright by the address.']);
    const [, second] = StandInEventSource.made;
    second!.onopen!();
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
