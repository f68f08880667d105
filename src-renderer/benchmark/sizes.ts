/** `16, 32, 64` as numbers, rising and each once; null where it says anything else. */
export function readSizes(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  if (parts.length === 0 || !parts.every((part) => /^\d+$/.test(part) && Number(part) > 0)) return null;
  return [...new Set(parts.map(Number))].sort((a, b) => a - b);
}
