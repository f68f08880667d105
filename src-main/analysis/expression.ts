/** Expression of genes by class: share of cells with any, mean, molecules; in an order that makes blocks of like genes. */
import type { ExpressionReport } from '../../src-shared/analysis.ts';
import type { TaskLabels } from '../data/labels.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { type GeneColumns, type Workbench, normalised } from './workbench.ts';

const FIFTHS = ['lowest fifth', 'second fifth', 'third fifth', 'fourth fifth', 'highest fifth'];

/** Classes of a question; of a continuous one the fifths of its values. */
export function groupsOf(task: TaskLabels): { names: string[]; of: Int32Array } {
  if (task.kind === 'categorical') return { names: task.classes, of: task.y };
  const known = task.y.filter((y) => !Number.isNaN(y)).sort();
  const cut = [1, 2, 3, 4].map((fifth) => known[Math.floor((known.length * fifth) / 5)]);
  const of = Int32Array.from(task.y, (y) => (Number.isNaN(y) ? -1 : cut.filter((limit) => y >= limit).length));
  return { names: FIFTHS, of };
}

/** genes × groups, row-major */
export interface ByGroup {
  cells: Int32Array;
  /** share of cells with a value above zero */
  share: Float64Array;
  /** mean of the normalised values */
  mean: Float64Array;
  /** mean of the values as imported */
  raw: Float64Array;
}

export function byGroup(part: GeneColumns, genes: Int32Array, of: Int32Array, groups: number): ByGroup {
  const cells = new Int32Array(groups);
  for (const group of of) if (group >= 0) cells[group]++;
  const size = genes.length * groups;
  const [share, mean, raw] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  genes.forEach((gene, j) => {
    for (let e = part.start[gene]; e < part.start[gene + 1]; e++) {
      const group = of[part.cell[e]];
      if (group < 0) continue;
      const at = j * groups + group;
      if (part.value[e] > 0) share[at] += 1 / cells[group];
      mean[at] += normalised(part, e) / cells[group];
      raw[at] += part.value[e] / cells[group];
    }
  });
  return { cells, share, mean, raw };
}

/** @param genes of the workbench, the panel in its order */
export function expressionReport(bench: Workbench, task: TaskLabels, genes: Int32Array): ExpressionReport {
  const { names, of } = groupsOf(task);
  const groups = names.length;
  const { cells, share, mean } = byGroup(bench.train, genes, of, groups);
  const row = (values: Float64Array, j: number) => Array.from(values.subarray(j * groups, (j + 1) * groups));
  const profiles = Array.from(genes, (_, j) => relative(row(mean, j)));
  const classOrder = task.kind === 'categorical' ? orderClasses(profiles, groups) : names.map((_, c) => c);
  const geneOrder = orderGenes(profiles, classOrder);
  return {
    task: task.name,
    kind: task.kind,
    classes: classOrder.map((c) => ({ name: names[c], cells: cells[c] })),
    genes: geneOrder.map((j) => ({
      gene: bench.genes[genes[j]].name,
      symbol: shownSymbol(bench.genes[genes[j]]),
      shares: classOrder.map((c) => share[j * groups + c]),
      means: classOrder.map((c) => mean[j * groups + c]),
    })),
    unit: unitOf(bench.train),
  };
}

function unitOf({ binary, factor }: GeneColumns): string {
  if (binary) return 'share of cells that have the gene';
  return factor ? 'log1p of counts scaled to the median cell' : 'as imported';
}

/** A profile without its size: what matters for the order is where a gene is high, not how high. */
function relative(profile: number[]): number[] {
  const least = Math.min(...profile);
  const span = Math.max(...profile) - least || 1;
  return profile.map((value) => (value - least) / span);
}

/** Classes in a chain of nearest neighbours by their profiles over the genes, begun at the one furthest from the rest. */
function orderClasses(profiles: number[][], groups: number): number[] {
  const distance = (a: number, b: number) => profiles.reduce((sum, profile) => sum + (profile[a] - profile[b]) ** 2, 0);
  const left = new Set(Array.from({ length: groups }, (_, c) => c));
  const total = (a: number) => [...left].reduce((sum, b) => sum + distance(a, b), 0);
  const chain: number[] = [];
  let next = [...left].reduce((a, b) => (total(b) > total(a) ? b : a));
  while (left.size > 0) {
    left.delete(next);
    chain.push(next);
    const last = next;
    if (left.size > 0) next = [...left].reduce((a, b) => (distance(last, b) < distance(last, a) ? b : a));
  }
  return chain;
}

/** Genes by the class that they are highest in, and within it the most exclusive first: a staircase of blocks. */
function orderGenes(profiles: number[][], classOrder: number[]): number[] {
  const keys = profiles.map((profile) => {
    const ordered = classOrder.map((c) => profile[c]);
    const top = ordered.indexOf(Math.max(...ordered));
    return { top, breadth: ordered.reduce((sum, value) => sum + value, 0) };
  });
  return profiles.map((_, j) => j).sort((a, b) => keys[a].top - keys[b].top || keys[a].breadth - keys[b].breadth);
}
