/** What of the features of a matrix is no gene: antibodies, peaks, hashtags, guides, controls; by their type, or by name. */
import { isOfFamily } from '../../src-shared/gene-families.ts';
import type { Finding, Gene } from '../../src-shared/model.ts';
import { columnKey } from './genes.ts';

/** Features of one kind. */
export interface FeatureGroup {
  /** as the file calls their type; where it does not, `antibodies`, `peaks` … */
  kind: string;
  features: number[];
  /** measure the noise of an assay: nobody wants a panel of these */
  controls: boolean;
}

export interface DividedFeatures {
  /** the features that are genes, in order */
  genes: number[];
  /** the others, controls last */
  others: FeatureGroup[];
}

/** What a file says that its features are. */
export interface FeatureTypes {
  of: readonly string[];
  /** every type that is not gene expression is none, known or not */
  strict: boolean;
}

/** Columns of `var` that say what a feature is, as `columnKey` writes them, the surest first. */
const typeColumns = ['featuretypes', 'featuretype', 'modality', 'featuremodality', 'featureclass', 'codeclass', 'librarytype', 'featurebiotype']; // prettier-ignore
/** Columns that may say something else of genes: they count where some of their values are gene expression. */
const perhapsTypes = ['assay', 'genetype', 'genebiotype', 'biotype', 'type', 'kind', 'class'];

/** Types that are gene expression and nothing else: where a file has one of them, all others are no genes. */
const expression = /^(gene[ _-]?expression|gex|genes?|rna|cdna|expression|transcriptome|endogenous\d*)$/i;
/** Biotypes of genes, as Ensembl calls them. */
const biotype = /coding|rna|pseudogene|_gene$|^tec$/i;

/** Words in the types of features that are no genes. */
const typesOfOthers: [RegExp, 'controls' | 'others'][] = [
  [/control|\bblank|^negative|code-?word|spike|^ercc|false.?code/i, 'controls'],
  [/antibod|antigen|^protein(?![ _-]?coding)|\badt\b|cite|surface|ab-?seq|abo$|isotype|tetramer|dextramer/i, 'others'],
  [/peak|atac|chromatin|genomic.?region|^custom$|hash|\bhto\b|multiplexing|cell.?plex|\bcmo\b|sample.?tag/i, 'others'],
  [/guide|crispr|grna|perturb|barcode/i, 'others'],
];

/** True for a type of feature that is a gene. */
export const isExpression = (type: string): boolean => expression.test(type);

/** Names that only features of a kind have, whatever the file says of them. */
const namesOfOthers: [kind: string, RegExp][] = [
  ['hashtags', /^(hashtag|hto(?![a-z])|sample.?tag|CMO\d{3})|[|._-](hto|stAbO)$/i],
  ['antibodies', /[|._-](pAbO|ADT|total-?seq-?[A-D]?|total[A-D]|TS[A-D])(-\d+)?$|^(adt|prot|protein|cite|ab-?seq)[_:|-]|isotype|(^|[_. -])(mouse|rat|hamster)?[_. -]?IgG\d?[abcM]?[_. -]*(control|ctrl|k(appa)?|isotype)\b/i], // prettier-ignore
  ['guides', /(^|[_.-])(sg|g)RNA([_.-]|\d|$)/i],
  [
    'peaks',
    /^(atac|peaks?)[:_](?=.)|^(chr[\dXYMTUun_]+|GRCh38_chr\w+|mm10_chr\w+|[A-Z]{2}\d{6}\.\d|\d{1,2}|X|Y)[:_-]\d+[_-]\d+$/i,
  ],
];

/** Divides the features of a matrix. @param types what the file says that each is; null where it does not */
export function divideFeatures(features: readonly Gene[], types: FeatureTypes | null): DividedFeatures {
  const groups = new Map<string, FeatureGroup>();
  const genes: number[] = [];
  features.forEach((_, i) => {
    const type = types?.of[i] ?? '';
    const other = (types && otherType(type, types.strict)) ?? otherName(features[i]);
    if (!other) return void genes.push(i);
    const group = groups.get(other.kind) ?? { ...other, features: [] };
    group.features.push(i);
    groups.set(other.kind, group);
  });
  return { genes, others: [...groups.values()].sort((a, b) => Number(a.controls) - Number(b.controls)) };
}

function otherType(type: string, strict: boolean): Omit<FeatureGroup, 'features'> | null {
  if (type === '' || expression.test(type)) return null;
  const known = typesOfOthers.find(([pattern]) => pattern.test(type));
  if (!known && (!strict || biotype.test(type))) return null;
  return { kind: type, controls: known?.[1] === 'controls' };
}

function otherName(gene: Gene): Omit<FeatureGroup, 'features'> | null {
  const names = [gene.name, gene.symbol];
  if (isOfFamily('controls', gene)) return { kind: 'controls', controls: true };
  const known = namesOfOthers.find(([, pattern]) => names.some((name) => pattern.test(name)));
  return known ? { kind: known[0], controls: false } : null;
}

/** What features are, by the column about them that says so. */
export function typesOf(columns: readonly { name: string; values: readonly string[] }[]): FeatureTypes | null {
  for (const key of [...typeColumns, ...perhapsTypes]) {
    const found = columns.find(({ name }) => columnKey(name) === key);
    if (!found) continue;
    const different = [...new Set(found.values)];
    const isMarked = different.some((type) => expression.test(type));
    if (!isMarked && perhapsTypes.includes(key)) continue;
    const strict = isMarked && typeColumns.includes(key);
    if (different.some((type) => otherType(type, strict))) return { of: found.values, strict };
  }
  return null;
}

/** True for a column of `var` that may say what features are. */
export const saysType = (column: string): boolean => [...typeColumns, ...perhapsTypes].includes(columnKey(column));

/** What was left out, by kind and number. */
export function leftOutFinding({ genes, others }: DividedFeatures, names: readonly string[]): Finding {
  const number = (value: number) => value.toLocaleString('en-US');
  const list = others.map(({ kind, features }) => `${number(features.length)} of type "${kind}" (${names[features[0]]}${features.length > 1 ? ', …' : ''})`); // prettier-ignore
  const own = others.find(({ controls, features }) => !controls && features.length > 1);
  return {
    severity: 'note',
    code: 'other-features',
    what: `Only the ${number(genes.length)} genes are read; left out: ${list.join(', ')}.`,
    why: 'Antibodies, peaks, guides, controls and the like are no genes that a spatial panel of RNA could measure.',
    remedy: own
      ? `Nothing needs to be done. For a panel of these, choose them as the matrix (--layer "${own.kind}").`
      : 'Nothing needs to be done.',
  };
}

/** A matrix of antibodies or peaks alone opens, as somebody may want a panel of these. */
export function noGenesFinding({ others }: DividedFeatures): Finding {
  return {
    severity: 'warning',
    code: 'no-gene-expression',
    what: `No feature is a gene; the file holds ${others.map(({ kind, features }) => `${features.length.toLocaleString('en-US')} of type "${kind}"`).join(', ')}.`,
    why: 'A panel chosen from these holds no genes that a spatial assay of RNA could measure.',
    remedy: 'Take the file of the gene expression library, or choose features of that type before exporting.',
  };
}
