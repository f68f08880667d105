import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, inBrowser, test } from './fixture.ts';
import { design, makeProject, prepare } from './steps.ts';

test('the printed address opens the window and drops its token', async ({ studio }) => {
  await expect(studio.page).toHaveTitle(/Panelwright/);
  expect(new URL(studio.page.url()).search).toBe('');
  expect(await studio.page.context().cookies()).toEqual([]);
});

test('the address opens one browser, which may be reloaded; another is told why there is nothing to see', async ({
  studio,
  browser,
}) => {
  await expect(studio.page.getByRole('button', { name: 'Try the example' })).toBeVisible();
  await studio.page.reload();
  await expect(studio.page.getByRole('button', { name: 'Try the example' })).toBeVisible();

  const stranger = await browser.newPage();
  await stranger.goto(studio.address!);
  await expect(stranger.getByText('by the address that was printed in the terminal').first()).toBeVisible();
  await stranger.close();
});

test('another port of this machine gets nothing of the session, and can call nothing', async ({ studio }) => {
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try the example' })).toBeVisible();
  let heard: IncomingHttpHeaders = {};
  const other = createServer((request, response) => {
    heard = request.headers;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>other</title>');
  });
  await once(other.listen(0, '127.0.0.1'), 'listening');
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  expect(heard).not.toHaveProperty('cookie');
  expect(heard).not.toHaveProperty('authorization');
  expect(await elsewhere.evaluate('localStorage.length + document.cookie.length')).toBe(0);
  const { origin } = new URL(studio.address!);
  const called = await elsewhere.evaluate(
    `fetch('${origin}/api/app.info', { method: 'POST', credentials: 'include', body: '{}' }).then(() => 'answered', () => 'refused')`,
  );
  expect(called).toBe('refused');
  await elsewhere.close();
  other.close();
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
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
  await page.getByRole('button', { name: 'Add stimulated as a task' }).click();
  await expect(page.getByRole('list', { name: 'Tasks' })).toContainText('stimulated');
  await other.close();
  await second.stop();
});
