import { describe, expect, it } from 'vitest';
import { datasetName, fileKinds, isDataName } from '../../src-main/formats/known.ts';

describe('names of data sets', () => {
  it.each([
    ['pbmc3k.h5ad', 'pbmc3k'],
    ['counts.tsv.gz', 'counts'],
    ['v1.2 final.CSV', 'v1.2 final'],
    ['filtered_feature_bc_matrix.tar.gz', 'filtered_feature_bc_matrix'],
    ['series.tgz', 'series'],
    ['matrix.mtx', 'matrix'],
    ['spatial.zarr.zip', 'spatial'],
    ['matrix', 'matrix'],
    ['.csv', '.csv'],
  ])('%s becomes %s', (file, name) => expect(datasetName(file)).toBe(name));
});

it('knows the endings of every format', () => {
  for (const { endings } of fileKinds) for (const ending of endings) expect(isDataName(`x.${ending}`)).toBe(true);
  expect(isDataName('x.docx')).toBe(false);
});
