/** Tar archives, made by the tar of the system. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openFile } from '../../../src-main/formats/registry.ts';
import { describeError } from '../../../src-shared/errors.ts';
import { dense } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';

const folder = temporaryFolder();
// a folder of its own: other programs unpack into the usual one at the same time
beforeAll(() => void vi.stubEnv('TMPDIR', mkdirSync(folder.path('unpacked'), { recursive: true })!));
afterAll(() => vi.unstubAllEnvs());

/** Packs files as people do: the folder itself, or with a gzip where the name says so. */
function packed(name: string, files: Record<string, string | Uint8Array>): string {
  const from = folder.path(`from-${name}`);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(from, path)), { recursive: true });
    writeFileSync(join(from, path), content);
  }
  execFileSync('tar', [name.endsWith('gz') ? '-czf' : '-cf', folder.path(name), '-C', from, '.']);
  return folder.path(name);
}

const matrix = '%%MatrixMarket matrix coordinate integer general\n2 1 1\n2 1 7\n';
const tenx = (prefix: string) => ({
  [`${prefix}matrix.mtx.gz`]: gzipSync(matrix),
  [`${prefix}features.tsv.gz`]: gzipSync('E1\tCD3E\tGene Expression\nE2\tLYZ\tGene Expression\n'),
  [`${prefix}barcodes.tsv.gz`]: gzipSync('AAAC-1\n'),
});
const refusal = (path: string) => openFile(path).then(() => 'it was opened', describeError);

it.each(['filtered_feature_bc_matrix.tar.gz', 'GSE1_RAW.tar', 'x.tgz'])('opens a 10x folder in %s', async (name) => {
  const path = packed(name, { ...tenx('filtered_feature_bc_matrix/'), '._notes': 'x', 'summary.csv': 'x' });
  const file = await openFile(path);
  expect(file.format).toBe('10x-mtx');
  expect(file.files).toEqual([path]);
  expect(await dense(file, 'X')).toEqual([[0, 7]]);
  file.close();
  expect(readdirSync(tmpdir())).toEqual([]);
});

it('opens the one sample of a series, packed as its parts or as an archive of its own', async () => {
  const parts = packed('GSE2_RAW.tar', tenx('GSM1_'));
  const inner = packed('inner.tar.gz', tenx('filtered_feature_bc_matrix/'));
  const outer = packed('GSE3_RAW.tar', { 'GSM1_filtered_feature_bc_matrix.tar.gz': readFileSync(inner) });
  for (const path of [parts, outer]) {
    const file = await openFile(path);
    expect(await dense(file, 'X')).toEqual([[0, 7]]);
    file.close();
  }
});

it('opens what was packed with its whole path, from the root on', async () => {
  packed('rooted.tar', { 'counts.csv': 'gene,c1\nCD3E,1\nLYZ,2\n' });
  execFileSync('tar', ['-cPf', folder.path('rooted.tar'), join(folder.path('from-rooted.tar'), 'counts.csv')]);
  const file = await openFile(folder.path('rooted.tar'));
  expect(await dense(file, 'X')).toEqual([[1, 2]]);
  file.close();
  expect(readdirSync(tmpdir())).toEqual([]);
});

it('says what is inside where it cannot choose, and where the archive is broken', async () => {
  const several = await refusal(packed('GSE4_RAW.tar', { ...tenx('GSM1_'), ...tenx('GSM2_') }));
  expect(several).toMatch(
    /^GSE4_RAW\.tar is a tar archive of 6 files \(.*\); which of them is the data cannot be told\./,
  );
  expect(several).toContain('Open the matrix, and the names beside it are found');
  const whole = readFileSync(packed('whole.tar', tenx('')));
  const broken = {
    'cut.tar': whole.subarray(0, 700),
    'cut.tar.gz': gzipSync(whole).subarray(0, 200),
    'none.tar': Buffer.from('no archive at all, whatever its name'),
  };
  for (const [name, bytes] of Object.entries(broken)) {
    expect(await refusal(folder.write(name, bytes))).toMatch(
      new RegExp(`^${name} (cannot be unpacked: .*|is a tar archive of no files)\\.`),
    );
  }
  expect(readdirSync(tmpdir())).toEqual([]);
});

it('takes nothing out of the archive that would lie elsewhere', async () => {
  const secret = folder.write('secret.csv', 'gene,c1\nCD3E,1\nLYZ,2\n');
  execFileSync('tar', ['-cPf', folder.path('out.tar'), '-C', folder.path('unpacked'), '../secret.csv']);
  execFileSync('ln', ['-sf', secret, folder.path('link.csv')]);
  execFileSync('tar', ['-cf', folder.path('link.tar'), '-C', dirname(secret), 'link.csv']);
  for (const name of ['out.tar', 'link.tar']) {
    expect(await refusal(folder.path(name))).toBe(`${name} is a tar archive of no files. Unpack it and open the file or folder that holds the matrix.`); // prettier-ignore
  }
});
