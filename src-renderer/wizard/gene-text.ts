/** Gene lists as people paste them: one a line, comma-separated, out of a spreadsheet, with rules between slashes. */

/** Names and `/rules/` of a text, none twice, in their order. Separators are white space, commas and semicolons. */
export function parseGenes(text: string): string[] {
  const found = text.match(/\/(?:\\.|[^/\n])+\/|[^\s,;]+/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/^["']+|["']+$/g, '')).filter(Boolean))];
}

/** Genes of a file: one a line, or the first column of a table; a line of column names is passed over. */
export function genesOfFile(text: string): string[] {
  const header = /^(gene|genes|gene[_ ]?(symbol|name|id)s?|symbols?|names?|ensembl[_ ]?ids?)$/i;
  const names = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) =>
      isRule(line.trim())
        ? line.trim()
        : line
            .split(/[,;\t]/)[0]
            .trim()
            .replace(/^"(.*)"$/, '$1'),
    )
    .filter(Boolean);
  return [...new Set(names.filter((name, i) => !(i === 0 && header.test(name))))];
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
