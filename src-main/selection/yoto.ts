/**
 * YOTO, "You Only Train Once" (Chopard et al., arXiv 2512.17678), as it is used here: the genes that tell most when
 * each is looked at alone compete (`screen.ts`); a few trainings that differ in their random numbers choose a panel each;
 * the last training chooses among the genes of these panels. What one training chose by chance the others do not repeat,
 * and what it missed by chance the others bring.
 */
import { random } from '../data/random.ts';
import { among, screen } from './screen.ts';
import type { Selection, SelectionInput } from './types.ts';
import { trainYoto } from './yoto-training.ts';

export async function yoto(input: SelectionInput): Promise<Selection> {
  const { steps, restarts } = input.settings;
  const { resume } = input;
  const candidates = screen(input, input.settings.screen);
  const narrowed = among(input, candidates);
  const trainings = restarts + 1;
  // a finished run is resumed in its last training, after its last step
  const begin = resume ? Math.min(Math.floor(resume.step / steps), restarts) : 0;
  const pooled = new Set<number>(resume?.arrays.pooled ?? narrowed.forced);

  const stage = (training: number, on: SelectionInput): Promise<Selection> => {
    const done = training * steps;
    const soFar = Float64Array.from(pooled);
    return trainYoto({
      ...on,
      seed: training === restarts ? input.seed : seedOf(input.seed, training),
      resume: resume && training === begin ? { step: resume.step - done, arrays: resume.arrays } : null,
      history: (point) => input.history({ ...point, step: done + point.step }),
      progress: (fraction, doing) =>
        input.progress(
          (training + fraction) / trainings,
          trainings === 1 ? doing : `training ${training + 1} of ${trainings}, ${doing}`,
        ),
      checkpoint: (step, make) => {
        // between two trainings there is nothing that goes on
        if (step === steps && training < restarts) return;
        input.checkpoint(done + step, () => {
          const { arrays } = make();
          return { step: done + step, arrays: { ...arrays, pooled: soFar } };
        });
      },
    });
  };

  for (let training = begin; training < restarts; training++) {
    const { genes } = await stage(training, narrowed);
    genes.forEach((gene) => pooled.add(gene));
  }
  const finalists = restarts === 0 ? Int32Array.from(candidates.keys()) : Int32Array.from(pooled).sort();
  const selection = await stage(restarts, among(narrowed, finalists));
  return { ...selection, genes: selection.genes.map((i) => candidates[finalists[i]]) };
}

/** Seeds of the trainings before the last: each a function of the run's seed and its number. */
function seedOf(seed: number, training: number): number {
  return random(seed, 'restart', training).integer(2 ** 32);
}
