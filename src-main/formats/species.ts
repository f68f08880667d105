/** Which species genes come from, and which of them are mitochondrial: by their names. */
import type { Gene } from '../../src-shared/model.ts';
import { identifierKind } from './genes.ts';

/** Beginnings of gene names that tell the species; human Ensembl IDs have no letters for it. */
const ensemblSpecies: [RegExp, string][] = [
  [/^ENSG\d/, 'human'],
  [/^ENSMUSG\d/, 'mouse'],
  [/^ENSRNOG\d/, 'rat'],
  [/^ENSDARG\d/, 'zebrafish'],
  [/^ENSMMUG\d/, 'rhesus macaque'],
  [/^ENSSSCG\d/, 'pig'],
  [/^ENSGALG\d/, 'chicken'],
  [/^FBgn\d/, 'fruit fly'],
  [/^WBGene\d/, 'worm (C. elegans)'],
  [/^(PBANKA|PF3D7|PKNH|PVX)_?/, 'Plasmodium'],
  [/^AT[1-5MC]G\d{5}/i, 'Arabidopsis'],
  // what Cell Ranger puts before the genes where a reference has two genomes
  [/^(GRCh3[78]|hg(19|38))_/, 'human'],
  [/^(GRCm3[89]|mm(9|10|39))_/, 'mouse'],
];

/**
 * A guess at the species: by Ensembl or database IDs where there are any, else by the way symbols are written (human
 * ones in capitals, CD3E; mouse ones with one capital, Cd3e). Null where neither tells, several for a mixture.
 */
export function guessSpecies(genes: readonly Gene[]): string | null {
  const counts = new Map<string, number>();
  for (const { name, id } of genes) {
    const found = ensemblSpecies.find(([pattern]) => pattern.test(id) || pattern.test(name));
    if (found) counts.set(found[1], (counts.get(found[1]) ?? 0) + 1);
  }
  const identified = [...counts].filter(([, count]) => count > 0.05 * genes.length).sort((a, b) => b[1] - a[1]);
  if (identified.length > 0) return identified.map(([species]) => species).join(' and ');
  const capitals = genes.filter(({ symbol }) => /^[A-Z][A-Z0-9]{2,}(-[A-Z0-9]+)?$/.test(symbol) && /[A-Z]{2}/.test(symbol)).length; // prettier-ignore
  const sentence = genes.filter(({ symbol }) => /^[A-Z][a-z]{2,}[a-z0-9]*(-[a-zA-Z0-9]+)?$/.test(symbol)).length;
  const told = Math.max(capitals, sentence);
  if (genes.length < 10 || identifierKind(genes) === 'other' || told < genes.length / 4) return null;
  if (Math.min(capitals, sentence) > 0.3 * told) return 'human and mouse';
  return capitals > sentence ? 'human' : 'mouse or rat';
}

/** False where both guesses are known and no species is among both: `mouse` and `mouse or rat` may be one. */
export function maybeOneSpecies(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return true;
  const parts = (guess: string) => guess.split(/ and | or /);
  return parts(a).some((part) => parts(b).includes(part));
}

/** Protein- and ribosome-coding genes of the mitochondrion, for data that name genes by Ensembl IDs alone. */
const mitochondrialIds = new Set([
  // human: ND1–6, ND4L, CO1–3, ATP6, ATP8, CYB, RNR1, RNR2
  'ENSG00000198888', 'ENSG00000198763', 'ENSG00000198840', 'ENSG00000198886', 'ENSG00000198786', 'ENSG00000198695', 'ENSG00000212907',
  'ENSG00000198804', 'ENSG00000198712', 'ENSG00000198938', 'ENSG00000198899', 'ENSG00000228253', 'ENSG00000198727', 'ENSG00000211459', 'ENSG00000210082',
  // mouse, in the same order
  'ENSMUSG00000064341', 'ENSMUSG00000064345', 'ENSMUSG00000064360', 'ENSMUSG00000064363', 'ENSMUSG00000064367', 'ENSMUSG00000064368', 'ENSMUSG00000065947',
  'ENSMUSG00000064351', 'ENSMUSG00000064354', 'ENSMUSG00000064358', 'ENSMUSG00000064357', 'ENSMUSG00000064356', 'ENSMUSG00000064370', 'ENSMUSG00000064337', 'ENSMUSG00000064339',
]); // prettier-ignore

/** True for a gene of the mitochondrial genome: MT-CO1, mt-Co1, or its Ensembl ID. */
export function isMitochondrial({ name, symbol, id }: Gene): boolean {
  const mitochondrial = /^mt-/i;
  if (mitochondrial.test(symbol) || mitochondrial.test(name)) return true;
  return mitochondrialIds.has(id.split('.')[0]) || mitochondrialIds.has(name.split('.')[0]);
}
