/** A zip archive read by a program that did not write it. */
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';

/** Contents by name; what was gzipped inside is unpacked too. */
export async function unzipped(bytes: Buffer): Promise<Record<string, string>> {
  const archive = await fromBufferPromise(bytes, { lazyEntries: true });
  const files: Record<string, string> = {};
  for await (const entry of archive.eachEntry()) {
    const content = await buffer(await archive.openReadStreamPromise(entry));
    files[entry.fileName] = (entry.fileName.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8');
  }
  return files;
}
