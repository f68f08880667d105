/** Recently removed things of the project: listed, and let go of for good. */
import type { Handlers } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { Store } from '../../store/open.ts';
import { type Context, openProject, writableProject } from '../context.ts';

/** Before any time that something was removed at, and after all of them. */
const [ONLY_OUTDATED, EVERYTHING] = ['0', '9'];

export function binHandlers(context: Context): Pick<Handlers, Extract<keyof Handlers, `bin.${string}`>> {
  const empty = (store: Store, before: string) => {
    store.bin.empty(before);
    store.reclaim();
    return null;
  };
  return {
    'bin.list': () => openProject(context).store.bin.list(),
    'bin.delete'({ kind, id }) {
      const { store } = writableProject(context);
      if (!store.bin.outdate(kind, id)) {
        throw new AppError('not-found', 'This is not among what was removed.', 'Look at the list again.');
      }
      return empty(store, ONLY_OUTDATED);
    },
    'bin.empty': () => empty(writableProject(context).store, EVERYTHING),
  };
}
