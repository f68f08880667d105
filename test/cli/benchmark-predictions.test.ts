/** Every number of a comparison of methods can be computed anew from the predictions that it saves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recheck } from '../../scripts/recheck.ts';
import { unzipped } from '../services/unzipped.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { run } from './command.ts';
import { writePlanted } from './planted-files.ts';

it('saves what its scores are computed from', async () => {
  const folder = temporaryFolder();
  writePlanted(folder);
  const { code, stderr } = await run(
    [
      ...['benchmark', 'cells.csv', '--labels', 'labels.csv', '--task', 'type', '--task', 'dose', '-k', '4'],
      ...['--methods', 'yoto,random', '--splits', '3', '--steps', '60', '--probe-steps', '60'],
      ...['--set', 'restarts=0', '--assay', 'as-sequenced', '--out', 'scores.csv', '--predictions', 'predictions.zip'],
    ],
    folder,
  );
  expect(stderr).toContain('Wrote predictions.zip');
  expect(code).toBe(0);
  const files = await unzipped(readFileSync(join(folder, 'predictions.zip')));
  expect(files['scores.csv']).toBe(readFileSync(join(folder, 'scores.csv'), 'utf8'));

  const { compared, greatest, without } = recheck(files);
  // a class and a number, 4 and 2 metrics: own of one method; probe, forest and ceiling of both, the ceiling trained once
  expect(compared).toBe(6 + 6 * 5);
  expect(without).toBe(6);
  expect(greatest).toBeLessThan(1e-6);

  // a number that was tampered with is noticed
  const [name] = Object.keys(files).filter((file) => file.startsWith('predictions/'));
  const lines = files[name].split('\r\n');
  const at = lines.findIndex((line) => line.includes(',type,') && line.includes(',forest,'));
  const cells = lines[at].split(',');
  cells[4] = cells[4] === 'a' ? 'b' : 'a';
  const tampered = lines.with(at, cells.join(',')).join('\r\n');
  expect(recheck({ ...files, [name]: tampered }).greatest).toBeGreaterThan(1e-4);
});
