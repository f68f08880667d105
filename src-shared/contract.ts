/**
 * Every call that the window may make of the engine and every event that the engine sends: THE contract. Hosts
 * (Electron, HTTP) are generated from this table and a handler forgotten by the application does not compile.
 *
 * Arguments come from outside and are parsed by their schema at the border; replies come from our own engine and are
 * typed only.
 */
import type { ActionId } from './actions.ts';
import { declaredKinds } from './matrix-kinds.ts';
import { z } from 'zod';
import type {
  AssayReport,
  CellValues,
  ConfusionReport,
  CorrelationReport,
  CrowdingReport,
  EmbeddingReport,
  ExpressionReport,
  GenesReport,
  SandboxReport,
  SizesReport,
  SubstitutesReport,
} from './analysis.ts';
import { exportKindNames } from './exports.ts';
import type { SandboxHistory } from './hand-panel.ts';
import type {
  AppInfo,
  AssayFit,
  Benchmark,
  BenchmarkEstimate,
  BenchmarkState,
  ClassTarget,
  Comparison,
  Dataset,
  ExportedFile,
  Finding,
  FolderListing,
  Gene,
  GeneNote,
  GeneTableInfo,
  Inspection,
  LabelJoin,
  MarkerOverlap,
  GenesRead,
  PanelListMatch,
  PredictedValues,
  PredictionSummary,
  Progress,
  ProjectInfo,
  Run,
  RunDetail,
  RemovedThing,
  Replacement,
  RunRequest,
  SavedGeneRules,
  SharedGenesInfo,
  SavedComparison,
  SweepCollected,
  SweepWritten,
  TaskSummary,
  YotoSettings,
  RulesPreview,
} from './model.ts';
import { benchmarkRequest, classTarget, geneRules, runRequest } from './requests.ts';
import {
  exportChoices,
  geneNaming,
  id,
  importFilters,
  name,
  none,
  newPath,
  path,
  runMarks,
  sandboxHistory,
  taskDraft,
  whileTraining,
} from './schemas.ts';

/** A call: the schema of its argument and, as a type only, its reply. */
interface Call<I extends z.ZodType, O> {
  input: I;
  /** never set: carries the type of the reply */
  reply?: O;
}
const call =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O> => ({ input });

