/** A file with its genes alone in its matrices, and what else was counted in matrices of their own. */
import type { Finding, Gene, MatrixInfo } from '../../src-shared/model.ts';
import { type Csr, takeColumns } from '../data/csr.ts';
import { asJudged } from './as-judged.ts';
import { divideFeatures, type DividedFeatures, leftOutFinding, noGenesFinding, saysType, typesOf } from './feature-kinds.ts'; // prettier-ignore
import { borrowed } from './gene-naming.ts';
import { renamed } from './genes.ts';
import { decideKind } from './matrix-kind.ts';
import { propose } from './readers/h5ad.ts';
import type { OpenedFile } from './types.ts';

/** A part of a matrix: some of its features. */
interface Part {
  info: MatrixInfo;
  of: string;
  /** null: all of them */
  features: number[] | null;
}

/**
 * Divides every matrix of a file by what its features are. A matrix of genes alone stays as it is, and so does one
 * without any gene: somebody may want a panel of antibodies.
 *
 * @param name of the file, for messages
 */
export async function withGenesAlone(file: OpenedFile, name: string): Promise<OpenedFile> {
  const parts = new Map<string, Part>();
  const findings: Finding[] = [];
  for (const info of file.matrices) {
    const divided = await divide(file, info.name);
    const isProposed = info.name === file.proposedMatrix;
    if (divided.genes.length === 0 || divided.others.length === 0) {
      parts.set(info.name, { info, of: info.name, features: null });
      if (isProposed && divided.others.length > 0) findings.push(noGenesFinding(divided));
      continue;
    }
    const add = async (called: string, features: number[]) =>
      parts.set(called, { info: await judged(file, info, called, features), of: info.name, features });
    await add(info.name, divided.genes);
    for (const { kind, features, controls } of divided.others) {
      if (!controls && features.length > 1) await add(`${info.name}:${kind}`, features);
    }
    if (isProposed) findings.push(leftOutFinding(divided, file.genes(info.name).map(({ symbol }) => symbol))); // prettier-ignore
  }
  const all = [...parts.values()];
  if (all.every(({ features }) => features === null)) return { ...file, findings: [...file.findings, ...findings] };

  const genesOnly = all.filter(({ info, of }) => info.name === of).map(({ info }) => info);
  const part = (matrix: string) => parts.get(matrix) ?? parts.get(`${file.proposedMatrix}:${matrix}`);
  const taken = <T>(list: T[], { features }: Part): T[] => features?.map((i) => list[i]) ?? list;
  const genes = (matrix: string): Gene[] => {
    const found = part(matrix);
    return found ? namedAlone(taken(file.genes(found.of), found)) : file.genes(matrix);
  };
  return {
    ...file,
    matrices: all.map(({ info }) => info),
    proposedMatrix: genesOnly.some(({ name }) => name === 'X') ? propose(genesOnly) : file.proposedMatrix,
    findings: [...withoutFreed(file.findings, genes(file.proposedMatrix)), ...findings],
    genes,
    async geneColumn(matrix, column) {
      const found = part(matrix);
      const values = await file.geneColumn(found?.of ?? matrix, column);
      return found && values ? taken(values, found) : values;
    },
    rows(matrix) {
      const found = part(matrix);
      if (!found?.features) return file.rows(found?.of ?? matrix);
      return asJudged(name, found.info, only(file.stored(found.of), found.features));
    },
    stored(matrix) {
      const found = part(matrix);
      const stored = file.stored(found?.of ?? matrix);
      return found?.features ? only(stored, found.features) : stored;
    },
  };
}

/** A gene that shares its name with an antibody alone shares it with no gene. */
function withoutFreed(findings: Finding[], genes: Gene[]): Finding[] {
  const others = findings.filter(({ code }) => code !== 'duplicate-gene-names');
  const repeated = genes.filter(isNumbered).map(({ symbol }) => symbol);
  return others.length < findings.length && repeated.length > 0
    ? [...others, renamed('gene', [...new Set(repeated)])]
    : others;
}

const isNumbered = ({ name, symbol }: Gene): boolean =>
  name.startsWith(`${symbol}-`) && /^-\d+$/.test(name.slice(symbol.length));

/** A gene that was called CD4-1 only because an antibody is called CD4 has its own name again. */
function namedAlone(genes: Gene[]): Gene[] {
  const names = new Set(genes.map(({ name }) => name));
  return genes.map((gene) => {
    if (!isNumbered(gene) || names.has(gene.symbol)) return gene;
    names.add(gene.symbol);
    return { ...gene, name: gene.symbol };
  });
}

async function divide(file: OpenedFile, matrix: string): Promise<DividedFeatures> {
  const columns: { name: string; values: string[] }[] = [];
  for (const name of file.geneColumns.filter(saysType)) {
    const values = (await file.geneColumn(matrix, name)) ?? (await borrowed(file, matrix, name));
    if (values) columns.push({ name, values });
  }
  return divideFeatures(file.genes(matrix), typesOf(columns));
}

/** What the numbers of a part are: antibodies are often normalised in another way than genes. */
async function judged(file: OpenedFile, info: MatrixInfo, name: string, features: number[]): Promise<MatrixInfo> {
  const about = { ...info, name, genes: features.length, nonZeros: null };
  for await (const chunk of file.rows(info.name)) {
    const verdict = decideKind(takeColumns(chunk, features), true);
    // counts of which none passes 1 are known to be counts by the format
    return info.kind === 'counts' && verdict.kind === 'binary' ? about : { ...about, ...verdict };
  }
  return about;
}

async function* only(chunks: AsyncIterable<Csr>, features: number[]): AsyncGenerator<Csr> {
  for await (const chunk of chunks) yield takeColumns(chunk, features);
}
