/** What fewer molecules leave of each class's recall. */
import type { AssayReport } from '../../analysis.ts';
import { percent, score } from '../format.ts';
import type { Figure } from './figure.ts';
import { mostLost, recallGridFigure } from './recallGrid.ts';

export function captureFigure(report: AssayReport, task: string): Figure {
  const { readings } = report;
  const of = readings.map((reading) => reading.tasks.find((one) => one.task === task));
  const classes = (of[0]?.classes ?? []).map(({ name, tooFew }, c) => ({
    name,
    tooFew,
    recalls: of.map((reading) => reading?.classes[c]?.recall ?? null),
  }));
  const loss = ({ recalls }: (typeof classes)[number]) => (recalls[0] ?? 0) - (recalls.at(-1) ?? 0);
  const worst = mostLost(classes);
  const last = readings.at(-1);
  return recallGridFigure({
    name: `recall-by-capture-${task}`,
    title:
      worst && last && readings.length > 1
        ? `${task}: ${worst.name} suffers most, from recall ${score(worst.from)} to ${score(worst.to)} at ${percent(last.capture)}`
        : `${task}: recall of each class`,
    note: report.how,
    across: 'captured',
    columns: readings.map(({ capture }) => percent(capture)),
    classes: classes.toSorted((a, b) => loss(b) - loss(a)),
  });
}
