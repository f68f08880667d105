/** What a run depended on, in words: the settings page, and text to paste into a notebook. */
import { excludedWords, limitWords } from '../gene-families.ts';
import type { RunConfig, RunDetail, YotoSettings } from '../model.ts';
import { bytes, count, counted, duration, moment, percent, significant } from './format.ts';
import { methods } from '../methods.ts';
import { settingNames } from './words.ts';

export interface Fact {
  name: string;
  value: string;
  /** what it means, on hover */
  meaning?: string;
  /** a hash or an identifier */
  mono?: boolean;
}

export interface Section {
  title: string;
  facts: Fact[];
}

export function provenance(run: RunDetail): Section[] {
  const { config, split } = run;
  return [
    {
      title: 'Asked for',
      facts: [
        { name: 'Method', value: methods[config.method].name, meaning: methods[config.method].source },
        ...ofMethod(config),
        { name: 'Panel size', value: counted(config.k, 'gene') },
        { name: 'Must be in', value: config.mustInclude.join(', ') || 'nothing' },
        { name: 'Must not be in', value: excludedWords(config.exclude).join(', ') || 'nothing' },
        ...(config.start ? [{ name: 'Starting panel', value: config.start.join(', ') }] : []),
        ...(config.candidates
          ? [{ name: 'Chosen from', value: counted(config.candidates.length, 'listed gene') }]
          : []),
        ...limitWords(config).map((value) => ({ name: 'Limit', value })),
        ...(config.targets ?? []).map(({ task, className, recall }) => ({
          name: 'Must not be missed',
          value: `${className} of ${task}, recall ${recall}`,
        })),
        ...(config.geneTable === undefined
          ? []
          : [{ name: 'Gene table', value: `number ${config.geneTable} of this project` }]),
        ...(config.orthologs
          ? [{ name: 'Genes of two species', value: 'matched by the letters of their symbols' }]
          : []),
        ...(config.binarise ? [{ name: 'Genes read as', value: 'there or not there' }] : []),
        ...(config.batchZscore ? [{ name: 'z-scores', value: 'within each data set' }] : []),
        ...(config.leaveOut !== undefined
          ? [{ name: 'Left out', value: config.datasets.find(({ id }) => id === config.leaveOut)?.name ?? '' }]
          : []),
        {
          name: 'Variable genes',
          value: count(config.hvg),
          meaning: 'Genes kept before selection, the most variable ones over training cells; must-haves come on top.',
        },
        { name: 'Seed', value: String(config.seed), meaning: 'The same seed on the same data gives the same panel.' },
      ],
    },
    {
      title: config.tasks.length === 1 ? 'Question' : 'Questions',
      facts: config.tasks.map((task) => {
        const columns = [...new Set(task.sources.map(({ column, by }) => (by ? `${column} × ${by}` : column)))].join(
          ', ',
        );
        const unlabelled = task.unlabelled.length ? `; ${task.unlabelled.join(', ')} count as unlabelled` : '';
        const changed = task.merges.length
          ? `; ${task.merges.map(({ from, to }) => (to ? `${from} counts as ${to}` : `${from} dropped`)).join(', ')}`
          : '';
        const weight = task.weight === 1 ? '' : `; counts ${task.weight} times`;
        return { name: task.name, value: `${task.kind}, from ${columns}${unlabelled}${changed}${weight}` };
      }),
    },
    {
      title: config.datasets.length === 1 ? 'Data set' : 'Data sets',
      facts: config.datasets.flatMap((data) => [
        { name: data.name, value: `${counted(data.cells, 'cell')}, ${counted(data.genes, 'gene')}` },
        { name: 'SHA-256', value: data.sha256, mono: true, meaning: 'Fingerprint of the file that was imported.' },
      ]),
    },
    {
      title: 'Cells',
      facts: [
        { name: 'Training', value: count(split.train), meaning: 'Fit everything: variable genes, scales, network.' },
        { name: 'Validation', value: count(split.validation), meaning: 'Steer the training; fit nothing.' },
        { name: 'Test', value: count(split.test), meaning: 'Looked at once, when the run was finished.' },
        { name: 'Test share', value: percent(config.testFraction) },
        ...(config.group === undefined
          ? []
          : [
              {
                name: 'Held out by',
                value: config.group,
                meaning: 'All cells of one value of this column are on one side of the split.',
              },
            ]),
        { name: 'Split seed', value: String(split.seed), meaning: 'Scores are compared only within one split.' },
        { name: 'Split', value: `number ${split.id} of this project` },
        {
          name: 'Smallest class',
          value: counted(config.minClass, 'cell'),
          meaning: 'Classes with fewer cells count as unlabelled.',
        },
      ],
    },
    ...(config.method === 'yoto' ? [{ title: 'Training', facts: training(config.settings) }] : []),
    {
      title: 'Scoring',
      facts: [
        {
          name: 'Probe steps',
          value: config.probeSteps === 0 ? 'no probe' : count(config.probeSteps),
          meaning: 'Training steps of each probe, the network trained again on the finished panel.',
        },
      ],
    },
    {
      title: 'Made by',
      facts: [
        { name: 'Panelwright', value: run.appVersion },
        { name: 'Trained on', value: run.backend ?? '' },
        { name: 'Asked', value: moment(run.createdAt) },
        { name: 'Started', value: moment(run.startedAt) },
        { name: 'Ended', value: moment(run.finishedAt) },
        ...(run.seconds
          ? [
              { name: 'Loading', value: duration(run.seconds.load) },
              { name: 'Preparing', value: duration(run.seconds.prepare) },
              { name: 'Selecting', value: duration(run.seconds.select) },
              { name: 'Scoring', value: duration(run.seconds.score) },
            ]
          : []),
        ...(run.peakMemoryMB === null ? [] : [{ name: 'Peak memory', value: bytes(run.peakMemoryMB * 1e6) }]),
      ],
    },
  ];
}

/** The settings of the method, and the question that it selected on where it took one of several. */
function ofMethod({ method, methodSettings = {}, selectOn, tasks }: RunConfig): Fact[] {
  const { settings } = methods[method];
  const on = tasks.find(({ id }) => id === selectOn);
  return [
    ...(on ? [{ name: 'Selected on', value: on.name }] : []),
    ...Object.entries(methodSettings).map(([name, value]) => ({
      name: settings[name]?.label ?? name,
      value: String(value),
      meaning: settings[name]?.meaning,
    })),
  ];
}

const training = (settings: YotoSettings): Fact[] =>
  (Object.keys(settingNames) as (keyof YotoSettings)[]).map((key) => ({
    name: settingNames[key].name,
    value: significant(settings[key], 4)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
    meaning: settingNames[key].meaning,
  }));

/** The same as plain text. */
export function provenanceText(run: RunDetail): string {
  const lines = provenance(run).flatMap(({ title, facts }) => [
    title,
    ...facts.map(({ name, value }) => `  ${name}: ${value.replaceAll('\u202f', ' ')}`),
    '',
  ]);
  return [run.name, '', ...lines].join('\n');
}
