/** Why a gene is in a panel, in words that a group meeting understands. */
import type { GeneLoss, GeneReport, TaskReading } from '../../src-shared/analysis.ts';

/** F1 that a class must lose before anybody should be told. */
const WORTH_SAYING = 0.02;
/** A score that moves less than this is not seen to move. */
const STILL = 0.005;

export interface Highest {
  className: string;
  share: number;
  elsewhere: number;
}

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

/** What falls without a gene: a class, or a number that is asked for. */
interface Fall {
  name: string;
  metric: 'F1' | 'R²';
  from: number;
  loss: number;
  /** its validation cells, where they are too few to say */
  few: number | null;
}

function lossSentence({ tasks, lost, partners }: Facts): string {
  const all = lost
    .flatMap(({ task, score, classes }, t): Fall[] => {
      const reading = tasks[t];
      if (reading.metric === 'R²')
        return reading.score === null
          ? []
          : [{ name: task, metric: 'R²', from: reading.score, loss: score, few: null }];
      return classes.map((loss, c) => {
        const { name, f1, cells, tooFew } = reading.classes[c];
        const named = tasks.length > 1 ? `${name} (${task})` : name;
        return { name: named, metric: 'F1', from: f1, loss, few: tooFew ? cells : null };
      });
    })
    .filter(({ loss }) => loss >= WORTH_SAYING)
    .sort((a, b) => b.loss - a.loss);
  const [first, second, ...others] = all.filter(({ few }) => few === null);
  if (first) {
    const fall = ({ metric, from, loss }: Fall, before?: Fall) =>
      `from ${metric === before?.metric ? '' : `${metric} `}${from.toFixed(2)} to ${(from - loss).toFixed(2)}`;
    const also = second ? `, ${second.name} ${fall(second, first)}` : '';
    const more = others.length > 0 ? `; ${others.length} more ${others.length === 1 ? 'falls' : 'fall'}` : '';
    return `Without it, ${first.name} falls ${fall(first)}${also}${more}.`;
  }
  const [rare] = all;
  if (rare)
    return `It seems to serve ${rare.name}, of which ${rare.few} validation ${rare.few === 1 ? 'cell is' : 'cells are'} too few to say.`;
  const most = lost.filter((_, t) => tasks[t].score !== null).sort((a, b) => b.score - a.score)[0];
  if (most && most.score >= STILL) {
    const alone = tasks.some(({ classes }) => classes.length > 0) ? 'No single class leans on it; without' : 'Without';
    return `${alone} it ${most.task} loses ${most.score.toFixed(3)} in all.`;
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
