/** The limits that cells and genes may be held to at import, in words. */
import type { ImportFilters, MatrixProfile } from '../../src-shared/model.ts';
import { count, percent } from '../../src-shared/present/format.ts';

export interface FilterLimit {
  key: keyof ImportFilters;
  label: string;
  /** one sentence */
  help: string;
  unit: string;
}

const limits: readonly FilterLimit[] = [
  {
    key: 'minGenes',
    label: 'Genes of a cell, at least',
    help: 'Cells with fewer genes above 0 are left out: mostly debris and empty droplets. 200 is usual for whole transcriptomes.',
    unit: '',
  },
  {
    key: 'minCounts',
    label: 'Counts of a cell, at least',
    help: 'Cells with a smaller sum are left out. 10 is usual for targeted panels.',
    unit: '',
  },
  {
    key: 'maxMito',
    label: 'Mitochondrial share, at most',
    help: 'Cells with a greater share of their counts in mitochondrial genes are left out: mostly broken cells.',
    unit: '%',
  },
  {
    key: 'minCells',
    label: 'Cells of a gene, at least',
    help: 'Genes that are above 0 in fewer of the cells that are left go too. 3 is usual.',
    unit: '',
  },
];

/** Those that mean something for a matrix. */
export function filterLimits(profile: MatrixProfile): FilterLimit[] {
  return limits.filter(({ key }) => (key === 'maxMito' ? profile.mitochondrial !== null : profile.min >= 0));
}

/** `at least 200 genes a cell, at most 10 % mitochondrial` */
export function filterWords({ minGenes, minCounts, maxMito, minCells }: ImportFilters): string {
  return [
    minGenes !== undefined && `at least ${count(minGenes)} genes a cell`,
    minCounts !== undefined && `at least ${count(minCounts)} counts a cell`,
    maxMito !== undefined && `at most ${percent(maxMito)} mitochondrial`,
    minCells !== undefined && `genes in at least ${count(minCells)} cells`,
  ]
    .filter((words) => words !== false)
    .join(', ');
}
