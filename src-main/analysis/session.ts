/** Answers questions about one run, with its cells at hand. */
import { AppError } from '../../src-shared/errors.ts';
import { ruleWords } from '../../src-shared/settings/genes.ts';
import { matrixKindWords } from '../../src-shared/matrix-kinds.ts';
import type { PanelGene, RunConfig } from '../../src-shared/model.ts';
import type { SavedModel } from '../engine/saved-model.ts';
import type { Executor } from '../nn/executor.ts';
import { type Assay, assayReport } from './assay.ts';
import { confusionReport } from './confused.ts';
import { correlationReport } from './correlation.ts';
import { crowdingReport } from './crowding.ts';
import { embeddingReport, valuesOf } from './embedding.ts';
import { expressionReport } from './expression.ts';
import { genesReport } from './genes.ts';
import { type Heads, type QuickFit, fitHeads, scorePanel } from './heads.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { genesNamed, taskNamed } from './names.ts';
import type { Questions, Topic } from './protocol.ts';
import { meanScore } from './readings.ts';
import { type DesignedPanel, sizesReport } from './sizes.ts';
import { SEEDS, findSubstitutes } from './substitutes.ts';
import type { Workbench } from './workbench.ts';

export interface RunAtHand {
  config: RunConfig;
  panel: PanelGene[];
  model: SavedModel | null;
  bench: Workbench;
  /** 1 for a gene that the run's rules keep out of a panel, its limits included: nobody proposes it */
  barred: Uint8Array;
  executor: Executor;
  /** how heads are fitted */
  fit: QuickFit;
}

export type Ask = <T extends Topic>(
  topic: T,
  asked: Questions[T]['asked'],
  progress: (fraction: number) => void,
) => Promise<Questions[T]['answer']>;

type Answers = {
  [T in Topic]: (
    asked: Questions[T]['asked'],
    progress: (fraction: number) => void,
  ) => Questions[T]['answer'] | Promise<Questions[T]['answer']>;
};

/** A run does not change, so each question is answered once. */
export function openSession(run: RunAtHand): Ask {
  const { bench, config, barred } = run;
  const context = { bench, executor: run.executor, fit: run.fit };
  const panel = genesNamed(
    bench,
    run.panel.map(({ name }) => name),
  );
  const known = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const earlier = known.get(key) as Promise<T> | undefined;
    if (earlier) return earlier;
    const answer = work();
    known.set(key, answer);
    // what failed may be tried again
    answer.catch(() => known.delete(key));
    return answer;
  };
  const heads = () => once('heads', () => headsOf(run, panel));
  /** Lets other questions in between two pieces of work, and tells how far this one is. */
  const pausing = (progress: (fraction: number) => void) => async (fraction: number) => {
    progress(fraction);
    await new Promise((resolve) => setImmediate(resolve));
  };

  const answers: Answers = {
    async genes({ siblings }, progress) {
      const { predictor, ...own } = await heads();
      return genesReport(bench, own, predictor, run.panel, siblings, pausing(progress));
    },
    expression: ({ task }) => expressionReport(bench, taskNamed(bench.train.tasks, task), panel),
    correlation: () => correlationReport(bench, panel),
    substitutes({ gene }, progress) {
      const [place] = genesNamed(bench, [gene]);
      if (panel.includes(place))
        return findSubstitutes(context, panel, place, { barred, words: ruleWords(config) }, progress);
      throw new AppError('invalid', `The gene "${gene}" is not in the panel.`, 'Name a gene of the panel.');
    },
    embedding: async (_, progress) => embeddingReport(bench, await heads(), pausing(progress)),
    cellValues({ gene }) {
      const [place] = genesNamed(bench, [gene]);
      return { gene, symbol: shownSymbol(bench.genes[place]), values: valuesOf(bench, place) };
    },
    async confusion({ task }, progress) {
      const t = bench.validation.tasks.indexOf(taskNamed(bench.validation.tasks, task));
      return confusionReport(context, await heads(), t, barred, progress);
    },
    sizes({ designed }, progress) {
      const panels = designed.map(({ runId, genes }): DesignedPanel => ({ runId, genes: genesNamed(bench, genes) }));
      return sizesReport(context, panel, panels, progress);
    },
    async sandbox({ genes }) {
      const started = performance.now();
      const chosen = [...new Set(genesNamed(bench, genes))];
      if (chosen.length === 0) throw new AppError('invalid', 'A panel of no genes answers nothing.', 'Add a gene.');
      // in one order whatever the order of the edits: the same panel has the same score
      const sorted = Int32Array.from(chosen).sort();
      const { tasks, perSeed } = await scorePanel(context, sorted, SEEDS);
      return {
        genes: chosen.map((gene) => ({ gene: bench.genes[gene].name, symbol: shownSymbol(bench.genes[gene]) })),
        tasks,
        mean: meanScore(tasks),
        noise: (Math.max(...perSeed) - Math.min(...perSeed)) / 2,
        seconds: (performance.now() - started) / 1000,
      };
    },
    assay({ assays }, progress) {
      if (assays.length > 0) refuseWithoutCounts(bench, 'A lower capture cannot be simulated');
      return assayReport(context, panel, assays as Assay[], pausing(progress));
    },
    async crowding(options, progress) {
      refuseWithoutCounts(bench, 'Crowding cannot be predicted');
      const { genes } = await ask('genes', { siblings: [] }, progress);
      const worths = genes.map(({ lostMean }, j) => ({ gene: panel[j], lostMean, forced: run.panel[j].forced }));
      return crowdingReport(bench, worths, options);
    },
  };
  const ask: Ask = (topic, asked, progress) =>
    once(JSON.stringify([topic, asked]), async () => answers[topic](asked, progress));
  return ask;
}

/** The predictor that the run kept; where it kept none, heads fitted again. */
async function headsOf(run: RunAtHand, panel: Int32Array): Promise<Heads & { predictor: string }> {
  const { model, bench, executor, fit } = run;
  if (model && sameHeads(model, bench)) {
    return {
      genes: genesNamed(
        bench,
        model.genes.map(({ name }) => name),
      ),
      network: model.network,
      predictor:
        model.predictor === 'own' ? 'the run’s own network' : 'the run’s probe, its network trained again on the panel',
    };
  }
  const heads = await fitHeads({ bench, executor, fit }, panel, SEEDS[0]);
  return { ...heads, predictor: 'a network fitted again on the panel, because the run kept none' };
}

/** A model answers the questions of the workbench where it has the same classes in the same places. */
function sameHeads({ tasks }: SavedModel, { train }: Workbench): boolean {
  const classes = (list: readonly { name: string; kind: string; classes?: string[] }[]) =>
    JSON.stringify(list.map((task) => [task.name, task.kind, task.kind === 'categorical' ? task.classes : []]));
  return classes(tasks) === classes(train.tasks);
}

function refuseWithoutCounts({ kind }: Workbench, what: string): void {
  if (kind === 'counts') return;
  throw new AppError(
    'conflict',
    `${what}: that takes counts of molecules, and the data of this run are ${matrixKindWords[kind]}.`,
    'Import the raw counts (X, a layer or raw/X) where the file has them, and design the panel on these.',
  );
}
