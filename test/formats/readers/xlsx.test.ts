/** Workbooks as label files. */
import { describe, expect, it } from 'vitest';
import { describeError } from '../../../src-shared/errors.ts';
import { joinLabels, readLabelFile } from '../../../src-main/formats/readers/label-file.ts';
import { temporaryFolder } from '../temporary.ts';
import { zipOf } from '../zip-of.ts';

const folder = temporaryFolder();

/** A workbook as Excel lays it out: sheets by name, the XML of their rows. */
function workbook(sheets: Record<string, string>, more: Record<string, string> = {}): Buffer {
  const names = Object.keys(sheets);
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8"?><workbook ${main} xmlns:r="r"><sheets>${names
      .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<worksheet ${main}><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
    ...more,
  });
}

const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (n: number, ...cells: string[]) => `<row r="${n}">${cells.join('')}</row>`;

describe('readLabelFile of a workbook', () => {
  it('reads shared, rich and inline text, numbers, truth values, dates, formulas, gaps and errors', async () => {
    const strings =
      '<sst><si><t>cell</t></si><si><r><t>ty</t></r><r><t>pe</t></r><rPh><t>xx</t></rPh></si><si><t>B &amp; T</t></si></sst>';
    const styles = '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/><numFmt numFmtId="171" formatCode="0.0&quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'; // prettier-ignore
    const path = folder.write(
      'a.xlsx',
      workbook(
        {
          Labels: [
            row(1, '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>', text('C1', 'age'), text('D1', 'day'), text('E1', 'ok')), // prettier-ignore
            row(2, text('A2', 'c1'), '<c r="B2" t="s"><v>2</v></c>', '<c r="C2"><v>61.5</v></c>', '<c r="D2" s="1"><v>45292</v></c>', '<c r="E2" t="b"><v>1</v></c>'), // prettier-ignore
            row(3, text('A3', 'c2'), '<c r="C3" s="2"><f>1+1</f><v>2</v></c>', '<c r="E3" t="e"><v>#N/A</v></c>'),
          ].join(''),
        },
        { 'xl/sharedStrings.xml': strings, 'xl/styles.xml': styles },
      ),
    );
    expect(await readLabelFile(path)).toEqual({
      name: 'a.xlsx',
      columns: ['cell', 'type', 'age', 'day', 'ok'],
      rows: [
        ['c1', 'B & T', '61.5', '2024-01-01', 'True'],
        ['c2', '', '2', '', ''],
      ],
    });
  });

  it('takes the sheet with the most lines, and passes over a title', async () => {
    const cells = [1, 2, 3, 4].map((n) => row(n + 2, text(`A${n + 2}`, `AAACCCAAGT${n}-1`), text(`B${n + 2}`, 'T')));
    const sheet = [row(1, text('A1', 'Table S1. Cells')), row(2, text('A2', 'barcode'), text('B2', 'type')), ...cells];
    const path = folder.write('b.xlsx', workbook({ Legend: row(1, text('A1', 'see below')), Cells: sheet.join('') }));
    const labels = await readLabelFile(path);
    expect([labels.name, labels.columns, labels.rows.length]).toEqual(['b.xlsx (sheet Cells)', ['barcode', 'type'], 4]);
    expect(joinLabels(['AAACCCAAGT2-1', 'AAACCCAAGT9-1'], labels).join).toMatchObject({ matched: 1, cells: 2 });
  });

  it('refuses in words what is damaged, empty or meant to fill the memory', async () => {
    const message = (name: string, content: Buffer) =>
      readLabelFile(folder.write(name, content)).then(() => 'read', describeError);
    const whole = workbook({ S: row(1, text('A1', 'cell'), text('B1', 'type')) });
    expect(await message('c.xlsx', whole)).toContain('c.xlsx has no sheet with a line of column names');
    expect(await message('d.xlsx', whole.subarray(0, -40))).toContain('d.xlsx cannot be read as an Excel workbook');
    expect(await message('e.xlsx', workbook({ S: '<row><c></row>' }))).toContain('e.xlsx cannot be read');
    const flipped = Buffer.from(whole);
    flipped[whole.indexOf('xl/worksheets/sheet1.xml') + 40] ^= 4;
    expect(await message('f.xlsx', flipped)).toContain('f.xlsx cannot be read as an Excel workbook');
    const bomb = workbook({ S: ' '.repeat(300 * 2 ** 20) });
    expect(await message('g.xlsx', bomb)).toContain('g.xlsx unpacks to more than 256 MB');
  });
});
