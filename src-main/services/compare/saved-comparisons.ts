/** Comparisons with a name: they stand in the project for whoever opens it. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { SavedComparison } from '../../../src-shared/model.ts';
import type { Store } from '../../store/open.ts';
import type { Context } from '../context.ts';
import { openProject, writableProject } from '../context.ts';
import { findFinished } from '../runs/runs.ts';

type SavedHandlers = Pick<
  Handlers,
  'comparisons.list' | 'comparisons.save' | 'comparisons.remove' | 'comparisons.restore'
>;

export function savedComparisonHandlers(context: Context): SavedHandlers {
  const setRemoved = (id: number, at: string | null) => {
    const { store } = writableProject(context);
    if (!store.comparisons.setRemoved(id, at)) {
      throw new AppError('not-found', `There is no comparison ${id} in this project.`, 'Look at the list again.');
    }
    return null;
  };
  return {
    'comparisons.list': () => listed(openProject(context).store),
    'comparisons.save'({ name, runIds }) {
      const { store } = writableProject(context);
      for (const id of runIds) findFinished(store, id);
      const saved = { name, runIds, createdAt: new Date().toISOString() };
      return { id: store.comparisons.insert(saved), ...saved };
    },
    'comparisons.remove': ({ id }) => setRemoved(id, new Date().toISOString()),
    'comparisons.restore': ({ id }) => setRemoved(id, null),
  };
}

/** Without runs that are gone; a comparison of which fewer than two are left is none any more. */
function listed(store: Store): SavedComparison[] {
  const present = new Set(store.runs.list().map(({ id }) => id));
  return store.comparisons
    .list()
    .map((one) => ({ ...one, runIds: one.runIds.filter((id) => present.has(id)) }))
    .filter(({ runIds }) => runIds.length > 1);
}
