/**
 * Families of genes that probes are seldom wanted for. Each is a list that can be read: symbols, and rules between
 * slashes. Human genes are written in capitals and mouse genes with one capital, so a rule knows its species by its case.
 */

import type { Gene } from './model/datasets.ts';

export interface GeneFamily {
  title: string;
  /** one sentence: why somebody would leave it out */
  why: string;
  human: readonly string[];
  /** of mouse, rat and species that write small letters */
  mouse: readonly string[];
  /** Ensembl and FlyBase IDs, for data that name genes by these alone */
  ids?: ReadonlySet<string>;
}

/** Genes that dissociation at 37 °C switches on: heat shock and immediate early genes (van den Brink et al. 2017). */
const dissociation = [
  'ATF3', 'BTG2', 'CEBPB', 'CEBPD', 'CYR61', 'DNAJA1', 'DNAJB1', 'DNAJB4', 'DUSP1', 'EGR1', 'EGR2', 'FOS', 'FOSB', 'GADD45B',
  'HSP90AA1', 'HSP90AB1', 'HSPA1A', 'HSPA1B', 'HSPA5', 'HSPA6', 'HSPA8', 'HSPB1', 'HSPD1', 'HSPE1', 'HSPH1', 'IER2', 'IER3',
  'JUN', 'JUNB', 'JUND', 'KLF4', 'KLF6', 'MT1E', 'MT1X', 'MT2A', 'NFKBIA', 'NR4A1', 'SOCS3', 'TRIB1', 'ZFP36',
]; // prettier-ignore

/** Genes of the Y chromosome with an own letter for it, and what silences the X. */
const sex = {
  human: ['XIST', 'TSIX', 'SRY', 'ZFY', 'RPS4Y1', 'RPS4Y2', 'AMELY', 'TBL1Y', 'USP9Y', 'DDX3Y', 'UTY', 'TMSB4Y', 'NLGN4Y', 'KDM5D', 'EIF1AY', 'PRKY', 'TXLNGY', '/^TTTY\\d+/'],
  mouse: ['Xist', 'Tsix', 'Sry', 'Zfy1', 'Zfy2', 'Ddx3y', 'Eif2s3y', 'Kdm5d', 'Usp9y', 'Uty', 'Uba1y', 'Ube1y1', 'Gm29650'],
}; // prettier-ignore

/** What the makers of spatial assays call their controls; ERCC1 and NEGR1 are genes, ERCC-00002 and NegPrb1 are not. */
const controls = ['/^Neg(Control|Ctrl|Prb|Probe|ative|Add)/', '/^SystemControl/', '/^FalseCode/', '/^(Unassigned|Deprecated)Codeword/', '/^(BLANK|Blank|blank)[-_ ]?\\d+/', '/^Intergenic_?Region/', '/^antisense_/', '/^ERCC-\\d+$/']; // prettier-ignore

/** Genes of the mitochondrion for proteins and ribosomes, by the IDs of Ensembl and FlyBase. */
const mitochondrialIds: ReadonlySet<string> = new Set([
  // human: ND1–6, ND4L, CO1–3, ATP6, ATP8, CYB, RNR1, RNR2
  'ENSG00000198888', 'ENSG00000198763', 'ENSG00000198840', 'ENSG00000198886', 'ENSG00000198786', 'ENSG00000198695', 'ENSG00000212907',
  'ENSG00000198804', 'ENSG00000198712', 'ENSG00000198938', 'ENSG00000198899', 'ENSG00000228253', 'ENSG00000198727', 'ENSG00000211459', 'ENSG00000210082',
  // mouse, in the same order
  'ENSMUSG00000064341', 'ENSMUSG00000064345', 'ENSMUSG00000064360', 'ENSMUSG00000064363', 'ENSMUSG00000064367', 'ENSMUSG00000064368', 'ENSMUSG00000065947',
  'ENSMUSG00000064351', 'ENSMUSG00000064354', 'ENSMUSG00000064358', 'ENSMUSG00000064357', 'ENSMUSG00000064356', 'ENSMUSG00000064370', 'ENSMUSG00000064337', 'ENSMUSG00000064339',
  // rat: ND1–6, ND4L, CO1–3, ATP6, ATP8, CYB
  'ENSRNOG00000030644', 'ENSRNOG00000031033', 'ENSRNOG00000033615', 'ENSRNOG00000029707', 'ENSRNOG00000029971', 'ENSRNOG00000029042', 'ENSRNOG00000031053',
  'ENSRNOG00000034234', 'ENSRNOG00000030371', 'ENSRNOG00000030700', 'ENSRNOG00000031979', 'ENSRNOG00000033299', 'ENSRNOG00000031766',
  // zebrafish, in the same order
  'ENSDARG00000063895', 'ENSDARG00000063899', 'ENSDARG00000063914', 'ENSDARG00000063917', 'ENSDARG00000063921', 'ENSDARG00000063922', 'ENSDARG00000063916',
  'ENSDARG00000063905', 'ENSDARG00000063908', 'ENSDARG00000063912', 'ENSDARG00000063911', 'ENSDARG00000063910', 'ENSDARG00000063924',
  // fruit fly, as FlyBase has mt:ND1 and so on, in the same order
  'FBgn0013679', 'FBgn0013680', 'FBgn0013681', 'FBgn0262952', 'FBgn0013684', 'FBgn0013685', 'FBgn0013683',
  'FBgn0013674', 'FBgn0013675', 'FBgn0013676', 'FBgn0013672', 'FBgn0013673', 'FBgn0013678',
]); // prettier-ignore

