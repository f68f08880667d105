/** The options of the command line that say how data files are read: matrix, names of genes, filters. */
import { type DeclaredKind, declaredKinds } from '../../src-shared/matrix-kinds.ts';
import type { GeneNaming, ImportFilters } from '../../src-shared/model.ts';
import { wholeNumber } from './arguments.ts';
import { UsageError } from './usage.ts';

/** `--values counts`. @throws UsageError for what no values are called */
export function readValues(given: string | undefined): DeclaredKind | undefined {
  if (given === undefined) return undefined;
  const kind = declaredKinds.find((name) => name === given);
  if (kind) return kind;
  throw new UsageError(
    `--values is ${declaredKinds.slice(0, -1).join(', ')} or ${declaredKinds.at(-1)}, not "${given}".`,
  );
}

/** `--gene-ids symbol`, `ensembl`, a column, or one of the two and the column that holds them. @throws UsageError */
export function readGeneNames(values: readonly string[]): GeneNaming | undefined {
  if (values.length === 0) return undefined;
  const kinds = values.filter((value) => value === 'symbol' || value === 'ensembl');
  const columns = values.filter((value) => value !== 'symbol' && value !== 'ensembl');
  if (kinds.length > 1 || columns.length > 1) {
    throw new UsageError(
      '--gene-ids takes symbol or ensembl, the name of a column about genes, or one of the two and that name.',
    );
  }
  return { ...(kinds[0] && { by: kinds[0] }), ...(columns[0] && { column: columns[0] }) };
}

/** @throws UsageError */
export function readFilters(values: {
  'min-genes'?: string;
  'min-counts'?: string;
  'min-cells'?: string;
  'max-mito'?: string;
}): ImportFilters {
  const most = Number.MAX_SAFE_INTEGER;
  const filters: ImportFilters = {
    minGenes: wholeNumber('--min-genes', values['min-genes'], 0, most),
    minCounts: wholeNumber('--min-counts', values['min-counts'], 0, most),
    minCells: wholeNumber('--min-cells', values['min-cells'], 0, most),
    maxMito: share('--max-mito', values['max-mito']),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** `0.1`, `10%` and `10` say the same. */
function share(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(given)?.[1];
  const value = percent === undefined ? (given.trim() === '' ? NaN : Number(given)) : Number(percent) / 100;
  const fraction = percent === undefined && value > 1 ? value / 100 : value;
  if (!(fraction >= 0 && fraction <= 1))
    throw new UsageError(`${option} takes a share such as 0.1 or 10%, not "${given}".`);
  return fraction;
}
