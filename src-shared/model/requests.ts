/** What is asked of a run, and the request frozen; `src-shared/settings.ts` has the settings themselves. */
import type { AskedSettings, FrozenSettings } from '../settings.ts';
import type { GeneRules } from '../settings/genes.ts';
import type { Gene } from './datasets.ts';
import type { Task } from './tasks.ts';

export type { RunParent } from '../settings.ts';
export type { GeneRules } from '../settings/genes.ts';
export type { YotoSettings } from '../settings/training.ts';

/** Rules that the project keeps. */
export interface SavedGeneRules {
  id: number;
  name: string;
  rules: GeneRules;
}

/** A table of gene properties, as far as one chooses limits by. */
export interface GeneTableInfo {
  id: number;
  name: string;
  /** rows */
  genes: number;
  /** other names of genes that it lists */
  aliases: number;
  /** genes of each data set that it knows */
  matched: { datasetId: number; genes: number }[];
  columns: { name: string; missing: number; range: { min: number; max: number } | null; examples: string[] }[];
}

/** A gene that a rule speaks of, with what it was judged by on training cells. */
export interface JudgedGene extends Gene {
  kind: 'excluded' | 'family' | 'candidates' | 'table' | 'detected' | 'crowded';
  reason: string;
  /** share of training cells */
  detected: number;
  highestMean: number;
  /** the class of that mean */
  highestIn: string;
}

/** What the rules of a design leave of its genes. */
export interface RulesPreview {
  genes: number;
  left: number;
  /** of those left, how many vary over training cells or must be in it whether they do or not: no other can be chosen */
  varying: number;
  fallen: JudgedGene[];
  kept: JudgedGene[];
}

/** What a user asks for: the settings, and of what. */
export interface RunRequest extends AskedSettings {
  name?: string;
  datasetIds: number[];
  taskIds: number[];
  /** cell names that are the test cells, instead of drawing them */
  testCells?: string[];
  /** the run whose split of the cells is taken over, so that scores can be subtracted */
  splitOf?: number;
}

/**
 * A request with everything it depends on written out: what a run was, for ever. Test cells that were named are not in
 * it but in its split.
 */
export interface RunConfig extends FrozenSettings {
  datasetIds: number[];
  tasks: Task[];
  splitId: number;
  /** SHA-256 of the labels of all tasks: a run must not meet others than it was asked for */
  labelsSha256: string;
  datasets: { id: number; name: string; sha256: string; cells: number; genes: number }[];
}
