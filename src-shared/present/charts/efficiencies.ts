/** What an assay counts of each gene: its share of the molecules in the reference against that in a pilot. */
import type { AssayFit, FittedGene } from '../../model.ts';
import { listed, significant } from '../format.ts';
import { axis, base, hover, type ChartTheme, type Figure } from './figure.ts';

/** Standard deviations from the typical gene at which one is named, and how many are at most. */
const FAR = 2;
const NAMED = 12;

export function efficienciesFigure(fit: AssayFit): Figure {
  return {
    name: 'assay-efficiencies',
    title: efficienciesFinding(fit),
    note: `Share of the molecules of the ${fit.genes.length} genes that ${fit.reference} and ${fit.pilot} have in common; on the line a gene is counted as much as the typical one.`,
    height: () => 380,
    option: (theme) => option(fit, theme),
    table: {
      columns: [
        { label: 'Gene' },
        { label: 'Share in the reference', format: (value) => significant(value) },
        { label: 'Share in the pilot', format: (value) => significant(value) },
        { label: 'Molecules for one of the reference', format: (value) => significant(value) },
        { label: 'Standard deviations from the typical gene', format: (value) => value.toFixed(1) },
      ],
      rows: fit.genes.map((gene) => [gene.symbol, gene.referenceShare, gene.pilotShare, gene.share, gene.distance]),
    },
  };
}

const farGenes = ({ genes }: AssayFit): FittedGene[] =>
  genes.filter(({ distance }) => Math.abs(distance) >= FAR).slice(0, NAMED);

function efficienciesFinding(fit: AssayFit): string {
  const factor = `Genes differ by a factor of ${Math.exp(fit.assay.efficiencySd).toFixed(1)} in what the assay counts of them`;
  const missed = farGenes(fit).flatMap(({ symbol, distance }) => (distance < 0 ? [symbol] : []));
  return missed.length === 0 ? factor : `${factor}; of ${listed(missed, 3)} it counts least`;
}

/** Whole powers of ten about all shares. */
function decades(shares: readonly number[]) {
  const positive = shares.filter((share) => share > 0);
  if (positive.length === 0) return { min: 1e-4, max: 1 };
  const power = (value: number) => Math.log10(value);
  return {
    min: 10 ** Math.floor(power(Math.min(...positive))),
    max: Math.min(1, 10 ** Math.ceil(power(Math.max(...positive)))),
  };
}

function option(fit: AssayFit, theme: ChartTheme) {
  const { genes } = fit;
  const far = new Set(farGenes(fit));
  const x = decades(genes.map(({ referenceShare }) => referenceShare));
  const y = decades(genes.map(({ pilotShare }) => pilotShare));
  const scale = (name: string, span: typeof x) => ({
    ...axis(theme, name),
    type: 'log',
    ...span,
    nameLocation: 'middle',
    axisLabel: { ...axis(theme).axisLabel, formatter: (value: number) => significant(value, 1) },
    splitLine: { show: true, lineStyle: { color: theme.border, opacity: 0.5 } },
  });
  const both = { min: Math.max(x.min, y.min), max: Math.min(x.max, y.max) };
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const gene = genes[dataIndex];
        return gene
          ? hover(gene.symbol, [
              ['Reference', `${significant(gene.referenceMean)} molecules a cell`],
              ['Pilot', `${significant(gene.pilotMean)} molecules a cell`],
              ['For one of the reference', significant(gene.share)],
            ])
          : '';
      },
    },
    grid: { left: 64, right: 24, top: 20, bottom: 48 },
    xAxis: { ...scale('share of the molecules in the reference', x), nameGap: 28 },
    yAxis: { ...scale('share in the pilot', y), nameGap: 46 },
    series: [
      {
        type: 'scatter',
        symbolSize: 6,
        data: genes.map((gene) => ({
          value: [gene.referenceShare, Math.max(gene.pilotShare, y.min)],
          name: gene.symbol,
          symbol: far.has(gene) ? 'diamond' : 'circle',
          symbolSize: far.has(gene) ? 9 : 6,
          itemStyle: { color: far.has(gene) ? theme.accent : theme.muted, opacity: far.has(gene) ? 1 : 0.6 },
          label: { show: far.has(gene) },
        })),
        label: {
          position: 'right',
          distance: 5,
          color: theme.text,
          fontSize: 11,
          formatter: ({ name }: { name: string }) => name,
        },
        labelLayout: { moveOverlap: 'shiftY' },
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.faint, type: 'dashed' },
          data: [[{ coord: [both.min, both.min] }, { coord: [both.max, both.max] }]],
        },
        emphasis: { disabled: true },
      },
    ],
  };
}
