/** Which species genes come from, and which of them are mitochondrial: by their names. */
import type { Gene } from '../../src-shared/model.ts';
import { isOfFamily } from '../../src-shared/gene-families.ts';
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
  if (genes.length < 10) return ofFew(genes);
  if (identifierKind(genes) === 'other' || told < genes.length / 4) return null;
  if (Math.min(capitals, sentence) > 0.3 * told) return 'human and mouse';
  return capitals > sentence ? 'human' : 'mouse or rat';
}

/** Of a panel of three to nine genes, where all are written in one way. */
function ofFew(genes: readonly Gene[]): string | null {
  const all = (pattern: RegExp) => genes.length >= 3 && genes.every(({ symbol }) => pattern.test(symbol));
  if (all(/^[A-Z]+[A-Z0-9-]*[A-Z]+[A-Z0-9-]*$/)) return 'human';
  return all(/^[A-Z][a-z]+[A-Za-z0-9-]*$/) && identifierKind(genes) !== 'other' ? 'mouse or rat' : null;
}

/** False where both guesses are known and no species is among both: `mouse` and `mouse or rat` may be one. */
export function maybeOneSpecies(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return true;
  const parts = (guess: string) => guess.split(/ and | or /);
  return parts(a).some((part) => parts(b).includes(part));
}

/** True for a gene of the mitochondrial genome: what the family of that name holds. */
export const isMitochondrial = (gene: Gene): boolean => isOfFamily('mitochondrial', gene);
