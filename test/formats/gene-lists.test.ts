/** Lists of genes as people have them: read, or refused as what they are. */
import { describe, expect, it } from 'vitest';
import { fromDate, readGeneList } from '../../src-main/formats/gene-lists.ts';
import { describeError } from '../../src-shared/errors.ts';

const known = new Set('CD3D CD3E CD2 LYZ FCN1 S100A8 MS4A1 CD79A CD79B NKG7 GNLY KLRD1 HLA-DRA'.split(' '));
const isKnown = (name: string) => known.has(name);
const names = (text: string) => readGeneList(text, isKnown).genes.map(({ name }) => name);
const groups = (text: string) => {
  const found: Record<string, string[]> = {};
  for (const { name, group } of readGeneList(text, isKnown).genes) (found[group] ??= []).push(name);
  return found;
};
const four = ['CD3D', 'LYZ', 'MS4A1', 'NKG7'];
const byType = { T: ['CD3D', 'CD3E'], B: ['MS4A1', 'CD79A'] };

describe('a plain list', () => {
  it.each([
    ['one a line', 'CD3D\nLYZ\nMS4A1\nNKG7\n'],
    ['between blanks', 'CD3D LYZ MS4A1 NKG7\n'],
    ['blanks over two lines', 'CD3D LYZ\nMS4A1  NKG7'],
    ['commas and line ends', 'CD3D,\nLYZ,\nMS4A1,\nNKG7'],
    ['semicolons', 'CD3D; LYZ; MS4A1; NKG7'],
    [
      'characters of no width',
      'CD3D\nMS4A1\u200b\n\ufeffLYZ\nNKG7\u00ad'.replace('MS4A1\u200b\n\ufeffLYZ', '\ufeffLYZ\nMS4A1\u200b'),
    ],
    ['blanks that do not break', 'CD3D\u00a0\nLYZ\nMS4A1\n\u00a0NKG7'],
    ['bullets and numbers', '- CD3D\n2. LYZ\n• MS4A1\n4) NKG7'],
    ['quotes of a word processor', '“CD3D”\n‘LYZ’\n"MS4A1"\n`NKG7`'],
    ['remarks', 'CD3D # T cells\nLYZ\nMS4A1\nNKG7 # and more'],
    ['an R vector', 'c("CD3D", "LYZ", "MS4A1", "NKG7")\n'],
    ['an R vector with a name', "genes <- c('CD3D', 'LYZ',\n  'MS4A1', 'NKG7')"],
    ['what R prints', '[1] "CD3D"  "LYZ"\n[3] "MS4A1" "NKG7"\n'],
    ['a Python list', "['CD3D', 'LYZ', 'MS4A1', 'NKG7']"],
    ['a Python list with a name', "genes = ['CD3D', 'LYZ', 'MS4A1', 'NKG7']"],
    ['a pandas Index', "Index(['CD3D', 'LYZ', 'MS4A1', 'NKG7'], dtype='object')".replace(", dtype='object'", '')],
    ['a JSON list', '["CD3D", "LYZ", "MS4A1", "NKG7"]'],
    ['JSON objects', '[{"gene": "CD3D"}, {"gene": "LYZ"}, {"gene": "MS4A1"}, {"gene": "NKG7"}]'],
    ['Xenium', JSON.stringify({ payload: { targets: [...four.map((name, i) => ({ type: { descriptor: 'gene', data: { id: `ENSG${i}`, name } } })), { type: { descriptor: 'negative_control_probe', data: { name: 'Neg1' } } }] } })], // prettier-ignore
    [
      'a codebook',
      'version,1.0\ncodebook_name,demo\nbit_names,R1,R2\nname,id,barcodeType,R1,R2\nCD3D,T0,merfish,1,0\nLYZ,T1,merfish,1,0\nMS4A1,T2,merfish,1,0\nNKG7,T3,merfish,1,0\nBlank-1,Blank-1,merfish,0,1\n',
    ],
    ['numbered lines without a header', '1\tCD3D\n2\tLYZ\n3\tMS4A1\n4\tNKG7\n'],
    ['row names of R', '"","avg_log2FC"\n"CD3D",1.2\n"LYZ",2\n"MS4A1",0.3\n"NKG7",4\n'],
  ])('%s', (_, text) => expect(names(text)).toEqual(four));
});

