/** Every setting of some runs in words, row by row: what differs between them and what they share. */
import { limitWords } from '../../../src-shared/gene-families.ts';
import { methods } from '../../../src-shared/methods.ts';
import type { Comparison, RunConfig, YotoSettings } from '../../../src-shared/model.ts';
import type { RunRow } from '../../store/runs.ts';
import { firstOf } from '../findings.ts';

const yotoLabels: Record<keyof YotoSettings, string> = {
  steps: 'Training steps',
  batch: 'Cells a step',
  hidden: 'Hidden units',
  learningRate: 'Learning rate',
  scoreTravel: 'Score travel',
  dropout: 'Dropout',
  geneDropout: 'Gene dropout',
  blend: 'Blending',
  screen: 'Genes that compete',
  restarts: 'Restarts',
  gumbel: 'Gumbel noise',
  temperatureStart: 'Temperature at the start',
  temperatureEnd: 'Temperature at the end',
  annealing: 'Annealing',
  classBalance: 'Class balance',
};

/** What the network of every run takes, that on all genes and those that score the panel; the rest is YOTO's selection. */
const ofEveryNetwork: (keyof YotoSettings)[] = [
  'steps',
  'batch',
  'hidden',
  'learningRate',
  'dropout',
  'geneDropout',
  'blend',
  'classBalance',
];

type MakeRow = (
  key: string,
  label: string,
  valueOf: (config: RunConfig, run: RunRow) => string,
) => Comparison['settings'][number];

export function compareSettings(runs: readonly RunRow[]): Comparison['settings'] {
  const row: MakeRow = (key, label, valueOf) => {
    const values = runs.map((run) => valueOf(run.config, run));
    return { key, label, values, differs: new Set(values).size > 1 };
  };
  // the method says already that one run has a setting and another does not
  const ofMethod: MakeRow = (...asked) => {
    const made = row(...asked);
    return { ...made, differs: new Set(made.values.filter((value) => value !== '')).size > 1 };
  };
  return [
    row('datasets', 'Data sets', (config) => config.datasets.map((dataset) => dataset.name).join(', ')),
    row('tasks', 'Tasks', (config) => config.tasks.map((task) => task.name).join(', ')),
    row('method', 'Method', (config) => config.method),
    ...methodSettingRows(runs, ofMethod),
    row('selectOn', 'Selected on', (config) => config.tasks.find(({ id }) => id === config.selectOn)?.name ?? ''),
    row('k', 'Panel size', (config) => String(config.k)),
    row('mustInclude', 'Genes that must be in', (config) => someOf(config.mustInclude)),
    row('exclude', 'Genes left out', (config) => someOf(config.exclude)),
    row('start', 'Starting panel', (config) => someOf(config.start ?? [])),
    row('candidates', 'Chosen from', (config) => someOf(config.candidates ?? [])),
    row('limits', 'Limits on genes', (config) => limitWords(config).join(', ')),
    row('geneTable', 'Gene table', ({ geneTable }) => (geneTable === undefined ? '' : `#${geneTable}`)),
    row('orthologs', 'Genes matched across species', (config) => (config.orthologs ? 'yes' : 'no')),
    row('binarise', 'Genes read as', (config) => (config.binarise ? 'there or not there' : 'how much of them')),
    row('batchZscore', 'z-scored within data sets', (config) => (config.batchZscore ? 'yes' : 'no')),
    row(
      'leaveOut',
      'Data set left out',
      (config) => config.datasets.find(({ id }) => id === config.leaveOut)?.name ?? '',
    ),
    row('weights', 'Weights of questions', (config) =>
      config.tasks
        .filter(({ weight }) => weight !== 1)
        .map(({ name, weight }) => `${name} ${weight}`)
        .join(', '),
    ),
    row('targets', 'Must not be missed', (config) =>
      (config.targets ?? []).map(({ task, className, recall }) => `${className} of ${task} ${recall}`).join(', '),
    ),
    row('seed', 'Seed', (config) => String(config.seed)),
    row('splitSeed', 'Seed of the split', (config) => String(config.splitSeed)),
    row('split', 'Split', (config) => `#${config.splitId}`),
    row('group', 'Held out by', (config) => config.group ?? ''),
    row('testFraction', 'Test share', (config) => String(config.testFraction)),
    row('minClass', 'Smallest class', (config) => String(config.minClass)),
    row('hvg', 'Variable genes kept', (config) => String(config.hvg)),
    ...Object.entries(yotoLabels).map(([key, label]) =>
      ofMethod(`settings.${key}`, label, ({ method, settings }) => {
        const setting = key as keyof YotoSettings;
        const taken = method === 'yoto' || ofEveryNetwork.includes(setting);
        return taken ? String(settings[setting] ?? '') : '';
      }),
    ),
    row('probeSteps', 'Steps of a probe', (config) => String(config.probeSteps)),
    // what follows the name is how fast it was found to be, which differs from run to run
    row('backend', 'Trained by', (_, run) => run.backend?.split(':')[0] ?? ''),
    row('appVersion', 'Version', (_, run) => run.appVersion),
  ];
}

/** Settings of the methods themselves; a run whose method lacks one has nothing there. */
function methodSettingRows(runs: readonly RunRow[], row: MakeRow): Comparison['settings'] {
  const labels = new Map(
    runs.flatMap(({ config }) =>
      Object.entries(methods[config.method].settings).map(([key, { label }]) => [key, label] as const),
    ),
  );
  return [...labels].map(([key, label]) =>
    row(`methodSettings.${key}`, label, (config) => String(config.methodSettings?.[key] ?? '')),
  );
}

const someOf = (names: string[]) => (names.length === 0 ? 'none' : firstOf(names, 8));