export const geneFamilies = {
  mitochondrial: {
    title: 'mitochondrial',
    why: 'Transcripts of the mitochondrion tell how a cell was handled rather than what it is, and crowd the image.',
    human: ['/^MT-/', '/^ATMG\\d{5}/'],
    mouse: ['/^[mM]t-/'],
    ids: mitochondrialIds,
  },
  ribosomal: {
    title: 'ribosomal',
    why: 'Ribosomal proteins are in every cell in great numbers.',
    human: ['/^RP[LS]\\d+(?!\\d|K)[A-Z]{0,2}\\d*(P\\d+)?$/', '/^RPLP[0-2]$/', 'RPSA'],
    mouse: ['/^Rp[ls]\\d+(?!\\d|k)[a-z]{0,2}\\d*(-ps\\d*)?$/', '/^Rplp[0-2]$/', 'Rpsa', '/^rp[ls]-?\\d+(?!\\d|k)[a-z]{0,2}$/', '/^Rp[LS]\\d+[A-Za-z]{0,2}$/'],
  },
  haemoglobin: {
    title: 'haemoglobin',
    why: 'Haemoglobin is found wherever red blood cells were.',
    human: ['/^HB[ABDEGMQZ]\\d?$/'],
    mouse: ['/^Hb[abqz](-|\\d|$)/'],
  },
  sex: {
    title: 'sex-linked',
    why: 'They tell the donors apart, and with them whatever was not mixed among donors.',
    ...sex,
  },
  immunoglobulin: {
    title: 'immunoglobulin',
    why: 'Variable segments differ from clone to clone; antibody genes flood an image with plasma cells.',
    human: ['/^IG[HKL](V|J|D\\d)/', '/^IGH([ADEM]\\d?|G[1-4P])$/', '/^IG[KL]C\\d*$/', 'JCHAIN'],
    mouse: ['/^Ig[hkl](v|j|d\\d)/', '/^Igh([adem]|g[123][abc]?)$/', '/^Ig[kl]c\\d*$/', 'Jchain'],
  },
  tcr: {
    title: 'T-cell receptor',
    why: 'Variable segments differ from clone to clone.',
    human: ['/^TR[ABDG](V|J\\d|D\\d)/', '/^TR[AD]C$/', '/^TR[BG]C\\d$/'],
    mouse: ['/^Tr[abdg](v|j\\d|d\\d)/', '/^Tr[ad]c$/', '/^Trbc\\d$/', '/^Tcrg-[CVJ]\\d/'],
  },
  lncrna: {
    title: 'long non-coding and unnamed',
    why: 'Nuclear transcripts and loci without a name are hard to make probes for and to explain.',
    human: ['/^LINC\\d+/', '/^(AC|AL|AP|AD|BX|CR|FP|Z)\\d{5,6}\\.\\d+$/', '/^(RP\\d+|CT[ABCD]|XX(bac|yac)|KB|GS1|LA16c|LL\\d+NC\\d+)-.+/', '/^LOC\\d+$/', '/-(AS|IT|DT|OT)\\d*$/', '/^MIR\\d+.*HG$/', '/^SNHG\\d+/', '/^C\\d+orf\\d+$/', 'MALAT1', 'NEAT1', 'MEG3', 'H19', 'KCNQ1OT1'],
    mouse: ['/^Gm\\d+$/', '/Rik\\d*$/', '/^(AC|AL|BC|AI|AA|AW|BB|BE|CT)\\d{5,6}(\\.\\d+)?$/', '/^LOC\\d+$/', '/^Mir\\d+.*hg$/', '/^Snhg\\d+/', '/(?<=[a-z\\d])os\\d*$/', 'Malat1', 'Neat1', 'Meg3', 'H19', 'Kcnq1ot1'],
  },
  'heat-shock': {
    title: 'heat-shock and dissociation',
    why: 'Taking tissue apart switches them on within minutes; in a section they say something else.',
    human: [...dissociation, 'CCN1', '/^HSPA1L$/'],
    mouse: dissociation.map((name) => name[0] + name.slice(1).toLowerCase()).concat('Ccn1', 'Mt1', 'Mt2', 'Hspa1l'),
  },
  controls: {
    title: 'control and blank',
    why: 'Negative controls, blank codes and spike-ins measure the noise of an assay; they are no genes.',
    human: controls,
    mouse: controls,
  },
} as const satisfies Record<string, GeneFamily>; // prettier-ignore

