/** All formats, in the order in which they are asked. A new one is added here and in a file of its own. */
import { csv } from './readers/csv.ts';
import { refuse, refuseImpostor } from './foreign.ts';
import { withGeneNames } from './gene-naming.ts';
import { withGenesAlone } from './genes-alone.ts';
import { gzip } from './containers/gzip.ts';
import { h5ad } from './readers/h5ad.ts';
import { loom } from './readers/loom.ts';
import { mtx } from './readers/mtx.ts';
import { lookAt } from './containers/source.ts';
import { tar } from './containers/tar.ts';
import { tenxHdf5 } from './readers/tenx-hdf5.ts';
import { checkWithin } from './containers/within.ts';
import type { Format, Hints, OpenedFile } from './types.ts';
import { zip } from './containers/zip.ts';

const formats: Format[] = [h5ad, tenxHdf5, loom, mtx, zip(openFile), tar(openFile), gzip(openFile), csv];
/** formats that hold a file of another format, which they open in the same way */
const wrappers = ['zip', 'tar', 'gzip'];

/**
 * Opens a data file or folder of any known format. The caller closes it.
 *
 * @throws AppError `not-found` where there is nothing; `unreadable` with what was expected, what was found and what to do
 */
export async function openFile(path: string, hints: Hints = {}): Promise<OpenedFile> {
  checkWithin(hints.within, path);
  const source = await lookAt(path);
  refuseImpostor(source);
  const format = formats.find((candidate) => candidate.match(source));
  if (!format) throw refuse(source);
  const file = await format.open(source, hints);
  // what is inside an archive was opened in this way already
  if (wrappers.includes(format.name)) return file;
  try {
    const genes = await withGenesAlone(file, source.name);
    return hints.geneNames ? await withGeneNames(genes, source.name, hints.geneNames) : genes;
  } catch (error) {
    file.close();
    throw error;
  }
}
