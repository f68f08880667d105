import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, NearNames, nearest } from '../../src-main/data/nearest.ts';
import { random } from '../../src-main/data/random.ts';

describe('nearest', () => {
  const genes = ['CD3D', 'CD3E', 'CD8A', 'MS4A1', 'NKG7', 'GNLY'];

  it('names what differs by a letter, nearest first', () => {
    expect(nearest('CD3', ['CD4', ...genes])).toEqual(['CD3D', 'CD3E', 'CD4']);
    expect(nearest('MS4A2', genes)).toEqual(['MS4A1']);
  });

  it('does not mind case or spaces round it', () => {
    expect(nearest(' cell_Type', ['cell_type', 'donor'])).toEqual(['cell_type']);
  });

  it('says nothing rather than something far', () => {
    expect(nearest('TP53', genes)).toEqual([]);
    expect(nearest('', genes)).toEqual([]);
  });

  it('counts swapped neighbours as one mistake, and finds a part of a name', () => {
    expect(editDistance('tpye', 'type')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(nearest('tpye', ['donor', 'type'])).toEqual(['type']);
    expect(nearest('type', ['cell_type', 'donor'])).toEqual(['cell_type']);
  });

  it('asks in words', () => {
    expect(didYouMean('CD3', genes, 'Nothing is near.')).toBe('Did you mean CD3D or CD3E?');
    expect(didYouMean('TP53', genes, 'Nothing is near.')).toBe('Nothing is near.');
  });

  it('finds with its index what comparing every name would find', () => {
    const draw = random(7, 'names');
    const name = () => Array.from({ length: 2 + draw.integer(6) }, () => 'ABCD1-'[draw.integer(6)]).join('');
    const names = Array.from({ length: 300 }, name);
    const index = new NearNames(names);
    for (let i = 0; i < 60; i++) {
      const asked = name();
      const within = (other: string) => {
        const edits = editDistance(asked.toLowerCase(), other.toLowerCase());
        const short = Math.min(asked.length, other.length);
        return edits <= Math.max(1, Math.floor(Math.max(asked.length, other.length) / 3)) && edits < short;
      };
      const found = index.to(asked, 300);
      for (const other of names) if (within(other)) expect(found, `${asked} ${other}`).toContain(other);
      expect(found.slice(0, 3)).toEqual(nearest(asked, names));
    }
  });
});
