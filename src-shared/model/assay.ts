/** The assay that a panel is designed for: what it would see of the molecules that the reference counted. */

/** What a pilot says of one gene. */
export interface GeneEfficiency {
  /** molecules that the assay counts for one of the reference */
  share: number;
  /** how sure that is: standard deviation of its natural logarithm */
  sd: number;
}

/** An assay. What is drawn is drawn again for every simulation, so that no panel is made for one lucky assay. */
export interface Assay {
  /** of a preset, or of the pilot that it was fitted to */
  name: string;
  /** molecules counted for one of the reference, typical of its genes: drawn between the two, fixed where they are equal */
  capture: [least: number, most: number];
  /** how much genes differ in it: standard deviation of its natural logarithm */
  efficiencySd: number;
  /** molecules counted that are not there, mean a gene and cell */
  background: number;
  /** how much cells differ in the share captured: standard deviation of its natural logarithm */
  depthSd: number;
  /** cells are scaled by the total of the panel's own genes, since no others are measured; else not scaled at all */
  ownTotal: boolean;
  /** most molecules of the panel a cell, as the assay counts them, mean of the most crowded class; null: no limit */
  molecules: number | null;
  /** of genes that a pilot measured, by their names in the reference; others are drawn. Null without a pilot */
  efficiencies: Record<string, GeneEfficiency> | null;
}
