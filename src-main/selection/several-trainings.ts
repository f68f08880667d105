/** Several trainings, in turn or beside one another, told of as one: one bar, one list of steps, one checkpoint. */
import type { Checkpoint } from '../data/checkpoint.ts';
import type { SelectionInput } from './types.ts';

/** Between a training's number and the name of one of its arrays. */
const OF = '/';
/** For each training the steps that are kept of it. */
const STEPS = 'steps';
/** What is kept of a training that is over, and that another follows. */
const PANEL = 'panel';

interface Kept {
  step: number;
  make(): Checkpoint;
}

/**
 * @param steps of each training
 * @param input what their progress, curves and checkpoints go to, and what is resumed
 */
export function severalTrainings(count: number, steps: number, input: SelectionInput) {
  const resumed = Array.from({ length: count }, (_, i) => input.resume && partOf(input.resume, i));
  const kept = resumed.map((part): Kept | null => part && { step: part.step, make: () => part });
  const fractions = resumed.map((part) => (part ? part.step / steps : 0));
  /** what each training that has begun is doing */
  const words = new Map<number, string>();
  const stepsKept = () => kept.reduce((sum, part) => sum + (part?.step ?? 0), 0);

  function tell(from: number): void {
    const going = [...words.keys()].filter((i) => fractions[i] < 1).sort((a, b) => a - b);
    const speakers = going.length > 0 ? going : [from];
    // those that go on side by side are about as far: one speaks for all
    const doing = words.get(speakers[0])!;
    const done = fractions.reduce((a, b) => a + b, 0) / count;
    input.progress(done, count === 1 ? doing : `${called(speakers)} of ${count}, ${doing}`);
  }

  return {
    /** the panel of a training that an earlier process brought to its end */
    panelOf(i: number): number[] | null {
      const panel = resumed[i]?.arrays[PANEL];
      return panel ? Array.from(panel) : null;
    },
    /** training `i` is over: of what it was, its panel is all that is needed */
    finish(i: number, panel: number[]): void {
      const part = { step: steps, arrays: { [PANEL]: Float64Array.from(panel) } };
      kept[i] = { step: steps, make: () => part };
      fractions[i] = 1;
    },
    /** what training `i` goes on from, and where its words, points and checkpoints go */
    training(i: number): Pick<SelectionInput, 'resume' | 'progress' | 'history' | 'checkpoint'> {
      return {
        resume: resumed[i],
        history: (point) => input.history({ ...point, step: i * steps + point.step }),
        progress(fraction, doing) {
          fractions[i] = fraction;
          words.set(i, doing);
          tell(i);
        },
        checkpoint(step, make) {
          kept[i] = { step, make };
          input.checkpoint(stepsKept(), () => whole(stepsKept(), kept));
        },
      };
    },
  };
}

/** `training 2`, `trainings 1, 2 and 3`. */
function called(trainings: number[]): string {
  return `${trainings.length === 1 ? 'training' : 'trainings'} ${list.format(trainings.map((i) => String(i + 1)))}`;
}

/** Made once: it speaks at every step, and to make one takes longer than to use it. */
const list = new Intl.ListFormat('en-GB');

/** All that is kept, as one. */
function whole(step: number, kept: readonly (Kept | null)[]): Checkpoint {
  const arrays: Checkpoint['arrays'] = { [STEPS]: Float64Array.from(kept, (part) => part?.step ?? 0) };
  for (const [i, part] of kept.entries()) {
    if (!part) continue;
    for (const [name, values] of Object.entries(part.make().arrays)) arrays[`${i}${OF}${name}`] = values;
  }
  return { step, arrays };
}

/** What is kept of one training; null where it has not begun. */
function partOf({ arrays }: Checkpoint, i: number): Checkpoint | null {
  const step = arrays[STEPS]?.[i] ?? 0;
  if (step === 0) return null;
  const own = Object.entries(arrays).flatMap(([name, values]) => {
    const [training, rest] = name.split(OF);
    return training === String(i) && rest !== undefined ? [[rest, values] as const] : [];
  });
  return { step, arrays: Object.fromEntries(own) };
}
