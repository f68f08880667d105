/** Points of the curves of a training. */
const POINTS = 200;

/** Whether a step is told to the curves. */
export function isTold(step: number, steps: number): boolean {
  return step === 0 || (step + 1) % Math.max(1, Math.floor(steps / POINTS)) === 0;
}
