/** The assays that a panel can be designed for: presets, each with where its numbers are from, and the schema of all. */
import { z } from 'zod';
import type { Assay, GeneEfficiency } from './model/assay.ts';
import type { MatrixKind } from './model/datasets.ts';

const efficiency = z
  .object({
    share: z.number().min(0).max(1000),
    sd: z.number().min(0).max(5),
  } satisfies Record<keyof GeneEfficiency, z.ZodType>)
  .strict();

/** A share of molecules. Above 1 an assay counts more than the reference did, as smFISH does next to sequencing. */
const capture = z.number().positive().max(100);

export const assaySchema = z
  .object({
    name: z.string().trim().min(1).max(200),
    capture: z
      .tuple([capture, capture])
      .refine(([least, most]) => least <= most, 'the least share captured comes first, the greatest second'),
    efficiencySd: z.number().min(0).max(3),
    background: z.number().min(0).max(100),
    depthSd: z.number().min(0).max(3),
    ownTotal: z.boolean(),
    molecules: z.number().positive().max(1e6).nullable(),
    efficiencies: z.record(z.string(), efficiency).nullable(),
  } satisfies Record<keyof Assay, z.ZodType>)
  .strict();

export interface AssayPreset {
  /** as lists show it */
  title: string;
  /** what it means, in one sentence */
  sentence: string;
  /** who published its numbers */
  source: string | null;
  /** null: the reference as it is */
  assay: Assay | null;
}

/**
 * Where nothing is known of the platform: a share that is drawn again each time, as of four pairs of sequencing and imaging
 * each captured another one, and genes that differ by less than was measured in these pairs (1.5 to 1.7), for there
 * other patients and other cuts of the tissue are in it too. The background is that of MERFISH and Xenium in them, at most.
 */
const imaging: Assay = {
  name: 'Imaging, platform unknown',
  capture: [0.2, 1],
  efficiencySd: 1,
  background: 0.02,
  depthSd: 0.5,
  ownTotal: true,
  molecules: null,
  efficiencies: null,
};

export const assayPresets = {
  imaging: {
    title: imaging.name,
    sentence:
      'A fifth to all of the molecules that sequencing counted are seen, a different share for every gene, and cells are scaled by the panel’s own total.',
    source: null,
    assay: imaging,
  },
  osmfish: {
    title: 'osmFISH',
    sentence:
      'Genes differ in what is seen of them by a factor of 3.7, as was measured where osmFISH and sequencing are known of the same tissue.',
    source:
      'Zhang et al. 2024, Genome Biology 25:35 (gpsFISH): fit of osmFISH (33 genes, mouse cortex) to Zeisel 2015, spread of the genes’ rates 1.30; 51 to 405 molecules a cell (5–95 %), 1.6 of them of a gene that is not there',
    // ln(405 / 51) is 2 · 1.645 standard deviations; of a gene that is not there the fit expects e^−1.02 · logistic(−3.64)
    // of the 169 molecules of a median cell
    assay: { ...imaging, name: 'osmFISH', efficiencySd: 1.3, depthSd: 0.63, background: 1.6 },
  },
  'as-sequenced': {
    title: 'As sequenced',
    sentence: 'The reference as it is: every molecule counts, and cells are scaled by all of their genes.',
    source: null,
    assay: null,
  },
} satisfies Record<string, AssayPreset>;

/** What a panel is designed for where nobody says: only counts can be simulated. */
export const usualAssay = (kinds: readonly MatrixKind[]): Assay | undefined =>
  kinds.every((kind) => kind === 'counts') ? imaging : undefined;

export type AssayPresetName = keyof typeof assayPresets;
export const assayPresetNames = Object.keys(assayPresets) as [AssayPresetName, ...AssayPresetName[]];
