/** Data files of cells whose types and states are told apart by known genes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { denseColumns } from '../../src-main/data/csr.ts';
import { planted } from '../planted.ts';

/** `cells.csv` (240 cells × 20 genes, markers g0 … g7) and `labels.csv` (type, state, dose, constant). */
export function writePlanted(folder: string): { data: string; labels: string; cells: string[] } {
  const { x, genes, tasks } = planted({ cells: 240, genes: 20 });
  const dense = denseColumns(x, Int32Array.from(genes.keys()));
  const cells = Array.from({ length: x.rows }, (_, i) => `cell${i}`);
  const data = join(folder, 'cells.csv');
  const labels = join(folder, 'labels.csv');
  const lines = cells.map((cell, i) => [cell, ...genes.map((_, g) => dense[g * x.rows + i])].join(','));
  writeFileSync(data, [`cell,${genes.map((gene) => gene.name).join(',')}`, ...lines, ''].join('\n'));
  const [type, state] = tasks.map((task) => Array.from(task.y, (c) => task.classes[c]));
  const rows = cells.map((cell, i) => [cell, type[i], state[i], i * 0.5 + 0.25, 'same'].join(','));
  writeFileSync(labels, ['cell,type,state,dose,constant', ...rows, ''].join('\n'));
  return { data, labels, cells };
}