export const calls = {
  'app.info': call<AppInfo>()(none),
  /** what a report of a fault needs, without data or names */
  'app.diagnostics': call<string>()(none),
  /** licences of the packages that the application holds */
  'app.notices': call<string>()(none),

  // those that leave the open project are refused as `training` while its runs train, unless they say what becomes of them
  'project.create': call<ProjectInfo>()(z.object({ path: newPath, whileTraining }).strict()),
  'project.open': call<ProjectInfo>()(z.object({ path, whileTraining }).strict()),
  /** opens the example project, making it first where it does not exist */
  'project.example': call<ProjectInfo>()(z.object({ whileTraining }).strict()),
  'project.close': call<null>()(z.object({ whileTraining }).strict()),
  /** writes all of the open project, as it is now, to another file, and goes on with that one */
  'project.saveCopy': call<ProjectInfo>()(z.object({ path: newPath, whileTraining }).strict()),
  'project.forget': call<null>()(z.object({ path }).strict()),

  /** folders and files under the root that the host allows; for hosts without native dialogs */
  'files.list': call<FolderListing>()(z.object({ folder: path.optional() }).strict()),

  /** what was removed and can be brought back by the `restore` of its kind */
  'bin.list': call<RemovedThing[]>()(none),
  /** removes one thing for good */
  'bin.delete': call<null>()(
    z.object({ kind: z.enum(['dataset', 'task', 'run', 'comparison', 'benchmark']), id }).strict(),
  ),
  'bin.empty': call<null>()(none),
  /** an assay as a pilot shows it, cells of the same tissue measured with it; by the classes of a task that both have */
  'assays.fit': call<AssayFit>()(z.object({ reference: id, pilot: id, taskId: id.optional() }).strict()),

  'datasets.list': call<Dataset[]>()(none),
  /** `profile` also reads a matrix through, which takes its time, and says what filters would leave */
  'datasets.inspect': call<Inspection>()(
    z
      .object({
        path,
        labels: path.optional(),
        geneNames: geneNaming.optional(),
        modality: z.string().optional(),
        /** what the values of the matrix are, whatever they look like */
        values: z.enum(declaredKinds).optional(),
        profile: z
          .object({
            matrix: z.string().optional(),
            filters: importFilters.optional(),
            everyMatrix: z.boolean().optional(),
          })
          .strict()
          .optional(),
      })
      .strict(),
  ),
  'datasets.add': call<Dataset>()(
    z
      .object({
        path,
        name: name.optional(),
        matrix: z.string().optional(),
        labels: path.optional(),
        /** a table that names cells: tells which side of a text matrix these are on, and is not joined */
        cellTable: path.optional(),
        geneNames: geneNaming.optional(),
        modality: z.string().optional(),
        /** what the values of the matrix are, whatever they look like */
        values: z.enum(declaredKinds).optional(),
        filters: importFilters.optional(),
      })
      .strict(),
  ),
  /** stops the import that is under way, if any */
  'datasets.cancelAdd': call<null>()(none),
  'datasets.rename': call<Dataset>()(z.object({ id, name }).strict()),
  'datasets.remove': call<null>()(z.object({ id }).strict()),
  'datasets.restore': call<Dataset>()(z.object({ id }).strict()),
  /**
   * how a label file would meet the cells; `apply` adds its columns to the data set. A name that other data sets have
   * among which the file is shared out (`among`) joins nothing
   */
  'datasets.labels': call<LabelJoin>()(
    z.object({ id, path, apply: z.boolean(), among: z.array(id).optional() }).strict(),
  ),
  /** takes back the label file that was joined last to a data set: its columns go, those that it replaced return */
  'datasets.undoLabels': call<null>()(z.object({ id }).strict()),
  /** which genes the data sets share, what is lost of each, and where their names disagree */
  'datasets.shared': call<SharedGenesInfo>()(
    z.object({ datasetIds: z.array(id).min(1), orthologs: z.boolean().optional(), geneTable: id.optional() }).strict(),
  ),
  /** genes of all the given data sets whose name, symbol or ID contains the text */
  'datasets.genes': call<{ total: number; genes: Gene[] }>()(
    z
      .object({ datasetIds: z.array(id).min(1), contains: z.string(), limit: z.number().int().min(1).max(500) })
      .strict(),
  ),

  'tasks.list': call<TaskSummary[]>()(z.object({ minClass: z.number().int().min(2) }).strict()),
  'tasks.add': call<TaskSummary>()(taskDraft),
  'tasks.update': call<TaskSummary>()(taskDraft.extend({ id })),
  'tasks.remove': call<null>()(z.object({ id }).strict()),
  'tasks.restore': call<TaskSummary>()(z.object({ id }).strict()),

  /** genes of a list or a table, as text, and lines that are /rules/ */
  'panels.read': call<GenesRead>()(z.object({ text: z.string().max(10_000_000) }).strict()),
  /** a panel from elsewhere, as text of a list or a table, met with the genes of data sets */
  'panels.match': call<PanelListMatch>()(
    z.object({ text: z.string().max(10_000_000), datasetIds: z.array(id).min(1), geneTable: id.optional() }).strict(),
  ),

  /** how much of a list of markers, as text, the panel of a run has */
  'panels.markers': call<MarkerOverlap>()(z.object({ runId: id, text: z.string().max(10_000_000) }).strict()),
  /** a finished run's predictor on the cells of a data set */
  'models.predict': call<PredictionSummary>()(z.object({ runId: id, datasetId: id }).strict()),
  'models.exportPredictions': call<ExportedFile>()(z.object({ runId: id, datasetId: id }).strict()),

  'runs.defaults': call<Omit<RunRequest, 'settings'> & { settings: YotoSettings }>()(none),
  /** rules on genes, kept with the project by name */
  'geneRules.list': call<SavedGeneRules[]>()(none),
  'geneRules.save': call<SavedGeneRules[]>()(z.object({ name, rules: z.object(geneRules).strict() }).strict()),
  'geneRules.remove': call<SavedGeneRules[]>()(z.object({ id }).strict()),
  /** tables of gene properties, to set limits on */
  'geneTables.list': call<GeneTableInfo[]>()(none),
  'geneTables.add': call<GeneTableInfo>()(z.object({ path }).strict()),
  'geneTables.remove': call<null>()(z.object({ id }).strict()),
  'geneTables.restore': call<null>()(z.object({ id }).strict()),
  /** which genes fall out of a design by its rules, before it is started */
  'geneRules.preview': call<RulesPreview>()(runRequest),

  /** what stands in the way of a design, and what to know about it, before it is started; k as it comes out */
  'runs.check': call<{ genes: number; k: number; findings: Finding[] }>()(runRequest),
  /** how long a design would take by runs that are done, in words; null where nothing like it is known */
  'runs.estimate': call<string | null>()(runRequest),
  'runs.start': call<Run>()(runRequest),
  'runs.list': call<Run[]>()(none),
  'runs.get': call<RunDetail>()(z.object({ id }).strict()),
  /** what a finished run predicts of a number in its test cells; null where it keeps no such predictions */
  'runs.predicted': call<PredictedValues | null>()(z.object({ id, task: z.string() }).strict()),
  'runs.progress': call<Progress[]>()(none),
  'runs.cancel': call<null>()(z.object({ id }).strict()),
  /** a run that failed, was cancelled or interrupted goes on from its last checkpoint, or begins anew without one */
  'runs.resume': call<Run>()(z.object({ id }).strict()),
  'runs.rename': call<Run>()(z.object({ id, name }).strict()),
  /** pin, tag, note, archive: what is not named stays */
  'runs.mark': call<Run>()(z.object({ id }).extend(runMarks.shape).strict()),
  'runs.remove': call<null>()(z.object({ id }).strict()),
  'runs.restore': call<Run>()(z.object({ id }).strict()),

  /** a file made of a finished run, to be saved by the host */
  'exports.make': call<{ file: ExportedFile; findings: Finding[] }>()(
    z.object({ id, as: z.enum(exportKindNames).exclude(['xenium-reference']), ...exportChoices }).strict(),
  ),
  /**
   * the same written by the engine, as a whole or not at all; the way for what is too large to be sent. A file that is
   * there is replaced only with `overwrite` (under Electron: where its dialog asked), a project or source of data never
   */
  'exports.write': call<{ path: string; bytes: number; findings: Finding[] }>()(
    z
      .object({
        id,
        as: z.enum(exportKindNames),
        path: newPath,
        overwrite: z.boolean().default(false),
        ...exportChoices,
      })
      .strict(),
  ),

  /** a comparison of methods as a Snakemake workflow in a folder, for what takes more than one machine */
  'sweeps.write': call<SweepWritten>()(
    z
      .object({
        request: benchmarkRequest,
        folder: newPath,
        /** what starts Panelwright where the workflow runs, as words of a command */
        program: z.array(z.string().min(1)).min(1).max(100),
        /** arguments of the import command that makes the project of the data again, and the folder they are given in */
        bring: z
          .object({ folder: path, args: z.array(z.string()).max(10_000) })
          .strict()
          .optional(),
      })
      .strict(),
  ),
  /** brings what such a workflow has done so far into the open project, which was made of the workflow's data */
  'sweeps.collect': call<SweepCollected>()(z.object({ folder: path }).strict()),

  'benchmarks.list': call<Benchmark[]>()(none),
  'benchmarks.get': call<BenchmarkState>()(z.object({ id }).strict()),
  /** how long that would take; starts nothing */
  'benchmarks.estimate': call<BenchmarkEstimate>()(benchmarkRequest),
  /** asks for every run of the grid that the project lacks */
  'benchmarks.start': call<BenchmarkState>()(benchmarkRequest),
  'benchmarks.resume': call<BenchmarkState>()(z.object({ id }).strict()),
  /** stops what trains and waits of it */
  'benchmarks.cancel': call<null>()(z.object({ id }).strict()),
  'benchmarks.remove': call<null>()(z.object({ id }).strict()),
  'benchmarks.restore': call<null>()(z.object({ id }).strict()),
  'benchmarks.export': call<ExportedFile>()(z.object({ id, as: z.enum(['csv', 'html', 'predictions']) }).strict()),

  'comparisons.list': call<SavedComparison[]>()(none),
  'comparisons.save': call<SavedComparison>()(z.object({ name, runIds: z.array(id).min(2).max(8) }).strict()),
  'comparisons.remove': call<null>()(z.object({ id }).strict()),
  'comparisons.restore': call<null>()(z.object({ id }).strict()),
  /** where the genes of the first run have gone in the others; reads cells, so it takes a moment */
  'comparisons.replacements': call<Replacement[]>()(z.object({ runIds: z.array(id).min(2).max(8) }).strict()),
  /** the first run is the reference */
  'comparisons.compute': call<Comparison>()(z.object({ runIds: z.array(id).min(2).max(8) }).strict()),
  'comparisons.export': call<ExportedFile>()(z.object({ runIds: z.array(id).min(2).max(8) }).strict()),

  // about a finished panel; measured on validation cells
  'analysis.genes': call<GenesReport>()(z.object({ runId: id }).strict()),
  'analysis.expression': call<ExpressionReport>()(z.object({ runId: id, task: z.string() }).strict()),
  'analysis.correlation': call<CorrelationReport>()(z.object({ runId: id }).strict()),
  'analysis.substitutes': call<SubstitutesReport>()(z.object({ runId: id, gene: z.string().min(1) }).strict()),
  'analysis.embedding': call<EmbeddingReport>()(z.object({ runId: id }).strict()),
  /** a gene in the cells of the embedding */
  'analysis.cellValues': call<CellValues>()(z.object({ runId: id, gene: z.string().min(1) }).strict()),
  'analysis.confusion': call<ConfusionReport>()(z.object({ runId: id, task: z.string() }).strict()),
  'analysis.sizes': call<SizesReport>()(z.object({ runId: id }).strict()),
  /** how well any genes would answer the run's questions */
  'analysis.sandbox': call<SandboxReport>()(
    z.object({ runId: id, genes: z.array(z.string().min(1)).min(1).max(2000) }).strict(),
  ),
  /** what was tried by hand with a run's panel; null where nothing was */
  'sandbox.get': call<SandboxHistory | null>()(z.object({ runId: id }).strict()),
  'sandbox.keep': call<null>()(z.object({ runId: id, history: sandboxHistory.nullable() }).strict()),
  'analysis.assay': call<AssayReport>()(
    z
      .object({
        runId: id,
        assays: z.array(z.object({ capture: z.number().positive().max(1), binary: z.boolean() }).strict()).max(8),
      })
      .strict(),
  ),
  'analysis.crowding': call<CrowdingReport>()(
    z.object({ runId: id, capture: z.number().positive().max(100), limit: z.number().positive().nullable() }).strict(),
  ),

  'genes.notes': call<GeneNote[]>()(none),
  /** an empty note takes it away */
  'genes.setNote': call<GeneNote[]>()(z.object({ gene: z.string().min(1), note: z.string().max(5000) }).strict()),
  'targets.list': call<ClassTarget[]>()(none),
  /** null takes the target away */
  'targets.set': call<ClassTarget[]>()(classTarget.extend({ recall: classTarget.shape.recall.nullable() })),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;

/** The files that an input of a call names, and whether the call writes them. */
export function pathsOf(call: CallName, input: unknown): { path: string; writes: boolean }[] {
  const { input: schema } = calls[call];
  if (!(schema instanceof z.ZodObject) || typeof input !== 'object' || input === null) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([field, type]) => {
    const plain = type instanceof z.ZodOptional ? type.unwrap() : type;
    const value = (input as Record<string, unknown>)[field];
    if ((plain !== path && plain !== newPath) || typeof value !== 'string') return [];
    return [{ path: value, writes: plain === newPath }];
  });
}
export type Input<N extends CallName> = z.input<Calls[N]['input']>;
export type Parsed<N extends CallName> = z.output<Calls[N]['input']>;
export type Reply<N extends CallName> = NonNullable<Calls[N]['reply']> | Extract<Calls[N]['reply'], null>;

/** What the engine tells without being asked. */
export interface Events {
  /** another project is open, or none */
  'project.changed': ProjectInfo | null;
  /** something that the user has not asked for and should know */
  notice: { text: string };
  'datasets.changed': null;
  'tasks.changed': null;
  /** a run was added, changed its state or its name, or went away (null: look at the list again) */
  'runs.changed': Run | null;
  'run.progress': Progress;
  'import.progress': { path: string; doing: string; fraction: number };
  'analysis.progress': { runId: number; topic: string; doing: string; fraction: number };
  /** an entry of the desktop application's menu was chosen: the window does it */
  'action.chosen': ActionId;
}
export type EventName = keyof Events;
export const eventNames = [
  'project.changed',
  'notice',
  'datasets.changed',
  'tasks.changed',
  'runs.changed',
  'run.progress',
  'import.progress',
  'analysis.progress',
  'action.chosen',
] as const satisfies readonly EventName[];

/** One function a call. An application that lacks one does not compile. */
export type Handlers = { [N in CallName]: (input: Parsed<N>) => Promise<Reply<N>> | Reply<N> };
export type Emit = <E extends EventName>(event: E, payload: Events[E]) => void;
