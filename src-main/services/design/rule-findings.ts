/** What rules on genes do to a design, in words: what is missing, what falls out, what stays in all the same. */
import { AppError, toErrorData } from '../../../src-shared/errors.ts';
import { FAMILY } from '../../../src-shared/gene-families.ts';
import type { Finding, Gene, RunRequest } from '../../../src-shared/model.ts';
import type { GeneFacts } from '../../data/gene-facts.ts';
import { type ResolvedRules, type RuleKind, resolveGeneRules, unknownGenes } from '../../data/gene-rules.ts';
import { nearest } from '../../data/nearest.ts';
import type { DatasetRow } from '../../store/datasets.ts';
import type { Store } from '../../store/open.ts';
import { firstOf, problem } from '../findings.ts';
import { sharedGenes, whereFound } from '../cohort/shared-genes.ts';

export interface AllowedGenes {
  /** genes that a panel may be chosen from, those included that must be in it */
  count: number;
  /** genes that must be in it */
  forced: number;
  /** null where the rules contradict each other or cannot be read */
  rules: ResolvedRules | null;
  findings: Finding[];
}

/** @param facts of training cells; null where they are not known: limits then bar nothing */
export function allowedGenes(
  store: Store,
  datasets: DatasetRow[],
  request: RunRequest,
  facts: GeneFacts | null,
): AllowedGenes {
  const ids = datasets.map(({ id }) => id);
  const { genes } = sharedGenes(store, ids, request);
  const table = request.geneTable === undefined ? null : (store.geneTables.get(request.geneTable) ?? null);
  const findings: Finding[] = [];
  if (request.require?.length && !table) {
    findings.push(
      problem(
        'gene-rules',
        `The limit ${request.require[0]} needs a table of gene properties, and there is none.`,
        'Lengths and probes are not in expression data.',
        'Load a table first, or take the limit out.',
      ),
    );
  }
  const missing = unknownGenes(genes, request.mustInclude, table);
  if (missing.length > 0) findings.push(mustIncludeMissing(store, datasets, genes, missing));
  try {
    const known = { ...request, mustInclude: request.mustInclude.filter((name) => !missing.includes(name)) };
    const rules = resolveGeneRules(genes, known, { facts, table });
    const count = genes.length - rules.fallen.length;
    findings.push(...missingFindings(rules, genes, request), ...effectFindings(rules, genes));
    return { count, forced: rules.forced.length, rules, findings };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, remedy = '' } = toErrorData(error);
    const both = request.mustInclude.filter((name) => request.exclude.includes(name));
    const why = 'The gene rules contradict each other or cannot be read.';
    findings.push(problem('gene-rules', message, why, remedy, both));
    return { count: genes.length, forced: 0, rules: null, findings };
  }
}

function mustIncludeMissing(store: Store, datasets: DatasetRow[], genes: Gene[], missing: string[]): Finding {
  const names = new Set(genes.flatMap((gene) => [gene.name, gene.symbol]));
  const near = missing.slice(0, 3).flatMap((name) => {
    const suggestions = nearest(name, names);
    return suggestions.length > 0 ? [`near ${name}: ${suggestions.join(', ')}`] : [];
  });
  const one = missing.length === 1;
  const lists = datasets.length > 1 ? datasets.map(({ id }) => store.genes.list(id)) : [];
  const elsewhere = missing
    .slice(0, 3)
    .flatMap((name) => (lists.length > 0 ? (whereFound(datasets, lists, name) ?? []) : []));
  const where = elsewhere.length > 0 ? ` ${elsewhere.join('; ')}.` : '';
  return problem(
    'must-include-missing',
    `The ${one ? 'gene' : `${missing.length} genes`} ${few(missing)}, which must be in the panel, ${one ? 'is' : 'are'} not among the ${genes.length.toLocaleString('en-US')} genes of the data.${where}`,
    'A gene that was not measured cannot be judged.',
    where !== ''
      ? 'Leave out the data set that lacks it, or take the gene off the list.'
      : near.length > 0
        ? `Did you mean one of these? ${near.join('; ')}.`
        : 'Check how the data name their genes, or leave it out.',
    missing,
  );
}

