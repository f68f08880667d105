/** What somebody should know of a gene before a probe for it is ordered. */

/** Molecules a cell of a class, as the reference counts them, from which a gene crowds the image. */
const BRIGHT_MOLECULES = 30;
/** Share of the cells of its best class below which a gene is missing in most cells that it is for. */
const HARDLY_DETECTED = 0.1;
/** Share of the cells of every class from which a gene is in all of them alike. */
const UBIQUITOUS = 0.75;

export const geneFlags = {
  'very-bright': {
    name: 'very bright',
    sentence: `A cell of one of the classes has ${BRIGHT_MOLECULES} molecules of it or more in the reference: in imaging it crowds the others out.`,
  },
  'hardly-detected': {
    name: 'hardly detected',
    sentence: `Fewer than ${HARDLY_DETECTED * 100} % of the cells of any class have it in the reference: an assay that sees less finds it in hardly any.`,
  },
  housekeeping: {
    name: 'housekeeping',
    sentence: `At least ${UBIQUITOUS * 100} % of the cells of every class have it in these data: it says how much there is of a cell rather than what it is.`,
  },
} as const;

export type GeneFlag = keyof typeof geneFlags;

/** @param classes share of the cells that have the gene and, where the data are counts, mean molecules, class by class */
export function flagsOf(classes: readonly { share: number; molecules: number | null }[]): GeneFlag[] {
  if (classes.length === 0) return [];
  const shares = classes.map(({ share }) => share);
  return [
    ...(classes.some(({ molecules }) => (molecules ?? 0) >= BRIGHT_MOLECULES) ? (['very-bright'] as const) : []),
    ...(Math.max(...shares) < HARDLY_DETECTED ? (['hardly-detected'] as const) : []),
    // of a single class nothing can be said
    ...(classes.length > 1 && Math.min(...shares) >= UBIQUITOUS ? (['housekeeping'] as const) : []),
  ];
}
