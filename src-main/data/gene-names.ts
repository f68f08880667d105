/**
 * How names of genes are met that programs wrote differently, for every list, rule and data set alike. R turns hyphens
 * into points, Seurat underscores into hyphens, spreadsheets and web forms add characters that nobody sees; species and
 * people differ in capitals; Ensembl counts versions.
 */
import { withoutInvisible } from '../../src-shared/text-files.ts';

const ENSEMBL = /^ENS[A-Z]{0,6}G\d{11}(\.\d+)?$/i;

/** A name but for upper and lower case, blanks around it, characters without width, the version of an Ensembl ID. */
export function foldName(name: string): string {
  const text = withoutInvisible(name.normalize('NFKC')).trim();
  return (ENSEMBL.test(text) ? text.split('.')[0] : text).toLowerCase();
}

/** The same but for points, hyphens, underscores, colons and blanks, and the X that R puts before a digit. */
export function looseName(name: string): string {
  return foldName(name)
    .replace(/[-._:\s\u2010-\u2015]+/g, '-')
    .replace(/^x(?=\d)/, '');
}
