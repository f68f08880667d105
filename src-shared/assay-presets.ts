/**
 * Shares of a cell's mRNA molecules that methods are known to capture. Only what is public and measured stands here,
 * with who says it: for Xenium, MERSCOPE and CosMx there is no such number that holds for any tissue, so none is made up.
 */

export interface Detection {
  name: string;
  /** of the molecules in a cell that it captures, 0…; above 1 where it was found to count more than what it was held to */
  share: number;
  /** what was measured, and by whom */
  source: string;
}

const TENX =
  '10x Genomics knowledge base, “What fraction of mRNA transcripts are captured per cell?” (360001539051); the middle of the range';
const EXPANSION =
  'Wang, Moffitt & Zhuang 2018, Scientific Reports 8:4847, figure 2; smFISH is taken to find every molecule';

/** What a reference may have been made with. */
export const references = {
  'tenx-v3': { name: '10x Single Cell 3′ v3', share: 0.31, source: `30–32 %: ${TENX}` },
  'tenx-v2': { name: '10x Single Cell 3′ v2', share: 0.145, source: `14–15 %: ${TENX}` },
  'tenx-v1': { name: '10x Single Cell 3′ v1', share: 0.074, source: `6.7–8.1 %: ${TENX}` },
} satisfies Record<string, Detection>;

/** What a panel may be measured with. */
export const assays = {
  merfish: {
    name: 'MERFISH in expanded cells',
    share: 1.05,
    source: `1.05 ± 0.09 times smFISH (12 genes, cultured cells): ${EXPANSION}`,
  },
  'merfish-crowded': {
    name: 'MERFISH of abundant genes, not expanded',
    share: 1.05 / 7.5,
    source: `7.5 ± 0.3 times fewer than in expanded cells (129 abundant genes at once, cultured cells): ${EXPANSION}`,
  },
  ...references,
} satisfies Record<string, Detection>;

export type ReferenceName = keyof typeof references;
export type AssayName = keyof typeof assays;
export const referenceNames = Object.keys(references) as [ReferenceName, ...ReferenceName[]];
export const assayNames = Object.keys(assays) as [AssayName, ...AssayName[]];

/** Molecules that the assay captures for one that the reference has. */
export const captureOf = (reference: ReferenceName, assay: AssayName): number =>
  assays[assay].share / references[reference].share;

/** In percent, as it is written into a field: two digits are all that the sources are good for. */
export const percentOf = (capture: number): number => Number((capture * 100).toPrecision(2));