function missingFindings(
  { missing, renamed }: ResolvedRules,
  genes: Gene[],
  { start, candidates }: RunRequest,
): Finding[] {
  const findings: Finding[] = [];
  if (missing.exclude.length > 0) {
    const names = missing.exclude.map((rule) =>
      rule.startsWith(FAMILY) ? `the family ${rule.slice(FAMILY.length)}` : rule,
    );
    findings.push({
      severity: 'warning',
      code: 'exclude-missing',
      subjects: missing.exclude,
      what: `${few(names)} ${names.length === 1 ? 'matches' : 'match'} no gene of the data.`,
      why: 'What is not there need not be excluded; but a name may be misspelt.',
      remedy: 'Check the spelling, or leave it as it is.',
    });
  }
  if (missing.start.length > 0) {
    findings.push({
      severity: 'warning',
      code: 'start-missing',
      subjects: missing.start,
      what: `${missing.start.length} of the ${start!.length} genes of the starting panel are not in the data: ${few(missing.start)}.`,
      why: 'They are measured, but nothing is known here of what they tell; the panel is chosen as if they were not there.',
      remedy: 'Check how the data name them, or go on without them.',
    });
  }
  if (missing.candidates.length > 0) {
    const all = missing.candidates.length === candidates!.length;
    findings.push({
      severity: all ? 'problem' : 'warning',
      code: 'candidates-missing',
      subjects: missing.candidates,
      what: `${all ? 'None' : `${missing.candidates.length}`} of the ${candidates!.length} candidate genes ${all ? 'is' : 'are not'} in the data: ${few(missing.candidates)}.`,
      why: 'The panel is chosen from the candidates that the data have.',
      remedy: 'Check how the data name their genes.',
    });
  }
  const inWords = (list: typeof renamed) => few(list.map(({ asked, gene }) => `${asked} is ${genes[gene].symbol}`));
  const aliases = renamed.filter(({ by }) => by === 'alias');
  if (aliases.length > 0) {
    findings.push({
      severity: 'note',
      code: 'aliases',
      what: `Known by another name: ${inWords(aliases)}.`,
      why: 'The table of gene properties lists them as aliases.',
      remedy: 'Nothing to do.',
    });
  }
  const spelt = renamed.filter(({ by }) => by === 'spelling');
  if (spelt.length > 0) {
    findings.push({
      severity: 'note',
      code: 'genes-respelt',
      what: `Written differently in the data: ${inWords(spelt)}.`,
      why: 'R and Seurat change points, hyphens and underscores in names.',
      remedy: 'Nothing to do.',
    });
  }
  return findings;
}

const kindWords: Record<RuleKind, string> = {
  excluded: 'excluded by name or pattern',
  family: 'of an excluded family',
  candidates: 'not among the candidates',
  table: 'by a limit on the gene table',
  detected: 'detected too seldom or too often',
  crowded: 'too strongly expressed in a class',
};

function effectFindings({ fallen, spared }: ResolvedRules, genes: Gene[]): Finding[] {
  const findings: Finding[] = [];
  if (fallen.length > 0) {
    const counts = new Map<RuleKind, number>();
    for (const { kind } of fallen) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    findings.push({
      severity: 'note',
      code: 'genes-fall-out',
      what: `${fallen.length} of ${genes.length} genes fall out: ${[...counts].map(([kind, count]) => `${count} ${kindWords[kind]}`).join(', ')}.`,
      why: 'The panel is chosen from the others. Limits are computed on training cells.',
      remedy: 'Look at the list of genes that fall out.',
    });
  }
  if (spared.length > 0) {
    findings.push({
      severity: 'note',
      code: 'kept-all-the-same',
      what: `${few(spared.map(({ gene, reason }) => `${genes[gene].symbol} (${reason})`))} ${spared.length === 1 ? 'stays' : 'stay'} in the panel, as asked.`,
      why: 'What must be in is in, whatever the limits say.',
      remedy: 'Take it off the list of must-haves if the limit should decide.',
    });
  }
  return findings;
}

const few = (names: string[]) => firstOf(names, 4);
