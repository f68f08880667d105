import { describe, expect, it } from 'vitest';
import { assayPresets } from '../../../src-shared/assays.ts';
import { cellsOfAssay } from '../../../src-main/engine/assay-cells.ts';
import { prepare } from '../../../src-main/engine/prepare.ts';
import { among, screen } from '../../../src-main/selection/yoto/screen.ts';
import type { SelectionInput } from '../../../src-main/selection/types.ts';
import { smallConfig } from '../../engine-config.ts';
import { planted } from '../../planted.ts';

const input = (mustInclude: string[] = []) => {
  const config = smallConfig({ mustInclude, k: 4 });
  return { ...prepare(planted(), config), k: 4 } as unknown as SelectionInput;
};

describe('screening', () => {
  it('keeps the genes that tell the classes apart, and the must-includes', () => {
    const problem = planted();
    const config = smallConfig({ mustInclude: [problem.genes.at(-1)!.name], k: 4 });
    const prepared = prepare(problem, config);
    const pool = screen({ ...prepared, k: 4 } as unknown as SelectionInput, 1);
    const names = Array.from(pool, (i) => problem.genes[prepared.candidates[i]].name);
    expect(names).toContain(problem.genes.at(-1)!.name);
    // the planted ones are the first eight
    expect(names).toEqual(expect.arrayContaining(problem.genes.slice(0, 8).map(({ name }) => name)));
  });

  it('holds more genes for a larger panel and for more classes, but no more than there are', () => {
    const all = input();
    const size = (k: number) => screen({ ...all, k }, 1).length;
    expect(size(4)).toBeLessThanOrEqual(all.train.x.cols);
    expect(size(all.train.x.cols)).toBe(all.train.x.cols);
  });

  it('lets no gene compete in an assay that nearly every cell of every class has, but one that is required', () => {
    const everywhere = [20, 27, 34];
    const problem = planted();
    const { x } = problem;
    const values = x.values.map((count, e) => (everywhere.includes(x.indices[e]) ? count + 40 : count));
    const abundant = { ...problem, x: { ...x, values } };
    const config = smallConfig({ k: 4, assay: assayPresets.imaging.assay, mustInclude: ['g27'] });
    const prepared = prepare(abundant, config);
    const assay = cellsOfAssay(prepared, config);
    const names = (of: SelectionInput['assay']) =>
      Array.from(screen({ ...prepared, k: 4, assay: of } as unknown as SelectionInput, 1000), (i) => abundant.genes[prepared.candidates[i]].name); // prettier-ignore
    // detected in 98 % of the cells and more: rates of 7 molecules and 40 above
    const ofAll = names(null);
    const inAssay = names(assay);
    expect(ofAll).toContain('g20');
    expect(inAssay).not.toContain('g20');
    expect(inAssay).toContain('g27');
    expect(inAssay).toEqual(expect.arrayContaining(abundant.genes.slice(0, 8).map(({ name }) => name)));
  });

  it('narrows every part of the input alike', () => {
    const all = input(['g3']);
    const genes = Int32Array.of(all.forced[0], all.forced[0] + 2);
    const part = among(all, genes);
    expect(part.train.x.cols).toBe(2);
    expect(part.validation.x.cols).toBe(2);
    expect([...part.mean]).toEqual([all.mean[genes[0]], all.mean[genes[1]]]);
    expect([...part.forced]).toEqual([0]);
  });
});
