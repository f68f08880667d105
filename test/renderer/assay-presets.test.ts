/** What is published of methods, made into shares of a reference's molecules. */
import { describe, expect, it } from 'vitest';
import { assayNames, assays, captureOf, percentOf } from '../../src-shared/assay-presets.ts';

describe('a share captured from published numbers', () => {
  it('is the assay’s of a cell by the reference’s', () => {
    expect(percentOf(captureOf('tenx-v3', 'tenx-v2'))).toBe(47);
    expect(percentOf(captureOf('tenx-v2', 'tenx-v2'))).toBe(100);
    expect(percentOf(captureOf('tenx-v3', 'merfish'))).toBe(340);
    expect(percentOf(captureOf('tenx-v3', 'merfish-crowded'))).toBe(45);
  });

  it('says for each number who measured it', () => {
    for (const name of assayNames) expect(assays[name].source).toMatch(/^[\d.]+.*: (10x Genomics knowledge base|Wang)/);
  });
});
