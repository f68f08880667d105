/** The part of a report that an untrained reader must understand: which genes there are, for which classes, and why. */
import type { ClassReading, GenesReport } from '../../src-shared/analysis.ts';
import { escaped } from '../../src-shared/present/charts/figure.ts';
import { dotPlotFigure } from '../../src-shared/present/charts/dotPlot.ts';
import { count, counted, decimal, percent, score, signed } from '../../src-shared/present/format.ts';
import { lossesOf } from '../../src-shared/present/losses.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import type { ReportData } from './data.ts';
import { type Entry, figureOf, paragraph, section, table } from './html.ts';
import { reasonOf } from './reasons.ts';

export function panelSection(data: ReportData): string {
  return section(
    'The panel, and why',
    ...(data.why.kind === 'measured' ? howMeasured(data.why.genes) : [paragraph(data.why.sentence)]),
    genesTable(data),
    ...(data.why.kind === 'measured' ? leaningsTables(data.why.genes) : []),
    ...(data.why.kind === 'measured' ? data.why.expression.map((one) => figureOf(dotPlotFigure(one))) : []),
  );
}

function howMeasured({ cells, predictor }: GenesReport): string[] {
  return [
    paragraph(
      `Detected is the share of training cells with any of the gene. A gene is worth what is lost without it. Each gene in turn was hidden from ${predictor}, and ${counted(cells.validation, 'validation cell')}, which trained nothing and are not the test cells, were called again. What a class loses then is what the panel has the gene for.`,
    ),
    paragraph(
      'F1 is 1 where every cell of a class is found and nothing else is taken for it, and 0 where none is found. Genes that tell the same cover for one another: hiding one of them then costs little, which does not make it useless. A score that rises without a gene, or hardly moves, is chance on so many cells.',
    ),
  ];
}

function genesTable({ run, roles, why }: ReportData): string {
  const identified = run.panel.some((gene) => gene.id !== '');
  const measured = why.kind === 'measured' ? why.genes.genes : null;
  const rows = run.panel.map((gene, g): Entry[] => {
    const report = measured?.find((one) => one.gene === gene.name);
    return [
      String(gene.rank),
      { html: `<b>${escaped(shownSymbol(gene))}</b>` },
      ...(identified ? [gene.id] : []),
      percent(gene.detected),
      ...(measured ? [report ? signed(-report.lostMean) : '–'] : [decimal(gene.meanExpression, 2)]),
      report?.reason ?? reasonOf(gene, roles?.[g] ?? []),
    ];
  });
  const head = [
    'Rank',
    'Gene',
    ...(identified ? ['Ensembl ID'] : []),
    'Detected',
    measured ? 'Score without it' : 'Mean',
  ];
  const numeric = identified ? [0, 3, 4] : [0, 2, 3];
  return table(counted(run.panel.length, 'gene'), [...head, 'Why it is in'], rows, numeric);
}

/** A gene takes up one line of a class only so far: the first ones tell the story. */
const MOST = 5;

/** For every class of every question the genes that it leans on: the first table read the other way round. */
function leaningsTables({ tasks, genes }: GenesReport): string[] {
  return tasks.flatMap(({ task, classes }) => {
    if (classes.length === 0) return [];
    const leaning = new Map(classes.map(({ name }) => [name, [] as { symbol: string; lost: number }[]]));
    for (const gene of genes)
      for (const loss of lossesOf(gene, tasks))
        if (loss.task === task) leaning.get(loss.className)?.push({ symbol: gene.symbol, lost: loss.lost });
    const rows = classes.map((reading) => [
      reading.name,
      count(reading.cells),
      score(reading.f1),
      leaningWords(reading, leaning.get(reading.name) ?? []),
    ]);
    return table(
      `${task}: the genes that each class leans on, with the F1 that it loses without them`,
      ['Class', 'Validation cells', 'F1', 'Leans on'],
      rows,
      [1, 2],
    );
  });
}

function leaningWords({ cells, f1, tooFew }: ClassReading, leaning: { symbol: string; lost: number }[]): string {
  if (cells === 0) return 'no validation cell can say';
  const first = leaning.toSorted((a, b) => b.lost - a.lost);
  const named = first.slice(0, MOST).map(({ symbol, lost }) => `${symbol} ${signed(-lost, 2)}`);
  const more = first.length > MOST ? ` and ${first.length - MOST} more` : '';
  const words =
    named.length > 0
      ? named.join(', ') + more
      : f1 === 0
        ? 'nothing: the panel does not find it'
        : 'no single gene: several tell it together';
  return tooFew ? `${words} (too few cells to say)` : words;
}
