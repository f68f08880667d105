import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** A file, what it wrongly imports, and the rule that must notice it. */
const wrong: [file: string, imported: string, rule: string][] = [
  ['src-shared/a.ts', '../src-main/data/a.ts', 'from src-shared'],
  ['src-shared/b.ts', 'node:fs', 'pure'],
  ['src-shared/present/c.ts', 'echarts', 'echarts in parts'],
  ['src-renderer/a.ts', '../src-main/data/a.ts', 'from src-renderer'],
  ['src-renderer/b.svelte.ts', '../src-preload/a.ts', 'from src-renderer'],
  ['src-renderer/Page.svelte', '../src-main/data/a.ts', 'from src-renderer'],
  ['src-renderer/Loop.svelte', './loop.ts', 'circle'],
  ['src-renderer/loop.ts', './Loop.svelte', 'circle'],
  ['src-main/data/b.ts', '../nn/a.ts', 'from src-main/data'],
  ['src-main/selection/a.ts', '../evaluation/scores.ts', 'from src-main/selection'],
  ['src-main/learners/a.ts', 'onnxruntime-node', 'to (@tensorflow|onnxruntime-node|koffi)'],
  ['src-main/formats/a.ts', 'better-sqlite3', 'to better-sqlite3'],
  ['src-main/services/a.ts', 'electron', 'to electron'],
  ['src-main/services/b.ts', 'vitest', 'what is packed'],
  ['src-main/services/c.ts', '../app.ts', 'from src-main/services'],
  ['src-main/nowhere/a.ts', '../data/a.ts', 'folder without a place'],
  ['src-main/store/a.ts', './missing.ts', 'resolves to nothing'],
];

const right: [file: string, imported: string][] = [
  ['src-main/data/a.ts', 'zod'],
  ['src-main/nn/a.ts', '../data/a.ts'],
  ['src-main/evaluation/metrics.ts', '../data/a.ts'],
  ['src-main/evaluation/scores.ts', './metrics.ts'],
  ['src-main/selection/b.ts', '../evaluation/metrics.ts'],
  ['src-main/app.ts', './services/d.ts'],
  ['src-main/services/d.ts', 'node:fs'],
  ['src-preload/a.ts', 'electron'],
  ['src-renderer/Other.svelte', 'zod'],
];

const packages = ['electron', 'better-sqlite3', 'onnxruntime-node', 'echarts', 'vitest', 'zod'];

describe('boundaries between folders', () => {
  let folder: string;
  let noticed: { rule: string; file: string }[];

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'panelwright-boundaries-'));
    for (const file of ['.dependency-cruiser.mjs', 'tsconfig.base.json', 'package.json']) {
      cpSync(join(root, file), join(folder, file));
    }
    for (const name of packages) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      write(`node_modules/${name}/index.js`, '');
    }
    for (const [file, imported] of [...wrong, ...right]) {
      const script = `import { a } from '${imported}';\nexport const b = a;\n`;
      const component = `<script lang="ts">\nimport { a } from '${imported}';\n</script>\n{a}\n`;
      write(file, file.endsWith('.svelte') ? component : script);
    }
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const folders = ['src-main', 'src-shared', 'src-preload', 'src-renderer'];
    const { stdout, stderr } = spawnSync(process.execPath, [program, '--output-type', 'json', ...folders], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { from: string; to: string; rule: { name: string } }[] };
    };
    noticed = summary.violations
      // what a compiled component imports, and this folder has not installed
      .filter(({ to }) => !to.startsWith('svelte/'))
      .map(({ from, rule }) => ({ rule: rule.name, file: from }));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(wrong)('%s may not import %s', (file, _imported, rule) => {
    // a circle is told once, from where it was met first
    const files = rule === 'circle' ? wrong.filter(([, , other]) => other === rule).map(([name]) => name) : [file];
    expect(noticed).toContainEqual({ rule, file: expect.toBeOneOf(files) as string });
  });

  it('lets through what is right', () => {
    const files = new Set(right.map(([file]) => file));
    expect(noticed.filter(({ file }) => files.has(file))).toEqual([]);
  });
});
