/** `panelwright inspect`: what a data file holds, before anything is made of it. */
import type { Inspection, MatrixInfo, MatrixProfile } from '../../src-shared/model.ts';
import { processes } from '../hosts/http/spawn.ts';
import { inspectLabelled } from '../services/workers/import.ts';
import { parse, spread } from './arguments.ts';
import { readFilters, readGeneNames, readValues } from './import-arguments.ts';
import { spreading } from './option.ts';
import { inspectionPage } from './inspection-page.ts';
import { options } from './options.ts';
import { ProblemFound, UsageError } from './usage.ts';

export async function inspectCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(spread(args, spreading(options.inspect)), options.inspect);
  if (positionals.length !== 1) throw new UsageError('Name one data file to look into.');
  const [path] = positionals;
  const inspection = await inspectLabelled(processes.spawnImporter, {
    path,
    labels: values.labels,
    modality: values.modality,
    values: readValues(values.values),
    geneNames: readGeneNames(values['gene-ids']),
    profile: { matrix: values.layer, filters: readFilters(values), everyMatrix: values.json },
  });
  process.stdout.write(
    values.json ? JSON.stringify(jsonInspection(inspection), null, 1) + '\n' : inspectionPage(inspection),
  );
  const problems = inspection.findings.filter(({ severity }) => severity === 'problem');
  if (problems.length > 0) {
    const list = problems.map(({ what, remedy }) => `${what} ${remedy}`.trimEnd()).join('\n');
    throw new ProblemFound(`${inspection.name} cannot be used as it is. ${list}`);
  }
}

/** The shape of `--json`. */
function jsonInspection(inspection: Inspection): object {
  const matrix = (info: MatrixInfo) => {
    const read = inspection.sums?.[info.name];
    return {
      name: info.name,
      kind: info.kind,
      dtype: info.dtype ?? null,
      sum: read?.sum ?? null,
      nonZeros: read?.nonZeros ?? null,
      integers: read?.integers ?? null,
      cells: info.cells,
      genes: info.genes,
      evidence: info.evidence,
    };
  };
  const find = (name: string) => inspection.matrices.find((candidate) => candidate.name === name);
  const { profile } = inspection;
  return {
    format: inspection.format,
    cells: inspection.cells,
    genes: inspection.genes,
    matrix: matrix(find('X') ?? find(inspection.proposedMatrix)!),
    layers: inspection.matrices.filter(({ name }) => name.startsWith('layers/')).map(matrix),
    raw: find('raw/X') ? matrix(find('raw/X')!) : null,
    // genomes of one file, for example
    others: inspection.matrices.filter(({ name }) => !/^(X|raw\/X|layers\/.*)$/.test(name)).map(matrix),
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
    memoryMB: Math.ceil(inspection.memoryBytes / 2 ** 20),
    seconds: Math.ceil(inspection.importSeconds),
    geneIdentifiers: inspection.geneIdentifiers,
    species: inspection.species,
    labels: inspection.labels ?? null,
    profile: profile
      ? {
          matrix: profile.matrix,
          librarySize: quartiles(profile.librarySize),
          genesPerCell: quartiles(profile.genesPerCell),
          mitochondrialShare: profile.mitochondrial && quartiles(profile.mitochondrial),
          emptyCells: profile.emptyCells,
          emptyGenes: profile.emptyGenes,
          proposedFilters: profile.proposed,
          afterFilters: { cells: profile.effect.cells, genes: profile.effect.genes },
        }
      : null,
  };
}

function quartiles({ min, lower, median, upper, max }: MatrixProfile['librarySize']): object {
  return { min, lower, median, upper, max };
}
