/**
 * Makes resources/example/pbmc3k-labels.csv: the column cell_type of pbmc3k.h5ad with 30 % of its cells blanked at
 * random, so that the example shows a task for which not every cell has a label.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { random } from '../src-main/data/random.ts';
import { openFile } from '../src-main/formats/registry.ts';
import { toCsv } from '../src-main/services/tables/csv.ts';

const BLANKED = 0.3;
const SEED = 0;

/** The label file as text: `cell,cell_type_partial`. */
export async function exampleLabels(example: string): Promise<string> {
  const file = await openFile(join(example, 'pbmc3k.h5ad'));
  try {
    const column = file.obs.find((candidate) => candidate.name === 'cell_type');
    if (column?.kind !== 'categorical') throw new Error('pbmc3k.h5ad has no column cell_type');
    const cells = Int32Array.from(file.obsNames.keys());
    const order = random(SEED, 'example/blanked').shuffle(cells);
    const blanked = new Set(order.subarray(0, Math.round(BLANKED * order.length)));
    const rows = file.obsNames.map((cell, i) => [cell, blanked.has(i) ? '' : column.categories[column.codes[i]]]);
    return toCsv([['cell', 'cell_type_partial'], ...rows]);
  } finally {
    file.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const example = join(import.meta.dirname, '..', 'resources', 'example');
  writeFileSync(join(example, 'pbmc3k-labels.csv'), await exampleLabels(example));
}
