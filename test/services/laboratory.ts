/** An application with a scripted trainer, a folder of its own, and small data files to feed it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CallName, EventName, Events, Input, Reply } from '../../src-shared/contract.ts';
import type { Run, RunRequest } from '../../src-shared/model.ts';
import { type HostFacts, createApp, dispatch } from '../../src-main/app.ts';
import type { SpawnAnalyst } from '../../src-main/analysis/protocol.ts';
import type { SpawnTrainer } from '../../src-main/engine/protocol.ts';
import { processes } from '../../src-main/hosts/http/spawn.ts';
import type { SpawnImporter } from '../../src-main/services/workers/import-protocol.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { inProcessImporter } from './in-process-importer.ts';
import { scriptedTrainer } from './scripted-trainer.ts';

export interface Laboratory {
  folder: string;
  host: HostFacts;
  events: { name: EventName; payload: unknown }[];
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>;
  /** the run once it is in one of the states */
  until(runId: number, ...states: Run['state'][]): Promise<Run>;
  /** resolves with the next payload of the event */
  next<E extends EventName>(name: E): Promise<Events[E]>;
  close(): Promise<void>;
}

export function laboratory(
  options: {
    spawnTrainer?: SpawnTrainer;
    spawnImporter?: SpawnImporter;
    spawnAnalyst?: SpawnAnalyst;
    filesRoots?: string[] | null;
    folder?: string;
  } = {},
): Laboratory {
  const folder = options.folder ?? temporaryFolder();
  const events: Laboratory['events'] = [];
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const host: HostFacts = {
    kind: 'browser',
    home: folder,
    stateFolder: join(folder, '.state'),
    resources: join(import.meta.dirname, '../../resources'),
    filesRoots: options.filesRoots ?? null,
  };
  const app = createApp({
    host,
    spawnTrainer: options.spawnTrainer ?? scriptedTrainer(() => {}),
    spawnImporter: options.spawnImporter ?? inProcessImporter,
    spawnAnalyst: options.spawnAnalyst ?? processes.spawnAnalyst,
    emit(name, payload) {
      events.push({ name, payload });
      for (const listener of listeners) listener(name, payload);
    },
  });
  onTestFinished(() => app.close());
  const call: Laboratory['call'] = (name, input) => dispatch(app, name, input) as never;
  const next: Laboratory['next'] = (wanted) =>
    new Promise((resolve) => {
      const listener = (name: EventName, payload: unknown) => {
        if (name !== wanted) return;
        listeners.delete(listener);
        resolve(payload as never);
      };
      listeners.add(listener);
    });
  return {
    folder,
    host,
    events,
    call,
    next,
    async until(runId, ...states) {
      for (;;) {
        const changed = next('runs.changed');
        const run = (await call('runs.list', {})).find((candidate) => candidate.id === runId)!;
        if (states.includes(run.state)) return run;
        await changed;
      }
    },
    close: () => app.close(),
  };
}

/** What a file of 60 cells × 6 genes and its labels may differ in. */
interface FileOptions {
  genes?: string[];
  cells?: string[];
  /** one label a cell; '' is none */
  labels?: Record<string, (cell: number) => string | number>;
}

export const sixGenes = ['CD3D', 'CD79A', 'LYZ', 'NKG7', 'ACTB', 'GAPDH'];
export const sixtyCells = Array.from({ length: 60 }, (_, i) => `cell${i}`);

/** Cell type by thirds, a partly labelled state, an age, and a column with one class. */
export const usualLabels: NonNullable<FileOptions['labels']> = {
  type: (i) => ['B', 'NK', 'T'][i % 3],
  state: (i) => (i < 20 ? '' : i % 2 ? 'on' : 'off'),
  age: (i) => i * 0.5 + 0.25,
  constant: () => 'same',
};

/** Writes `name.csv` and `name-labels.csv` into the folder. Counts: gene g of cell i has (i · (g + 1)) mod 7. */
export function writeData(folder: string, name: string, options: FileOptions = {}): { data: string; labels: string } {
  const { genes = sixGenes, cells = sixtyCells, labels = usualLabels } = options;
  mkdirSync(folder, { recursive: true });
  const data = join(folder, `${name}.csv`);
  const counts = cells.map((cell, i) => [cell, ...genes.map((_, g) => (i * (g + 1)) % 7)].join(','));
  writeFileSync(data, [`cell,${genes.join(',')}`, ...counts, ''].join('\n'));
  const columns = Object.keys(labels);
  const rows = cells.map((cell, i) => [cell, ...columns.map((column) => labels[column](i))].join(','));
  writeFileSync(join(folder, `${name}-labels.csv`), [`cell,${columns.join(',')}`, ...rows, ''].join('\n'));
  return { data, labels: join(folder, `${name}-labels.csv`) };
}

/** A project with one data set and the task "type". */
export async function projectWithData(lab: Laboratory): Promise<{ datasetId: number; taskId: number }> {
  await lab.call('project.create', { path: join(lab.folder, 'study.panelwright') });
  const { data, labels } = writeData(lab.folder, 'blood');
  const { id: datasetId } = await lab.call('datasets.add', { path: data, labels });
  const task = { name: 'type', kind: 'categorical' as const, unlabelled: [] };
  const { id: taskId } = await lab.call('tasks.add', { ...task, sources: [{ datasetId, column: 'type' }] });
  return { datasetId, taskId };
}

/** A request for a panel of two genes, with changes. */
export function request(
  { datasetId, taskId }: { datasetId: number; taskId: number },
  changes: Partial<RunRequest> = {},
): RunRequest {
  return {
    datasetIds: [datasetId],
    taskIds: [taskId],
    method: 'yoto',
    k: 2,
    mustInclude: [],
    exclude: [],
    seed: 0,
    splitSeed: 0,
    testFraction: 0.2,
    minClass: 10,
    hvg: 5000,
    backend: 'auto',
    probeSteps: 0,
    settings: {},
    ...changes,
  };
}
