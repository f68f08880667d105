/** Whether a method will take very long on so many cells, said before it is started. */
import { methods } from '../../../src-shared/methods.ts';
import type { Finding, RunRequest, Task } from '../../../src-shared/model.ts';
import type { TaskLabels } from '../../data/labels.ts';
import { trainingDefaults } from '../../../src-shared/settings/training.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import { expectedTime, sizeOf, timedRuns, usualTime } from './run-times.ts';

/** Seconds of choosing genes that are worth a warning. */
const LONG = 1800;
/** What was measured elsewhere may be wrong by this factor; what was measured here is asked from there on. */
const DOUBT = 5;

/** @param labels of the tasks: the classes that are asked for */
export function timeFindings(
  store: Store,
  request: RunRequest,
  datasets: DatasetRow[],
  tasks: Task[],
  labels: readonly TaskLabels[],
): Finding[] {
  const size = sizeOf({ ...request, settings: { ...trainingDefaults, ...request.settings }, datasets, tasks });
  const classes = Math.max(1, ...labels.map((task) => (task.kind === 'categorical' ? task.classes.length : 1)));
  const usual = usualTime(size, classes);
  if (usual === null || usual < LONG / DOUBT) return [];
  const here = expectedTime(size, timedRuns(store))?.select;
  const seconds = here ?? usual;
  if (seconds < LONG) return [];
  const by = here === undefined ? 'what was measured on smaller data' : 'runs of this project';
  const figure = (value: number) => value.toLocaleString('en');
  return [
    {
      severity: 'warning',
      code: 'method-slow',
      what: `${methods[request.method].name} will take about ${inWords(seconds)} to choose among ${figure(size.genes)} genes on ${figure(size.cells)} cells, going by ${by}.`,
      why: 'Its time grows with the cells and genes that it goes through; other methods take a sample of the cells in each step.',
      remedy: 'Keep fewer variable genes, choose another method, or leave it to run: it can be cancelled at any time.',
    },
  ];
}

const inWords = (seconds: number) =>
  seconds < 5400 ? `${Math.round(seconds / 600) * 10} minutes` : `${Math.round(seconds / 3600)} hours`;
