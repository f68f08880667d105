/** Genes called by what the user chose: their symbols, their Ensembl IDs, or a column of `var`. */
import { AppError } from '../../src-shared/errors.ts';
import type { Finding, Gene, GeneNaming } from '../../src-shared/model.ts';
import { isEnsembl, makeUnique, renamed } from './genes.ts';
import type { OpenedFile } from './types.ts';

/**
 * The file with its genes named anew. A gene that has no name of the wanted kind keeps the one it has, and it is said how
 * many these are.
 *
 * @param name of the file, for messages
 * @throws AppError `invalid` where the file has no such column, or no gene has a name of that kind
 */
export async function withGeneNames(file: OpenedFile, name: string, naming: GeneNaming): Promise<OpenedFile> {
  const named = new Map<string, Gene[]>();
  const findings: Finding[] = [];
  for (const { name: matrix } of file.matrices) {
    const found = await rename(file, matrix, name, naming);
    named.set(matrix, found.genes);
    if (matrix === file.proposedMatrix) findings.push(...found.findings);
  }
  const others = file.findings.filter(({ code }) => code !== 'duplicate-gene-names');
  return { ...file, findings: [...others, ...findings], genes: (matrix) => named.get(matrix) ?? file.genes(matrix) };
}

async function rename(file: OpenedFile, matrix: string, fileName: string, { by, column }: GeneNaming) {
  const genes = file.genes(matrix);
  const values =
    column === undefined ? null : ((await file.geneColumn(matrix, column)) ?? (await borrowed(file, matrix, column)));
  if (column !== undefined && !values) throw noColumn(file, fileName, column);
  const kind = by ?? (values && mostlyEnsembl(values) ? 'ensembl' : 'symbol');
  const wanted = genes.map(
    (gene, i) => values?.[i]?.trim() || (values ? '' : kind === 'ensembl' ? gene.id : gene.symbol),
  );
  const without = wanted.filter((value) => value === '').length;
  if (without === genes.length || (kind === 'ensembl' && !values && !genes.some(({ id }) => isEnsembl(id)))) {
    throw new AppError(
      'invalid',
      `${fileName}: no gene has ${column === undefined ? (kind === 'ensembl' ? 'an Ensembl ID' : 'a symbol') : `a value in "${column}"`} to be named by.`,
      file.geneColumns.length > 0
        ? `Columns about genes: ${file.geneColumns.join(', ')}.`
        : 'Leave the names as they are.',
    );
  }
  const { names, repeated } = makeUnique(wanted.map((value, i) => value || genes[i].name));
  const findings = repeated.length > 0 ? [renamed('gene', repeated)] : [];
  if (without > 0) findings.push(keptTheirs(without, genes.length, kind));
  const renamedGenes = genes.map((gene, i) => ({
    name: names[i],
    symbol: kind === 'symbol' && wanted[i] ? wanted[i] : gene.symbol,
    id: kind === 'ensembl' && wanted[i] ? wanted[i] : gene.id,
  }));
  return { genes: renamedGenes, findings };
}

/** `raw/var` often lacks the columns of `var`: what another matrix of the file says of the same genes is taken over. */
export async function borrowed(file: OpenedFile, matrix: string, column: string): Promise<string[] | null> {
  for (const { name } of file.matrices) {
    const values = await file.geneColumn(name, column);
    if (!values) continue;
    const known = new Map(file.genes(name).map((gene, i) => [gene.name, values[i]]));
    return file.genes(matrix).map((gene) => known.get(gene.name) ?? '');
  }
  return null;
}

function mostlyEnsembl(values: readonly string[]): boolean {
  return values.filter(isEnsembl).length > values.length / 2;
}

function noColumn(file: OpenedFile, fileName: string, column: string): AppError {
  return new AppError(
    'invalid',
    `${fileName} has no text column "${column}" about its genes${file.geneColumns.length > 0 ? `; it has ${file.geneColumns.join(', ')}` : ''}.`,
    file.geneColumns.length > 0 ? 'Choose one of these, or symbol or ensembl.' : 'Its genes have the one name only.',
  );
}

function keptTheirs(without: number, genes: number, kind: 'symbol' | 'ensembl'): Finding {
  return {
    severity: 'note',
    code: 'genes-kept-name',
    what: `${without.toLocaleString('en-US')} of ${genes.toLocaleString('en-US')} genes have no ${kind === 'ensembl' ? 'Ensembl ID' : 'symbol'} and keep the name that they have.`,
    why: 'A gene without a name of this kind cannot be met by it in another data set.',
    remedy: 'Nothing needs to be done.',
  };
}
