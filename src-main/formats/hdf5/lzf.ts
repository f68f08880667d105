/** LZF, the compression of liblzf (Lehmann 2000–2010): runs of bytes, and references to bytes unpacked before. */

/** @returns null where the bytes are no LZF, or are cut short */
export function unpackLzf(packed: Uint8Array): Uint8Array | null {
  let out = new Uint8Array(4 * packed.length);
  let length = 0;
  const room = (bytes: number) => {
    if (length + bytes <= out.length) return;
    const larger = new Uint8Array(2 * (length + bytes));
    larger.set(out.subarray(0, length));
    out = larger;
  };
  for (let at = 0; at < packed.length;) {
    const control = packed[at++];
    if (control < 32) {
      const run = control + 1;
      if (at + run > packed.length) return null;
      room(run);
      out.set(packed.subarray(at, at + run), length);
      [at, length] = [at + run, length + run];
      continue;
    }
    const long = control >> 5 === 7;
    if (at + (long ? 2 : 1) > packed.length) return null;
    const run = (control >> 5) + (long ? packed[at++] : 0) + 2;
    const from = length - ((control & 31) << 8) - packed[at++] - 1;
    if (from < 0) return null;
    room(run);
    // byte by byte: a reference may reach into what it writes
    for (let i = 0; i < run; i++) out[length + i] = out[from + i];
    length += run;
  }
  return out.slice(0, length);
}
