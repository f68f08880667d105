/** The arguments of `panelwright design`, made into what is asked of the application. */
import { resolve } from 'node:path';
import { effortNames, efforts } from '../../src-shared/efforts.ts';
import type { DeclaredKind } from '../../src-shared/matrix-kinds.ts';
import type { GeneNaming, GeneRules, ImportFilters, RunRequest } from '../../src-shared/model.ts';
import { settingDefaults } from '../../src-shared/settings.ts';
import { geneRuleSettings } from '../../src-shared/settings/genes.ts';
import { exampleFiles, exampleTasks } from '../services/project/example.ts';
import { type AssayArguments, readAssayArguments } from './assay-arguments.ts';
import { parse, readLines, readText, spread } from './arguments.ts';
import { readFilters, readGeneNames, readValues } from './import-arguments.ts';
import { type LabelArgument, readLabelArguments } from './label-arguments.ts';
import { type GeneArguments, readGeneArguments } from './gene-arguments.ts';
import { spreading } from './option.ts';
import { options } from './options.ts';
import { resources } from './session.ts';
import { type NamedArguments, readMethodSettings, readSettingArguments } from './setting-arguments.ts';
import { readTaskArguments, taskName } from './task-arguments.ts';
import type { TaskArguments } from './task-arguments.ts';
import { UsageError } from './usage.ts';

const EXAMPLE_K = 32;

export interface DesignArguments {
  data: string[];
  labels: LabelArgument[];
  /** how the data files are read */
  reading: {
    matrix?: string;
    modality?: string;
    values?: DeclaredKind;
    geneNames?: GeneNaming;
    filters?: ImportFilters;
  };
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
  /** results may replace files that are there */
  overwrite: boolean;
  quiet: boolean;
}

/**
 * @param panel file of a panel that is scored instead of chosen; k then counts it in, and may be left away
 * @throws UsageError for arguments that cannot be understood, AppError for files among them that are not there
 */
export function readDesignArguments(args: string[], panel?: string): DesignArguments {
  const parsed = parse(spread(args, spreading(options.design)), options.design);
  const values = parsed.values as typeof parsed.values & NamedArguments;
  const { positionals } = parsed;
  const example = exampleFiles(resources);
  if (values.example && positionals.length > 0)
    throw new UsageError('--example brings its own data; name no file with it.');
  const data = values.example ? [example.data] : positionals;
  const labels = values.labels.length === 0 && values.example ? [example.labels] : values.labels;
  const tasks = readTaskArguments(
    values.example && values.task.length === 0 ? { ...values, task: exampleTasks } : values,
  );
  const names = tasks.asked.map(taskName);
  const { settings: training, ...given } = readSettingArguments(values);
  // rules on genes may be added to those that the project has
  const others = Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(geneRuleSettings, key)));
  const k = given.k ?? (values.example ? EXAMPLE_K : undefined);
  if (k !== undefined && given.add !== undefined)
    throw new UsageError('-k and --add both say how many genes the panel shall have; leave one away.');
  if (data.length === 0) throw new UsageError('Name a data file to design a panel from (or --example).');
  if (names.length === 0) throw new UsageError('Name at least one label column with --task.');
  if (panel !== undefined && given.method !== undefined)
    throw new UsageError('score takes the panel as it is; --method chooses one.');
  if (panel === undefined && k === undefined && given.add === undefined)
    throw new UsageError('Say with -k how many genes the panel shall have.');
  const method = panel === undefined ? (given.method ?? settingDefaults.method) : 'panel';
  const selectOn = values['select-on'];
  if (selectOn !== undefined && !names.includes(selectOn))
    throw new UsageError(`--select-on is one of the tasks: ${names.join(', ')}, not "${selectOn}".`);
  if (given.group !== undefined && values['held-out-by'] !== undefined)
    throw new UsageError('--group holds groups out already; omit --held-out-by.');
  const set = readMethodSettings(method, values.set);
  const effort = effortNames.find((name) => name === (values.effort ?? 'standard'));
  if (!effort) throw new UsageError(`--effort is one of ${effortNames.join(', ')}, not "${values.effort}".`);
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
      ...settingDefaults,
      ...others,
      method,
      // with --add the starting panel decides, with a given one its genes
      k: k ?? (panel === undefined ? 1 : 0),
      ...(tasks.targets.length > 0 && { targets: tasks.targets }),
      testCells:
        values['test-cells'] === undefined ? undefined : readLines(values['test-cells'], 'names of cells, one a line'),
      settings: { ...efforts[effort].settings, ...set.settings, ...training },
      methodSettings: set.methodSettings,
    },
    genes: readGeneArguments(values, given),
    assay: readAssayArguments(values),
    leaveOut: values['leave-out'],
    costOfSharing: values['cost-of-sharing'],
    dryRun: values['dry-run'],
    project: values.project === undefined ? undefined : resolve(values.project),
    out: values.out,
    predictions: values.predictions,
    json: values.json,
    overwrite: values.overwrite,
    quiet: values.quiet,
  };
}

function readingOptions(
  values: Parameters<typeof readFilters>[0] & {
    layer?: string;
    modality?: string;
    values?: string;
    'gene-ids': string[];
  },
): DesignArguments['reading'] {
  const geneNames = readGeneNames(values['gene-ids']);
  const filters = readFilters(values);
  return {
    ...(values.layer !== undefined && { matrix: values.layer }),
    ...(values.modality !== undefined && { modality: values.modality }),
    ...(values.values !== undefined && { values: readValues(values.values) }),
    ...(geneNames && { geneNames }),
    ...(Object.keys(filters).length > 0 && { filters }),
  };
}
