import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decimal, geneList, spread } from '../../src-main/cli/arguments.ts';
import { progressLine } from '../../src-main/cli/output.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

describe('--quiet', () => {
  it('hides how it goes, and none of the notes', () => {
    const written: string[] = [];
    const stream = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
    const { show, say, note } = progressLine(true, stream);
    show('Training', 0.5, 10);
    say('Wrote panel.csv');
    note('random with 9 genes failed.');
    expect(written).toEqual(['Note: random with 9 genes failed.\n']);
  });
});

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

describe('a list of genes', () => {
  const listed = (content: string | Uint8Array) => {
    const file = join(temporaryFolder(), 'genes.csv');
    writeFileSync(file, content);
    return geneList('--must-include', file);
  };

  it('is a line for each, or a table with a column of them', () => {
    expect(listed('\ufeffCD3E\r\nLYZ\r\n\r\n')).toEqual(['CD3E', 'LYZ']);
    expect(listed('rank;gene_symbol\n1;CD3E\n2;LYZ\n')).toEqual(['CD3E', 'LYZ']);
    expect(listed('ensembl_id,comment\nENSG00000198851,"T cells, all"\n')).toEqual(['ENSG00000198851']);
    expect(listed('# mine\nCD3E\tT\nLYZ\tmyeloid\n')).toEqual(['CD3E', 'LYZ']);
  });

  it('may hold patterns, and be written in UTF-16', () => {
    expect(listed('/^RP[LS],?/\nMALAT1\n')).toEqual(['/^RP[LS],?/', 'MALAT1']);
    expect(listed(Buffer.from('\ufeffCD3E\nLYZ\n', 'utf16le'))).toEqual(['CD3E', 'LYZ']);
  });
});

describe('an option that is a number', () => {
  it('says its range as people do', () => {
    expect(() => decimal('--share', '2', 0, 1)).toThrow('--share takes a number from 0 to 1, not "2".');
    expect(() => decimal('--max-mean', 'x', Number.MIN_VALUE, Number.MAX_VALUE)).toThrow(
      '--max-mean takes a number above 0, not "x".',
    );
  });
});
