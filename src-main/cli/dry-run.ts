/** `panelwright design --dry-run`: what a design would do, in words, without training anything. */
import { methods } from '../../src-shared/methods.ts';
import type { Input } from '../../src-shared/contract.ts';
import { table } from './output.ts';
import type { Session } from './session.ts';

/** Genes that fall out are shown up to here. */
const SHOWN = 40;

/** The report, and what stands in the way of the design; null where nothing does. */
export async function dryRunReport(
  { call }: Session,
  request: Input<'runs.check'>,
): Promise<{ text: string; problem: string | null }> {
  const { k, findings } = await call('runs.check', request);
  const said = findings.flatMap(({ severity, what, remedy }) => [`${severity}: ${what}`, `  ${remedy}`]);
  const problems = findings.filter(({ severity }) => severity === 'problem');
  if (problems.length > 0) {
    const problem = problems.map(({ what, remedy }) => `${what} ${remedy}`.trimEnd()).join('\n');
    return { text: `${said.join('\n')}\n`, problem };
  }
  const { left, varying, fallen } = await call('geneRules.preview', request);
  const same =
    varying < left
      ? `${left - varying} of ${left} genes hardly ${left - varying === 1 ? 'varies' : 'vary'} over training cells and cannot be chosen.`
      : '';
  // what must be in the panel is in it beyond the limit of variable genes
  const competing = Math.max(k, Math.min(varying, request.hvg));
  if (varying < k) {
    const problem = `A panel of ${k} genes cannot be chosen from ${varying}. ${same} Choose a smaller panel.`;
    return { text: [...said, `problem: ${problem}`, ''].join('\n'), problem };
  }
  // a given panel that nothing is added to
  const isWhole = methods[request.method].traits?.filledUpBy && request.mustInclude.length === k;
  const done = isWhole
    ? `The panel of ${k} genes would be scored as it is.`
    : `A panel of ${k} genes would be chosen from ${competing}. ${same}`;
  const lines = [done.trimEnd(), '', ...said];
  if (fallen.length > 0) {
    const rows = fallen
      .slice(0, SHOWN)
      .map((gene) => [
        gene.name,
        gene.symbol === gene.name ? '' : gene.symbol,
        gene.reason,
        `${(gene.detected * 100).toFixed(1)} %`,
        String(Number(gene.highestMean.toPrecision(3))),
        gene.highestIn,
      ]);
    lines.push('', `${fallen.length} genes fall out:`, '');
    lines.push(table([['gene', 'symbol', 'because', 'detected', 'highest mean', 'in'], ...rows]));
    if (fallen.length > SHOWN) lines.push(`and ${fallen.length - SHOWN} more`);
  }
  return { text: `${lines.join('\n')}\n`, problem: null };
}
