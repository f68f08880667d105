/** Gene lists as people paste them: one a line, comma-separated, out of a spreadsheet, with rules between slashes. */

/** Names and `/rules/` of a text, none twice, in their order. Separators are white space, commas and semicolons. */
export function parseGenes(text: string): string[] {
  const found = text.match(/\/(?:\\.|[^/\n])+\/|[^\s,;]+/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/^["']+|["']+$/g, '')).filter(Boolean))];
}

export const isRule = (text: string): boolean => text.length > 2 && text.startsWith('/') && text.endsWith('/');

/** What is wrong with a rule, or nothing. */
export function ruleError(rule: string): string | null {
  try {
    new RegExp(rule.slice(1, -1));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Families that probes are seldom wanted for, as rules on the gene's name; `mt-`, `Rpl…` of mice are met as well. */
export const families: readonly { name: string; rule: string }[] = [
  { name: 'mitochondrial', rule: '/^MT-/' },
  { name: 'ribosomal', rule: '/^RP[SL]\\d/' },
  { name: 'haemoglobin', rule: '/^HB[ABDEGMQZ]\\d?$/' },
];
