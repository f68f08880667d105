/** What a report of a fault needs, as text that can be shown to anybody: figures of machine and project, and the log. */
import { readFileSync } from 'node:fs';
import { cpus, freemem, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../../src-shared/contract.ts';
import { findLibrary } from '../../nn/tensorflow/library.ts';
import type { Store } from '../../store/open.ts';
import { version } from '../../version.ts';
import type { Context } from '../context.ts';

const LOG_LINES = 200;

export function diagnosticsHandlers(context: Context): Pick<Handlers, 'app.diagnostics' | 'app.notices'> {
  const { host, log } = context;
  return {
    'app.diagnostics': () =>
      [
        `Panelwright ${version}, ${host.kind}`,
        `System: ${process.platform} ${release()} ${process.arch}`,
        `Runtime: ${['node', 'electron', 'chrome'].flatMap((name) => (process.versions[name] ? `${name} ${process.versions[name]}` : [])).join(', ')}`,
        `Processors: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
        `Memory: ${gigabytes(freemem())} of ${gigabytes(totalmem())} free`,
        `Native TensorFlow: ${findLibrary()?.build ?? 'not installed'}`,
        ...describeProject(context.project?.store ?? null),
        '',
        `Log, the latest ${LOG_LINES} lines at most:`,
        ...log.latest(LOG_LINES),
      ].join('\n'),
    'app.notices': () => readFileSync(join(host.resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8'),
  };
}

/** Counts only: names are the user's. */
function describeProject(store: Store | null): string[] {
  if (!store) return ['Project: none is open'];
  const runs = new Map<string, number>();
  for (const { config, state } of store.runs.list()) {
    const key = `${config.method} ${state}`;
    runs.set(key, (runs.get(key) ?? 0) + 1);
  }
  return [
    `Project: ${store.readOnly ? 'for reading only' : 'open'}`,
    ...store.datasets
      .list()
      .map(({ cells, genes, matrix }) => `  data set: ${cells} cells × ${genes} genes, ${matrix.kind}`),
    ...store.tasks.list().map(({ kind, merges }) => `  task: ${kind}, ${merges.length} merges`),
    ...[...runs].map(([what, count]) => `  runs: ${count} × ${what}`),
  ];
}

const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
