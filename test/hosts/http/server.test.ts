import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventStreams, type EventStreams } from '../../../src-main/hosts/http/events.ts';
import { startHttpHost, type HttpHost } from '../../../src-main/hosts/http/server.ts';
import { AppError } from '../../../src-shared/errors.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

let folder: string;
let host: HttpHost;
let events: EventStreams;
let defects: unknown[];
let asked: [string, unknown][];

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'http-host-')));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  mkdirSync(join(folder, 'uploads'));
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>window</title>');
  writeFileSync(join(folder, 'renderer/assets/a.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), '"secret"');
  symlinkSync(join(folder, 'secret.json'), join(folder, 'renderer/link.json'));
  events = createEventStreams();
  defects = [];
  asked = [];
  session = null;
  host = await startHttpHost({
    renderer: join(folder, 'renderer'),
    uploads: join(folder, 'uploads'),
    port: 0,
    events,
    onDefect: (error) => defects.push(error),
    async invoke(name, input) {
      asked.push([name, input]);
      if (name === 'mendable') throw new AppError('not-found', 'There is no run 7.', 'Choose another.');
      if (name === 'defect') throw new TypeError('x is undefined');
      return name === 'nothing' ? undefined : { name, input };
    },
  });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** A request as bare as can be: fetch would not let a test say Host or Origin. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: host.port, path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

const token = () => new URL(host.address).searchParams.get('token') ?? '';

/** What the window does with the address: once a launch. */
function exchange(given: string, more: Record<string, string> = {}): Promise<Answer> {
  const body = JSON.stringify({ token: given });
  const headers = {
    Origin: `http://127.0.0.1:${host.port}`,
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    ...more,
  };
  return ask('/api/session', { method: 'POST', headers, body });
}

let session: Promise<Record<string, string>> | null;

const login = () =>
  (session ??= exchange(token()).then(({ body }) => ({
    Authorization: `Bearer ${(JSON.parse(body) as { value: string }).value}`,
  })));

async function call(name: string, body: string, more: Record<string, string> = {}): Promise<Answer> {
  const headers = {
    ...(await login()),
    Origin: `http://127.0.0.1:${host.port}`,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    ...more,
  };
  return ask(`/api/${name}`, { method: 'POST', headers, body });
}

describe('the launch token', () => {
  it('is exchanged for another secret, and for no cookie: every port of this machine would get it', async () => {
    const answer = await exchange(token());
    expect(answer.status).toBe(200);
    expect(answer.body).not.toContain(token());
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('is used once', async () => {
    await login();
    const again = await exchange(token());
    expect(again.status).toBe(401);
    expect(again.body).toContain('It opens once');
    expect((await call('app.info', '{}')).status).toBe(200);
  });

  it.each([
    ['a guess', () => exchange('guess')],
    ['nothing', () => exchange('')],
    ['another page', () => exchange(token(), { Origin: 'http://127.0.0.1:1' })],
    ['a form', () => exchange(token(), { 'Content-Type': 'text/plain' })],
    ['an address that is only looked at', () => ask(`/?token=${token()}`)],
  ])('%s does not use it up', async (_name, attempt) => {
    expect((await attempt()).body).not.toContain('value');
    expect((await exchange(token())).status).toBe(200);
  });

  it.each([
    ['/api/events', 'GET'],
    ['/api/app.info', 'POST'],
    ['/api/upload?name=a', 'POST'],
    ['/api/', 'POST'],
    ['/api/events?token=', 'GET'],
  ])('without the session nothing is told at %s', async (path, method) => {
    const headers = { Origin: `http://127.0.0.1:${host.port}`, Cookie: (await login()).Authorization! };
    const answer = await ask(path, { method, headers });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('printed in the terminal');
    expect(asked).toEqual([]);
  });

  it.each([
    (secret: string) => `Bearer ${secret}x`,
    (secret: string) => `Bearer ${secret.slice(1)}`,
    (secret: string) => `Basic ${secret}`,
    (secret: string) => secret,
    () => `Bearer ${token()}`,
    () => 'Bearer ',
  ])('what is not the session’s secret is nobody: %s', async (other) => {
    const own = (await login()).Authorization!.replace('Bearer ', '');
    expect((await call('app.info', '{}', { Authorization: other(own) })).status).toBe(401);
  });
});

describe('requests from elsewhere', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.0.7',
    '[::1]',
  ])('a Host of “%s” is refused, with the session too', async (name) => {
    const headers = { ...(await login()), Host: name };
    expect((await ask('/', { headers })).status).toBe(403);
  });

  it('localhost is this machine too, by any port, so that a tunnel works', async () => {
    expect((await ask('/', { headers: { ...(await login()), Host: 'localhost:9000' } })).status).toBe(200);
  });

  it.each([
    ['another page', { Origin: 'http://evil.example' }],
    ['another server on this machine', { Origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['a link on another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another name of this machine', { Origin: 'http://localhost' }],
  ])('a call from %s is refused', async (_name, headers) => {
    expect((await call('app.info', '{}', headers as Record<string, string>)).status).toBe(403);
    expect(asked).toEqual([]);
  });

  it.each(['//', '//x', '//x/api/app.info', '/\\x/api/app.info', 'http://evil.example/api/app.info'])(
    'a path that could be read as another host, “%s”, is refused',
    async (path) => {
      const headers = { ...(await login()), 'Sec-Fetch-Site': 'same-site' };
      expect((await ask(path, { headers })).status).toBe(403);
      expect(defects).toEqual([]);
    },
  );

  it('a call that does not say where it comes from is refused', async () => {
    const headers = { ...(await login()), 'Content-Type': 'application/json', 'Content-Length': '2' };
    expect((await ask('/api/app.info', { method: 'POST', headers, body: '{}' })).status).toBe(403);
  });
});

describe('calls', () => {
  it('go to the application and come back as JSON', async () => {
    const answer = await call('runs.get', '{"id":7}');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ value: { name: 'runs.get', input: { id: 7 } } });
  });

  it('that answer nothing answer null', async () => {
    expect(JSON.parse((await call('nothing', '{}')).body)).toEqual({ value: null });
  });

  it('tell what a user can mend, with its remedy', async () => {
    expect(JSON.parse((await call('mendable', '{}')).body)).toEqual({
      error: { code: 'not-found', message: 'There is no run 7.', remedy: 'Choose another.' },
    });
    expect(defects).toEqual([]);
  });

  it('report a defect to the terminal too', async () => {
    expect(JSON.parse((await call('defect', '{}')).body)).toEqual({
      error: { code: 'internal', message: 'x is undefined' },
    });
    expect(defects).toEqual([new TypeError('x is undefined')]);
  });

  it.each([
    ['not JSON', '{', {}],
    ['a form, which another page could send', '{}', { 'Content-Type': 'text/plain' }],
  ])('that are %s are refused', async (_name, body, headers) => {
    expect(JSON.parse((await call('app.info', body, headers as Record<string, string>)).body)).toMatchObject({
      error: { code: 'invalid' },
    });
    expect(asked).toEqual([]);
  });

  it('are not made with GET', async () => {
    expect((await ask('/api/app.info', { headers: await login() })).status).toBe(405);
  });
});

describe('pages', () => {
  it('are sent with a policy that lets nothing in from elsewhere and runs no inline script', async () => {
    const { headers } = await ask('/', { headers: await login() });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe|style-src [^;]*unsafe|https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it('are scripts by their type', async () => {
    const answer = await ask('/assets/a.js', { headers: await login() });
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(answer.body).toBe('export {};');
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/link.json',
    '/assets',
    '/%',
    '/%00.js',
  ])('nothing outside the built window is sent for %s', async (path) => {
    const answer = await ask(path, { headers: await login() });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });
});

describe('dropped files', () => {
  const upload = async (name: string, body: string) => {
    const headers = {
      ...(await login()),
      Origin: `http://127.0.0.1:${host.port}`,
      'Content-Length': String(body.length),
    };
    const answer = await ask(`/api/upload?name=${encodeURIComponent(name)}`, { method: 'POST', headers, body });
    return JSON.parse(answer.body) as { value?: string; error?: { message: string } };
  };

  it('keep their name and content in a private folder', async () => {
    const { value } = await upload('my cells.csv', 'cell,label\n');
    expect(value).toMatch(/uploads\/file-[^/]+\/my cells\.csv$/);
    expect(readFileSync(value!, 'utf8')).toBe('cell,label\n');
  });

  it('of the same name do not meet', async () => {
    const [first, second] = [await upload('a.csv', '1'), await upload('a.csv', '2')];
    expect(readFileSync(first.value!, 'utf8')).toBe('1');
    expect(readFileSync(second.value!, 'utf8')).toBe('2');
  });

  it('that is cut off leaves nothing, and is no defect', async () => {
    const headers = { ...(await login()), Origin: `http://127.0.0.1:${host.port}`, 'Content-Length': '1000' };
    const where = { host: '127.0.0.1', port: host.port, path: '/api/upload?name=a.csv', method: 'POST', headers };
    const request = httpRequest(where).on('error', () => {});
    request.write('half');
    const begun = () => readdirSync(join(folder, 'uploads')).length;
    const until = (count: number) => vi.waitFor(() => expect(begun()).toBe(count), { timeout: 100_000 });
    await until(1);
    request.destroy();
    await until(0);
    await new Promise(setImmediate);
    expect(defects).toEqual([]);
  });

  it('cannot name a place outside it', async () => {
    const { value } = await upload('../../../etc/cron.d/job', 'x');
    expect(value).toMatch(/uploads\/file-[^/]+\/job$/);
  });

  it.each(['', '..', '/', 'a\0b'])('need a name, not “%s”', async (name) => {
    expect((await upload(name, 'x')).error?.message).toContain('is not a file name');
  });
});

describe('events', () => {
  it('reach a window that listens', async () => {
    const headers = await login();
    const text = await new Promise<string>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: host.port, path: '/api/events', headers }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          body += part;
          if (body === '\n') events.emit('tasks.changed', null);
          if (body.includes('}')) resolve(body);
        });
      });
      request.on('error', reject).end();
    });
    expect(text).toBe('\n{"event":"tasks.changed","payload":null}\n');
  });
});

it('a port that is taken is told in words', async () => {
  const options = {
    renderer: folder,
    uploads: folder,
    port: host.port,
    events: createEventStreams(),
    onDefect: () => {},
    invoke: async () => null,
  };
  await expect(startHttpHost(options)).rejects.toMatchObject({
    code: 'conflict',
    message: `Port ${host.port} is taken by another program.`,
  });
});
