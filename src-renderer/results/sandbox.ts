/** A panel being changed by hand: every edit, back and forth. */
import { edited, type Edit, type HandPanel, type Origin } from '../../src-preload/hand-panel.ts';
import type { PanelGene, RunParent } from '../../src-preload/model.ts';
import { listed } from '../components/format.ts';
import { recall, remember } from '../state/stored.ts';

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
