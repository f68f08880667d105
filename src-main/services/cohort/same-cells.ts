/**
 * The same cell in two data sets: found by name, and believed when its expression agrees. Programs write cell names
 * differently (AAAC-1, AAAC.1, sample_AAAC-1), and barcodes of different samples coincide by chance; what was detected
 * in a cell does neither.
 */
import type { Csr } from '../../data/csr.ts';
import { settingsAffecting } from '../../../src-shared/settings.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import { type Matching, sharedGenes } from './shared-genes.ts';

export interface CellKeys {
  /** one a cell, data set after data set: equal for the same cell */
  keys: string[];
  /** pairs of data sets with cells in common */
  common: { a: number; b: number; cells: number }[];
}

/**
 * Two records of one cell agree in this share of the genes that either detects, at least: counts in the very number,
 * other values in being there at all. Two cells of one type detect about half of their genes together.
 */
const SAME = 0.9;

const known = new WeakMap<Store, { key: string; found: CellKeys }>();

/** @param datasets in the order in which their cells are laid one below the other */
export function cellKeys(store: Store, datasets: DatasetRow[], matching: Matching): CellKeys {
  const key = JSON.stringify([datasets.map(({ id }) => id), settingsAffecting(matching, ['sharing'])]);
  const last = known.get(store);
  if (last?.key === key) return last.found;
  const found = findKeys(store, datasets, matching);
  known.set(store, { key, found });
  return found;
}

function findKeys(store: Store, datasets: DatasetRow[], matching: Matching): CellKeys {
  const names = datasets.map(({ id }) => store.datasets.cellNames(id));
  if (datasets.length === 1) return { keys: names[0], common: [] };
  const { positions } = sharedGenes(
    store,
    datasets.map(({ id }) => id),
    matching,
  );
  const keys = names.map((list, d) => list.map((name) => `${d} ${name}`));
  const common: CellKeys['common'] = [];
  for (let b = 1; b < datasets.length; b++) {
    for (let a = 0; a < b; a++) {
      const pairs = pairsByName(names[a], names[b]);
      if (pairs.length === 0) continue;
      const counted = [a, b].every((d) => datasets[d].matrix.kind === 'counts');
      const detected = (d: number, cells: Set<number>) => detectedGenes(store, datasets[d].id, positions[d], cells);
      const ofA = detected(a, new Set(pairs.map(([i]) => i)));
      const ofB = detected(b, new Set(pairs.map(([, j]) => j)));
      const same = pairs.filter(([i, j]) => agreement(ofA.get(i)!, ofB.get(j)!, counted) >= SAME);
      for (const [i, j] of same) keys[b][j] = keys[a][i];
      if (same.length > 0) common.push({ a, b, cells: same.length });
    }
  }
  return { keys: keys.flat(), common };
}

/** Cells of two data sets whose names agree when what programs add to them is left out. */
function pairsByName(a: string[], b: string[]): [number, number][] {
  const inA = new Map<string, number[]>();
  a.forEach((name, i) => {
    const key = core(name);
    const list = inA.get(key);
    if (list) list.push(i);
    else inA.set(key, [i]);
  });
  return b.flatMap((name, j) => (inA.get(core(name)) ?? []).slice(0, MOST).map((i): [number, number] => [i, j]));
}

/** A barcode in more samples than these is no name. */
const MOST = 20;

/** The barcode within a name, where there is one; else the name, with R's points as hyphens. */
const core = (name: string): string => /[ACGT]{12,}/.exec(name)?.[0] ?? name.trim().replace(/[._]/g, '-').toLowerCase();

/** Values above zero of the shared genes in each of the cells. */
function detectedGenes(
  store: Store,
  id: number,
  position: Int32Array,
  cells: Set<number>,
): Map<number, Map<number, number>> {
  const found = new Map<number, Map<number, number>>();
  let first = 0;
  for (let chunk = 0; chunk < store.matrixChunks.extent(id).chunks; chunk++) {
    const x: Csr = store.matrixChunks.read(id, chunk, position.length);
    for (let i = 0; i < x.rows; i++) {
      if (!cells.has(first + i)) continue;
      const genes = new Map<number, number>();
      for (let e = x.indptr[i]; e < x.indptr[i + 1]; e++) {
        const gene = position[x.indices[e]];
        if (x.values[e] > 0 && gene >= 0) genes.set(gene, x.values[e]);
      }
      found.set(first + i, genes);
    }
    first += x.rows;
  }
  return found;
}

/** Genes that agree as a share of those that either cell has; 0 for two cells without anything. */
function agreement(a: Map<number, number>, b: Map<number, number>, counted: boolean): number {
  let both = 0;
  let equal = 0;
  for (const [gene, value] of a) {
    const other = b.get(gene);
    if (other === undefined) continue;
    both++;
    if (!counted || other === value) equal++;
  }
  return both === 0 ? 0 : equal / (a.size + b.size - both);
}
