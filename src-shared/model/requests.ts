/** What is asked of a run: settings, rules on genes, the request, and the request frozen. */
import type { BackendChoice } from '../backends.ts';
import type { Method } from '../methods.ts';
import type { Assay } from './assay.ts';
import type { Gene } from './datasets.ts';
import type { ClassTarget } from './project.ts';
import type { Task } from './tasks.ts';

/** Training settings of YOTO; every one is saved with the run. `nn/settings.ts` holds the defaults. */
export interface YotoSettings {
  /** steps of a training */
  steps: number;
  /** trainings before the last one, which chooses among the genes that they chose; 0: a single training on all */
  restarts: number;
  /** genes that compete for the panel: those that tell most about the tasks when each is looked at alone */
  screen: number;
  /** cells a step */
  batch: number;
  /** units of the two hidden layers of the encoder */
  hidden: number;
  /** Adam's learning rate of the network */
  learningRate: number;
  /** how far a score may travel in the whole training: its learning rate is travel / steps */
  scoreTravel: number;
  /** share of hidden units dropped */
  dropout: number;
  /** share of chosen genes of a cell zeroed, as an assay would lose them */
  geneDropout: number;
  /** greatest share of another cell blended into a cell; in full on few cells, in proportion less on many */
  blend: number;
  /** power of the inverse class frequency that weighs a cell: 0 = all cells alike, 1 = all classes alike */
  classBalance: number;
  /** scale of the Gumbel noise on the scores */
  gumbel: number;
  /** temperature of NeuralSort at the first and at the last step */
  temperatureStart: number;
  temperatureEnd: number;
  /** share of the training after which the panel has shrunk to k */
  annealing: number;
}

/** The run whose panel was changed by hand, and what was changed; genes as the data set names them. */
export interface RunParent {
  runId: number;
  name: string;
  method: Method;
  added: string[];
  removed: string[];
  /** genes that the user wanted to stay, and genes that must not come back */
  locked: string[];
  banned: string[];
}

/** Which genes a panel may, must and must not be chosen from. Kept by name, they serve several designs. */
export interface GeneRules {
  /** gene names (index, symbol or Ensembl ID) */
  mustInclude: string[];
  /** gene names, `/regex/` on names and symbols, or `family:NAME` */
  exclude: string[];
  /** a panel to begin with: its genes are in, as far as the data have them */
  start?: string[];
  /** genes to add to those that are in from the start; k then is what comes out */
  add?: number;
  /** choose from these only */
  candidates?: string[];
  /** least and greatest share of training cells that detect a gene */
  minDetected?: number;
  maxDetected?: number;
  /** greatest mean in any class, in molecules of a cell (as the data count them): against optical crowding */
  maxMean?: number;
  /** a table of gene properties, by its id */
  geneTable?: number;
  /** limits on columns of that table, such as `length>=960` */
  require?: string[];
}

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

/** What a user asks for. */
export interface RunRequest extends GeneRules {
  name?: string;
  datasetIds: number[];
  taskIds: number[];
  method: Method;
  k: number;
  seed: number;
  splitSeed: number;
  testFraction: number;
  /** classes with fewer cells count as unlabelled */
  minClass: number;
  /** variable genes kept before selection, must-includes beyond them */
  hvg: number;
  /** cell names that are the test cells, instead of drawing them */
  testCells?: string[];
  /** column of obs (donor, sample) whose groups stay whole on one side: cells are held out by it */
  group?: string;
  /** the run whose split of the cells is taken over, so that scores can be subtracted */
  splitOf?: number;
  /** the data set that is only scored on: no cell of it is in the training, and every one in the test */
  leaveOut?: number;
  /** genes are z-scored within each data set, against differences between batches */
  batchZscore?: boolean;
  /** a value above zero counts as one: genes are read as there or not there, once variable genes have been found */
  binarise?: boolean;
  /** genes of different species are matched by the letters of their symbols */
  orthologs?: boolean;
  /** the assay that the panel is for: chosen, and judged, as it would see the cells; as sequenced where it is left out */
  assay?: Assay;
  /** what trains */
  backend: BackendChoice;
  /** training steps of each probe, the network trained anew on the finished panel; 0: no probe */
  probeSteps: number;
  /** where a setting is left out, the default counts */
  settings: Partial<YotoSettings>;
  /** settings of the method, by the names of `methods.ts`; where one is left out, its default counts */
  methodSettings?: Record<string, number>;
  /** the task that a method made for one label selects on; it takes all by turns where this is left out */
  selectOn?: number;
  /** classes of these tasks that must not be missed: a method that can weigh classes is steered to these recalls */
  targets?: ClassTarget[];
  /** set for a panel that was made from another run's by hand */
  parent?: RunParent;
}

/**
 * A request with everything it depends on written out: what a run was, for ever. Test cells that were named are not in
 * it but in its split.
 */
export interface RunConfig extends Omit<RunRequest, 'name' | 'settings' | 'taskIds' | 'testCells'> {
  tasks: Task[];
  settings: YotoSettings;
  splitId: number;
  /** SHA-256 of the labels of all tasks: a run must not meet others than it was asked for */
  labelsSha256: string;
  datasets: { id: number; name: string; sha256: string; cells: number; genes: number }[];
}
