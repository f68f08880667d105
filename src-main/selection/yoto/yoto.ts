/**
 * YOTO, "You Only Train Once" (Chopard et al., arXiv 2512.17678), as it is used here: the genes that tell most when
 * each is looked at alone compete (`screen.ts`); a few trainings that differ in their random numbers choose a panel each;
 * the last training chooses among the genes of these panels. What one training chose by chance the others do not repeat,
 * and what it missed by chance the others bring.
 */
import { random } from '../../data/random.ts';
import type { Job } from '../../learners/crew.ts';
import { among, screen } from './screen.ts';
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
  const narrowed = among(rest, candidates);
  const several = severalTrainings(restarts + 1, steps, input);

  const panels = Array.from({ length: restarts }, async (_, i) => {
    const seed = seedOf(input.seed, i);
    const panel = several.panelOf(i) ?? (await crew.run(trainingOfYoto, { ...narrowed, seed, ...several.training(i) }));
    several.finish(i, panel);
    return panel;
  });
  const pooled = new Set([...narrowed.forced, ...(await Promise.all(panels)).flat()]);
  const finalists = restarts === 0 ? Int32Array.from(candidates.keys()) : Int32Array.from(pooled).sort();
  // on this thread, which has nothing else to do: nothing can go on beside it but what scoring will need
  const selection = await trainYoto({ ...among(narrowed, finalists), ...several.training(restarts) });
  return { ...selection, genes: selection.genes.map((i) => candidates[finalists[i]]) };
}

/** Seeds of the trainings before the last: each a function of the run's seed and its number. */
function seedOf(seed: number, training: number): number {
  return random(seed, 'restart', training).integer(2 ** 32);
}
