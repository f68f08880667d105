/** The arguments of `panelwright design`, made into what is asked of the application. */
import { resolve } from 'node:path';
import { backendNames } from '../../src-shared/backends.ts';
import { effortNames, efforts } from '../../src-shared/efforts.ts';
import { type Method, methodNames, methods, wrongMethodSettings } from '../../src-shared/methods.ts';
import type { GeneNaming, GeneRules, ImportFilters, RunRequest, YotoSettings } from '../../src-shared/model.ts';
import { networkSettings } from '../../src-shared/requests.ts';
import { PROBE_STEPS, defaults } from '../nn/settings.ts';
import { exampleFiles, exampleTasks } from '../services/project/example.ts';
import { type AssayArguments, assayOptions, readAssayArguments } from './assay-arguments.ts';
import { decimal, parse, readLines, readText, spread, wholeNumber } from './arguments.ts';
import { importOptions, readFilters, readGeneNames } from './import-arguments.ts';
import { type LabelArgument, readLabelArguments } from './label-arguments.ts';
import { type GeneArguments, geneOptions, readGeneArguments } from './gene-arguments.ts';
import { resources } from './session.ts';
import { readTaskArguments, taskName } from './task-arguments.ts';
import type { TaskArguments } from './task-arguments.ts';
import { UsageError } from './usage.ts';

const EXAMPLE_K = 32;

export interface DesignArguments {
  data: string[];
  labels: LabelArgument[];
  /** how the data files are read */
  reading: { matrix?: string; geneNames?: GeneNaming; filters?: ImportFilters };
  tasks: TaskArguments;
  /** the task that a method made for one label selects on */
  selectOn: string | undefined;
  request: Omit<RunRequest, 'datasetIds' | 'taskIds' | 'selectOn' | 'leaveOut' | keyof GeneRules>;
  genes: GeneArguments;
  assay: AssayArguments;
  /** a panel that is scored instead of chosen, as text */
  panel: string | undefined;
  /** the data set that is only scored on, by its name or file */
  leaveOut: string | undefined;
  /** design a panel for each task alone as well */
  costOfSharing: boolean;
  /** say what would be done, and train nothing */
  dryRun: boolean;
  /** a list of markers to count in the panel, as text */
  markers: string | undefined;
  /** a column by whose groups the design is repeated and scored, beside the run itself */
  heldOutBy: string | undefined;
  project: string | undefined;
  out: string | undefined;
  predictions: string | undefined;
  json: string | undefined;
  quiet: boolean;
}

/**
 * @param panel file of a panel that is scored instead of chosen; k then counts it in, and may be left away
 * @throws UsageError for arguments that cannot be understood, AppError for files among them that are not there
 */
