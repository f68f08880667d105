/** What is to be known about a file before anything of it is imported. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Finding, Inspection, MatrixInfo } from '../../src-preload/model.ts';
import { summariseColumn } from './columns.ts';
import { columnFindings } from './column-findings.ts';
import { identifierKind } from './genes.ts';
import { openFile } from './registry.ts';
import { chunkCells } from './rows.ts';
import type { Gene } from '../../src-preload/model.ts';
import type { Hints, OpenedFile } from './types.ts';

/**
 * Looks into a file: its size, what each matrix holds, its label columns by falling likelihood, and what the user
 * should know.
 *
 * @throws AppError as `openFile`
 */
export async function inspectFile(path: string, hints: Hints = {}): Promise<Inspection> {
  const file = await openFile(path, hints);
  try {
    return await inspectOpened(file, path);
  } finally {
    file.close();
  }
}

/** The same for a file that is open already; it stays open. */
export async function inspectOpened(file: OpenedFile, path: string): Promise<Inspection> {
  const info = file.matrices.find((matrix) => matrix.name === file.proposedMatrix)!;
  const genes = file.genes(info.name);
  const columns = file.obs.map(summariseColumn).sort((a, b) => b.labelScore - a.labelScore);
  const sizes = await Promise.all(file.files.map((part) => stat(part)));
  return {
    path: resolve(path),
    name: basename(resolve(path)),
    format: file.format,
    cells: file.obsNames.length,
    genes: info.genes,
    matrices: file.matrices,
    proposedMatrix: file.proposedMatrix,
    geneIdentifiers: identifierKind(genes),
    columns,
    findings: bySeverity([
      ...file.findings,
      ...matrixFindings(file, info),
      ...geneFindings(genes),
      ...columnFindings(columns, file.obsNames.length),
    ]),
    geneExamples: genes.slice(0, 5).map((gene) => gene.name),
    cellExamples: file.obsNames.slice(0, 5),
    fileBytes: sizes.reduce((sum, info) => sum + info.size, 0),
    memoryBytes: importMemory(file, info),
  };
}

function bySeverity(findings: Finding[]): Finding[] {
  const order = ['problem', 'warning', 'note'];
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/**
 * Bytes that importing takes at its peak, beyond what the application takes anyway: the names and label columns, and
 * one chunk of cells as it is read (up to 16 bytes an entry) and as it is kept (8 bytes). A matrix that is stored gene
 * by gene is turned in memory, up to 256 MB at a time. The data set as a whole is never held.
 */
function importMemory(file: OpenedFile, info: MatrixInfo): number {
  const names = 120 * (info.cells + info.genes) + 8 * info.cells * file.obs.length;
  const entries = info.nonZeros ?? info.cells * info.genes;
  const chunk = 24 * Math.min(4_000_000, (entries / Math.max(1, info.cells)) * Math.min(info.cells, chunkCells));
  const turned = /csv|mtx/.test(file.format) ? 8 * Math.min(entries, 32_000_000) : 0;
  return Math.round(names + chunk + turned);
}

function matrixFindings(file: OpenedFile, proposed: MatrixInfo): Finding[] {
  const findings: Finding[] = [];
  const x = file.matrices.find((matrix) => matrix.name === 'X');
  if (x && proposed.name !== 'X') {
    findings.push({
      severity: 'note',
      code: 'counts-elsewhere',
      what: `X holds ${kindInWords[x.kind]} (${x.evidence.replace(/\.$/, '')}); the counts are in ${proposed.name}, which is proposed.`,
      why: 'Counts can be normalised the same way for every data set; what was done to X is not known.',
      remedy: 'Choose another matrix if you mean it.',
    });
  } else if (proposed.kind !== 'counts' && proposed.kind !== 'binary') {
    findings.push({
      severity: proposed.kind === 'scaled' ? 'warning' : 'note',
      code: 'not-counts',
      what: `${proposed.name} holds ${kindInWords[proposed.kind]}, and the file has no counts. ${proposed.evidence}`,
      why:
        proposed.kind === 'scaled'
          ? 'Scaled values have lost how much of a gene there is; limits on expression and the prediction of an assay mean little.'
          : 'Training works on it; thinning of counts and limits on expression are estimates only.',
      remedy: 'If you have the counts, write them to a layer called "counts" and add the file again.',
    });
  }
  if (file.matrices.some((matrix) => matrix.name === 'raw/X') && proposed.name !== 'raw/X') {
    const raw = file.matrices.find((matrix) => matrix.name === 'raw/X')!;
    findings.push({
      severity: 'note',
      code: 'raw-present',
      what: `The file has raw too, with ${kindInWords[raw.kind]} of ${raw.genes.toLocaleString('en-US')} genes; it is not used unless you choose it.`,
      why: `${proposed.name} has ${proposed.genes.toLocaleString('en-US')} genes.`,
      remedy: 'Choose raw/X if the genes you want are only there.',
    });
  }
  return findings;
}

const kindInWords: Record<MatrixInfo['kind'], string> = {
  counts: 'counts',
  binary: 'zeros and ones',
  log: 'logarithms of normalised counts',
  normalised: 'normalised values',
  scaled: 'scaled values',
};

function geneFindings(genes: Gene[]): Finding[] {
  const findings: Finding[] = [];
  const kind = identifierKind(genes);
  if (kind === 'ensembl' && genes.every((gene) => gene.symbol === gene.name)) {
    findings.push({
      severity: 'note',
      code: 'no-symbols',
      what: `Genes are named by Ensembl IDs (${genes[0].name}, …), and the file has no symbols beside them.`,
      why: 'The panel will list Ensembl IDs; must-include and excluded genes are to be given as such.',
      remedy: 'Add a column "feature_name" with the symbols to var if you want to see them.',
    });
  }
  if (kind === 'mixed') {
    findings.push({
      severity: 'note',
      code: 'mixed-identifiers',
      what: 'Some genes are named by symbols and some by Ensembl IDs.',
      why: 'Genes without a symbol usually keep their ID; they are hard to find by name.',
      remedy: 'Nothing needs to be done.',
    });
  }
  const empty = genes.filter((gene) => gene.name.trim() === '' || /^-\d+$/.test(gene.name)).length;
  if (empty > 0) {
    findings.push({
      severity: 'warning',
      code: 'empty-gene-names',
      what: `${empty.toLocaleString('en-US')} genes have no name.`,
      why: 'They could be chosen for a panel and nobody would know what they are.',
      remedy: 'Name them in the file, or exclude them from the design.',
    });
  }
  return findings;
}
