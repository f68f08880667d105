/** Opening what somebody pointed at: packed or not, of whichever format. */
import { refuse, refuseImpostor } from './foreign.ts';
import { withGeneNames } from './gene-naming.ts';
import { withGenesAlone } from './genes-alone.ts';
import { gzip } from './containers/gzip.ts';
import { formats } from './known.ts';
import { lookAt } from './containers/source.ts';
import { tar } from './containers/tar.ts';
import { checkWithin } from './containers/within.ts';
import { assayOutputs } from './readers/assay-outputs.ts';
import type { Format, Hints, OpenedFile } from './types.ts';
import { zip } from './containers/zip.ts';
import { storeOf } from './zarr/store.ts';

/** What holds a file of another format, which is opened in the same way. */
const wrappers: Format[] = [zip(openFile), tar(openFile), gzip(openFile)];

/**
 * Opens a data file or folder of any known format. The caller closes it.
 *
 * @throws AppError `not-found` where there is nothing; `unreadable` with what was expected, what was found and what to do
 */
export async function openFile(path: string, hints: Hints = {}): Promise<OpenedFile> {
  checkWithin(hints.within, path);
  const source = await lookAt(storeOf(path));
  // any file of an output stands for the whole, also one that is no data by itself
  const output = assayOutputs.find((candidate) => candidate.match(source));
  if (!output) refuseImpostor(source);
  const format = output ?? [...wrappers, ...formats].find((candidate) => candidate.match(source));
  if (!format) throw refuse(source);
  const file = await format.open(source, hints);
  // what is inside an archive was opened in this way already
  if (wrappers.includes(format)) return file;
  try {
    const genes = await withGenesAlone(file, source.name);
    return hints.geneNames ? await withGeneNames(genes, source.name, hints.geneNames) : genes;
  } catch (error) {
    file.close();
    throw error;
  }
}
