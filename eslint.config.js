import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * The arrows that the design forbids (ARCHITECTURE.md, "Dependencies run one way"). `folder` may not import what
 * `never` matches; patterns are matched against the import as it is written.
 */
const boundary = (files, never, message, ignores = []) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: never.join('|'), message }] }],
  },
});

const from = (...folders) => folders.map((folder) => `^\\.{1,2}/(.*/)?${folder}(/|\\.ts$)`);
const outer = ['services', 'store', 'hosts', 'app', 'electron', 'serve', 'cli', 'processes'];
const host = ['^electron($|/)', '^better-sqlite3$', '^node:'];
const tensors = ['^@tensorflow/', '^onnxruntime', '^koffi$'];

export default ts.config(
  { ignores: ['out/', 'node_modules/', 'test-results/', 'resources/', 'test/fixtures/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts', 'src-renderer/**/*.ts'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  boundary(
    ['src-shared/**/*.ts'],
    ['src-main', 'src-renderer', 'src-preload', '^electron($|/)', '^node:'],
    'src-shared is what both sides build on: it imports neither side.',
  ),
  boundary(
    ['src-main/data/**/*.ts'],
    [...from(...outer, 'formats', 'selection', 'evaluation', 'learners', 'nn', 'engine'), ...host, ...tensors],
    'data is pure: no tensors, no storage, no Node.',
  ),
  boundary(
    ['src-main/nn/**/*.ts'],
    [
      ...from(...outer, 'formats', 'selection', 'evaluation', 'learners', 'engine'),
      '^electron($|/)',
      '^better-sqlite3$',
    ],
    'nn knows tensors and data only.',
  ),
  boundary(
    ['src-main/learners/**/*.ts'],
    [...from(...outer, 'formats', 'selection', 'evaluation', 'engine'), ...host, ...tensors],
    'learners fit and predict on data and nn.',
  ),
  boundary(
    ['src-main/selection/**/*.ts'],
    [...from(...outer, 'formats', 'engine'), '^\\.{1,2}/(.*/)?evaluation/(?!metrics\\.ts$)', ...host, ...tensors],
    'selection chooses genes with data, nn, learners and bare metrics; it never sees scores of test cells.',
  ),
  boundary(
    ['src-main/evaluation/**/*.ts'],
    [...from(...outer, 'formats', 'selection', 'engine'), ...host, ...tensors],
    'evaluation scores what it is given, with data, nn and learners.',
  ),
  boundary(
    ['src-main/engine/**/*.ts'],
    [...from(...outer, 'formats'), ...host, ...tensors],
    'engine joins selection and evaluation into a run; it knows no storage and no host.',
  ),
  boundary(
    ['src-main/analysis/**/*.ts'],
    [...from(...outer, 'formats'), ...host, ...tensors],
    'analysis asks what engine and learners can do of cells at hand; it knows no storage and no host.',
  ),
  boundary(
    ['src-main/formats/**/*.ts'],
    [...from(...outer, 'selection', 'evaluation', 'learners', 'nn', 'engine'), '^electron($|/)', '^better-sqlite3$'],
    'formats read files into plain data.',
  ),
  boundary(
    ['src-main/store/**/*.ts'],
    [
      ...from(
        'services',
        'hosts',
        'app',
        'electron',
        'serve',
        'cli',
        'processes',
        'selection',
        'evaluation',
        'learners',
        'nn',
        'formats',
      ),
      '^electron($|/)',
    ],
    'store keeps plain data in SQLite and knows nobody who uses it.',
  ),
  boundary(
    ['src-main/services/**/*.ts'],
    [...from('hosts', 'app', 'electron', 'serve', 'cli', 'processes'), '^electron($|/)'],
    'services are used by app; they know no host.',
  ),
  boundary(
    ['src-main/app.ts', 'src-main/{serve,cli}.ts', 'src-main/processes/*.ts', 'src-main/hosts/http/**/*.ts'],
    ['^electron($|/)', 'hosts/electron'],
    'Only hosts/electron, electron.ts and src-preload import electron.',
  ),
  boundary(
    ['src-renderer/**/*.ts', 'src-renderer/**/*.svelte'],
    ['src-main', '^electron($|/)', '^node:', '^echarts$', 'src-preload'],
    'The window imports src-shared and its own files; echarts by its parts (echarts/core, echarts/charts, …).',
  ),
  {
    // the terminal is what these are for
    files: ['src-main/cli/**', 'src-main/cli.ts', 'src-main/serve.ts', 'scripts/**', 'bin/**'],
    rules: { 'no-console': 'off' },
  },
);
