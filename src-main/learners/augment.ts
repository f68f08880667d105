/**
 * What training cells go through so that the network does not learn them by heart. Each function is one of (seed, step)
 * alone.
 */
import { random } from '../data/random.ts';
import { keepMask } from '../data/tapes.ts';
import type { Head } from '../nn/step.ts';
import type { Target } from './batches.ts';

/** Zeroes each entry with the given probability (to 1/256) and scales the rest up: what an assay loses, the panel must survive. */
export function dropGenes(z: Float32Array, share: number, seed: number, step: number): void {
  if (share === 0) return;
  const keep = keepMask(share, z.length, seed, 'gene dropout', step);
  for (let i = 0; i < z.length; i++) z[i] *= keep[i];
}

/** Up to this many training cells are blended in full; more of them in proportion less. */
const FEW_CELLS = 250;

/** How much of another cell may be blended into a cell, of so many training cells. */
export function blendShare(greatest: number, cells: number): number {
  return greatest * Math.min(1, FEW_CELLS / cells);
}

/** Less than this could not be seen in the result, and costs a copy of the batch. */
const LEAST_SHARE = 0.1;

/**
 * Blends into each cell of a batch another one of the same batch, values and labels alike (mixup, Zhang et al., ICLR
 * 2018): between tens of cells there is much room, and a network would draw its borders there by chance. Every head's
 * weights add up to what they did.
 *
 * @param z cells × columns, changed in place
 * @param heads what each target is for
 * @param share of the other cell, uniform from 0 to this
 */
export function blendCells(
  z: Float32Array,
  targets: Target[],
  heads: Head[],
  share: number,
  seed: number,
  step: number,
): Target[] {
  if (share < LEAST_SHARE) return targets;
  const cells = targets[0].weight.length;
  const draw = random(seed, 'blend', step);
  const others = draw.shuffle(Int32Array.from({ length: cells }, (_, i) => i));
  const kept = Float32Array.from(others, () => 1 - share * draw.uniform());
  const blend = (values: Float32Array) => blendRows(values, others, kept);
  z.set(blend(z));
  return targets.map((target, t) => blendTarget(target, heads[t], blend));
}

function blendRows(values: Float32Array, others: Int32Array, kept: Float32Array): Float32Array {
  const width = values.length / others.length;
  const blended = new Float32Array(values.length);
  for (let i = 0; i < others.length; i++) {
    const here = i * width;
    const there = others[i] * width;
    for (let j = 0; j < width; j++) {
      blended[here + j] = kept[i] * values[here + j] + (1 - kept[i]) * values[there + j];
    }
  }
  return blended;
}

/** A cell without a label weighs nothing: blended with one that has a label, it takes over that label with its part. */
function blendTarget(
  { target, weight, share }: Target,
  { kind }: Head,
  blend: (values: Float32Array) => Float32Array,
): Target {
  const blended = blend(weight);
  const total = blended.reduce((a, b) => a + b, 0);
  const scale = total > 0 ? share / total : 0;
  const weights = blended.map((w) => w * scale);
  if (kind === 'categorical') return { target: blend(target).map((v) => v * scale), weight: weights, share };
  // a value is no share of a label: its mean goes by the weights
  const values = blend(target.map((v, i) => v * weight[i]));
  return { target: values.map((v, i) => (blended[i] > 0 ? v / blended[i] : 0)), weight: weights, share };
}
