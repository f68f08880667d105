/** A finished run in a sentence. */
import type { Run, RunDetail } from '../model.ts';
import { count, counted, listed, score } from './format.ts';

/**
 * Genes that selection could choose from, which are those of the ceiling; null where the run does not tell. What
 * training began with may be fewer: only the most telling of them compete.
 */
export const candidates = (run: Pick<RunDetail, 'panelMetrics'>): number | null => run.panelMetrics?.genes ?? null;

/**
 * The result in words: `32 genes answer cell_type with macro-F1 0.842 on 528 held-out cells; all 5 000 genes reach
 * 0.871.` The panel's own predictor counts, else the forest, which is then named.
 */
export function verdict(run: Pick<RunDetail, 'headline' | 'panel' | 'results' | 'panelMetrics' | 'config'>): string {
  const genes = counted(run.panel.length || run.config.k, 'gene');
  const reached = (one: Run['headline'][number]) => score(one.own ?? one.forest);
  const judge = run.headline.length > 0 && run.headline.every(({ own }) => own === null) ? ' by a random forest' : '';
  const by = run.headline.some(({ asSequenced }) => asSequenced) ? `${judge} in the assay` : judge;
  const all = candidates(run);
  const everything = all === null ? 'all genes' : `all ${count(all)} genes`;
  const tested = run.results.map(({ testCells }) => testCells);
  const cells = Math.max(0, ...tested);
  const upTo = tested.every((one) => one === cells) ? '' : 'up to ';
  const [first, ...others] = run.headline;
  if (!first) return `${genes} were chosen.`;
  const verb = run.panel.length === 1 ? 'answers' : 'answer';
  if (!others.length) {
    return `${genes} ${verb} ${first.task} with ${first.metric}\u00a0${reached(first)}${by} on ${counted(cells, 'held-out cell')}; ${everything} reach ${score(first.ceiling)}.`;
  }
  const parts = run.headline.map((one, i) => {
    const metric = i === 0 || one.metric !== run.headline[i - 1]?.metric ? `${one.metric}\u00a0` : '';
    return `${one.task} with ${metric}${reached(one)} (${i === 0 ? `${everything}: ` : ''}${score(one.ceiling)})`;
  });
  return `${genes} ${verb} ${listed(parts)}${by}, on ${upTo}${counted(cells, 'held-out cell')}.`;
}
