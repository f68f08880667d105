/** What a run depended on, in words: the settings page, and text to paste into a notebook. */
import { methods } from '../methods.ts';
import type { RunDetail, Task } from '../model.ts';
import { isSet, settingsOf, wordsOf } from '../settings.ts';
import type { Section as SettingSection } from '../settings/setting.ts';
import { bytes, count, counted, duration, moment, significant } from './format.ts';

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
  const all = settingsOf(config);
  const facts = (section: SettingSection): Fact[] =>
    all
      .filter(({ setting, value }) => setting.section === section && isSet(setting, value))
      .map(({ path, setting, value, about }) => ({
        name: setting.label,
        value: typeof value === 'number' && !setting.words ? plainNumber(value) : wordsOf({ setting, value, about }),
        meaning: path === 'method' ? methods[config.method].source : setting.meaning,
      }));
  return [
    { title: 'Panel', facts: facts('panel') },
    { title: config.tasks.length === 1 ? 'Task' : 'Tasks', facts: [...config.tasks.map(ofTask), ...facts('tasks')] },
    {
      title: config.datasets.length === 1 ? 'Data set' : 'Data sets',
      facts: [
        ...config.datasets.flatMap((data) => [
          { name: data.name, value: `${counted(data.cells, 'cell')}, ${counted(data.genes, 'gene')}` },
          { name: 'SHA-256', value: data.sha256, mono: true, meaning: 'Checksum of the file that was imported.' },
        ]),
        ...facts('data'),
      ],
    },
    {
      title: 'Cells',
      facts: [
        { name: 'Training', value: count(split.train), meaning: 'Fit everything: variable genes, scales, network.' },
        { name: 'Validation', value: count(split.validation), meaning: 'Steer the training; fit nothing.' },
        { name: 'Test', value: count(split.test), meaning: 'Scored once, when the run was finished.' },
        ...facts('cells'),
        { name: 'Split', value: `number ${split.id} of this project` },
      ],
    },
    { title: 'Training', facts: facts('training') },
    { title: 'Scoring', facts: facts('scoring') },
    {
      title: 'Made by',
      facts: [
        { name: 'Panelwright', value: run.appVersion },
        { name: 'Trained by', value: run.backend ?? '' },
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

/** What a task asks, and of which columns. */
function ofTask({ name, kind, sources, unlabelled, merges, weight }: Task): Fact {
  const columns = [...new Set(sources.map(({ column, by }) => (by ? `${column} × ${by}` : column)))].join(', ');
  const none = unlabelled.length ? `; ${unlabelled.join(', ')} count as unlabelled` : '';
  const changed = merges.length
    ? `; ${merges.map(({ from, to }) => (to ? `${from} counts as ${to}` : `${from} dropped`)).join(', ')}`
    : '';
  return { name, value: `${kind}, from ${columns}${none}${changed}${weight === 1 ? '' : `; weight ${weight}`}` };
}

const plainNumber = (value: number) =>
  Number.isInteger(value)
    ? count(value)
    : significant(value, 4)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');

/** The same as plain text. */
export function provenanceText(run: RunDetail): string {
  const lines = provenance(run).flatMap(({ title, facts }) => [
    title,
    ...facts.map(({ name, value }) => `  ${name}: ${value.replaceAll('\u202f', ' ')}`),
    '',
  ]);
  return [run.name, '', ...lines].join('\n');
}
