/** What a result does not say, in words: so that nobody reads more out of it than is there. */
import { headlineLabel, headlineOf } from '../../src-shared/metrics.ts';
import type { RunConfig, RunDetail } from '../../src-shared/model.ts';
import { TOO_FEW, targetResults, targetSentence } from '../../src-shared/recall-targets.ts';
import { counted, listed, percent, score, unspaced } from '../../src-shared/present/format.ts';
import { shownScores } from './figures.ts';

/** A class found less often than this is named. */
const POOR = 0.7;
/** What all genes reach less than this, no panel can be blamed for. */
const HARD = 0.7;

export function limitsOf(run: RunDetail): string[] {
  return [
    ...run.results.flatMap((result): string[] => {
      if (result.kind !== 'categorical') return [];
      const { perClass } = shownScores(result).scores;
      const few = perClass
        .filter(({ support }) => support < TOO_FEW)
        .map(({ name, support }) => `${name} (${support})`);
      const poor = perClass
        .filter(({ support, recall }) => support >= TOO_FEW && recall < POOR)
        .map(({ name, recall }) => `${name} (${percent(recall)} of its cells found)`);
      return [
        few.length
          ? `${result.task}: too few test cells to say how well ${listed(few)} ${few.length === 1 ? 'is' : 'are'} told apart; what is said of ${few.length === 1 ? 'it' : 'them'} is left to chance.`
          : '',
        poor.length ? `${result.task}: the panel does not find ${listed(poor)} reliably.` : '',
        headlineOf(result.ceiling) < HARD
          ? `${result.task}: even all genes together reach only ${headlineLabel(result.kind)} ${score(headlineOf(result.ceiling))}; labels or cells may not hold more.`
          : '',
      ].filter(Boolean);
    }),
    ...targetResults(run.config.targets ?? [], run.results)
      .filter(({ verdict }) => verdict !== 'met')
      .map((target) => `Not to be missed: ${targetSentence(target)}`),
    ...run.notes
      // what validation cells said of a target, test cells have said better
      .filter(({ severity, code }) => severity !== 'note' && code !== 'recall-target')
      .map(({ what, why }) => `${what} ${why}`),
    scoredOn(run.config),
    `Expression was measured by single-cell sequencing. An assay in place detects a different, often smaller share of transcripts of each gene; whether probes for all ${counted(run.panel.length, 'gene')} can be made, and whether bright genes crowd the image, was not looked at here.`,
    'One seed gives one panel. Genes that can stand for each other may be swapped with another seed without a loss; a gene that is not in the panel is not thereby uninformative.',
  ].map(unspaced);
}

/** Which cells the scores are of, and which they therefore say nothing of. */
function scoredOn({ datasets, group, leaveOut }: RunConfig): string {
  const left = datasets.find(({ id }) => id === leaveOut);
  if (left)
    return `Scores are on ${left.name}, which nothing was trained on: on further data the panel may do less well.`;
  const same = datasets.length === 1 ? 'the same data set' : 'the same data sets';
  return group === undefined
    ? `Scores are on held-out cells of ${same}: on cells of other donors, tissues or protocols the panel may do less well.`
    : `Scores are on cells of ${same} whose ${group} was held out whole: on other tissues or protocols the panel may do less well.`;
}
