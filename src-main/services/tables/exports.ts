/** Files made of a run: the panel, and the predictions by which its scores can be checked. */
import { panelColumnNames } from '../../../src-shared/exports.ts';
import type { PanelColumn } from '../../../src-shared/exports.ts';
import type { CategoricalResult, ExportedFile, PanelGene, Predictor, TaskResult } from '../../../src-shared/model.ts';
import { mostProbable } from '../../data/labels.ts';
import { shownSymbol } from '../../data/shown-symbol.ts';
import { SCORING_SEEDS } from '../../engine/repeated.ts';
import type { PredictorOutput, TaskPredictions } from '../../engine/types.ts';
import type { Store } from '../../store/open.ts';
import type { RunRow } from '../../store/runs.ts';
import { toCsv } from './csv.ts';
import type { Cell } from './csv.ts';

/** One row a gene, best first: `gene_symbol,gene_id,rank,score,…`, or the columns that are named. */
export function exportPanel(
  store: Store,
  run: RunRow,
  columns: readonly PanelColumn[] = panelColumnNames,
): ExportedFile {
  const rows = store.panels.list(run.id).map((gene) => columns.map((column) => panelCells[column](gene)));
  return csvFile(`${fileName(run.name)}.csv`, [[...columns], ...rows]);
}

const panelCells: Record<PanelColumn, (gene: PanelGene) => Cell> = {
  gene_symbol: shownSymbol,
  gene_id: (gene) => gene.id,
  rank: (gene) => gene.rank,
  score: (gene) => gene.score,
  name: (gene) => gene.name,
  mean_expression: (gene) => gene.meanExpression,
  detected: (gene) => gene.detected,
  must_include: (gene) => (gene.forced ? 'yes' : 'no'),
};

/**
 * Whose predictions a run keeps: its own predictor's, else those of the probe with the first seed, else of the forest
 * with the first seed. Their headline score is `own`, or the first of `probe.seeds` or `forest.seeds`.
 */
export function keptPredictor([result]: TaskResult[]): Exclude<Predictor, 'ceiling'> {
  return result.own ? 'own' : result.probe ? 'probe' : 'forest';
}

/**
 * One row for each labelled test cell of each task: `dataset,cell,task,truth,predicted`, `p:<class>` for the classes of
 * all tasks (empty where a class belongs to another task), the `predictor` that said so and the `seed` that it was
 * trained with.
 *
 * @param whose of the predictor that is shown, or of every predictor and seed that the run was scored by: then scores can
 *   be computed again
 */
export function exportPredictions(store: Store, run: RunRow, whose: 'shown' | 'all' = 'shown'): ExportedFile {
  const cellOf = cellFinder(store, run);
  const results = store.results.list(run.id);
  const classesOf = new Map(
    results
      .filter((result): result is CategoricalResult => result.kind === 'categorical')
      .map((result) => [result.task, result.classes]),
  );
  const allClasses = [...new Set([...classesOf.values()].flat())];
  const rows: Cell[][] = [
    ['dataset', 'cell', 'task', 'truth', 'predicted', ...allClasses.map((name) => `p:${name}`), 'predictor', 'seed'],
  ];
  for (const saved of store.predictions.list(run.id)) {
    const classes = classesOf.get(saved.task);
    const column = new Map(classes?.map((name, c) => [name, c]));
    const value = (number: number): Cell => (classes ? classes[number] : number);
    for (const { predictor, seed, values } of outputsOf(saved, keptPredictor(results), whose)) {
      const predicted = classes ? mostProbable(values, classes.length) : values;
      const probability = (i: number, name: string): Cell => {
        const c = column.get(name);
        return c === undefined || !classes ? null : shortest(values[i * classes.length + c]);
      };
      saved.cells.forEach((row, i) => {
        rows.push([
          ...cellOf(row),
          saved.task,
          value(saved.truth[i]),
          classes ? value(predicted[i]) : shortest(predicted[i]),
          ...allClasses.map((name) => probability(i, name)),
          predictor,
          seed,
        ]);
      });
    }
  }
  return csvFile(`${fileName(run.name)}${whose === 'all' ? ' all' : ''} predictions.csv`, rows);
}

/** As few digits as say which number in single precision it is. */
const shortest = (value: number): number => Number(value.toPrecision(9));

/** The predictions that are shown, and those of the other predictors and seeds. */
function outputsOf(
  { predicted, probabilities, others }: TaskPredictions,
  shown: ReturnType<typeof keptPredictor>,
  whose: 'shown' | 'all',
): PredictorOutput[] {
  const seed = shown === 'own' ? null : SCORING_SEEDS[0];
  return [{ predictor: shown, seed, values: probabilities ?? predicted }, ...(whose === 'all' ? others : [])];
}

/** Data set and cell name of a row of the stacked data. */
function cellFinder(store: Store, { config }: RunRow): (row: number) => [string, string] {
  let first = 0;
  const parts = config.datasets.map(({ id, name, cells }) => {
    const part = { name, first, names: store.datasets.cellNames(id) };
    first += cells;
    return part;
  });
  return (row) => {
    const part = parts.findLast((candidate) => candidate.first <= row)!;
    return [part.name, part.names[row - part.first]];
  };
}

export function csvFile(name: string, rows: Cell[][]): ExportedFile {
  return { name, mime: 'text/csv;charset=utf-8', content: toCsv(rows) };
}

/** A name without what file systems refuse. */
export function fileName(name: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, '-').replace(/[. ]+$/, '');
  return plain || 'panel';
}
