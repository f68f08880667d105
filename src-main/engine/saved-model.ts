/**
 * A run's predictor as it outlives the run: the network and all that it takes to put new cells before it. It is the
 * method's own network where it trained one, else the first probe.
 */
import type { Gene, MatrixKind, Predictor, TaskKind } from '../../src-shared/model.ts';
import type { Network } from '../learners/network.ts';
import type { Weights } from '../learners/training.ts';

export interface SavedModel {
  network: Network;
  predictor: Extract<Predictor, 'own' | 'probe'>;
  /** genes of the panel, in the order of the network's inputs; its `mean` and `sd` are theirs */
  genes: Gene[];
  normalisation: {
    /** what the numbers were before normalisation */
    kind: MatrixKind;
    /** library size that each cell of `counts` and `normalised` values was scaled to, before log1p */
    target: number;
    /** values were read as there (one) or not there */
    binary?: boolean;
    /** median over training cells of what the genes of the panel then sum to, before log1p: for data that measured only them */
    panelTarget: number;
    /** genes of the training data: what a cell's library was summed over */
    genes: number;
  };
  /** one a head of the network */
  tasks: { name: string; kind: TaskKind; /** empty for a continuous task */ classes: string[] }[];
}

/** A model as a file or a table keeps it: what can be read, and the numbers. */
export interface StoredModel {
  description: Omit<SavedModel, 'network'> & Pick<Network, 'shape' | 'scales'>;
  arrays: Record<string, Float32Array | Float64Array>;
}

const WEIGHT = 'weight:';

export function packModel({ network, ...rest }: SavedModel): StoredModel {
  const { shape, scales, weights, mean, sd, norm1, norm2 } = network;
  const named = Object.entries(weights).map(([name, values]) => [WEIGHT + name, values]);
  return {
    description: { ...rest, shape, scales },
    arrays: {
      ...(Object.fromEntries(named) as Weights),
      mean,
      sd,
      'norm1.mean': norm1.mean,
      'norm1.variance': norm1.variance,
      'norm2.mean': norm2.mean,
      'norm2.variance': norm2.variance,
    },
  };
}

/** What `packModel` was given. */
export function unpackModel({ description, arrays }: StoredModel): SavedModel {
  const { shape, scales, ...rest } = description;
  const weights = Object.entries(arrays)
    .filter(([name]) => name.startsWith(WEIGHT))
    .map(([name, values]) => [name.slice(WEIGHT.length), values]);
  const norm = (name: string) => ({
    mean: arrays[`${name}.mean`] as Float64Array,
    variance: arrays[`${name}.variance`] as Float64Array,
  });
  return {
    ...rest,
    network: {
      shape,
      scales,
      weights: Object.fromEntries(weights) as Weights,
      mean: arrays.mean as Float32Array,
      sd: arrays.sd as Float32Array,
      norm1: norm('norm1'),
      norm2: norm('norm2'),
    },
  };
}
