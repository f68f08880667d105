/**
 * Many classes from few, for measuring: parts the cells of every class into subgroups, as taxonomies of cell types are
 * made, and writes them as a table of labels.
 *
 *     node scripts/make-subgroups.ts DATA --column COLUMN --out LABELS.csv
 *
 * Then `panelwright design DATA --labels LABELS.csv --task subgroup …`. Within a class, Louvain clusters (seed 0) of the
 * nearest neighbours on 20 principal components of its 1,000 most variable genes, log1p of equal library sizes. All cells
 * are used: the labels are what is asked, not what is learned from.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Csr, takeColumns, takeRows } from '../src-main/data/csr.ts';
import { columnSpread, mostVariable, seurat } from '../src-main/data/hvg.ts';
import { fitNormalisation, normalise } from '../src-main/data/normalise.ts';
import { cluster, neighbourGraph } from '../src-main/evaluation/clusters.ts';
import { nearestNeighbours } from '../src-main/evaluation/neighbours.ts';
import { principalComponents } from '../src-main/evaluation/pca.ts';
import { openFile } from '../src-main/formats/registry.ts';
import { stack } from '../src-main/formats/rows.ts';

const GENES = 1000;
const COMPONENTS = 20;
const NEIGHBOURS = 14;
const RESOLUTION = 1;

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    column: { type: 'string' },
    out: { type: 'string' },
  },
});
const [data] = positionals;
if (!data || !given.column || !given.out) throw new Error('name a data file, its --column and where to write --out');
const { x, names, classes } = await readCells(resolve(data), given.column);

const subgroup = new Array<string>(x.rows).fill('');
for (const called of new Set(classes)) {
  if (called === '') continue;
  const cells = Int32Array.from(classes.keys()).filter((i) => classes[i] === called);
  const parts = subgroupsOf(takeRows(x, cells));
  cells.forEach((cell, i) => (subgroup[cell] = `${called} ${parts[i] + 1}`));
}
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const rows = names.map((cell, i) => [cell, subgroup[i]].map(quoted).join(','));
writeFileSync(given.out, ['cell,subgroup', ...rows].join('\n') + '\n');
console.log(`${new Set(subgroup.filter(Boolean)).size} subgroups of ${new Set(classes.filter(Boolean)).size} classes`);

/** Numbers of the subgroups of one class's cells, from 0: all 0 where there are too few to have neighbours. */
function subgroupsOf(cells: Csr): Int32Array {
  if (cells.rows <= NEIGHBOURS) return new Int32Array(cells.rows);
  const all = Int32Array.from({ length: cells.rows }, (_, i) => i);
  const variable = takeColumns(cells, mostVariable(seurat(columnSpread(cells, all, Math.expm1)), GENES));
  const near = nearestNeighbours(principalComponents(variable, COMPONENTS), NEIGHBOURS);
  return cluster(neighbourGraph(near), RESOLUTION, 0);
}

/** Log-normalised cells × genes of the proposed matrix, names of the cells, and their classes ('' without). */
async function readCells(path: string, name: string) {
  const file = await openFile(path);
  try {
    const column = file.obs.find((candidate) => candidate.name === name);
    if (column?.kind !== 'categorical') throw new Error(`${path} has no column of classes "${name}"`);
    const matrix = file.proposedMatrix;
    const parts: Csr[] = [];
    for await (const part of file.rows(matrix)) parts.push(part);
    const raw = stack(parts, file.genes(matrix).length);
    const { kind } = file.matrices.find((one) => one.name === matrix)!;
    const all = Int32Array.from({ length: raw.rows }, (_, i) => i);
    return {
      x: normalise(raw, fitNormalisation(raw, kind, all)),
      names: file.obsNames,
      classes: Array.from(column.codes, (code) => (code < 0 ? '' : column.categories[code])),
    };
  } finally {
    file.close();
  }
}
