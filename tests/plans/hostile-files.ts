// Files that would cost a server dear, or that are not what their names say: what is expected of each.
// Pitfall: bytes are made here and never kept in the repository; what takes long to make is made when it is asked for.

import { zipSync } from 'fflate';
import { compoundFile, lie, makeXlsx, partsOf, setPart } from './xlsx.js';

const TITLES = ['Ref', 'Milestone', 'Workstream', 'Owner', 'Baseline'];
const ROW = ['M01', 'One', 'WS1', 'Sam', '9 June 2027'];
const MILESTONES = { name: 'Milestones', rows: [TITLES, ROW] };
const MB = 1024 * 1024;
const text = (of: string) => new TextEncoder().encode(of);

/** A sheet of rows that hold formatting and nothing else, below one that holds something. */
function ghosts(rows: number): Uint8Array {
  const data = Array.from({ length: rows }, (_, n) => `<row r="${n + 3}"><c r="A${n + 3}" s="1"/></row>`).join('');
  return makeXlsx({
    sheets: [MILESTONES],
    change: (parts) => {
      const sheet = new TextDecoder().decode(parts['xl/worksheets/sheet1.xml']);
      setPart(parts, 'xl/worksheets/sheet1.xml', sheet.replace('</sheetData>', `${data}</sheetData>`));
    },
  });
}

const withSheet = (data: string, level: 1 | 9 = 9) => makeXlsx({ sheets: [{ name: 'Milestones', data }], level });
const withTexts = (inner: string) =>
  makeXlsx({
    sheets: [MILESTONES],
    level: 9,
    change: (parts) => setPart(parts, 'xl/sharedStrings.xml', `<sst>${inner}</sst>`),
  });
const locked = (bytes: Uint8Array) => {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  for (let at = 0; at < changed.byteLength - 30; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true);
  return changed;
};

export interface Hostile {
  what: string;
  name: string;
  make(): Uint8Array;
  /** Said when it is refused; what is noted where it is read all the same. */
  refused?: RegExp;
  noted?: RegExp;
}

