import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectData } from '../../src-main/formats/inspect.ts';
import { sha256OfFile } from '../../src-main/formats/containers/sha256.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();

describe('inspectData', () => {
  it('tells what a file holds', async () => {
    const path = 'test/fixtures/formats/current.h5ad';
    const inspection = await inspectData({ path });
    expect(inspection).toMatchObject({
      name: 'current.h5ad',
      format: 'h5ad',
      cells: 30,
      genes: 12,
      proposedMatrix: 'layers/counts',
      geneIdentifiers: 'symbols',
      geneExamples: ['CD3E', 'MS4A1', 'LYZ', 'GNLY', 'MT-CO1'],
      fileBytes: statSync(path).size,
    });
    expect(inspection.matrices.map(({ name, kind }) => [name, kind])).toEqual([
      ['X', 'log'],
      ['layers/counts', 'counts'],
      ['layers/dense', 'scaled'],
      ['raw/X', 'counts'],
    ]);
    expect(inspection.columns.slice(0, 2).map((column) => column.name)).toEqual(['cluster', 'cell_type']);
    expect([...new Set(inspection.findings.map((finding) => finding.code))]).toEqual([
      'duplicate-gene-names',
      'counts-elsewhere',
      'raw-present',
      'missing-labels',
      'small-classes',
      'one-value',
    ]);
    expect(inspection.memoryBytes).toBeGreaterThan(0);
  });

  it('tells of Ensembl IDs without symbols, and of what is no counts', async () => {
    const lines = ['ENSG00000000003', 'ENSG00000000005', 'ENSG00000000419'].map((id, i) => `${id},${i}.5,-2.25`);
    const inspection = await inspectData({ path: folder.write('z.csv', ['gene,c1,c2', ...lines, ''].join('\n')) });
    expect(inspection.geneIdentifiers).toBe('ensembl');
    expect(inspection.findings.map((finding) => [finding.severity, finding.code])).toEqual([
      ['warning', 'not-counts'],
      ['warning', 'no-label-columns'],
      ['note', 'orientation'],
      ['note', 'no-symbols'],
    ]);
  });
});

describe('sha256OfFile', () => {
  const digest = (content: string) => createHash('sha256').update(content).digest('hex');

  it('is that of the bytes of a file, or of the files of a folder in order', async () => {
    expect(await sha256OfFile(folder.write('a', 'abc'))).toBe(digest('abc'));
    mkdirSync(folder.path('in'));
    folder.write('in/2', 'def');
    folder.write('in/1', 'abc');
    expect(await sha256OfFile(folder.path('in'))).toBe(digest('abcdef'));
    const fixture = readFileSync('test/fixtures/formats/v0.6.h5ad');
    expect(await sha256OfFile('test/fixtures/formats/v0.6.h5ad')).toBe(
      createHash('sha256').update(fixture).digest('hex'),
    );
  });
  it('says which file cannot be read', async () => {
    await expect(sha256OfFile('none')).rejects.toThrow('none cannot be read');
  });
});
