import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inBrowser, test } from './fixture.ts';
import { design, makeProject, prepare } from './steps.ts';

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

test('a dropped file travels to the engine and is looked at', async ({ studio }) => {
  const { page, home } = studio;
  await makeProject(studio, 'Trial');
  const rows = Array.from({ length: 30 }, (_, cell) => `cell${cell},${cell % 3},${cell % 5},${cell % 7}`);
  const text = ['cell,CD3E,MS4A1,NKG7', ...rows].join('\n');
  const carried = await page.evaluateHandle(`(() => {
    const carried = new DataTransfer();
    carried.items.add(new File([${JSON.stringify(text)}], 'dropped cells.csv'));
    return carried;
  })()`);
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });

  const incoming = page.getByRole('region', { name: /Before importing dropped cells/ });
  await expect(incoming).toContainText('30 cells × 3 genes');
  await incoming.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Data sets' })).toContainText('dropped cells');
  expect(readdirSync(join(home, 'tmp')).filter((name) => name.startsWith('panelwright-'))).toHaveLength(1);
});

test('Ctrl+C in the middle of training leaves the project at rest and the run interrupted', async ({
  serve,
  home,
  page,
}) => {
  const first = inBrowser(await serve(), home, page);
  await page.goto(first.studio.address!);
  await prepare(first.studio);
  await design(first.studio, { k: 8, steps: 1_000_000, name: 'Unfinished' });
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('Panel size');
  await first.stop();

  if (process.platform === 'linux') expect(first.studio.trainers()).toEqual([]);
  const beside = readdirSync(home).filter((name) => name.startsWith('Trial.panelwright'));
  expect(beside).toEqual(['Trial.panelwright']);
  expect(readdirSync(join(home, 'tmp')).filter((name) => name.startsWith('panelwright-'))).toEqual([]);

  const second = await serve();
  await page.goto(second.address);
  await page.getByRole('button', { name: /^Trial/ }).click();
  await page
    .getByRole('navigation', { name: 'In this project' })
    .getByRole('link', { name: /Unfinished/ })
    .click();
  await expect(page.getByText(/was closed before this run was finished. There is no panel/)).toBeVisible();
  await second.stop();
  expect(existsSync(join(home, 'Trial.panelwright-wal'))).toBe(false);
});

test('a window whose server has ended says so at once, and goes on by itself in one that was started anew', async ({
  serve,
  home,
  page,
  context,
}) => {
  const first = inBrowser(await serve(), home, page);
  await page.goto(first.studio.address!);
  await prepare(first.studio);
  await first.stop();
  const ended = page.getByRole('alert').filter({ hasText: 'Panelwright itself has ended' });
  await expect(ended).toBeVisible();

  const second = await serve();
  const other = await context.newPage();
  await other.goto(second.address);
  await expect(ended).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'Questions this panel must answer' })).toBeVisible();
  await page.getByRole('button', { name: 'Add stimulated as a question' }).click();
  await expect(page.getByRole('list', { name: 'Questions' })).toContainText('stimulated');
  await other.close();
  await second.stop();
});
