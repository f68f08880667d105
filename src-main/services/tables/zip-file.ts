/** Several files as one. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Options, ZipFile } from 'yazl';
import type { ExportedFile } from '../../../src-shared/model.ts';
import { fileName } from './exports.ts';

/** @param files held in memory, or a name and how the file is made when its turn comes */
export async function zipFile(
  name: string,
  files: readonly (ExportedFile | { name: string; make(): ExportedFile })[],
): Promise<ExportedFile> {
  const zip = new ZipFile();
  const taken = new Set<string>();
  for (const file of files) {
    const inside = freeName(file.name, taken);
    if ('content' in file) zip.addBuffer(bytesOf(file), inside);
    else addStream(zip, inside, () => Readable.from([bytesOf(file.make())]));
  }
  zip.end();
  const bytes = await buffer(zip.outputStream);
  return { name, mime: 'application/zip', content: bytes.toString('base64'), encoding: 'base64' };
}

/**
 * A file that is made when its turn comes. Where it cannot be made, reading the archive fails with its error: yazl listens
 * to no stream that it is given, and an error that nobody hears ends the process.
 */
export function addStream(zip: ZipFile, name: string, make: () => Readable, options: Partial<Options> = {}): void {
  const fail = (error: unknown) => (zip.outputStream as Readable).destroy(error as Error);
  zip.addReadStreamLazy(name, options, (done) => {
    try {
      done(null, make().on('error', fail));
    } catch (error) {
      fail(error);
    }
  });
}

/** Names of tasks come from files: as names in an archive they may neither climb out of it nor meet. */
function freeName(path: string, taken: Set<string>): string {
  const [, folder = '', own] = /^(figures\/|predictions\/)?(.*?)$/s.exec(path)!;
  const [, stem, ending] = /^(.*?)(\.[a-z]+)?$/s.exec(fileName(own))!;
  let name = `${folder}${stem}${ending ?? ''}`;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${folder}${stem} ${n}${ending ?? ''}`;
  taken.add(name.toLowerCase());
  return name;
}

export const bytesOf = ({ content, encoding }: ExportedFile): Buffer => Buffer.from(content, encoding ?? 'utf8');
