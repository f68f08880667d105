/** Why something failed, as the middle of a sentence: the message of what was thrown, without its full stop. */
export function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n')[0].trim().replace(/\.+$/, '');
}
