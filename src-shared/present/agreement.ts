/** How a predictor agrees with the labels of new cells, in sentences of the window and the command line. */
import { agreementText } from '../metrics.ts';
import type { PredictionSummary } from '../model.ts';
import { counted, score } from './format.ts';

type Predicted = PredictionSummary['tasks'][number];

/** Sentences; none where the data have nothing to agree with. */
export function agreementWords({ kind, agreement, unknown, labelled, accuracyOfAll }: Predicted): string[] {
  const words: string[] = [];
  if (agreement) {
    const scores = agreementText(kind, agreement, (value) => score(value!));
    const known = unknown.length > 0 ? ', whose classes it knows' : '';
    words.push(`Agrees with the ${kind === 'continuous' ? 'values' : 'labels'} of ${counted(agreement.cells, 'cell')}${known}: ${scores}.`); // prettier-ignore
  }
  if (unknown.length > 0) {
    const strangers = unknown.reduce((sum, { cells }) => sum + cells, 0);
    const names = unknown.slice(0, 5).map(({ name, cells }) => `${name} ${cells}`).join(', '); // prettier-ignore
    const more = unknown.length > 5 ? `, and ${unknown.length - 5} more` : '';
    words.push(
      `${counted(strangers, 'labelled cell')} ${strangers === 1 ? 'has a class' : 'have classes'} that the predictor does not know (${names}${more}): over all ${labelled.toLocaleString('en-US')} labelled cells the accuracy is ${score(accuracyOfAll!)}.`,
    );
  }
  return words;
}
