/** Every hyperparameter of YOTO in one place, with the value that a run has unless its request says otherwise. */
import { efforts } from '../../src-shared/efforts.ts';
import type { YotoSettings } from '../../src-shared/model.ts';

export const defaults: YotoSettings = {
  ...efforts.standard.settings,
  screen: 1000,
  batch: 256,
  hidden: 128,
  learningRate: 1e-3,
  scoreTravel: 4,
  dropout: 0.2,
  geneDropout: 0.1,
  blend: 0.5,
  classBalance: 0.5,
  gumbel: 0.1,
  temperatureStart: 10,
  temperatureEnd: 0.01,
  annealing: 0.5,
};

/** Training steps of a probe, whatever the steps of the run: panels are compared by the same predictor. */
export const PROBE_STEPS = 3000;
/** Share of the genes of each cell that a probe does not see in training, whatever the run hides. */
export const PROBE_GENE_DROPOUT = 0.3;
