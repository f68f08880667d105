/** No serious fault that axe finds, on any page, in light and dark; and no page wider than a narrow window. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Studio } from './fixture.ts';
import { writeCells } from './data.ts';
import { makeRuns } from './project.ts';

const pages = {
  Overview: '#/home',
  Data: '#/data/1',
  Tasks: '#/tasks/1',
  Panel: '#/panel',
  Runs: '#/runs',
  'a run, panel': '#/runs/1/panel',
  'a run, scores': '#/runs/1/scores',
  'a run, training': '#/runs/1/training',
  'a run, settings': '#/runs/1/settings',
  'Compare, choosing': '#/compare',
  Compare: '#/compare/1,2,3',
  'Compare methods': '#/benchmark',
};

async function openProject({ page, pick }: Studio, project: string): Promise<void> {
  await pick(() => page.getByRole('button', { name: 'Open…' }).click(), project);
  await expect(page.getByRole('button', { name: /^Project Many/ })).toBeVisible();
}

/** Serious and critical faults, each with where it is. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
}

/** Waits until nothing has changed on the page for a moment. */
const settled = (page: Page) =>
  page.evaluate(`new Promise((resolve) => {
    let timer;
    const wait = () => { clearTimeout(timer); timer = setTimeout(resolve, 300); };
    new MutationObserver(wait).observe(document.body, { subtree: true, childList: true, attributes: true });
    wait();
  })`);

const goTo = async (page: Page, hash: string) => {
  await page.goto(new URL(hash, page.url()).href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await settled(page);
};

for (const scheme of ['light', 'dark'] as const) {
  test(`every page can be used by everyone, ${scheme}`, async ({ studio }) => {
    const { page, home } = studio;
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    expect(await faults(page), 'first page').toEqual([]);
    await openProject(studio, await makeRuns(home, 2));
    for (const [name, hash] of Object.entries(pages)) {
      await goTo(page, hash);
      expect.soft(await faults(page), name).toEqual([]);
    }
    await goTo(page, '#/runs/1');
    await page.getByRole('button', { name: 'Export…' }).click();
    await expect(page.getByRole('dialog', { name: /^Export/ })).toBeVisible();
    expect.soft(await faults(page), 'export').toEqual([]);
  });
}

test('a contrast theme of the system leaves to be seen what has focus, what is chosen, and the colours of classes', async ({
  studio,
}) => {
  const { page, home } = studio;
  await page.emulateMedia({ forcedColors: 'active' });
  await openProject(studio, await makeRuns(home, 2));
  await goTo(page, '#/runs/1/scores');
  await expect(page.getByRole('tab', { name: 'Scores' })).toHaveCSS('outline-style', 'solid');
  await expect(page.getByRole('tab', { name: 'Genes' })).toHaveCSS('outline-style', 'none');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus-visible')).toHaveCSS('outline-style', 'solid');
  const classes = page.getByRole('grid', { name: /^Scores of the classes/ });
  await expect(classes.locator('.swatch').first()).not.toHaveCSS('background-color', 'rgb(0, 0, 0)');
});

test('a narrow window scrolls nothing sideways but tables and figures', async ({ studio }) => {
  const { page, home } = studio;
  await openProject(studio, await makeRuns(home, 2));
  await page.setViewportSize({ width: 400, height: 800 });
  await expectNothingSideways(page);
});

test('nor do eight tasks whose columns and classes have long names, in a window of 1024 px', async ({ studio }) => {
  const { page, home } = studio;
  const { matrix } = writeCells(home);
  const tasks = Array.from({ length: 8 }, (_, t) => `annotation_of_the_consortium_at_resolution_${t}_as_published`);
  const rows = Array.from({ length: 480 }, (_, c) =>
    [`cell${c}`, ...tasks.map((_, t) => `CD${c % 3}_positive_population_of_the_marginal_zone_${t}`)].join(','),
  );
  const labels = join(home, 'long-names.csv');
  writeFileSync(labels, [['cell', ...tasks].join(','), ...rows].join('\n'));
  await openProject(studio, await makeRuns(home, 2, { matrix, labels, tasks }));
  await page.setViewportSize({ width: 1024, height: 768 });
  await expectNothingSideways(page);
});

async function expectNothingSideways(page: Page): Promise<void> {
  for (const [name, hash] of Object.entries(pages)) {
    await goTo(page, hash);
    const beyond = await page.evaluate<number>(
      `Math.max(document.documentElement.scrollWidth - innerWidth,
        document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth)`,
    );
    expect.soft(beyond, name).toBeLessThanOrEqual(0);
  }
}
