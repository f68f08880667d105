/** A process that writes a project without end and says on stdout what is written: killed in the middle of it. */
import { openStore } from '../../src-main/store/open.ts';
import { addDataset, addRun } from '../store/fill.ts';

const store = openStore(process.argv[2]);
for (let number = 0; ; number++) {
  const dataset = addDataset(store, `data ${number}`);
  const run = addRun(store, dataset);
  store.runs.start(run, '2026-01-02T00:00:00Z');
  process.stdout.write(`${dataset} ${run}\n`);
  if (number % 3 === 2) store.datasets.rename(dataset, `renamed ${number}`);
}
