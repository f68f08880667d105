/** `panelwright explain`: why each gene is in a panel, or everything about one. */
import { geneFlags } from '../../src-shared/gene-flags.ts';
import type { GenesReport, SubstitutesReport } from '../../src-shared/analysis.ts';
import { AppError } from '../../src-shared/errors.ts';
import { nearest } from '../data/nearest.ts';
import { alike } from '../services/runs/analysis.ts';
import { checkResults, parse } from './arguments.ts';
import { examine, tell } from './examine.ts';
import { options } from './options.ts';
import { signed, table } from './output.ts';

export async function explainCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, options.explain);
  checkResults({ '--json': values.json }, positionals.slice(0, 1), values);
  await examine(positionals, values.quiet, async ({ store, run, ask }) => {
    const siblings = alike(store, run.id, ['seed']).map(({ genes }) => genes);
    const report = await ask('genes', { siblings });
    if (values.gene === undefined) return tell(report, textOf(run.name, report), values);
    const gene = findGene(report, values.gene);
    const substitutes = await ask('substitutes', { gene: gene.gene });
    tell({ ...gene, substitutes }, textOfGene(gene, report, substitutes), values);
  });
}

function findGene({ genes }: GenesReport, name: string) {
  const gene = genes.find((one) => [one.gene, one.symbol].some((each) => each.toLowerCase() === name.toLowerCase()));
  if (gene) return gene;
  const near = nearest(
    name,
    genes.map(({ symbol }) => symbol),
  );
  throw new AppError(
    'not-found',
    `The panel has no gene "${name}".`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Leave --gene out to see which it has.',
  );
}

function textOf(name: string, { genes, cells, predictor }: GenesReport): string {
  const rows = genes.map((gene) => [
    String(gene.rank),
    gene.symbol,
    signed(-gene.lostMean),
    gene.seeds.runs > 1 ? `${gene.seeds.chosen}/${gene.seeds.runs}` : '–',
    gene.flags.map((flag) => geneFlags[flag].name).join(', '),
    gene.reason,
  ]);
  return [
    `${name}: what each gene is there for, by ${predictor} on ${cells.validation} validation cells`,
    '',
    table([['rank', 'gene', 'without it', 'seeds', 'before ordering', 'why'], ...rows]),
    '',
  ].join('\n');
}

function textOfGene(gene: GenesReport['genes'][number], report: GenesReport, found: SubstitutesReport): string {
  const classes = gene.lost.flatMap(({ task, classes }, t) =>
    classes.map((lost, c) => ({ task, lost, reading: report.tasks[t].classes[c] })),
  );
  const hurt = classes.filter(({ lost }) => lost >= 0.005).sort((a, b) => b.lost - a.lost);
  return [
    `${gene.symbol}, rank ${gene.rank}. ${gene.reason}`,
    ...gene.flags.map((flag) => `${geneFlags[flag].name}: ${geneFlags[flag].sentence}`),
    '',
    ...(hurt.length > 0
      ? [
          table([
            ['class', 'task', 'F1', 'without it', 'cells'],
            ...hurt.map(({ task, lost, reading }) => [
              reading.name,
              task,
              reading.f1.toFixed(3),
              signed(-lost),
              `${reading.cells}${reading.tooFew ? ' (too few to say)' : ''}`,
            ]),
          ]),
          '',
        ]
      : []),
    ...(gene.partners.length > 0
      ? [`beside it: ${gene.partners.map(({ symbol, r }) => `${symbol} (r ${r.toFixed(2)})`).join(', ')}`, '']
      : []),
    table([
      ['in its place', 'r', 'mean score'],
      ...found.substitutes.map(({ symbol, r, change }) => [symbol, r.toFixed(2), signed(change)]),
      ['nothing', '–', signed(found.withoutChange)],
    ]),
    '',
    found.how,
    '',
  ].join('\n');
}
