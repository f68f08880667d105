/** One bar for all that a run does, though some of it is done side by side. */
import type { Stage } from '../../src-shared/model.ts';
import type { DesignHooks } from './types.ts';

/** In the order in which they are spoken of; shares of the time of a run of a few thousand cells on one worker. */
const parts = {
  prepare: { stage: 'prepare', share: 0.03, doing: 'Normalising, and finding the variable genes' },
  select: { stage: 'select', share: 0.3, doing: 'Choosing the genes' },
  ceiling: { stage: 'score', share: 0.4, doing: 'Training the same network on all genes, for the ceiling' },
  assayCeiling: { stage: 'score', share: 0.4, doing: 'Training the same network on all genes, in the assay' },
  probes: { stage: 'score', share: 0.2, doing: 'Training the network anew on the panel' },
  forests: { stage: 'score', share: 0.05, doing: 'Scoring the panel with random forests' },
  assay: { stage: 'score', share: 0.5, doing: 'Scoring the panel in the assay' },
  metrics: { stage: 'score', share: 0.02, doing: 'Measuring what the panel keeps of all genes' },
} as const satisfies Record<string, { stage: Stage; share: number; doing: string }>;

type Part = keyof typeof parts;

/** Told the share of a part that is done, and in words what is being done. */
export type Bar = (part: Part) => (fraction: number, doing?: string) => void;

/**
 * The bar never goes back. The first part that is not over has the word; what is done beside it moves the bar only.
 *
 * @param left parts that this run has no need of
 */
export function createBar(tell: DesignHooks['progress'], left: readonly Part[]): Bar {
  const order = (Object.keys(parts) as Part[]).filter((part) => !left.includes(part));
  const whole = order.reduce((sum, part) => sum + parts[part].share, 0);
  const fractions = new Map<Part, number>(order.map((part) => [part, 0]));
  const words = new Map<Part, string>();
  return (part) => (fraction, doing) => {
    if (doing !== undefined) words.set(part, doing);
    fractions.set(part, Math.max(fraction, fractions.get(part)!));
    const speaks = order.find((one) => fractions.get(one)! < 1) ?? order.at(-1)!;
    tell({
      stage: parts[speaks].stage,
      doing: words.get(speaks) ?? parts[speaks].doing,
      fraction: order.reduce((sum, one) => sum + parts[one].share * fractions.get(one)!, 0) / whole,
    });
  };
}

/** Tells that a part is over as soon as it is: not all work tells its end. */
export async function finishing<Output>(tell: (fraction: number) => void, work: Promise<Output>): Promise<Output> {
  const output = await work;
  tell(1);
  return output;
}

/** The reports of several things of the same size, as one: the mean of what is done of each. */
export function meanOf(count: number, tell: (fraction: number) => void): ((fraction: number) => void)[] {
  const fractions = new Array<number>(count).fill(0);
  return fractions.map((_, i) => (fraction) => {
    fractions[i] = fraction;
    tell(fractions.reduce((a, b) => a + b, 0) / count);
  });
}
