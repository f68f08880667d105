/** Why a gene is in a panel, in words that a group meeting understands. */
import type { GeneLoss, GeneReport, TaskReading } from '../../src-preload/analysis.ts';
import type { Highest } from './genes.ts';

/** F1 that a class must lose before anybody should be told. */
const WORTH_SAYING = 0.02;
/** A score that moves less than this is not seen to move. */
const STILL = 0.005;

export interface Facts {
  forced: boolean;
  tasks: readonly TaskReading[];
  /** of each task, what is lost when the gene is masked */
  lost: readonly GeneLoss[];
  partners: GeneReport['partners'];
  highest: Highest | null;
}

export function reasonFor(facts: Facts): string {
  const asked = facts.forced ? 'It is in because you asked for it. ' : '';
  return asked + [lossSentence(facts), whereSentence(facts.highest)].filter(Boolean).join(' ');
}

function lossSentence({ tasks, lost, partners }: Facts): string {
  const all = lost
    .flatMap(({ task, classes }, t) => classes.map((loss, c) => ({ task, loss, reading: tasks[t].classes[c] })))
    .filter(({ loss }) => loss >= WORTH_SAYING)
    .sort((a, b) => b.loss - a.loss);
  const named = ({ task, reading }: (typeof all)[number]) =>
    tasks.length > 1 ? `${reading.name} (${task})` : reading.name;
  const hurt = all.filter(({ reading }) => !reading.tooFew);
  if (hurt.length > 0) {
    const [first, second] = hurt.map((one) => {
      const { f1 } = one.reading;
      return { name: named(one), from: f1.toFixed(2), to: (f1 - one.loss).toFixed(2) };
    });
    const also = second ? `, ${second.name} from ${second.from} to ${second.to}` : '';
    const more =
      hurt.length > 2 ? `; ${hurt.length - 2} more ${hurt.length === 3 ? 'class falls' : 'classes fall'}` : '';
    return `Without it, ${first.name} falls from F1 ${first.from} to ${first.to}${also}${more}.`;
  }
  const [few] = all;
  if (few) {
    const { cells } = few.reading;
    return `It seems to serve ${named(few)}, of which ${cells} validation ${cells === 1 ? 'cell is' : 'cells are'} too few to say.`;
  }
  const most = lost.filter((_, t) => tasks[t].score !== null).sort((a, b) => b.score - a.score)[0];
  if (most && most.score >= STILL) {
    return `No single class leans on it; without it ${most.task} loses ${most.score.toFixed(3)} in all.`;
  }
  const [partner] = partners;
  return partner
    ? `Without it no score falls: ${partner.symbol} tells much the same (r ${partner.r.toFixed(2).replace('-', '−')}).`
    : 'Without it no score falls on the validation cells: it is the first gene to question.';
}

function whereSentence(highest: Highest | null): string {
  if (!highest || highest.share < 0.02) return '';
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `It is highest in ${highest.className}: found in ${percent(highest.share)} of its cells, elsewhere in ${percent(highest.elsewhere)}.`;
}
