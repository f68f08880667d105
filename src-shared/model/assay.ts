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

/** A gene in a reference and in a pilot of the same tissue. */
export interface FittedGene {
  /** as the reference names it */
  gene: string;
  symbol: string;
  /** its share of the molecules of all shared genes, in the reference and in the pilot */
  referenceShare: number;
  pilotShare: number;
  /** mean molecules a cell */
  referenceMean: number;
  pilotMean: number;
  /** molecules of the pilot for one of the reference, shrunk towards the typical gene by how little is known of it */
  share: number;
  /** standard deviation of its natural logarithm */
  sd: number;
  /** ln of the unshrunk ratio to the typical gene, in standard deviations of genes: 2 and more is worth a look */
  distance: number;
}

/** An assay as a pilot shows it. */
export interface AssayFit {
  assay: Assay;
  reference: string;
  pilot: string;
  /** cells that were compared */
  cells: { reference: number; pilot: number };
  /** genes of the pilot, and those of them that the reference has */
  pilotGenes: number;
  /** the column of classes that both have, by which the reference's cells were weighed as the pilot has them; null: no such */
  classes: string | null;
  /** how the background was found, as text */
  background: string;
  /** largest distance first */
  genes: FittedGene[];
}
