/** Gene lists as people paste them: one a line, comma-separated, out of a spreadsheet, with rules between slashes. */

/** Names and `/rules/` of a text, none twice, in their order. Separators are white space, commas and semicolons. */
export function parseGenes(text: string): string[] {
  const found = text.match(/\/(?:\\.|[^/\n])+\/|[^\s,;]+/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/^["']+|["']+$/g, '')).filter(Boolean))];
}

/** What is wrong with a rule, or nothing. */
export function ruleError(rule: string): string | null {
  try {
    new RegExp(rule.slice(1, -1));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
