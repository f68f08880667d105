/** The application for a browser on this machine: the built window, its calls, its events, and files dropped on it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, toErrorData } from '../../../src-shared/errors.ts';
import { securityHeaders } from '../page.ts';
import type { EventStreams } from './events.ts';
import { createUploads, declaredBytes, drain, sendAsset } from './files.ts';
import { createGate } from './token.ts';

/** a call may name every test cell of a large data set; nothing needs more */
const callLimit = 64 * 2 ** 20;
/** nobody has shown yet that they may ask anything */
const tokenLimit = 1024;

export interface HttpHostOptions {
  /** the built window */
  renderer: string;
  /** where dropped files go; the caller removes it */
  uploads: string;
  /** 0 for any free one */
  port: number;
  invoke(name: string, input: unknown): Promise<unknown>;
  events: EventStreams;
  /** told about defects, not about what a user can mend */
  onDefect(error: unknown): void;
}

export interface HttpHost {
  /** what to open in the browser; holds this launch's token */
  address: string;
  port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 and nowhere else. Throws AppError when the port is taken. */
export async function startHttpHost(options: HttpHostOptions): Promise<HttpHost> {
  const { invoke, events, renderer, onDefect } = options;
  const gate = createGate();
  const uploads = createUploads(options.uploads);

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    answer(request, response).catch((error: unknown) => {
      // who has gone (a closed tab) cut off what was being read, and hears no answer
      const isOver = response.headersSent || request.socket.destroyed;
      if (!isOver && !(error instanceof AppError)) onDefect(error);
      if (isOver) response.destroy();
      else sendJson(response, 200, { error: toErrorData(error) });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = gate.refuse(request);
    if (refusal) return sendPlain(response, 403, refusal);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const reads = request.method === 'GET' || request.method === 'HEAD';

    if (!url.pathname.startsWith('/api/')) {
      // the window itself is the same for everybody, and shows nothing without the session
      if (!reads) return sendPlain(response, 405, 'Pages are read with GET.');
      if (!(await sendAsset(renderer, url.pathname, response))) sendPlain(response, 404, 'There is no such page.');
      return;
    }
    if (url.pathname === '/api/session' && request.method === 'POST') {
      const session = gate.exchange(launchToken(await readJson(request, tokenLimit)));
      return session === null ? sendPlain(response, 401, stranger) : sendJson(response, 200, { value: session });
    }
    if (!gate.knows(request)) return sendPlain(response, 401, stranger);

    if (url.pathname === '/api/events' && reads) return events.attach(request, response);
    if (url.pathname === '/api/upload' && request.method === 'POST') {
      const path = await uploads.receive(request, url.searchParams.get('name') ?? '');
      return sendJson(response, 200, { value: path });
    }
    if (request.method !== 'POST') return sendPlain(response, 405, 'Calls are made with POST.');
    // an expected failure is an answer like any other, so that only defects show up in the browser's console
    const value = await invoke(url.pathname.slice('/api/'.length), await readJson(request, callLimit));
    return sendJson(response, 200, { value: value ?? null });
  }

  // a dropped file may take longer than Node's five minutes for a whole request; slow headers are still cut off
  server.requestTimeout = 0;
  const port = await listen(server, options.port);
  return {
    port,
    address: `http://127.0.0.1:${port}/?token=${gate.token}`,
    async close() {
      events.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new AppError(
        'conflict',
        `Port ${port} is taken by another program.`,
        'Leave --port out to use any free one, or name another.',
      );
    }
    if (code === 'EACCES') {
      throw new AppError('conflict', `Port ${port} is not open to ordinary users.`, 'Name one above 1023.');
    }
    throw error;
  }
  return (server.address() as AddressInfo).port;
}

async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    await drain(request);
    throw new AppError('invalid', 'The argument of a call must be JSON.');
  }
  if (!(declaredBytes(request) <= limit)) {
    await drain(request);
    throw new AppError('invalid', `The argument of a call is longer than ${limit} bytes, or does not say its length.`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new AppError('invalid', 'The argument of a call is not JSON.');
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function sendPlain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

/** What one without the session hears, also one whose address was used before. */
const stranger =
  'Open Panelwright by the address that was printed in the terminal when it was started. It opens once; for another browser, start Panelwright again.';

function launchToken(body: unknown): string {
  return typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string'
    ? body.token
    : '';
}
