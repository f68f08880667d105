/** What a data file holds, as a page for the terminal. */
import type { Finding, ImportFilters, Inspection, MatrixProfile, ObsColumn, Spread } from '../../src-shared/model.ts';
import { table } from './output.ts';

/** Columns and classes that a page shows; the rest is counted. */
const [mostColumns, mostClasses] = [30, 5];

export function inspectionPage(inspection: Inspection): string {
  const { columns, profile, findings } = inspection;
  return [
    ...head(inspection),
    '',
    ...matrices(inspection),
    ...(profile ? ['', ...cells(profile)] : []),
    '',
    ...(columns.length > 0 ? labelColumns(columns) : ['No label columns.']),
    ...(inspection.labels ? ['', joined(inspection)] : []),
    '',
    findings.length > 0 ? `To know (${findings.length})` : 'Nothing odd was found.',
    ...findings.flatMap(finding),
    '',
  ].join('\n');
}

function head(inspection: Inspection): string[] {
  const { geneIdentifiers, species, geneExamples, cellExamples } = inspection;
  const names = { symbols: 'symbols', ensembl: 'Ensembl IDs', mixed: 'symbols and Ensembl IDs', other: 'names of another kind' }; // prettier-ignore
  return [
    `${inspection.name}: ${number(inspection.cells)} cells × ${number(inspection.genes)} genes`,
    `  ${inspection.format}, ${megabytes(inspection.fileBytes)}; importing takes about ${megabytes(inspection.memoryBytes)} of memory and ${seconds(inspection.importSeconds)}`,
    `  genes: ${names[geneIdentifiers]}${species ? `, ${species} by their names` : ''} (${geneExamples.slice(0, 3).join(', ')}, …)`,
    `  cells: ${cellExamples.slice(0, 2).join(', ')}, …`,
  ];
}

function matrices({ matrices, proposedMatrix }: Inspection): string[] {
  const rows = matrices.map((matrix) => [
    matrix.name === proposedMatrix ? `${matrix.name} *` : matrix.name,
    matrix.kind,
    `${number(matrix.cells)} × ${number(matrix.genes)}`,
    matrix.dtype ?? '',
    matrix.evidence,
  ]);
  const note = matrices.length > 1 ? '* is proposed; --layer NAME takes another' : '* is what training would use';
  return [table([['Matrix', 'holds', 'cells × genes', 'stored as', 'because'], ...rows]).trimEnd(), note];
}

function cells(profile: MatrixProfile): string[] {
  const measures: [string, Spread | null, (value: number) => string][] = [
    ['sum', profile.librarySize, rounded],
    ['genes above 0', profile.genesPerCell, rounded],
    ['mitochondrial', profile.mitochondrial, percent],
  ];
  const rows = measures.flatMap(
    ([name, spread, word]) =>
    spread ? [[name, word(spread.min), word(spread.lower), word(spread.median), word(spread.upper), word(spread.max), bars(spread)]] : [], // prettier-ignore
  );
  const { proposed, effect } = profile;
  const asked = effect.cells < profile.cells || effect.genes < profile.genes;
  const options = filterWords(proposed);
  return [
    table([[`Cells by ${profile.matrix}`, 'least', 'quarter', 'median', '¾', 'most', 'spread'], ...rows]).trimEnd(),
    ...(asked
      ? [`The filters leave ${number(effect.cells)} cells × ${number(effect.genes)} genes.`, ...effect.hurt.map(hurt)]
      : options
        ? [`A careful analyst would leave out what these do: ${options}`]
        : []),
  ];
}

function hurt({ column, name, before, after }: MatrixProfile['effect']['hurt'][number]): string {
  return `  of ${column} "${name}" they leave ${number(after)} of ${number(before)} cells`;
}

function filterWords({ minGenes, minCounts, minCells, maxMito }: ImportFilters): string {
  return [
    minGenes !== undefined && `--min-genes ${minGenes}`,
    minCounts !== undefined && `--min-counts ${minCounts}`,
    minCells !== undefined && `--min-cells ${minCells}`,
    maxMito !== undefined && `--max-mito ${Math.round(100 * maxMito)}%`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A histogram in one line, squeezed to half its bins. */
function bars({ bins }: Spread): string {
  const pairs = Array.from({ length: Math.ceil(bins.length / 2) }, (_, i) => bins[2 * i].cells + (bins[2 * i + 1]?.cells ?? 0)); // prettier-ignore
  const most = Math.max(1, ...pairs);
  return pairs
    .map((cells) => (cells === 0 ? ' ' : '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor((8 * cells) / (most + 1)))]))
    .join('');
}

function labelColumns(columns: ObsColumn[]): string[] {
  const rows = columns.slice(0, mostColumns).map((column) => [
    column.name,
    column.kind === 'categorical' ? number(column.classes.length) : '–',
    number(column.missing),
    column.kind === 'categorical' ? classes(column) : column.range ? `${significant(column.range.min)} … ${significant(column.range.max)}` : '', // prettier-ignore
  ]);
  const rest = columns.length - rows.length;
  return [
    table([['Column', 'classes', 'missing', 'values, the likeliest labels first'], ...rows]).trimEnd(),
    ...(rest > 0 ? [`and ${rest} less likely ones`] : []),
  ];
}

function classes({ classes }: ObsColumn): string {
  const shown = classes.slice(0, mostClasses).map((entry) => `${entry.name} (${number(entry.cells)})`);
  const rest = classes.slice(mostClasses);
  const least = rest.at(-1);
  return shown.join(', ') + (least ? `, … ${rest.length} more down to ${number(least.cells)}` : '');
}

function joined({ labels }: Inspection): string {
  const { matched, cells, columns, reconciliation, unmatchedExamples } = labels!;
  const strangers = unmatchedExamples.length > 0 ? ` Not among the cells: ${unmatchedExamples.join(', ')}.` : '';
  return `Labels: ${number(matched)} of ${number(cells)} cells (${percent(matched / cells)}) are in the label file; columns ${columns.join(', ')}. ${reconciliation}${strangers}`;
}

function finding({ severity, what, why, remedy }: Finding): string[] {
  return ['', `  ${severity}: ${what}`, `    ${why}`, ...(remedy ? remedy.split('\n').map((line, i) => `    ${i === 0 ? '→' : ' '} ${line}`) : [])]; // prettier-ignore
}

const number = (value: number) => value.toLocaleString('en-US');
const rounded = (value: number) => Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 2 });
const significant = (value: number) =>
  Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 4 });
const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
const megabytes = (bytes: number) => `${number(Math.max(1, Math.round(bytes / 2 ** 20)))} MB`;

function seconds(value: number): string {
  if (value < 90) return `${number(Math.max(1, Math.round(value)))} s`;
  return `${number(Math.round(value / 60))} min`;
}
