/** "Did you mean …": names near to one that is not there. */

/**
 * The candidates that somebody may have meant by `text`, likeliest first: other case, a beginning or a part of the
 * name, a few letters wrong (Damerau–Levenshtein, at most a third of them).
 */
export function nearest(text: string, candidates: Iterable<string>, limit = 3): string[] {
  return new NearNames(candidates).to(text, limit);
}

interface Candidate {
  name: string;
  /** in lower case */
  letters: string;
  /** which letters it has: a bit each, where several share one */
  signature: number;
}

/** Candidates made ready for several questions of that kind. */
export class NearNames {
  readonly #candidates: Candidate[];

  constructor(candidates: Iterable<string>) {
    this.#candidates = Array.from(candidates, (name) => {
      const letters = name.toLowerCase();
      return { name, letters, signature: signatureOf(letters) };
    });
  }

  /** See `nearest`. */
  to(text: string, limit = 3): string[] {
    const letters = text.trim().toLowerCase();
    const wanted = { name: text, letters, signature: signatureOf(letters) };
    const near: { name: string; cost: number; gap: number }[] = [];
    for (const candidate of this.#candidates) {
      const cost = costOf(wanted, candidate);
      if (cost !== null) near.push({ name: candidate.name, cost, gap: Math.abs(candidate.name.length - text.length) });
    }
    near.sort((a, b) => a.cost - b.cost || a.gap - b.gap || (a.name < b.name ? -1 : 1));
    return near.slice(0, limit).map(({ name }) => name);
  }
}

function signatureOf(letters: string): number {
  let signature = 0;
  for (let i = 0; i < letters.length; i++) signature |= 1 << (letters.charCodeAt(i) & 31);
  return signature;
}

/** Letters that one of two names has and the other has not; an edit changes two of them at most. */
function unlike(a: number, b: number): number {
  let bits = a ^ b;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** `Did you mean CD3D or CD3E?`, or the alternative when nothing is near. */
export function didYouMean(text: string, candidates: Iterable<string>, otherwise: string): string {
  const names = nearest(text, candidates);
  if (names.length === 0) return otherwise;
  const last = names.pop()!;
  return `Did you mean ${names.length > 0 ? `${names.join(', ')} or ${last}` : last}?`;
}

function costOf({ letters: wanted, signature }: Candidate, candidate: Candidate): number | null {
  const name = candidate.letters;
  if (wanted === name) return 0;
  const allowed = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
  const short = Math.min(wanted.length, name.length);
  // a name left unfinished (CD3 for CD3D) is nearer than one letter wrong (CD4), that nearer than one too long
  const part =
    short < 2
      ? null
      : name.startsWith(wanted)
        ? 0.5
        : wanted.startsWith(name)
          ? 1.5
          : short >= 3 && includes(wanted, name)
            ? 2.5
            : null;
  if (Math.abs(wanted.length - name.length) > allowed || unlike(signature, candidate.signature) > 2 * allowed)
    return part;
  const edits = editDistance(wanted, name);
  const typed = edits <= allowed && edits < short ? edits : null;
  return typed === null ? part : part === null ? typed : Math.min(typed, part);
}

const includes = (a: string, b: string) => a.includes(b) || b.includes(a);

/** Optimal string alignment distance: letters inserted, left out, replaced, or two neighbours swapped. */
export function editDistance(a: string, b: string): number {
  let beforeLast = new Array<number>(b.length + 1).fill(0);
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
