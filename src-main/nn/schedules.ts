/** How temperature and panel size fall over the training (steps count from 0). */

/** Exponential decay from start to end (Jang et al. 2017): τ(t) = start · (end / start)^(t / steps). */
export function temperatureAt(step: number, steps: number, start: number, end: number): number {
  return start * (end / start) ** (step / steps);
}

/** The panel shrinks exponentially from all n genes to k over the first `annealing` share of the steps, then stays. */
export function panelSizeAt(step: number, steps: number, n: number, k: number, annealing: number): number {
  const done = annealing === 0 ? 1 : step / (steps * annealing);
  return done >= 1 ? k : Math.max(k, Math.round(n * (k / n) ** done));
}