export function readDesignArguments(args: string[], panel?: string): DesignArguments {
  const text = { type: 'string' } as const;
  const list = { type: 'string', multiple: true, default: [] as string[] } as const;
  const { values, positionals } = parse(
    spread(args, ['--task', '--unlabelled', '--task-weight', '--continuous', '--target', '--gene-ids', '--require']),
    {
      example: { type: 'boolean', default: false },
      labels: list,
      ...importOptions,
      task: list,
      k: { type: 'string', short: 'k' },
      method: text,
      set: list,
      'select-on': text,
      seed: text,
      'split-seed': text,
      ...geneOptions,
      ...assayOptions,
      unlabelled: list,
      merge: text,
      'task-weight': list,
      hierarchy: list,
      continuous: list,
      target: list,
      'min-class': text,
      hvg: text,
      'test-fraction': text,
      'test-cells': text,
      'leave-out': text,
      'batch-zscore': { type: 'boolean', default: false },
      binarise: { type: 'boolean', default: false },
      orthologs: { type: 'boolean', default: false },
      'cost-of-sharing': { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      group: text,
      'held-out-by': text,
      markers: text,
      effort: text,
      steps: text,
      'probe-steps': text,
      backend: text,
      project: text,
      out: text,
      predictions: text,
      json: text,
      quiet: { type: 'boolean', default: false },
    },
  );
  const example = exampleFiles(resources);
  if (values.example && positionals.length > 0)
    throw new UsageError('--example brings its own data; name no file with it.');
  const data = values.example ? [example.data] : positionals;
  const labels = values.labels.length === 0 && values.example ? [example.labels] : values.labels;
  const tasks = readTaskArguments(
    values.example && values.task.length === 0 ? { ...values, task: exampleTasks } : values,
  );
  const names = tasks.asked.map(taskName);
  const k = wholeNumber('-k', values.k, 1, 100_000) ?? (values.example ? EXAMPLE_K : undefined);
  if (k !== undefined && values.add !== undefined)
    throw new UsageError('-k and --add both say how many genes the panel shall have; leave one away.');
  if (data.length === 0) throw new UsageError('Name a data file to design a panel from (or --example).');
  if (names.length === 0) throw new UsageError('Name at least one label column with --task.');
  if (panel !== undefined && values.method !== undefined)
    throw new UsageError('score takes the panel as it is; --method chooses one.');
  if (panel === undefined && k === undefined && values.add === undefined)
    throw new UsageError('Say with -k how many genes the panel shall have.');
  const method = panel === undefined ? methodNames.find((name) => name === (values.method ?? 'yoto')) : 'panel';
  if (!method) throw new UsageError(`--method is one of ${methodNames.join(', ')}, not "${values.method}".`);
  const backend = backendNames.find((name) => name === (values.backend ?? 'auto'));
  if (!backend) throw new UsageError(`--backend is one of ${backendNames.join(', ')}, not "${values.backend}".`);
  const selectOn = values['select-on'];
  if (selectOn !== undefined && !names.includes(selectOn))
    throw new UsageError(`--select-on is one of the tasks: ${names.join(', ')}, not "${selectOn}".`);
  if (values.group !== undefined && values['held-out-by'] !== undefined)
    throw new UsageError('--group holds groups out already; leave --held-out-by away.');
  const set = readSettings(method, values.set);
  const whole = Number.MAX_SAFE_INTEGER;
  const steps = wholeNumber('--steps', values.steps, 10, 1_000_000);
  const effort = effortNames.find((name) => name === (values.effort ?? 'standard'));
  if (!effort) throw new UsageError(`--effort is one of ${effortNames.join(', ')}, not "${values.effort}".`);
  const testFraction = decimal('--test-fraction', values['test-fraction'], 0.05, 0.5) ?? 0.2;
  const numbers = {
    seed: wholeNumber('--seed', values.seed, 0, 0xffffffff) ?? 0,
    splitSeed: wholeNumber('--split-seed', values['split-seed'], 0, 0xffffffff) ?? 0,
    minClass: wholeNumber('--min-class', values['min-class'], 2, whole) ?? 10,
    hvg: wholeNumber('--hvg', values.hvg, 2, whole) ?? 5000,
    probeSteps: wholeNumber('--probe-steps', values['probe-steps'], 0, 1_000_000) ?? PROBE_STEPS,
  };
  return {
    data: data.map((path) => resolve(path)),
    labels: readLabelArguments(labels, data.map((path) => resolve(path))), // prettier-ignore
    reading: readingOptions(values),
    tasks,
    selectOn,
    panel: panel === undefined ? undefined : readText(panel, 'one gene a line, or a table of genes'),
    heldOutBy: values['held-out-by'],
    markers:
      values.markers === undefined ? undefined : readText(values.markers, 'markers, one a line, or a table of them'),
    request: {
      method,
      // with --add the starting panel decides, with a given one its genes
      k: k ?? (panel === undefined ? 1 : 0),
      testFraction,
      ...numbers,
      backend,
      group: values.group,
      ...(tasks.targets.length > 0 && { targets: tasks.targets }),
      testCells:
        values['test-cells'] === undefined ? undefined : readLines(values['test-cells'], 'names of cells, one a line'),
      batchZscore: values['batch-zscore'],
      binarise: values.binarise,
      orthologs: values.orthologs,
      settings: { ...efforts[effort].settings, ...set.settings, ...(steps !== undefined && { steps }) },
      methodSettings: set.methodSettings,
    },
    genes: readGeneArguments(values),
    assay: readAssayArguments(values),
    leaveOut: values['leave-out'],
    costOfSharing: values['cost-of-sharing'],
    dryRun: values['dry-run'],
    project: values.project === undefined ? undefined : resolve(values.project),
    out: values.out,
    predictions: values.predictions,
    json: values.json,
    quiet: values.quiet,
  };
}

function readingOptions(
  values: Parameters<typeof readFilters>[0] & { layer?: string; 'gene-ids': string[] },
): DesignArguments['reading'] {
  const geneNames = readGeneNames(values['gene-ids']);
  const filters = readFilters(values);
  return {
    ...(values.layer !== undefined && { matrix: values.layer }),
    ...(geneNames && { geneNames }),
    ...(Object.keys(filters).length > 0 && { filters }),
  };
}

/**
 * `NAME=VALUE`, settings of the method; what the method does not have and the network has, which trains in every run, is
 * the network's. @throws UsageError
 */
function readSettings(
  method: Method,
  entries: string[],
): { settings: Record<string, number>; methodSettings: Record<string, number> } {
  const settings: Record<string, number> = {};
  const methodSettings: Record<string, number> = {};
  for (const entry of entries) {
    const [, name, text] = /^([^=]+)=(.+)$/.exec(entry) ?? [];
    const value = Number(text);
    if (name === undefined || Number.isNaN(value)) throw new UsageError(`--set takes NAME=NUMBER, not "${entry}".`);
    const ofNetwork = !Object.hasOwn(methods[method].settings, name) && Object.hasOwn(defaults, name);
    if (ofNetwork) checkNetworkSetting(name as keyof YotoSettings, value);
    (ofNetwork ? settings : methodSettings)[name] = value;
  }
  const [wrong] = wrongMethodSettings(method, methodSettings);
  if (wrong) throw new UsageError(`${wrong.what} ${wrong.remedy}`);
  return { settings, methodSettings };
}

/** @throws UsageError with the bounds of the setting where the value is beyond them */
function checkNetworkSetting(name: keyof YotoSettings, value: number): void {
  const schema = networkSettings.shape[name];
  if (schema.safeParse(value).success) return;
  const { minValue, maxValue, isInt } = schema;
  const from = schema.safeParse(minValue).success ? `from ${minValue}` : `above ${minValue} and up`;
  throw new UsageError(`“${name}” is a ${isInt ? 'whole ' : ''}number ${from} to ${maxValue}, not ${value}.`);
}
