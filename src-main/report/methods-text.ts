/** A paragraph for the methods section of a paper, and its references. Says what was done and nothing else. */
import { excludedWords } from '../../src-preload/gene-families.ts';
import { methods } from '../../src-preload/methods.ts';
import type { RunDetail, TaskResult } from '../../src-preload/model.ts';
import { count, counted, listed, score } from '../../src-renderer/components/format.ts';

/** More genes than this are counted and not named. */
const NAMED = 20;

export function methodsText(run: RunDetail): string {
  const { config, split, appVersion, panel, results } = run;
  const method = methods[config.method];
  const data = config.datasets.map(
    (one) =>
      `${one.name} (${counted(one.cells, 'cell')}, ${counted(one.genes, 'gene')}; SHA-256 ${one.sha256.slice(0, 12)}…)`,
  );
  const tasks = config.tasks.map((task) => `${task.name} (${kindOf(task.kind, results, task.name)})`);
  const forced = panel.filter((gene) => gene.forced).map((gene) => gene.symbol || gene.name);
  return [
    `A panel of ${counted(panel.length, 'gene')} was selected with ${method.name} (${method.source}) as implemented in Panelwright ${appVersion}.`,
    `The reference was ${listed(data)}.`,
    `The panel was designed to tell ${listed(tasks)}.`,
    `Cells were split once into ${count(split.train)} training, ${count(split.validation)} validation and ${count(split.test)} test cells, stratified over all tasks at once (Sechidis et al., 2011; seed ${split.seed}); classes with fewer than ${counted(config.minClass, 'cell')} counted as unlabelled.`,
    `Counts were scaled to the median library size of the training cells and log1p-transformed; values that were logarithms already were used as they are. Up to ${count(config.hvg)} of the most variable genes over training cells were candidates.`,
    forced.length ? `${listed(forced, NAMED)} ${forced.length === 1 ? 'was' : 'were'} included beforehand.` : '',
    config.exclude.length ? `Excluded from the choice: ${listed(excludedWords(config.exclude), NAMED)}.` : '',
    `Selection used training and validation cells only (seed ${config.seed}). The finished panel was scored once on the test cells: ${listed(results.map(resultText))}.`,
  ]
    .filter(Boolean)
    .join(' ')
    .replaceAll('\u202f', ' ');
}

function kindOf(kind: 'categorical' | 'continuous', results: readonly TaskResult[], name: string): string {
  const result = results.find(({ task }) => task === name);
  return kind === 'categorical' && result?.kind === 'categorical'
    ? counted(result.classes.length, 'class', 'classes')
    : 'a continuous value';
}

function resultText(result: TaskResult): string {
  const of = (predictor: 'own' | 'probe' | 'forest' | 'ceiling') => {
    const scores = result[predictor];
    return scores === null ? null : score('macroF1' in scores ? scores.macroF1 : scores.r2);
  };
  const parts = [
    of('own') && `${of('own')} by the predictor trained with the panel`,
    of('probe') &&
      `${of('probe')} by a network of the same kind trained anew on the panel (mean of ${seeds(result.probe)})`,
    `${of('forest')} by random forests of 100 trees on the panel (mean of ${seeds(result.forest)})`,
    `${of('ceiling')} by a network on all candidate genes`,
  ];
  const metric = result.kind === 'categorical' ? 'macro-averaged F1' : 'R²';
  return `for ${result.task}, ${metric} was ${listed(parts.filter((part) => part !== null))} (${counted(result.testCells, 'labelled cell')})`;
}

const seeds = (repeated: { seeds: number[] } | null) => counted(repeated?.seeds.length ?? 1, 'seed');

export function references(run: RunDetail): string[] {
  return [
    ...(run.config.method === 'yoto'
      ? [
          'Chopard D. et al. (2025) You Only Train Once: Differentiable Subset Selection for Omics Data. arXiv:2512.17678.',
          'Grover A., Wang E., Zweig A., Ermon S. (2019) Stochastic optimization of sorting networks via continuous relaxations. ICLR.',
        ]
      : [`${methods[run.config.method].name}: ${methods[run.config.method].source}.`]),
    'Sechidis K., Tsoumakas G., Vlahavas I. (2011) On the stratification of multi-label data. ECML PKDD, 145–158.',
    'Breiman L. (2001) Random forests. Machine Learning 45, 5–32.',
  ];
}
