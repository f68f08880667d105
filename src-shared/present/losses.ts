/** What a gene is worth, made ready for tables. */
import type { GeneReport, TaskReading } from '../analysis.ts';

export interface ClassLoss {
  task: string;
  className: string;
  /** F1 with the gene, and what of it is lost without */
  f1: number;
  lost: number;
  cells: number;
  tooFew: boolean;
}

/** A loss smaller than this is not worth a line. */
const LEAST = 0.005;

/** A loss from here on tells what a gene is for. */
const TELLING = 0.02;

/** The class, or the number that is asked for, that loses most of its F1 or R² without a gene; null where none loses much. */
export function servedMost(report: GeneReport, tasks: readonly TaskReading[]): string | null {
  const classes = lossesOf(report, tasks)
    .filter(({ tooFew }) => !tooFew)
    .map(({ className, lost }) => ({ name: className, lost }));
  const numbers = report.lost
    .filter((_, t) => tasks[t]?.metric === 'R²')
    .map(({ task, score }) => ({ name: task, lost: score }));
  const [most] = [...classes, ...numbers].sort((a, b) => b.lost - a.lost);
  return most && most.lost >= TELLING ? most.name : null;
}

/** The classes that lose without a gene, most first; those with too few cells to say come last. */
export function lossesOf(report: GeneReport, tasks: readonly TaskReading[]): ClassLoss[] {
  return report.lost
    .flatMap(({ task, classes }, t) =>
      classes.flatMap((lost, c): ClassLoss[] => {
        const reading = tasks[t]?.classes[c];
        if (!reading || lost < LEAST) return [];
        const { name, f1, cells, tooFew } = reading;
        return [{ task, className: name, f1, lost, cells, tooFew }];
      }),
    )
    .sort((a, b) => Number(a.tooFew) - Number(b.tooFew) || b.lost - a.lost);
}
