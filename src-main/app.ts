/**
 * The application without a host: every call of the contract, answered. Electron, the browser host and the command
 * line are three ways to reach it.
 */
import type { z } from 'zod';
import { calls } from '../src-shared/contract.ts';
import type { CallName, Emit, Handlers } from '../src-shared/contract.ts';
import { AppError } from '../src-shared/errors.ts';
import { join } from 'node:path';
import type { SpawnAnalyst } from './analysis/protocol.ts';
import type { SpawnTrainer } from './engine/protocol.ts';
import { assayHandlers } from './services/assay/fit.ts';
import { analysisHandlers } from './services/runs/analysis.ts';
import { benchmarkHandlers } from './services/benchmark/benchmarks.ts';
import { comparisonHandlers } from './services/compare/comparisons.ts';
import type { Context, HostFacts } from './services/context.ts';
import { diagnosticsHandlers } from './services/diagnostics/diagnostics.ts';
import { createLog, defect, type Log } from './services/diagnostics/log.ts';
import { datasetHandlers } from './services/datasets/datasets.ts';
import { geneRuleHandlers } from './services/design/gene-rules.ts';
import { binHandlers } from './services/project/bin.ts';
import { fileHandlers } from './services/files.ts';
import { closeProjects, everyProject, projectHandlers } from './services/project/projects.ts';
import { predictionHandlers } from './services/runs/predictions.ts';
import { markerHandlers } from './services/runs/markers.ts';
import { panelListHandlers } from './services/design/panel-lists.ts';
import { exportHandlers } from './services/exports/run-files.ts';
import type { SpawnImporter } from './services/workers/import-protocol.ts';
import { runHandlers } from './services/runs/runs.ts';
import { savedComparisonHandlers } from './services/compare/saved-comparisons.ts';
import { sweepHandlers } from './services/sweep/sweeps.ts';
import { taskHandlers } from './services/tasks/tasks.ts';
import { storeFailure } from './store/failures.ts';
import { version } from './version.ts';

export type { HostFacts } from './services/context.ts';

export interface App {
  handlers: Handlers;
  log: Log;
  /** of the open project, null where none is open */
  projectPath(): string | null;
  /** how many runs closing would stop, also of projects in the background */
  training(): number;
  /** stops training, closes the project and those in the background */
  close(): Promise<void>;
}

export interface AppOptions {
  host: HostFacts;
  spawnTrainer: SpawnTrainer;
  spawnImporter: SpawnImporter;
  spawnAnalyst: SpawnAnalyst;
  emit: Emit;
}

export function createApp(options: AppOptions): App {
  const log = createLog(join(options.host.stateFolder, 'log'));
  const context: Context = { ...options, log, project: null, background: [], turn: Promise.resolve() };
  const { platform, versions } = process;
  log.write({ event: 'started', version, host: options.host.kind, platform, node: versions.node });
  return {
    log,
    handlers: {
      ...diagnosticsHandlers(context),
      ...projectHandlers(context),
      ...binHandlers(context),
      ...fileHandlers(context),
      ...datasetHandlers(context),
      ...taskHandlers(context),
      ...runHandlers(context),
      ...geneRuleHandlers(context),
      ...markerHandlers(context),
      ...panelListHandlers(context),
      ...predictionHandlers(context),
      ...exportHandlers(context),
      ...comparisonHandlers(context),
      ...analysisHandlers(context),
      ...assayHandlers(context),
      ...savedComparisonHandlers(context),
      ...benchmarkHandlers(context),
      ...sweepHandlers(context),
    },
    projectPath: () => context.project?.store.path ?? null,
    training: () => everyProject(context).reduce((sum, { training }) => sum + training.underWay().length, 0),
    async close() {
      await closeProjects(context);
      log.write({ event: 'closed' });
    },
  };
}

/**
 * Answers one call that came from outside.
 * @throws AppError `invalid` for a name that the contract lacks or an input that its schema refuses
 */
export async function dispatch(app: App, name: string, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(calls, name)) throw new AppError('invalid', `There is no call “${name}”.`);
  const call = name as CallName;
  const parsed = calls[call].input.safeParse(input ?? {});
  if (!parsed.success) {
    throw new AppError('invalid', `${call} was asked wrongly: ${sentence(parsed.error)}.`);
  }
  try {
    return await (app.handlers[call] as (input: unknown) => unknown)(parsed.data);
  } catch (error) {
    const failure = storeFailure(app.projectPath() ?? 'file', error);
    app.log.write(
      failure instanceof AppError && failure.code !== 'internal'
        ? { event: 'call failed', call, code: failure.code }
        : defect(failure, call),
    );
    throw failure;
  }
}

/** What a schema has against an input, in one line that names the field. */
function sentence(error: z.ZodError): string {
  return error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': ')).join('; ');
}
