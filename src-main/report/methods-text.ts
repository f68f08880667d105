/** A paragraph for the methods section of a paper, and its references. Says what was done and nothing else. */
import { headlineOf } from '../../src-shared/metrics.ts';
import { methods } from '../../src-shared/methods.ts';
import type { PanelGene, RunDetail, TaskResult } from '../../src-shared/model.ts';
import { count, counted, listed, score, unspaced } from '../../src-shared/present/format.ts';
import { isSet, settingsOf, wordsOf } from '../../src-shared/settings.ts';
import type { Section } from '../../src-shared/settings/setting.ts';
import { shownSymbol } from '../data/shown-symbol.ts';

/** More genes than this are counted and not named. */
const NAMED = 20;

export function methodsText(run: RunDetail): string {
  const { config, appVersion, panel, results } = run;
  const data = config.datasets.map(
    (one) =>
      `${one.name} (${counted(one.cells, 'cell')}, ${counted(one.genes, 'gene')}; SHA-256 ${one.sha256.slice(0, 12)}…)`,
  );
  const classed = config.tasks.filter(({ kind }) => kind === 'categorical');
  const told = classed.map(({ name }) => `${name} (${classesOf(name, results)})`);
  const predicted = config.tasks.filter(({ kind }) => kind === 'continuous').map(({ name }) => `${name} (a number)`);
  const forced = panel.filter((gene) => gene.forced).map(shownSymbol);
  const isGiven = chooser(run) === null;
  const sentences = [
    `${origin(run, forced.length)} Panelwright ${appVersion}.`,
    `The reference was ${listed(data)}.`,
    `The panel was ${isGiven ? 'asked' : 'designed'} ${purposeOf(told, predicted)}.`,
    `${splitText(run)}${classed.length ? `; classes with fewer than ${counted(config.minClass, 'cell')} counted as unlabelled` : ''}.`,
    `Counts were scaled to the median library size of the training cells and log1p-transformed; values that were logarithms already were used as they are. Up to ${count(config.hvg)} of the most variable genes over training cells ${isGiven ? 'set the ceiling' : 'were candidates'}.`,
    ...sentencesOf(run, ['data']),
    forced.length && !isGiven
      ? `${listed(forced, NAMED)} ${forced.length === 1 ? 'was' : 'were'} included beforehand.`
      : '',
    ...sentencesOf(run, ['panel', 'tasks', 'cells', 'training', 'scoring']),
    unusual(run),
    `${isGiven ? '' : `Selection used training and validation cells only (seed ${config.seed}). `}The finished panel was scored once on the test cells: ${listed(results.map(resultText))}.`,
  ];
  return unspaced(sentences.filter(Boolean).join(' '));
}

/** What settings say of themselves. */
const sentencesOf = ({ config }: RunDetail, sections: readonly Section[]): string[] =>
  settingsOf(config).flatMap(({ setting, value, about }) =>
    sections.includes(setting.section) && setting.sentence && isSet(setting, value)
      ? [setting.sentence(value, about)]
      : [],
  );

/** Settings that the sentences about size, cells and genes name. */
const named = ['method', 'k', 'mustInclude', 'hvg', 'minClass', 'leaveOut', 'group', 'splitSeed', 'seed'];

/** All others that are not as usual. */
function unusual({ config }: RunDetail): string {
  const others = settingsOf(config).filter(
    ({ path, setting, value }) =>
      !named.includes(path) && !setting.sentence && isSet(setting, value) && value !== setting.default,
  );
  const said = others.map((one) => `${one.setting.label} ${wordsOf(one)}`);
  return said.length > 0 ? `Settings other than the defaults: ${listed(said)}.` : '';
}

/** The method that chose genes; null where the whole panel was given. */
function chooser({ config, panel }: { config: RunDetail['config']; panel: readonly PanelGene[] }) {
  const { traits } = methods[config.method];
  if (!traits?.filledUpBy) return config.method;
  return panel.every((gene) => gene.forced) ? null : traits.filledUpBy;
}

/** Where the genes are from, up to the name of the program. */
function origin(run: RunDetail, given: number): string {
  const genes = counted(run.panel.length, 'gene');
  const by = chooser(run);
  if (by === null) return `A given panel of ${genes} was scored with`;
  const method = `${methods[by].name} (${methods[by].source}) as implemented in`;
  return methods[run.config.method].traits?.filledUpBy
    ? `A given panel of ${counted(given, 'gene')} was filled up to ${genes} with ${method}`
    : `A panel of ${genes} was selected with ${method}`;
}

function splitText({ config, split }: RunDetail): string {
  const left = config.datasets.find(({ id }) => id === config.leaveOut);
  const [train, validation] = [`${count(split.train)} training`, `${count(split.validation)} validation`];
  const how = `stratified over all tasks at once (Sechidis et al., 2011; seed ${split.seed})`;
  const whole = config.group === undefined ? '' : `, all cells of one ${config.group} on one side`;
  return left
    ? `${left.name} was left out to be scored on (${counted(split.test, 'test cell')}); the other cells were split into ${train} and ${validation} cells, ${how}`
    : `Cells were split once into ${train}, ${validation} and ${count(split.test)} test cells${whole}, ${how}`;
}

/** What the panel is for: questions of classes are told, those of numbers predicted. */
function purposeOf(told: string[], predicted: string[]): string {
  const [tell, predict] = [`to tell ${listed(told)}`, `to predict ${listed(predicted)}`];
  return told.length === 0 ? predict : predicted.length === 0 ? tell : `${tell} and ${predict}`;
}

function classesOf(name: string, results: readonly TaskResult[]): string {
  const result = results.find(({ task }) => task === name);
  // one that nothing is left to be scored on has no result
  return result?.kind === 'categorical' ? counted(result.classes.length, 'class', 'classes') : 'not scored';
}

function resultText(result: TaskResult): string {
  const of = (predictor: 'own' | 'probe' | 'forest' | 'ceiling') => {
    const scores = result[predictor];
    return scores === null ? null : score(headlineOf(scores));
  };
  const parts = [
    of('own') && `${of('own')} by the predictor trained with the panel`,
    of('probe') &&
      `${of('probe')} by a network of the same kind trained again on the panel (mean of ${seeds(result.probe)})`,
    `${of('forest')} by random forests of 100 trees on the panel (mean of ${seeds(result.forest)})`,
    `${of('ceiling')} by a network on all candidate genes`,
  ];
  const metric = result.kind === 'categorical' ? 'macro-averaged F1' : 'R²';
  return `for ${result.task}, ${metric} was ${listed(parts.filter((part) => part !== null))} (${counted(result.testCells, 'labelled cell')})`;
}

const seeds = (repeated: { seeds: number[] } | null) => counted(repeated?.seeds.length ?? 1, 'seed');

export function references(run: RunDetail): string[] {
  const by = chooser(run);
  return [
    ...(by === null ? [] : (methods[by].references ?? [`${methods[by].name}: ${methods[by].source}.`])),
    'Sechidis K., Tsoumakas G., Vlahavas I. (2011) On the stratification of multi-label data. ECML PKDD, 145–158.',
    'Breiman L. (2001) Random forests. Machine Learning 45, 5–32.',
  ];
}
