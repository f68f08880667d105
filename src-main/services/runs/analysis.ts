/** Questions about finished panels, and what a user says of genes and classes. */
import type { Handlers } from '../../../src-shared/contract.ts';
import type { RunConfig } from '../../../src-shared/model.ts';
import type { Questions, Topic } from '../../analysis/protocol.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject, writableProject } from '../context.ts';
import { findFinished } from './runs.ts';
import { requestKey } from '../same-request.ts';

type AnalysisHandlers = Pick<
  Handlers,
  Extract<keyof Handlers, `analysis.${string}` | `genes.${string}` | `targets.${string}` | `sandbox.${string}`>
>;

export function analysisHandlers(context: Context): AnalysisHandlers {
  const ask = <T extends Topic>(runId: number, topic: T, asked: Questions[T]['asked']) => {
    const { store, analyst } = openProject(context);
    findFinished(store, runId);
    return analyst.ask(runId, topic, asked);
  };
  return {
    'analysis.genes': ({ runId }) =>
      ask(runId, 'genes', {
        siblings: alike(openProject(context).store, runId, ['seed']).map(({ genes }) => genes),
      }),
    'analysis.expression': ({ runId, task }) => ask(runId, 'expression', { task }),
    'analysis.correlation': ({ runId }) => ask(runId, 'correlation', {}),
    'analysis.substitutes': ({ runId, gene }) => ask(runId, 'substitutes', { gene }),
    'analysis.embedding': ({ runId }) => ask(runId, 'embedding', {}),
    'analysis.cellValues': ({ runId, gene }) => ask(runId, 'cellValues', { gene }),
    'analysis.confusion': ({ runId, task }) => ask(runId, 'confusion', { task }),
    'analysis.sizes': ({ runId }) =>
      ask(runId, 'sizes', { designed: alike(openProject(context).store, runId, ['seed', 'k']) }),
    'analysis.sandbox': ({ runId, genes }) => ask(runId, 'sandbox', { genes }),
    'analysis.assay': ({ runId, assays }) => ask(runId, 'assay', { assays }),
    'analysis.crowding': ({ runId, capture, limit }) => ask(runId, 'crowding', { capture, limit }),

    'sandbox.get': ({ runId }) => openProject(context).store.sandboxes.get(runId),
    'sandbox.keep'({ runId, history }) {
      const { store } = writableProject(context);
      findFinished(store, runId);
      store.sandboxes.set(runId, history, new Date().toISOString());
      return null;
    },
    'genes.notes': () => openProject(context).store.geneNotes.list(),
    'genes.setNote'({ gene, note }) {
      const { store } = writableProject(context);
      store.geneNotes.set(gene, note.trim(), new Date().toISOString());
      return store.geneNotes.list();
    },
    'targets.list': () => openProject(context).store.classTargets.list(),
    'targets.set'({ task, className, recall }) {
      const { store } = writableProject(context);
      store.classTargets.set(task, className, recall);
      return store.classTargets.list();
    },
  };
}

/** Finished runs that were asked for the same as this one but for some settings, itself among them, with their panels. */
export function alike(store: Store, runId: number, but: (keyof RunConfig)[]): { runId: number; genes: string[] }[] {
  // how a panel was scored and where it came from changes no panel
  const key = (config: RunConfig) => `${config.splitId} ${requestKey(config, [...but, 'probeSteps', 'parent'])}`;
  const own = key(findFinished(store, runId).config);
  return store.runs
    .list()
    .filter((run) => run.state === 'succeeded' && key(run.config) === own)
    .map((run) => ({ runId: run.id, genes: store.panels.list(run.id).map(({ name }) => name) }));
}
