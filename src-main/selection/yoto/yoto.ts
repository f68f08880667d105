/**
 * YOTO, "You Only Train Once" (Chopard et al., arXiv 2512.17678), as it is used here: the genes that tell most when
 * each is looked at alone compete (`screen.ts`); a few trainings that differ in their random numbers choose a panel each;
 * the last training chooses among the genes of these panels. What one training chose by chance the others do not repeat,
 * and what it missed by chance the others bring.
 */
import { random } from '../../data/random.ts';
import type { Job } from '../../learners/crew.ts';
import { among, screen } from './screen.ts';
import { orderBySeparation } from './separation.ts';
import { severalTrainings } from '../several-trainings.ts';
import type { Selection, SelectionInput } from '../types.ts';
import { trainYoto } from './yoto-training.ts';
import type { TrainingInput } from './yoto-training.ts';

/** A training whose panel alone is wanted. */
export const trainingOfYoto: Job<TrainingInput, number[]> = {
  name: 'training of YOTO',
  run: async (input) => Array.from((await trainYoto(input)).genes),
};

export async function yoto(input: SelectionInput): Promise<Selection> {
  const { crew, ...rest } = input;
  const { steps, restarts } = input.settings;
  const candidates = screen(input, input.settings.screen);
  const competing = among(rest, candidates);
  const order = competing.assay && orderBySeparation(competing);
  const narrowed = { ...competing, ahead: order && aheadByOrder(order, competing) };
  const several = severalTrainings(restarts + 1, steps, input);

  const panels = Array.from({ length: restarts }, async (_, i) => {
    const seed = seedOf(input.seed, i);
    const panel = several.panelOf(i) ?? (await crew.run(trainingOfYoto, { ...narrowed, seed, ...several.training(i) }));
    several.finish(i, panel);
    return panel;
  });
  const marked = order ? order.subarray(0, input.k) : [];
  const chosen = (await Promise.all(panels)).flat();
  const pooled = new Set([...narrowed.forced, ...marked, ...chosen]);
  const finalists = restarts === 0 ? Int32Array.from(candidates.keys()) : Int32Array.from(pooled).sort();
  // on this thread, which has nothing else to do: nothing can go on beside it but what scoring will need
  const ahead = narrowed.ahead && aheadByVotes(narrowed.ahead, chosen, restarts, finalists);
  const selection = await trainYoto({ ...among(narrowed, finalists), ahead, ...several.training(restarts) });
  return { ...selection, genes: selection.genes.map((i) => candidates[finalists[i]]) };
}

/** In an assay scores start by how the genes part the classes together: 1 for the first gene, a half for the k-th. */
function aheadByOrder(order: Int32Array, { train, k }: Pick<SelectionInput, 'train' | 'k'>): Float64Array {
  const ahead = new Float64Array(train.x.cols);
  order.forEach((gene, rank) => (ahead[gene] = 1 / (1 + rank / k)));
  return ahead;
}

/** In the last training a gene that every training chose is ahead by one more, so that chance has less of a say. */
function aheadByVotes(before: Float64Array, chosen: number[], trainings: number, finalists: Int32Array): Float64Array {
  const ahead = before.slice();
  for (const gene of chosen) ahead[gene] += 1 / trainings;
  return Float64Array.from(finalists, (gene) => ahead[gene]);
}

/** Seeds of the trainings before the last: each a function of the run's seed and its number. */
function seedOf(seed: number, training: number): number {
  return random(seed, 'restart', training).integer(2 ** 32);
}
