/** A folder that electron-builder takes for an unpacked Electron, so that packing needs no binary. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What @electron/fuses looks for in Electron's binary; then the version of the fuses, how many, and each of them. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** In the order of Electron's build/fuses/fuses.json5, as Electron is delivered. */
const delivered = {
  runAsNode: '1',
  cookieEncryption: '0',
  nodeOptions: '1',
  nodeCliInspect: '1',
  asarIntegrity: '0',
  onlyLoadFromAsar: '0',
  browserSnapshot: '0',
  fileProtocolPrivileges: '1',
};
export type Fuses = Record<keyof typeof delivered, string>;

export function writeStandIn(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const fuses = Object.values(delivered);
  const wire = Buffer.from([1, fuses.length]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(SENTINEL), wire, Buffer.from(fuses.join(''))]));
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', join('locales', 'en-US.pak')]) {
    writeFileSync(join(folder, name), '');
  }
}

/** The fuses of a packed binary: `0` off, `1` on. */
export function readFuses(binary: Buffer): Fuses {
  const at = binary.indexOf(SENTINEL) + SENTINEL.length + 2;
  return Object.fromEntries(
    Object.keys(delivered).map((name, index) => [name, String.fromCharCode(binary[at + index])]),
  ) as Fuses;
}
