import { describe, expect, it } from 'vitest';
import { spread } from '../../src-main/cli/arguments.ts';

describe('an option of several values', () => {
  const flags = ['--task', '--unlabelled'];

  it('may be given once for all of them', () => {
    expect(spread(['a.h5ad', '--task', 'type', 'state', '-k', '8'], flags)).toEqual([
      'a.h5ad',
      '--task',
      'type',
      '--task',
      'state',
      '-k',
      '8',
    ]);
    expect(spread(['a.h5ad', '--unlabelled', 'NA', 'type=Unknown', '--quiet'], flags)).toEqual([
      'a.h5ad',
      '--unlabelled',
      'NA',
      '--unlabelled',
      'type=Unknown',
      '--quiet',
    ]);
  });

  it('leaves data files behind it what they are, whether they exist or not', () => {
    for (const file of ['package.json', 'b.h5ad', 'folder/b']) {
      expect(spread(['--task', 'type', file], flags)).toEqual(['--task', 'type', file]);
    }
  });

  it('changes nothing about other options and their values', () => {
    const args = ['a.h5ad', '--task', 'type', '--out', 'panel.csv', '-k', '8', '--json', '-'];
    expect(spread(args, flags)).toEqual(args);
  });
});