export type GeneFamilyName = keyof typeof geneFamilies;

export const geneFamilyNames = Object.keys(geneFamilies) as GeneFamilyName[];

/** How a family is written among excluded genes. */
export const FAMILY = 'family:';

/** The family that an entry of a list of genes is, if any. */
export function familyOf(entry: string): GeneFamilyName | null {
  const name = entry.trim().toLowerCase();
  return name.startsWith(FAMILY) ? (geneFamilyNames.find((family) => `${FAMILY}${family}` === name) ?? null) : null;
}

/** Excluded genes in words: a family by its title, all else as it was written. */
export const excludedWords = (exclude: readonly string[]): string[] =>
  exclude.map((entry) => {
    const family = familyOf(entry);
    return family ? `${geneFamilies[family].title} genes` : entry;
  });

/** Symbols of the mitochondrion without a prefix, as Ensembl has them for species other than human, mouse and rat. */
const unprefixed = /^(ND[1-6]|ND4L|COX[1-3]|CO[1-3]|ATP[68]|CYTB|CYB)$/i;
const ofOtherSpecies = /^ENS(?!MUS|RNO)[A-Z]{3,6}G\d{11}/;

/**
 * True where a gene is of the family, by its name, symbol or ID. R's points, and the underscores and colons of other
 * programs, stand for hyphens (MT.CO1, mt:CoI).
 */
export function isOfFamily(family: GeneFamilyName, { name, symbol, id }: Gene): boolean {
  const { human, mouse } = matchers(family);
  const names = [name, symbol].flatMap((text) => [text, text.replace(/[._:]/g, '-')]);
  if (names.some((text) => human(text) || mouse(text))) return true;
  const { ids }: GeneFamily = geneFamilies[family];
  if (!ids) return false;
  const own = [id, name].map((text) => text.split('.')[0]);
  return (
    own.some((text) => ids.has(text)) || (own.some((text) => ofOtherSpecies.test(text)) && unprefixed.test(symbol))
  );
}

const made = new Map<GeneFamilyName, { human: Matcher; mouse: Matcher }>();
type Matcher = (name: string) => boolean;

function matchers(family: GeneFamilyName) {
  const { human, mouse }: GeneFamily = geneFamilies[family];
  if (!made.has(family)) made.set(family, { human: matcher(human), mouse: matcher(mouse) });
  return made.get(family)!;
}

function matcher(rules: readonly string[]): Matcher {
  const patterns = rules.filter(isRule).map((rule) => new RegExp(rule.slice(1, -1)));
  const names = new Set(rules.filter((rule) => !isRule(rule)));
  return (name) => names.has(name) || patterns.some((pattern) => pattern.test(name));
}

/** A regular expression on names between slashes, not a name. */
export const isRule = (text: string): boolean => text.length > 2 && text.startsWith('/') && text.endsWith('/');
