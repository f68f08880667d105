/** Tables that a spreadsheet shows as they are: read back by a parser, no cell begins as a formula does. */
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvCell, toCsv } from '../../../src-main/services/tables/csv.ts';

/** What spreadsheets pass over before they look at the first letter of a cell. */
const startsFormula = (cell: string) => /^[\s"\u0000-\u001f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]/.test(cell); // eslint-disable-line no-control-regex
const isNumber = (cell: string) => cell.trim() !== '' && Number.isFinite(Number(cell.trim().replace(/"$/, '')));

const attacks = ['=', '+', '-', '@', '＝', '＋', '－', '＠'].flatMap((sign) =>
  ['', ' ', '\t', '\n', '\r', '\r\n', '\n\n', '\u00a0', '\u200b', '\ufeff', '\0', ' \t ', ';', 'a;', 'a; ', 'a\t', 'a\n', 'a|', '";', 'T;;'].map(
    (before) => `${before}${sign}cmd|'/C calc'!A0`,
  ),
); // prettier-ignore

describe('cells that would run', () => {
  it.each(attacks)('%j is shown and not run, whatever separates cells where it is opened', (text) => {
    const table = toCsv([
      ['class', 'cells'],
      [text, 3],
      ['last', text],
    ]);
    for (const delimiter of [',', ';', '\t', '|']) {
      const cells = parse(table, { delimiter, relax_quotes: true, relax_column_count: true }).flat();
      expect(
        cells.filter((cell) => startsFormula(cell) && !isNumber(cell)),
        delimiter,
      ).toEqual([]);
    }
    // nothing of the text is lost, and the apostrophe is all that was added
    const [, [first]] = parse(table, { relax_column_count: true }) as [string[], string[]];
    expect(first!.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
  });

  it.each(['-1', '-1.5e-3', 'CD4-CD8', 'T cell; CD4+', 'a@b', '', 'HLA-A', 'Th1/Th17', 'a;-1', 'x=y'])('%j stays as it is', (text) => {
    expect(parse(toCsv([[text]]))[0] ?? ['']).toEqual([text]);
  }); // prettier-ignore

  it.each(['\tx', '\rx', '\nx'])('%j has an apostrophe before it', (text) => {
    expect(csvCell(text)).toContain(`'${text}`);
  });
});
