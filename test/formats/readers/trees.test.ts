/** Zarr stores and .h5mu files, written by the libraries that labs use (test/fixtures/trees/make.py). */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { summariseColumn } from '../../../src-main/formats/columns.ts';
import { sha256OfFile } from '../../../src-main/formats/containers/sha256.ts';
import { openFile } from '../../../src-main/formats/registry.ts';
import { describeError } from '../../../src-shared/errors.ts';
import type { Hints, OpenedFile } from '../../../src-main/formats/types.ts';
import { dense } from '../read.ts';
import { temporaryFolder } from '../temporary.ts';

const fixtures = 'test/fixtures/trees';
const folder = temporaryFolder();

interface Expected {
  cells: string[];
  genes: string[];
  matrices: Record<string, number[][]>;
  columns: Record<string, Record<string, number>>;
}

async function contentsOf(file: OpenedFile): Promise<Expected> {
  const matrices: Record<string, number[][]> = {};
  for (const { name } of file.matrices) {
    matrices[name] = (await dense(file, name)).map((row) => row.map((value) => Math.round(value * 1e4) / 1e4));
  }
  const columns = file.obs.map(summariseColumn).map(({ name, missing, classes, range }) => {
    const counts = Object.fromEntries(classes.map((entry) => [entry.name, entry.cells]));
    return [name, { missing, ...counts, ...(range && { min: range.min, max: range.max }) }];
  });
  const genes = file.genes(file.proposedMatrix === 'raw/X' ? 'X' : file.proposedMatrix);
  return { cells: file.obsNames, genes: genes.map(({ name }) => name), matrices, columns: Object.fromEntries(columns) };
}

const expected = (name: string): Expected => JSON.parse(readFileSync(`${fixtures}/${name}.json`, 'utf8')) as Expected;

async function opened<T>(path: string, use: (file: OpenedFile) => T | Promise<T>, hints: Hints = {}): Promise<T> {
  const file = await openFile(path, hints);
  try {
    return await use(file);
  } finally {
    file.close();
  }
}

/** What is said of a file that is damaged, whether it is refused or read in part. */
const refusal = (path: string, hints?: Hints): Promise<string> =>
  opened(path, contentsOf, hints).then(
    // what can be read of a file is read, and what cannot is said
    () => opened(path, ({ findings }) => findings.map(({ what }) => what).join(' '), hints),
    (error: unknown) => describeError(error),
  );

