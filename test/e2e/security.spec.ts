import { expect, test } from './fixture.ts';

test('the printed address opens the window and drops its token', async ({ studio }) => {
  await expect(studio.page).toHaveTitle(/Panelwright/);
  expect(new URL(studio.page.url()).search).toBe('');
  expect(await studio.page.evaluate('document.cookie')).toBe('');
});

test('without the printed address there is nothing to see or to call', async ({ serve, request }) => {
  const server = await serve();
  const { origin } = new URL(server.address);

  expect((await request.get(origin)).status()).toBe(401);
  expect((await request.get(`${origin}/?token=wrong`)).status()).toBe(401);
  const call = { data: {}, headers: { Origin: origin } };
  expect((await request.post(`${origin}/api/app.info`, call)).status()).toBe(401);

  await request.get(server.address);
  expect((await request.post(`${origin}/api/app.info`, call)).status()).toBe(200);
  await server.stop();
});

test('a page of another origin and a rebound name are refused with the cookie too', async ({ serve, request }) => {
  const server = await serve();
  const { origin } = new URL(server.address);
  await request.get(server.address);

  const foreign = { data: {}, headers: { Origin: 'http://evil.example' } };
  expect((await request.post(`${origin}/api/app.info`, foreign)).status()).toBe(403);
  const rebound = { headers: { Host: 'evil.example' } };
  expect((await request.get(origin, rebound)).status()).toBe(403);
  await server.stop();
});

test('the page runs nothing that was written into it', async ({ serve, page }) => {
  const server = await serve();
  await page.goto(server.address);
  const blocked = await page.evaluate(`new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) =>
      resolve({ directive: event.effectiveDirective, ran: 'written' in window }),
    );
    const script = document.createElement('script');
    script.textContent = 'window.written = true';
    document.head.append(script);
  })`);
  expect(blocked).toEqual({ directive: 'script-src-elem', ran: false });
});