describe('a table', () => {
  it.each<[what: string, text: string]>([
    ['a column for each', 'T,B\nCD3D,MS4A1\nCD3E,CD79A\n'],
    ['a column for each, with numbers of lines', ',T,B\n0,CD3D,MS4A1\n1,CD3E,CD79A\n'],
    ['several in a field', 'cell_name,marker\nT,"CD3D, CD3E"\nB,"MS4A1, CD79A"\n'],
    [
      'lists of Python in a field',
      "clusterName,f_score,markers\nT,.9,\"['CD3D', 'CD3E']\"\nB,.9,\"['MS4A1', 'CD79A']\"\n",
    ],
    ['bars in a field', 'cell type\tgenes\nT\tCD3D|CD3E\nB\tMS4A1|CD79A\n'],
    ['gene sets', 'T\tna\tCD3D\tCD3E\nB\thttp://x.org/B\tMS4A1\tCD79A\n'],
    ['a Python dict', "{'T': ['CD3D', 'CD3E'], 'B': ['MS4A1', 'CD79A']}"],
    ['an R list', 'list(T = c("CD3D", "CD3E"), B = c("MS4A1", "CD79A"))'],
    ['JSON by type', '{"T": ["CD3D", "CD3E"], "B": ["MS4A1", "CD79A"]}'],
    [
      'FindAllMarkers',
      '"","p_val","avg_log2FC","cluster","gene"\n"CD3D",0,1,"T","CD3D"\n"CD3E",0,1,"T","CD3E"\n"MS4A1",0,1,"B","MS4A1"\n"CD79A",0,1,"B","CD79A"\n',
    ],
  ])('%s', (_, text) => expect(groups(text)).toEqual(byType));

  it('with a column that says what was chosen gives these, and says so', () => {
    const text = ',gene_nr,selection,rank\nCD3D,1,True,1\nLYZ,2,False,2\nMS4A1,3,True,2\nNKG7,4,False,3\n';
    const { genes, notes } = readGeneList(text, isKnown);
    expect(genes.map(({ name }) => name)).toEqual(['CD3D', 'MS4A1']);
    expect(notes).toEqual(['The 2 of 4 genes are taken for which the column “selection” is true.']);
    expect(names('gene,in_panel\nCD3D,1\nLYZ,0\n')).toEqual(['CD3D']);
    expect(names('gene,keep\nCD3D,\nLYZ,x\n')).toEqual(['LYZ']);
    expect(names('gene,selected\nCD3D,TRUE\nLYZ,TRUE\n')).toEqual(['CD3D', 'LYZ']);
  });

  it('without any gene is refused as what it is', () => {
    const refused = (text: string) => {
      try {
        return names(text).join();
      } catch (error) {
        return describeError(error);
      }
    };
    expect(refused('cell,x,y\n1,0.5,2\n2,0.7,3\n')).toContain('The table has 3 columns (cell, x, y), and none of them');
    expect(refused('{"cells": 3, "name_of_run": "x"}')).toContain(
      'The file is JSON with "cells", "name_of_run", and no list',
    );
    expect(refused('gene,probes\n')).toContain('names no gene');
  });
});

describe('dates of spreadsheets', () => {
  it.each([
    ['1-Mar', 'MARCH1'], ['Mar-01', 'MARCH1'], ['2-Sep', 'SEPT2'], ['1-Dez', 'DEC1'], ['4-Okt', 'OCT4'], ['1. Mrz', ''], ['2021-09-02', 'SEPT2'],
  ])('%s', (text, meant) => expect(fromDate(text)[0] ?? '').toBe(meant)); // prettier-ignore
  it('are told of', () => {
    expect(readGeneList('gene\n1-Mar\nCD3D\n', isKnown).notes).toEqual([
      '1-Mar is a date: a spreadsheet made it of MARCH1 or MARCHF1.',
    ]);
  });
});