export const HOSTILE: readonly Hostile[] = [
  {
    what: 'one cell at the far end of the sheet',
    name: 'a.xlsx',
    make: () =>
      makeXlsx({
        sheets: [MILESTONES],
        change: (parts) => {
          const sheet = new TextDecoder().decode(parts['xl/worksheets/sheet1.xml']);
          const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
          setPart(parts, 'xl/worksheets/sheet1.xml', sheet.replace('</sheetData>', `${far}</sheetData>`));
        },
      }),
    noted: /outside the table \(column XFD, row 1,048,576\): delete it/,
  },
  { what: '400,000 empty formatted rows', name: 'a.xlsx', make: () => ghosts(400_000) },
  { what: '1,000,000 empty formatted rows', name: 'a.xlsx', make: () => ghosts(1_000_000) },
  {
    what: 'a sheet that unpacks to 300 MB of spaces',
    name: 'a.xlsx',
    make: () => withSheet(' '.repeat(300 * MB)),
    refused: /unpacks to more than 96 MB/,
  },
  {
    what: 'a zip that says it is small',
    name: 'a.xlsx',
    make: () => lie(withSheet(' '.repeat(100 * MB)), 10),
    refused: /not as long as the file says/,
  },
  {
    what: 'a zip that says it is enormous',
    name: 'a.xlsx',
    make: () => lie(makeXlsx({ sheets: [MILESTONES] }), 4_000_000_000),
    refused: /not as long as the file says/,
  },
  {
    what: '600,000 cells',
    name: 'a.xlsx',
    make: () => withSheet(`<row r="1">${'<c><v>1</v></c>'.repeat(600_000)}</row>`),
    refused: /Milestones has more than 100,000 cells/,
  },
  {
    what: 'a million shared texts',
    name: 'a.xlsx',
    make: () => withTexts('<si><t>a</t></si>'.repeat(1_000_000)),
    refused: /more than 100,000 texts/,
  },
  {
    what: 'one shared text of 80 MB',
    name: 'a.xlsx',
    make: () => withTexts(`<si><t>${'a'.repeat(80 * MB)}</t></si>`),
    refused: /more than 4,000,000 letters/,
  },
  {
    what: 'one cell of 50 MB',
    name: 'a.xlsx',
    make: () => withSheet(`<row><c t="inlineStr"><is><t>${'a'.repeat(50 * MB)}</t></is></c></row>`),
    refused: /more text than Excel allows/,
  },
  {
    what: 'an attribute of 50 MB',
    name: 'a.xlsx',
    make: () => withSheet(`<row r="${'1'.repeat(50 * MB)}"></row>`),
    refused: /not well-formed/,
  },
  {
    what: 'elements nested a million deep',
    name: 'a.xlsx',
    make: () => withSheet('<a>'.repeat(1_000_000)),
    refused: /nested far deeper/,
  },
  {
    what: 'entities that multiply',
    name: 'a.xlsx',
    make: () =>
      makeXlsx({
        sheets: [MILESTONES],
        change: (parts) =>
          setPart(
            parts,
            'xl/workbook.xml',
            '<!DOCTYPE a [<!ENTITY b "xxxx"><!ENTITY c "&b;&b;&b;">]><workbook>&c;</workbook>',
          ),
      }),
    refused: /document type with entities/,
  },
  {
    what: 'an entity from outside',
    name: 'a.xlsx',
    make: () =>
      makeXlsx({
        sheets: [MILESTONES],
        change: (parts) =>
          setPart(parts, 'xl/worksheets/sheet1.xml', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>'),
      }),
    refused: /document type with entities/,
  },
  {
    what: '100,000 merged cells',
    name: 'a.xlsx',
    make: () =>
      makeXlsx({
        sheets: [
          { ...MILESTONES, after: `<mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(100_000)}</mergeCells>` },
        ],
      }),
    refused: /more than 2,000 merged cells/,
  },
  {
    what: 'twenty thousand parts',
    name: 'a.xlsx',
    make: () =>
      zipSync({
        ...partsOf({ sheets: [MILESTONES] }),
        ...Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`a${n}`, new Uint8Array(0)])),
      }),
    refused: /parts, far more than a plan needs/,
  },
  {
    what: 'a thousand sheets',
    name: 'a.xlsx',
    make: () => makeXlsx({ sheets: Array.from({ length: 900 }, (_, n) => ({ name: `S${n}`, rows: [['a']] })) }),
    refused: /parts, far more|more than 60 sheets/,
  },
  {
    what: 'a file cut short',
    name: 'a.xlsx',
    make: () => makeXlsx({ sheets: [MILESTONES] }).slice(0, 900),
    refused: /cut short/,
  },
  {
    what: 'a damaged file',
    name: 'a.xlsx',
    make: () => {
      const bytes = makeXlsx({ sheets: [MILESTONES] });
      bytes.fill(0x55, 60, 400);
      return bytes;
    },
    refused: /damaged/,
  },
  {
    what: 'a zip with a password',
    name: 'a.xlsx',
    make: () => locked(makeXlsx({ sheets: [MILESTONES] })),
    refused: /password/,
  },
  {
    what: 'a workbook with a password',
    name: 'a.xlsx',
    make: () => compoundFile('EncryptionInfo', 'EncryptedPackage'),
    refused: /locked with a password/,
  },
  {
    what: 'a workbook encrypted by its label',
    name: 'a.xlsx',
    make: () => compoundFile('EncryptedPackage', 'DRMEncryptedDataSpace', 'DRMEncryptedTransform'),
    refused: /sensitivity label/,
  },
  {
    what: 'an older workbook under a newer name',
    name: 'a.xlsx',
    make: () => compoundFile('Workbook'),
    refused: /older Excel workbook \(\.xls\)/,
  },
  { what: 'an older workbook', name: 'a.xls', make: () => compoundFile('Workbook'), refused: /older Excel workbook/ },
  {
    what: 'a web page',
    name: 'a.xls',
    make: () => text('\uFEFF<html><table><tr><td>M01</td></tr></table></html>'),
    refused: /web page/,
  },
  {
    what: 'a document',
    name: 'a.xlsx',
    make: () => zipSync({ 'word/document.xml': text('<w/>') }),
    refused: /Word document/,
  },
  {
    what: 'an OpenDocument sheet',
    name: 'a.ods',
    make: () =>
      zipSync({ mimetype: text('application/vnd.oasis.opendocument.spreadsheet'), 'content.xml': text('<o/>') }),
    refused: /\.ods/,
  },
  {
    what: 'a binary workbook',
    name: 'a.xlsb',
    make: () => zipSync({ 'xl/workbook.bin': text('x') }),
    refused: /\.xlsb/,
  },
  { what: 'a zip folder', name: 'a.zip', make: () => zipSync({ 'a.txt': text('x') }), refused: /zip folder/ },
  { what: 'a PDF', name: 'a.xlsx', make: () => text('%PDF-1.7'), refused: /PDF/ },
  {
    what: 'text under a workbook’s name',
    name: 'a.xlsx',
    make: () => text('Ref,Milestone\n'),
    refused: /file of text, no Excel workbook/,
  },
  { what: 'a workbook under a text’s name', name: 'plan.csv', make: () => makeXlsx({ sheets: [MILESTONES] }) },
  { what: 'nothing', name: 'a.xlsx', make: () => new Uint8Array(0), refused: /empty/ },
  { what: 'nothing but a mark', name: 'a.csv', make: () => new Uint8Array([0xef, 0xbb, 0xbf]), refused: /empty/ },
  {
    what: '5 MB of commas',
    name: 'a.csv',
    make: () => text(','.repeat(5 * MB)),
    refused: /more than 16,384 columns in a row/,
  },
  { what: '5 MB of line ends', name: 'a.csv', make: () => text('\n'.repeat(5 * MB)), refused: /empty/ },
  {
    what: '5 MB of short lines',
    name: 'a.csv',
    make: () => text('a\n'.repeat(2.5 * MB)),
    refused: /more than 1,000 rows/,
  },
  {
    what: '5 MB of lines of commas',
    name: 'a.csv',
    make: () => text(`${','.repeat(99)}\n`.repeat(52_000)),
    refused: /No sheet of it/,
  },
  {
    what: 'a quotation mark that never closes',
    name: 'a.csv',
    make: () => text(`Ref,Milestone\n"${'a'.repeat(5 * MB - 30)}`),
    refused: /longer than any of a plan/,
  },
  {
    what: '5 MB of quotation marks',
    name: 'a.csv',
    make: () => text('"'.repeat(5 * MB)),
    refused: /longer than any of a plan|quotation mark/,
  },
  { what: '5 MB of brackets', name: 'a.json', make: () => text('['.repeat(5 * MB)), refused: /not JSON/ },
  {
    what: '5 MB of empty lists',
    name: 'a.json',
    make: () => text(`{"milestones":[${'[],'.repeat(1.6 * MB)}[]]}`),
    refused: /more than 1,000 rows/,
  },
  {
    what: '5 MB of empty objects',
    name: 'a.json',
    make: () => text(`{"x":[${'{},'.repeat(1.6 * MB)}{}]}`),
    refused: /far more memory to read than a plan does/,
  },
  {
    what: '5 MB of keys',
    name: 'a.json',
    make: () => text(`{"milestones":[{${Array.from({ length: 400_000 }, (_, n) => `"k${n}":1`).join(',')}}]}`),
    noted: /more keys that are none of ours/,
  },
  {
    what: 'bytes that are no text',
    name: 'a.csv',
    make: () => new Uint8Array(MB).map((_, n) => (n * 7_919) % 256),
    refused: /no file of text/,
  },
];
