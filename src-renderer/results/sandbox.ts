/** A panel being changed by hand: every edit, back and forth. */
import type { ClassTarget, PanelGene, RunConfig, RunParent, RunRequest } from '../../src-preload/model.ts';
import { listed } from '../components/format.ts';
import { recall, remember } from '../state/stored.ts';
import { requestOfConfig } from './verdict.ts';

export interface HandPanel {
  /** as the data set names them */
  genes: string[];
  /** stay whatever is filled up */
  locked: string[];
  /** must not come back */
  banned: string[];
}

export type Edit =
  | { kind: 'add' | 'drop' | 'lock' | 'unlock' | 'ban' | 'unban'; gene: string }
  | { kind: 'swap'; gene: string; by: string }
  | { kind: 'cut'; genes: string[] };

export interface SandboxHistory {
  past: HandPanel[];
  now: HandPanel;
  future: HandPanel[];
}

/** A run's panel before any edit; what was asked for is locked. */
export function beginning(panel: readonly PanelGene[]): SandboxHistory {
  const genes = panel.map(({ name }) => name);
  const locked = panel.filter(({ forced }) => forced).map(({ name }) => name);
  // where every gene was asked for, none is meant more than another
  return { past: [], now: { genes, locked: locked.length < genes.length ? locked : [], banned: [] }, future: [] };
}

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

export function step({ past, now }: SandboxHistory, edit: Edit): SandboxHistory {
  return { past: [...past, now], now: edited(now, edit), future: [] };
}

export function undone(history: SandboxHistory): SandboxHistory {
  const last = history.past.at(-1);
  return last ? { past: history.past.slice(0, -1), now: last, future: [history.now, ...history.future] } : history;
}

export function redone(history: SandboxHistory): SandboxHistory {
  const [next, ...rest] = history.future;
  return next ? { past: [...history.past, history.now], now: next, future: rest } : history;
}

/** What was changed, beside the run's own panel. */
export function changes(panel: readonly PanelGene[], { genes }: HandPanel): { added: string[]; removed: string[] } {
  const before = panel.map(({ name }) => name);
  return {
    added: genes.filter((gene) => !before.includes(gene)),
    removed: before.filter((gene) => !genes.includes(gene)),
  };
}

const keyOf = (project: string, runId: number) => `sandbox.${project}.${runId}`;

/** What was done in a run's sandbox on this machine, or the beginning. */
export const remembered = (project: string, run: Origin): SandboxHistory =>
  recall(keyOf(project, run.id), beginning(run.panel));

export const keep = (project: string, runId: number, history: SandboxHistory): void =>
  remember(keyOf(project, runId), history);

/** Makes an edit in a run's sandbox from elsewhere. */
export function alter(project: string, run: Origin, edit: Edit): void {
  keep(project, run.id, step(remembered(project, run), edit));
}

/** What was changed, in words. */
export function changedBy({ added, removed, locked, banned }: RunParent): string {
  const parts = [
    added.length > 0 ? `${listed(added, 8)} added` : '',
    removed.length > 0 ? `${listed(removed, 8)} removed` : '',
    locked.length > 0 ? `${listed(locked, 8)} locked` : '',
    banned.length > 0 ? `${listed(banned, 8)} banned` : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : 'filled up anew';
}

interface Origin {
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
    method: 'yoto',
    methodSettings: {},
    k,
    mustInclude: hand.locked,
    exclude: [...new Set([...run.config.exclude, ...hand.banned])],
    parent: parentOf(run, hand),
  };
}

export type Verdict = 'met' | 'missed' | 'too few';

/** Whether a class is found as often as the user wants it to be. */
export function judge(target: ClassTarget, reading: { recall: number; tooFew: boolean }): Verdict {
  if (reading.tooFew) return 'too few';
  // as it is shown: three digits
  return Math.round(reading.recall * 1000) >= Math.round(target.recall * 1000) ? 'met' : 'missed';
}
