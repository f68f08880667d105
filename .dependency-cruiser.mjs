/**
 * Who may import whom, by the file that an import resolves to (ARCHITECTURE.md, "Dependencies run one way").
 *
 * Components are read as Svelte compiles them, which is without imports of types: for these alone, eslint.config.js
 * repeats what the window may not import.
 */

const learning = ['src-shared', 'src-main/data', 'src-main/nn', 'src-main/learners'];
const engine = [...learning, 'src-main/selection', 'src-main/evaluation', 'src-main/engine'];

/** What each folder may import besides itself. */
const layers = {
  'src-shared': [],
  'src-preload': ['src-shared'],
  'src-renderer': ['src-shared'],

  'src-main/data': ['src-shared'],
  'src-main/nn': ['src-shared', 'src-main/data'],
  'src-main/learners': learning,
  // bare metrics only, of validation cells: scores of test cells are made where no selector can reach them
  'src-main/selection': [...learning, 'src-main/evaluation/metrics.ts'],
  'src-main/evaluation': learning,
  'src-main/engine': engine,
  'src-main/analysis': engine,

  'src-main/formats': ['src-shared', 'src-main/data'],
  // of the engine, the types of what a run leaves
  'src-main/store': ['src-shared', 'src-main/data', 'src-main/engine/types.ts', 'src-main/engine/saved-model.ts'],
  'src-main/report': ['src-shared', 'src-main/data'],
  'src-main/services': [
    ...engine,
    'src-main/analysis',
    'src-main/formats',
    'src-main/store',
    'src-main/report',
    'src-main/version.ts',
  ],

  'src-main/processes': [...engine, 'src-main/analysis', 'src-main/services', 'src-main/store'],
  'src-main/hosts': ['src-shared', 'src-main/services', 'src-main/engine', 'src-main/analysis'],
  'src-main/cli': ['src-shared', 'src-main'],
  'src-main/app.ts': [
    'src-shared',
    'src-main/services',
    'src-main/store',
    'src-main/engine',
    'src-main/analysis',
    'src-main/version.ts',
  ],
  'src-main/cli.ts': ['src-main/cli'],
  'src-main/serve.ts': ['src-shared', 'src-main/app.ts', 'src-main/hosts'],
  'src-main/electron.ts': ['src-shared', 'src-main/app.ts', 'src-main/hosts'],
  'src-main/version.ts': [],

  bin: ['src-main/cli.ts'],
  scripts: ['src-shared', 'src-main', 'test'],
  test: ['src-shared', 'src-main', 'src-renderer', 'src-preload', 'scripts', 'bin'],
};

/** Packages that only these folders import. */
const packages = {
  electron: ['src-main/electron.ts', 'src-main/hosts/electron', 'src-preload', 'test'],
  'better-sqlite3': ['src-main/store', 'test'],
  '(@tensorflow|onnxruntime-node|koffi)': ['src-main/nn', 'test'],
  '(h5wasm|h5wasm-plugins)': ['src-main/formats', 'scripts', 'test'],
  echarts: ['src-shared/present', 'src-renderer', 'test'],
};

/** Folders of arithmetic: no files, no processes. */
const pure = [
  'src-shared',
  'src-renderer',
  ...['data', 'learners', 'selection', 'evaluation', 'engine', 'analysis', 'report'].map((name) => `src-main/${name}`),
];

const inside = (name) => (/\.\w+$/.test(name) ? `^${name.replaceAll('.', '\\.')}$` : `^${name}/`);
const ours = '^(src-[a-z]+|bin|scripts|test)/';

export default {
  forbidden: [
    ...Object.entries(layers).map(([name, may]) => ({
      name: `from ${name}`,
      comment: `${name} may import ${may.length > 0 ? `itself and ${may.join(', ')}` : 'itself only'}.`,
      severity: 'error',
      from: { path: inside(name) },
      to: { path: ours, pathNot: [name, ...may].map(inside) },
    })),
    {
      name: 'folder without a place',
      comment: 'Every folder has a line in `layers`.',
      severity: 'error',
      from: { path: ours, pathNot: Object.keys(layers).map(inside) },
      to: { path: ours },
    },
    ...Object.entries(packages).map(([name, only]) => ({
      name: `to ${name}`,
      comment: `Only ${only.join(', ')} may import it.`,
      severity: 'error',
      from: { path: ours, pathNot: only.map(inside) },
      to: { path: `^node_modules/${name}/` },
    })),
    {
      name: 'pure',
      comment: 'Arithmetic and what both sides share use nothing of Node.',
      severity: 'error',
      from: { path: pure.map(inside) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'echarts in parts',
      comment: 'Import echarts/core, echarts/charts, …: the whole of it is large.',
      severity: 'error',
      from: { path: ours },
      to: { path: '^node_modules/echarts/(index|dist/)' },
    },
    {
      name: 'what is packed',
      comment:
        'The installed application has no development dependencies; Svelte is compiled into the window, and TensorFlow is set up apart.',
      severity: 'error',
      from: { path: '^src-(main|shared|preload)/', pathNot: '^src-main/nn/tensorflow/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/electron/' },
    },
    { name: 'circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolves to nothing', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
