/** Which genes a panel can, must and must not be chosen from. Kept by name, these rules serve several designs. */
import { excludedWords } from '../gene-families.ts';
import { counted, listed } from '../present/format.ts';
import { type Asked, type Setting, above, areGenes, decimal, isId, whole } from './setting.ts';

const common = { section: 'panel' } as const;
/** More genes than this are counted and not named. */
const NAMED = 20;
const named = (genes: string[]) => {
  const more = genes.length > NAMED ? ` and ${genes.length - NAMED} more` : '';
  return genes.slice(0, NAMED).join(', ') + more || 'none';
};
const share = (value: number) => `${+(value * 100).toFixed(2)}\u202f%`;

export const geneRuleSettings = {
  mustInclude: {
    ...common,
    is: areGenes,
    default: [] as string[],
    label: 'Required genes',
    meaning: 'Genes that are in the panel whatever happens; they count towards its size.',
    affects: ['genes', 'selection'],
    flag: { name: 'must-include', value: 'FILE|A,B' },
    words: named,
  },
  exclude: {
    ...common,
    is: areGenes,
    default: [] as string[],
    label: 'Excluded genes',
    meaning: 'Genes that are not chosen: names, families, or patterns on names.',
    affects: ['genes', 'selection'],
    flag: { name: 'exclude', value: 'FILE|A,B|/REGEX/' },
    words: (genes: string[]) => named(excludedWords(genes)),
    sentence: (genes: string[]) =>
      genes.length > 0 ? `Excluded from the choice: ${listed(excludedWords(genes), NAMED)}.` : '',
  },
  start: {
    ...common,
    is: areGenes,
    label: 'Starting panel',
    meaning: 'A panel to begin with: its genes are in, as far as the data have them.',
    affects: ['genes', 'selection'],
    flag: { name: 'start', value: 'FILE|A,B' },
    words: named,
    sentence: (genes: string[]) => `The panel began with ${counted(genes.length, 'given gene')}.`,
  },
  add: {
    ...common,
    is: whole(0, 100_000),
    asked: true,
    label: 'Genes to add',
    meaning: 'Genes to add to the starting panel, instead of a panel size.',
    affects: ['selection'],
    flag: { name: 'add', value: 'N' },
  },
  candidates: {
    ...common,
    is: areGenes,
    label: 'Candidate genes',
    meaning: 'Choose from these genes only.',
    affects: ['genes'],
    flag: { name: 'candidates', value: 'FILE|A,B' },
    words: named,
    sentence: (genes: string[]) =>
      genes.length > 0 ? `Genes were chosen among ${counted(genes.length, 'named one')}.` : '',
  },
  minDetected: {
    ...common,
    is: decimal(0, 1),
    label: 'Minimum detection',
    meaning: 'Least share of training cells that detect a gene.',
    affects: ['genes'],
    flag: { name: 'min-detected', value: 'F' },
    words: (value: number) => `detected in at least ${share(value)} of the cells`,
    sentence: (value: number) => `Genes had to be detected in at least ${share(value)} of the cells.`,
  },
  maxDetected: {
    ...common,
    is: decimal(0, 1),
    label: 'Maximum detection',
    meaning: 'Greatest share of training cells that detect a gene.',
    affects: ['genes'],
    flag: { name: 'max-detected', value: 'F' },
    words: (value: number) => `detected in at most ${share(value)} of the cells`,
    sentence: (value: number) => `Genes had to be detected in at most ${share(value)} of the cells.`,
  },
  maxMean: {
    ...common,
    is: above(0, Infinity),
    label: 'Maximum mean count in any class',
    meaning: 'Greatest mean in any class, in molecules per cell as the data count them; 30 keeps optical crowding low.',
    affects: ['genes'],
    flag: { name: 'max-mean', value: 'X' },
    words: (value: number) => `mean of at most ${value} in every class`,
    sentence: (value: number) => `Genes had to have a mean of at most ${value} in every class.`,
  },
  geneTable: {
    ...common,
    is: isId,
    label: 'Gene table',
    meaning: 'A table of gene properties (length, probes …), which can also know genes by other names.',
    affects: ['sharing', 'genes'],
    flag: { name: 'gene-table', value: 'FILE', named: true },
    words: (id: number) => `number ${id} of this project`,
    sentence: () => 'Other names of genes were taken from a table of gene properties.',
  },
  require: {
    ...common,
    is: { kind: 'list', most: 100 },
    label: 'Limits on the gene table',
    meaning: 'Limits on columns of the gene table, such as length>=960.',
    affects: ['genes'],
    flag: { name: 'require', value: 'LIMIT…' },
    words: (limits: string[]) => limits.join(', '),
    sentence: (limits: string[]) => `Genes had to meet ${listed(limits)}.`,
  },
} as const satisfies Record<string, Setting>;

export type GeneRules = Asked<typeof geneRuleSettings>;

const limits = ['minDetected', 'maxDetected', 'maxMean'] as const;

/** Limits of a design on its genes, as text, one each. */
const limitWords = (rules: Partial<GeneRules>): string[] => [
  ...limits.flatMap((key) => {
    const value = rules[key];
    return value === undefined ? [] : [geneRuleSettings[key].words(value)];
  }),
  ...(rules.require ?? []),
];

/** Every rule by which genes are left out, as text; empty where any gene can be chosen. */
export function ruleWords(rules: Pick<GeneRules, 'exclude' | 'candidates'> & Partial<GeneRules>): string[] {
  const { exclude, candidates } = rules;
  const first = excludedWords(exclude).slice(0, 8);
  const more = exclude.length > first.length ? ` and ${exclude.length - first.length} more` : '';
  return [
    ...(exclude.length > 0 ? [`without ${first.join(', ')}${more}`] : []),
    ...(candidates ? [`among ${candidates.length} named ones`] : []),
    ...limitWords(rules),
  ];
}
