/** `panelwright inspect`: what a data file holds, before anything is made of it. */
import type { Finding, Inspection } from '../../src-preload/model.ts';
import { inspectFile } from '../formats/inspect.ts';
import { parse } from './arguments.ts';
import { table } from './output.ts';
import { UsageError } from './usage.ts';

export async function inspectCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } });
  if (positionals.length !== 1) throw new UsageError('Name one data file to look into.');
  const inspection = await inspectFile(positionals[0]);
  process.stdout.write(
    values.json ? JSON.stringify(jsonInspection(inspection), null, 1) + '\n' : textInspection(inspection),
  );
}

/** The shape of `--json`. */
function jsonInspection(inspection: Inspection): object {
  const stored = inspection.matrices.find((matrix) => matrix.name === 'X') ?? inspection.matrices[0];
  return {
    format: inspection.format,
    cells: inspection.cells,
    genes: inspection.genes,
    matrix: stored,
    layers: inspection.matrices.filter((matrix) => matrix.name.startsWith('layers/')),
    raw: inspection.matrices.find((matrix) => matrix.name === 'raw/X') ?? null,
    proposed: inspection.proposedMatrix,
    columns: Object.fromEntries(
      inspection.columns.map(({ name, kind, classes, missing, range }) => [
        name,
        { kind, classes: Object.fromEntries(classes.map((entry) => [entry.name, entry.cells])), missing, range },
      ]),
    ),
    findings: inspection.findings.map(({ code, severity, what, why, remedy }) => ({
      code,
      severity,
      message: what,
      why,
      remedy,
    })),
    memoryMB: Math.round(inspection.memoryBytes / 2 ** 20),
  };
}

function textInspection(inspection: Inspection): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const megabytes = (bytes: number) => `${number(Math.max(1, Math.round(bytes / 2 ** 20)))} MB`;
  const matrices = inspection.matrices.map((matrix) => [
    matrix.name === inspection.proposedMatrix ? `${matrix.name} *` : matrix.name,
    matrix.kind,
    `${number(matrix.cells)} × ${number(matrix.genes)}`,
    matrix.evidence,
  ]);
  const columns = inspection.columns.map((column) => [
    column.name,
    column.kind,
    column.kind === 'categorical' ? String(column.classes.length) : '–',
    String(column.missing),
    column.kind === 'categorical'
      ? column.classes
          .slice(0, 4)
          .map((entry) => `${entry.name} (${entry.cells})`)
          .join(', ') + (column.classes.length > 4 ? ', …' : '')
      : column.range
        ? `${column.range.min} … ${column.range.max}`
        : '',
  ]);
  return [
    `${inspection.name}: ${number(inspection.cells)} cells × ${number(inspection.genes)} genes (${inspection.format}, ${megabytes(inspection.fileBytes)}; importing takes about ${megabytes(inspection.memoryBytes)} of memory)`,
    `genes are called like ${inspection.geneExamples.slice(0, 3).join(', ')}; cells like ${inspection.cellExamples.slice(0, 2).join(', ')}`,
    '',
    table([['matrix', 'holds', 'cells × genes', 'because'], ...matrices]),
    '* is what training would use',
    '',
    ...(columns.length > 0
      ? [table([['label column', 'kind', 'classes', 'missing', 'values'], ...columns]), '']
      : ['no label columns', '']),
    ...inspection.findings.flatMap(finding),
  ].join('\n');
}

function finding({ severity, what, why, remedy }: Finding): string[] {
  return [`${severity}: ${what}`, `  ${why} ${remedy}`, ''];
}
