/** A panel that is changed by hand, and the runs that are asked for to keep it or to fill it up. */
import type { PanelGene, RunConfig, RunParent, RunRequest } from './model.ts';

export interface HandPanel {
  /** as the data set names them */
  genes: string[];
  /** stay whatever is filled up */
  locked: string[];
  /** must not come back */
  banned: string[];
}

/** So many edits can be taken back. */
export const SANDBOX_STEPS = 200;

/** Every edit, back and forth. */
export interface SandboxHistory {
  past: HandPanel[];
  now: HandPanel;
  future: HandPanel[];
}

export type Edit =
  | { kind: 'add' | 'drop' | 'lock' | 'unlock' | 'ban' | 'unban'; gene: string }
  | { kind: 'swap'; gene: string; by: string }
  | { kind: 'cut'; genes: string[] };

const without = (list: readonly string[], gene: string) => list.filter((one) => one !== gene);
const withOne = (list: readonly string[], gene: string) => (list.includes(gene) ? [...list] : [...list, gene]);

export function edited({ genes, locked, banned }: HandPanel, edit: Edit): HandPanel {
  switch (edit.kind) {
    case 'add':
      return { genes: withOne(genes, edit.gene), locked, banned: without(banned, edit.gene) };
    case 'drop':
      return { genes: without(genes, edit.gene), locked: without(locked, edit.gene), banned };
    case 'cut':
      return {
        genes: genes.filter((gene) => !edit.genes.includes(gene)),
        locked: locked.filter((gene) => !edit.genes.includes(gene)),
        banned,
      };
    case 'lock':
      return {
        genes: withOne(genes, edit.gene),
        locked: withOne(locked, edit.gene),
        banned: without(banned, edit.gene),
      };
    case 'unlock':
      return { genes, locked: without(locked, edit.gene), banned };
    case 'ban':
      return {
        genes: without(genes, edit.gene),
        locked: without(locked, edit.gene),
        banned: withOne(banned, edit.gene),
      };
    case 'unban':
      return { genes, locked, banned: without(banned, edit.gene) };
    case 'swap':
      return {
        genes: genes.includes(edit.by)
          ? without(genes, edit.gene)
          : genes.map((gene) => (gene === edit.gene ? edit.by : gene)),
        locked: without(locked, edit.gene),
        banned: without(banned, edit.by),
      };
  }
}

/** What was changed, beside the run's own panel. */
export function changes(panel: readonly PanelGene[], { genes }: HandPanel): { added: string[]; removed: string[] } {
  const before = panel.map(({ name }) => name);
  return {
    added: genes.filter((gene) => !before.includes(gene)),
    removed: before.filter((gene) => !genes.includes(gene)),
  };
}

/** The run whose panel is changed. */
export interface Origin {
  id: number;
  name: string;
  config: RunConfig;
  panel: readonly PanelGene[];
}

function parentOf(run: Origin, hand: HandPanel): RunParent {
  return {
    runId: run.id,
    name: run.name,
    method: run.config.parent?.method ?? run.config.method,
    ...changes(run.panel, hand),
    locked: hand.locked,
    banned: hand.banned,
  };
}

/** The panel as it stands as a run of its own: nothing is chosen, everything is scored. */
export function keepRequest(run: Origin, hand: HandPanel, name: string): RunRequest {
  return {
    ...requestOfConfig(run.config, name),
    // who changed the panel had seen how it does on the run's other cells: they must not be test cells now
    splitOf: run.id,
    method: 'panel',
    methodSettings: {},
    k: hand.genes.length,
    mustInclude: hand.genes,
    exclude: [],
    parent: parentOf(run, hand),
  };
}

/** A new design round the locked genes, without the banned ones. */
export function fillRequest(run: Origin, hand: HandPanel, k: number, name: string): RunRequest {
  return {
    ...requestOfConfig(run.config, name),
    splitOf: run.id,
    method: 'yoto',
    methodSettings: {},
    k,
    mustInclude: hand.locked,
    exclude: [...new Set([...run.config.exclude, ...hand.banned])],
    parent: parentOf(run, hand),
  };
}

/**
 * The request that a run was made from. Cells are split by its seed again, also where the run was told its test cells,
 * which its settings do not hold: `splitOf` takes its own split over.
 */
export function requestOfConfig(config: RunConfig, name: string): RunRequest {
  const { tasks, splitId: _split, labelsSha256: _labels, datasets: _datasets, ...request } = config;
  return { ...request, name, taskIds: tasks.map(({ id }) => id) };
}
