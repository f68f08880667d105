/** Classes that must not be missed: whether a finished run finds them as often as was asked. */
import type { ClassTarget, Interval, TaskResult } from './model.ts';

/** Below this many cells a class's recall says next to nothing. */
export const TOO_FEW = 10;

export type Verdict = 'met' | 'missed' | 'too few';

/** Whether a class is found as often as the user wants it to be. */
export function judge(target: Pick<ClassTarget, 'recall'>, reading: { recall: number; cells: number }): Verdict {
  if (reading.cells < TOO_FEW) return 'too few';
  // as it is shown: three digits
  return Math.round(reading.recall * 1000) >= Math.round(target.recall * 1000) ? 'met' : 'missed';
}

/** How a target fared on test cells, by the predictor that the run kept. */
export interface TargetResult extends ClassTarget {
  /** null where no test cell could say */
  found: number | null;
  interval: Interval | null;
  /** test cells of the class */
  cells: number;
  /** precision: share of predicted cells that truly belong to the class */
  precision: number | null;
  /** the recall of the network trained again on the panel, which weighs no class up: what is in the genes themselves */
  probe: number | null;
  verdict: Verdict;
}

export function targetResults(targets: readonly ClassTarget[], results: readonly TaskResult[]): TargetResult[] {
  return targets.map((target) => {
    const result = results.find(({ task }) => task === target.task);
    const scoresOf = (by: 'own' | 'probe' | 'forest') =>
      result?.kind === 'categorical' ? result[by]?.perClass.find(({ name }) => name === target.className) : undefined;
    const kept = scoresOf('own') ?? scoresOf('probe') ?? scoresOf('forest');
    const probe = scoresOf('probe')?.recall ?? null;
    if (!kept || kept.support === 0)
      return { ...target, found: null, interval: null, cells: 0, precision: null, probe, verdict: 'too few' };
    const { recall, precision, support, intervals } = kept;
    const verdict = judge(target, { recall, cells: support });
    return { ...target, found: recall, interval: intervals?.recall ?? null, cells: support, precision, probe, verdict };
  });
}

/** One target in a sentence. */
export function targetSentence({ className, task, recall, found, interval, cells, verdict }: TargetResult): string {
  const asked = `“${className}” of ${task}: recall ${recall} asked`;
  if (found === null) return `${asked}; no test cell can say.`;
  const span = interval ? ` (95 %: ${interval[0].toFixed(3)}–${interval[1].toFixed(3)})` : '';
  const said = `${asked}, ${found.toFixed(3)}${span} on ${cells} test ${cells === 1 ? 'cell' : 'cells'}`;
  return verdict === 'too few' ? `${said}: too few to say.` : `${said}: ${verdict}.`;
}
