import { describe, expect, it } from 'vitest';
import { nearest } from '../../src-main/data/nearest.ts';

describe('nearest', () => {
  const genes = ['CD3D', 'CD3E', 'CD8A', 'MS4A1', 'NKG7', 'GNLY'];

  it('names what differs by a letter, nearest first', () => {
    expect(nearest('CD3', genes)).toEqual(['CD3D', 'CD3E']);
    expect(nearest('MS4A2', genes)).toEqual(['MS4A1']);
  });

  it('does not mind case or spaces round it', () => {
    expect(nearest(' cell_Type', ['cell_type', 'donor'])).toEqual(['cell_type']);
  });

  it('says nothing rather than something far', () => {
    expect(nearest('TP53', genes)).toEqual([]);
    expect(nearest('', genes)).toEqual([]);
  });
});
