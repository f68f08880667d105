/**
 * Walks the pages of the example project and writes a picture of each, in light and dark, wide and narrow:
 * `node scripts/screenshots.ts FOLDER` after a build.
 */
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startServe } from '../test/e2e/serve.ts';
import { findChromium } from './browser.ts';

const [target] = process.argv.slice(2);
if (!target) {
  console.error('Say which folder the pictures go to: node scripts/screenshots.ts FOLDER');
  process.exit(2);
}
const folder = resolve(target);
mkdirSync(folder, { recursive: true });

const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { name: `${colorScheme}-1440`, colorScheme, viewport: { width: 1440, height: 900 } },
  { name: `${colorScheme}-1024`, colorScheme, viewport: { width: 1024, height: 768 } },
]);

const home = mkdtempSync(join(tmpdir(), 'panelwright-screenshots-'));
const server = await startServe(home);
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
// the address lets in who opens it first; the pages after that have its session
const storageState = await logIn(browser);
try {
  await inEveryLook(async (page, save) => {
    await expect(page.getByRole('button', { name: 'Try the example' })).toBeVisible();
    await save('start');
  });
  const runs = await train(browser);
  await inEveryLook(async (page, save) => {
    for (const [name, address] of Object.entries(placesOf(runs))) {
      await page.goto(`${new URL(server.address).origin}/${address}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForTimeout(700);
      await save(name);
    }
  });
} finally {
  await browser.close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}

async function logIn(on: Browser) {
  const page = await on.newPage();
  await page.goto(server.address);
  await expect(page.getByRole('button', { name: 'Try the example' })).toBeVisible();
  const state = await page.context().storageState();
  await page.close();
  return state;
}

/** Opens the example, trains what there is to look at, and takes a picture while it trains. */
async function train(on: Browser): Promise<number[]> {
  const page = await on.newPage({ ...looks[0], storageState });
  await page.goto(new URL(server.address).origin);
  await page.getByRole('button', { name: 'Try the example' }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible({ timeout: 60_000 });

  const runs: number[] = [];
  for (const [name, seed] of [
    ['First panel', 0],
    ['Other seed', 1],
  ] as const) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Panel' }).click();
    await page.getByRole('spinbutton', { name: 'Number of genes' }).fill('32');
    await page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill(String(seed));
    await page.getByRole('textbox', { name: 'Name of the run' }).fill(name);
    await page.getByRole('button', { name: 'Design panel' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    runs.push(Number(/runs\/(\d+)/.exec(page.url())![1]));
    if (runs.length === 1) {
      await expect(page.getByRole('region', { name: 'Progress' })).toContainText('Panel size', { timeout: 60_000 });
      await page.waitForTimeout(20_000);
      await page.screenshot({ path: join(folder, 'training-light-1440.png') });
    }
    await expect(page.getByText('Finished')).toBeVisible({ timeout: 600_000 });
  }
  await page.close();
  return runs;
}

function placesOf([first, second]: number[]): Record<string, string> {
  return {
    home: '#/home',
    data: '#/data',
    tasks: '#/tasks',
    panel: '#/panel',
    runs: '#/runs',
    'run-panel': `#/runs/${first}/panel`,
    'run-scores': `#/runs/${first}/scores`,
    'run-training': `#/runs/${first}/training`,
    'run-settings': `#/runs/${first}/settings`,
    compare: `#/compare/${first},${second}`,
    benchmark: '#/benchmark',
  };
}

async function inEveryLook(walk: (page: Page, save: (name: string) => Promise<unknown>) => Promise<void>) {
  for (const { name: look, ...options } of looks) {
    const page = await browser.newPage({ ...options, storageState });
    await page.goto(new URL(server.address).origin);
    await walk(page, (name) => page.screenshot({ path: join(folder, `${name}-${look}.png`) }));
    await page.close();
  }
}