/** A store as a folder, a copy for each test. */
async function store(archive: string, name: string, change: (path: string) => void = () => {}): Promise<string> {
  const target = folder.path(name);
  const zip = await openPromise(`${fixtures}/${archive}.zarr.zip`, { autoClose: false });
  for await (const entry of zip.eachEntry()) {
    const path = join(target, entry.fileName.replace(/^[^/]*\.zarr\//, ''));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await buffer(await zip.openReadStreamPromise(entry)));
  }
  zip.close();
  change(target);
  return target;
}

describe('zarr', () => {
  it.each([
    ['zarr-v2', 'version 2 of AnnData 0.12, as its ZipStore writes it'],
    ['zarr-v3', 'version 3 of AnnData 0.12, as its ZipStore writes it'],
    ['sharded', 'shards of several chunks, in a folder that was zipped'],
    ['old', 'version 2 of AnnData 0.10 and zarr 2, blosc'],
    ['spatial', 'the tables of SpatialData, of which the one called table is read'],
    ['both', 'MuData, of which rna is read'],
  ])('%s: %s', async (name) => {
    const all = expected(name);
    expect(await opened(`${fixtures}/${name}.zarr.zip`, contentsOf)).toEqual(all);
    expect(await opened(await store(name, `${name}.zarr`), contentsOf)).toEqual(all);
  });

  it('is opened by the file that marks its folder too, and named after the folder', async () => {
    for (const [name, marker] of [
      ['zarr-v3', 'zarr.json'],
      ['zarr-v2', '.zgroup'],
    ]) {
      const path = await store(name, `by-marker-${name}.zarr`);
      expect(await opened(join(path, marker), contentsOf)).toEqual(expected(name));
    }
  });

  it('has the same fingerprint as a folder and as its files, whatever lies deeper', async () => {
    const path = await store('zarr-v3', 'fingerprint.zarr');
    const before = await sha256OfFile(path);
    expect(await opened(path, ({ files }) => sha256OfFile(files))).toBe(before);
    writeFileSync(join(path, 'obs/cell_type/codes/c/0'), 'other');
    expect(await sha256OfFile(path)).not.toBe(before);
  });

  it.each<[what: string, name: string, change: (path: string) => void, sentence: string]>([
    [
      'a description that is no JSON',
      'zarr-v3',
      (path) => writeFileSync(join(path, 'X/data/zarr.json'), '{'),
      'X/data cannot be read',
    ],
    [
      'a description of version 2 that is no JSON',
      'zarr-v2',
      (path) => writeFileSync(join(path, 'obs/.zgroup'), '{"a"'),
      'obs cannot be read',
    ],
    [
      'a chunk of other bytes',
      'zarr-v3',
      (path) => writeFileSync(join(path, 'X/data/c/0'), 'no zstd'),
      'X/data cannot be read',
    ],
    [
      'a chunk that is cut short',
      'zarr-v2',
      (path) => writeFileSync(join(path, 'X/indptr/0'), readFileSync(join(path, 'X/indptr/0')).subarray(0, 30)),
      'X/indptr cannot be read (the chunk is cut short)',
    ],
    [
      'values without a codec that are cut short',
      'zarr-v3',
      (path) => {
        edit(
          join(path, 'X/data/zarr.json'),
          (meta) => (meta.codecs = [{ name: 'bytes', configuration: { endian: 'little' } }]),
        );
        writeFileSync(join(path, 'X/data/c/0'), new Uint8Array(40));
      },
      'X/data cannot be read',
    ],
    [
      'values that are missing',
      'zarr-v3',
      (path) => rmSync(join(path, 'X/data/c/0')),
      '1 of the files that hold X/data are missing',
    ],
    [
      'values that are missing from a shard',
      'sharded',
      (path) => rmSync(join(path, 'X/indices/c/1')),
      '1 of the files that hold X/indices are missing',
    ],
    [
      'values that are missing, in version 2',
      'old',
      (path) => rmSync(join(path, 'X/data/0')),
      '1 of the files that hold X/data are missing',
    ],
    [
      'values that are cut short',
      'old',
      (path) => writeFileSync(join(path, 'X/data/0'), readFileSync(join(path, 'X/data/0')).subarray(0, 60)),
      'X/data cannot be read',
    ],
    ['offsets that are missing', 'zarr-v3', (path) => rmSync(join(path, 'X/indptr'), { recursive: true }), 'X/indptr'],
    [
      'cells without names',
      'zarr-v3',
      (path) => rmSync(join(path, 'obs/_index'), { recursive: true }),
      'the table obs has no row names',
    ],
    [
      'a packing that nobody knows',
      'zarr-v3',
      (path) =>
        edit(
          join(path, 'X/data/zarr.json'),
          (meta) =>
            (meta.codecs = [
              { name: 'bytes', configuration: { endian: 'little' } },
              { name: 'squeeze', configuration: {} },
            ]),
        ),
      'is packed with "squeeze", which is not known here',
    ],
    [
      'an extent beyond all memory',
      'zarr-v3',
      (path) => edit(join(path, 'obs/_index/zarr.json'), (meta) => (meta.shape = [2 ** 50])),
      'obs/_index cannot be read',
    ],
  ])('refuses %s', async (what, name, change, sentence) => {
    const file = `${what.replaceAll(' ', '-')}.zarr`;
    const message = await refusal(await store(name, file, change));
    expect(message).toContain(file);
    expect(message).toContain(sentence);
  });

  it('reads nothing outside the folders that may be read', async () => {
    const secret = await store('old', 'secret.zarr');
    const path = await store('old', 'linked.zarr', (path) => {
      rmSync(join(path, 'X'), { recursive: true });
      symlinkSync(join(secret, 'X'), join(path, 'X'));
    });
    expect(await opened(path, contentsOf)).toEqual(expected('old'));
    expect(await refusal(path, { within: [path] })).toContain('leads to a file outside the folders that may be read');
  });

  it('refuses a store of something else, with what it holds', async () => {
    const path = await store('zarr-v3', 'image.zarr', (path) => {
      for (const name of ['obs', 'var', 'X', 'layers', 'raw']) rmSync(join(path, name), { recursive: true });
    });
    expect(await refusal(path)).toMatch(/image\.zarr is a zarr store, but not one of AnnData, .* it holds obsm, /);
  });
});

describe('h5mu', () => {
  const both = `${fixtures}/both.h5mu`;

  it('reads RNA of several modalities, with the columns of all cells beside, and says so', async () => {
    expect(await opened(both, contentsOf)).toEqual(expected('both'));
    await opened(both, ({ modalities, findings }) => {
      expect(modalities).toEqual({ what: 'modality', names: ['prot', 'rna'], read: 'rna' });
      expect(findings.filter(({ code }) => code === 'several-modalities')).toMatchObject([
        { severity: 'note', what: 'The file has 2 modalities; rna is read, and prot not.' },
      ]);
    });
  });

  it('reads the modality that is asked for', async () => {
    expect(await opened(both, contentsOf, { modality: 'prot' })).toEqual(expected('both-prot'));
    expect(await refusal(both, { modality: 'atac' })).toBe(
      'both.h5mu has no modality "atac"; it has prot, rna. Choose one of these.',
    );
  });

  it('reads the one that there is without a word, and warns where none is RNA', async () => {
    await opened(`${fixtures}/one.h5mu`, ({ modalities, findings }) => {
      expect(modalities?.read).toBe('peaks');
      expect(findings.filter(({ code }) => code === 'several-modalities')).toEqual([]);
    });
    await opened(`${fixtures}/neither.h5mu`, ({ modalities, findings }) => {
      expect(modalities?.read).toBe('first');
      expect(findings.filter(({ code }) => code === 'several-modalities')).toMatchObject([{ severity: 'warning' }]);
    });
  });

  it('names the modality where it is damaged', async () => {
    const bytes = readFileSync(`${fixtures}/neither.h5mu`);
    const file = folder.write(
      'no-index.h5mu',
      Buffer.from(bytes.toString('latin1').replaceAll('_index', '_jndex'), 'latin1'),
    );
    expect(await refusal(file)).toContain('no-index.h5mu');
  });
});

function edit(path: string, change: (meta: Record<string, unknown>) => void): void {
  const meta = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  change(meta);
  writeFileSync(path, JSON.stringify(meta));
}
