/**
 * Families of genes that probes are seldom wanted for. Each is a list that can be read: symbols, and rules between
 * slashes. Human genes are written in capitals and mouse genes with one capital, so a rule knows its species by its case.
 */

export interface GeneFamily {
  title: string;
  /** one sentence: why somebody would leave it out */
  why: string;
  human: readonly string[];
  mouse: readonly string[];
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

export const geneFamilies = {
  mitochondrial: {
    title: 'mitochondrial',
    why: 'Transcripts of the mitochondrion tell how a cell was handled rather than what it is, and crowd the image.',
    human: ['/^MT-/'],
    mouse: ['/^mt-/'],
  },
  ribosomal: {
    title: 'ribosomal',
    why: 'Ribosomal proteins are in every cell in great numbers.',
    human: ['/^RP[LS]\\d+(?!\\d|K)[A-Z]{0,2}\\d*(P\\d+)?$/', '/^RPLP[0-2]$/', 'RPSA'],
    mouse: ['/^Rp[ls]\\d+(?!\\d|k)[a-z]{0,2}\\d*(-ps\\d*)?$/', '/^Rplp[0-2]$/', 'Rpsa'],
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

/** True where a gene is of the family; `names` are its name and symbol. */
export function isOfFamily(family: GeneFamilyName, names: readonly string[]): boolean {
  const { human, mouse } = matchers(family);
  return names.some((name) => human(name) || mouse(name));
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
