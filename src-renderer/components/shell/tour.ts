/** The tour of the example: what to do on which page, and when that is done. */
import type { App } from '../../state/app.svelte.ts';
import type { Place } from '../../state/places.ts';

export interface TourStep {
  title: string;
  /** what to look at and why, a few sentences */
  text: string;
  /** where that is; null: where the user is */
  place: (app: App) => Place | null;
  /** what the user is asked to do has been done; left out where looking is all */
  done?: (app: App) => boolean;
}

const finished = (app: App) => app.runs.list.filter(({ state }) => state === 'succeeded');

export const tour: readonly TourStep[] = [
  {
    title: 'The data',
    text: 'A panel is chosen from a reference: cells that were sequenced whole, and carry labels. The example holds 2,638 blood cells. Open its row and choose a label column: at the right you see its classes and how many cells each has.',
    place: () => ({ page: 'data', id: null }),
  },
  {
    title: 'The questions',
    text: 'A task is what the panel must predict: one label column. There are two here, and one of them has labels for some cells only; such cells still help with the other. Classes with too few cells are named, never dropped in silence.',
    place: () => ({ page: 'tasks', id: null }),
  },
  {
    title: 'The panel you want',
    text: 'Set 16 genes. Under “Required genes”, type a gene that you would measure anyway, for instance CD3D. Genes that you do not want go below it, whole families by one click. Then press “Design panel”.',
    place: () => ({ page: 'panel' }),
    done: (app) => app.runs.list.length > 0,
  },
  {
    title: 'While it trains',
    text: 'The page of the run fills up: the panel shrinks to its size, scores on validation cells rise. Test cells are not looked at. You can leave this page, or close Panelwright: the run is under Overview, and an interrupted one goes on where it was.',
    place: (app) => (app.runs.list[0] ? { page: 'run', id: app.runs.list[0].id } : null),
    done: (app) => finished(app).length > 0,
  },
  {
    title: 'Reading the result',
    text: 'The sentence on top says how near the panel comes to what all genes reach. “Scores” shows each class, worst first, with the number of test cells behind it: a score from three cells means little, and says so.',
    place: (app) => (finished(app)[0] ? { page: 'run', id: finished(app)[0]!.id } : null),
  },
  {
    title: 'Another one to compare',
    text: 'Press “Design a variant”: the wizard opens filled in. Change one thing, the size or the method (“F statistic” is quick), and design it. One change at a time tells what made the difference.',
    place: (app) => (finished(app)[0] ? { page: 'run', id: finished(app)[0]!.id } : null),
    done: (app) => finished(app).length > 1,
  },
  {
    title: 'Side by side',
    text: 'The first run is the reference. Only settings that differ are shown; scores are subtracted only where both were scored on the same cells. Click a column of the gene plot to see which genes are shared or private, and what took whose place.',
    place: (app) => ({
      page: 'compare',
      ids: finished(app)
        .slice(0, 2)
        .map(({ id }) => id)
        .reverse(),
    }),
  },
  {
    title: 'Handing it on',
    text: '“Export…” on the page of a run has everything the next step needs: a list for the vendor, a reference for the Xenium Panel Designer, and a report with a methods paragraph to paste. Pin the run that you decided for, and note why. That was all; “?” opens help and shortcuts on any page.',
    place: (app) => (finished(app)[0] ? { page: 'run', id: finished(app)[0]!.id } : null),
  },
];
