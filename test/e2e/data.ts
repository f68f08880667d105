/** A small data set that any design learns: counts of cells × genes as CSV, labels in a second file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '../../src-main/data/random.ts';

const types = ['B', 'NK', 'T'];
const genes = 60;
/** genes that a type, and stimulation, turn on: the first, second and third five, then the fourth */
const markers = 5;

/** Writes `cells.csv` and `labels.csv`; returns their paths. */
export function writeCells(folder: string, cells = 480): { matrix: string; labels: string } {
  const draw = random(1, 'e2e cells');
  const matrix = [['cell', ...Array.from({ length: genes }, (_, g) => geneName(g))].join(',')];
  const labels = ['cell,cell_type,stimulated'];
  for (let c = 0; c < cells; c++) {
    const type = c % types.length;
    const stimulated = draw.uniform() < 0.5;
    const counts = Array.from({ length: genes }, (_, g) => {
      const group = Math.floor(g / markers);
      const on = group === type || (group === 3 && stimulated);
      return poisson(on ? 4 : 0.5, draw.uniform);
    });
    matrix.push([`cell${c}`, ...counts].join(','));
    labels.push([`cell${c}`, types[type], stimulated ? 'yes' : 'no'].join(','));
  }
  const paths = { matrix: join(folder, 'cells.csv'), labels: join(folder, 'labels.csv') };
  writeFileSync(paths.matrix, matrix.join('\n') + '\n');
  writeFileSync(paths.labels, labels.join('\n') + '\n');
  return paths;
}

export const geneName = (index: number) => `GENE${String(index + 1).padStart(2, '0')}`;

/** Knuth's way: multiplies uniform numbers until they fall below e^−mean. */
function poisson(mean: number, uniform: () => number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > floor; product *= uniform()) count++;
  return count;
}
