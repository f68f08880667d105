/** A panel being changed by hand: every edit, back and forth. */
import { SANDBOX_STEPS, edited, type Edit, type Origin, type SandboxHistory } from '../../src-shared/hand-panel.ts';
import type { PanelGene, RunParent } from '../../src-shared/model.ts';
import { listed } from '../../src-shared/present/format.ts';
import type { Client } from '../state/client.ts';

/** A run's panel before any edit; what was asked for is locked. */
export function beginning(panel: readonly PanelGene[]): SandboxHistory {
  const genes = panel.map(({ name }) => name);
  const locked = panel.filter(({ forced }) => forced).map(({ name }) => name);
  // where every gene was asked for, none is meant more than another
  return { past: [], now: { genes, locked: locked.length < genes.length ? locked : [], banned: [] }, future: [] };
}

export function step({ past, now }: SandboxHistory, edit: Edit): SandboxHistory {
  return { past: [...past, now].slice(-SANDBOX_STEPS), now: edited(now, edit), future: [] };
}

export function undone(history: SandboxHistory): SandboxHistory {
  const last = history.past.at(-1);
  return last ? { past: history.past.slice(0, -1), now: last, future: [history.now, ...history.future] } : history;
}

export function redone(history: SandboxHistory): SandboxHistory {
  const [next, ...rest] = history.future;
  return next ? { past: [...history.past, history.now], now: next, future: rest } : history;
}

/** What was done in a run's sandbox, as the project has it, or the beginning. */
export const remembered = async (client: Client, run: Pick<Origin, 'id' | 'panel'>): Promise<SandboxHistory> =>
  (await client.call('sandbox.get', { runId: run.id })) ?? beginning(run.panel);

/** Makes an edit in a run's sandbox from elsewhere. */
export async function alter(client: Client, run: Origin, edit: Edit): Promise<void> {
  const history = step(await remembered(client, run), edit);
  await client.call('sandbox.keep', { runId: run.id, history });
}

/** Keeps histories in the project, one after the other in the order in which they were made. */
export function keeper(client: Client, runId: number, failed: (error: unknown) => void) {
  let last: Promise<unknown> = Promise.resolve();
  return (history: SandboxHistory): void => {
    last = last.then(() => client.call('sandbox.keep', { runId, history })).catch(failed);
  };
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
