/** A picture that knows its size on paper: the pHYs chunk of PNG (ISO/IEC 15948, 11.3.5.3), which a canvas leaves out. */

const SIGNATURE_AND_HEADER = 8 + 25;
const METRE = 39.3701;

/** The same picture with so many dots per inch. */
export function withDensity(png: Uint8Array, dpi: number): Uint8Array {
  const chunk = new DataView(new ArrayBuffer(21));
  chunk.setUint32(0, 9);
  [...'pHYs'].forEach((letter, i) => chunk.setUint8(4 + i, letter.charCodeAt(0)));
  const perMetre = Math.round(dpi * METRE);
  chunk.setUint32(8, perMetre);
  chunk.setUint32(12, perMetre);
  chunk.setUint8(16, 1); // the unit is the metre
  const bytes = new Uint8Array(chunk.buffer);
  chunk.setUint32(17, crc32(bytes.subarray(4, 17)));
  const out = new Uint8Array(png.length + bytes.length);
  out.set(png.subarray(0, SIGNATURE_AND_HEADER));
  out.set(bytes, SIGNATURE_AND_HEADER);
  out.set(png.subarray(SIGNATURE_AND_HEADER), SIGNATURE_AND_HEADER + bytes.length);
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
