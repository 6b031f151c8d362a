// File by file: what was read, and what was named as not read or as read otherwise.
// Pitfall: a file is made here as other programs write it; our own workbooks hold none of this.

import { describe, expect, it } from 'vitest';
import { readBytes } from '../../src/plans/reading/read-bytes.js';
import { type BookSpec, type CellSpec, makeXlsx, type SheetSpec, setPart } from './xlsx.js';

const TITLES = ['Ref', 'Milestone', 'Workstream', 'Owner', 'Baseline'];
const ROW = ['M01', 'One', 'WS1', 'Sam', '9 June 2027'];
const sheet = (rows: readonly (readonly CellSpec[])[], more: Partial<SheetSpec> = {}): SheetSpec => ({
  name: 'Milestones',
  rows,
  ...more,
});
const plain = sheet([TITLES, ROW]);
const xml = (of: string): CellSpec => ({ xml: of });

/** `read`: cells by row and key; `named`: every note, as "what sheet: text". */
async function take(name: string, bytes: Uint8Array) {
  const { tables, notes } = await readBytes(name, bytes);
  return {
    read: tables.map(({ name: of, key, rows }) => ({
      of,
      key,
      rows: rows.map(({ cells, problems }) => ({ ...cells, ...problems })),
    })),
    named: notes.map(({ what, sheet: of, text }) => `${what} ${of}: ${text}`),
    tables,
  };
}
const book = (spec: BookSpec) => take('plan.xlsx', makeXlsx(spec));
const csv = (text: string | Uint8Array, name = 'milestones.csv') =>
  take(name, typeof text === 'string' ? new TextEncoder().encode(text) : text);
const first = (taken: Awaited<ReturnType<typeof take>>) => taken.read[0]?.rows[0];

interface Case {
  what: string;
  sheets: readonly SheetSpec[];
  more?: Partial<BookSpec>;
  /** What the first row has; and how many rows each table has. */
  row?: Record<string, unknown>;
  counts?: readonly number[];
  named: readonly (string | RegExp)[];
}

const CASES: readonly Case[] = [
  { what: 'a plain sheet', sheets: [plain], row: { ref: 'M01', baselineOn: '9 June 2027' }, counts: [1], named: [] },
  {
    what: 'a hidden sheet before the visible one',
    sheets: [sheet([TITLES, ['M99', ...ROW.slice(1)]], { name: 'Archive', state: 'hidden' }), plain],
    row: { ref: 'M01' },
    counts: [1],
    named: [/not read Archive: the whole sheet: it is hidden/],
  },
  {
    what: 'a very hidden sheet of the very name',
    sheets: [
      sheet([TITLES, ['M99', ...ROW.slice(1)]], { state: 'veryHidden' }),
      sheet([TITLES, ROW], { name: 'Plan' }),
    ],
    row: { ref: 'M01' },
    named: [/not read Milestones: the whole sheet: it is hidden/],
  },
  {
    what: 'a second sheet of a kind',
    sheets: [plain, sheet([TITLES, ['M02', ...ROW.slice(1)]], { name: 'Milestones 2' })],
    counts: [1, 1],
    named: [],
  },
  {
    what: 'a sheet that is none of ours, a chart, and an empty one',
    sheets: [
      plain,
      sheet(
        [
          ['Ref', 'Action', 'Owner', 'Due date', 'Status'],
          ['A1', 'Ask', 'Sam', 'soon', 'Open'],
        ],
        { name: 'Actions' },
      ),
      sheet([], { name: 'Chart1', kind: 'chartsheet' }),
      sheet([], { name: 'Sheet3' }),
    ],
    counts: [1],
    named: [
      /not read Chart1: the whole sheet: it is a chart/,
      /not read Actions: the whole sheet: no line of it has the titles/,
    ],
  },
  {
    what: 'columns that are none of ours, with the nearest title',
    sheets: [
      sheet([
        [...TITLES, 'Depends on', 'Mileston', '% complete'],
        [...ROW, 'M08', 'teal', 40],
      ]),
    ],
    named: [
      'not read Milestones: columns F “Depends on” (nearest: Waits for), G “Mileston” (nearest: Milestone), H “% complete”',
    ],
  },
  {
    what: 'titles that trackers use',
    sheets: [
      sheet([
        [
          'Milestone ID',
          'Milestone description',
          'Work stream',
          'Lead',
          'Due date',
          'Revised date',
          'RAG status',
          'Comments',
        ],
        [...ROW, '1 July 2027', 'A', 'Late'],
      ]),
    ],
    row: {
      ref: 'M01',
      title: 'One',
      workstream: 'WS1',
      owner: 'Sam',
      forecastOn: '1 July 2027',
      stated: 'A',
      commentary: 'Late',
    },
    named: [
      /read Milestones: under another title: A “Milestone ID” as Ref, B “Milestone description” as Milestone, .*F “Revised date” as Forecast, G “RAG status” as RAG, H “Comments” as Commentary/,
    ],
  },
  {
    what: 'a status column that holds no colours',
    sheets: [
      sheet([
        [...TITLES, 'Status'],
        [...ROW, 'In progress'],
      ]),
    ],
    named: ['not read Milestones: column F “Status” (nearest: RAG)'],
  },
  {
    what: 'a line above the titles, a cell beside the table and one far below',
    sheets: [
      sheet([
        ['The plan of 2026'],
        [],
        TITLES,
        [...ROW, null, null, 'see below'],
        [],
        [null, null, null, null, null, null, 'x'],
      ]),
    ],
    row: { ref: 'M01' },
    named: [
      'not read Milestones: what stands above the titles (row 1)',
      /not read Milestones: what stands outside the table \(column H, row 4, column G, row 6\)|not read Milestones: what stands outside the table/,
    ],
  },
  {
    what: 'merged cells',
    sheets: [
      sheet([TITLES, ROW, ['M02', 'Two', null, 'Sam', '9 June 2027']], {
        after: '<mergeCells><mergeCell ref="C2:C3"/></mergeCells>',
      }),
    ],
    counts: [2],
    named: ['read Milestones: merged cells, for each of their rows: C2:C3'],
  },
  {
    what: 'hidden rows and columns',
    sheets: [
      sheet([], {
        before: '<cols><col min="4" max="4" hidden="1"/></cols>',
        data: `<row r="1">${TITLES.map((title, n) => `<c r="${'ABCDE'[n]}1" t="inlineStr"><is><t>${title}</t></is></c>`).join('')}</row><row r="2" hidden="1">${ROW.map((one, n) => `<c r="${'ABCDE'[n]}2" t="inlineStr"><is><t>${one}</t></is></c>`).join('')}</row>`,
      }),
    ],
    row: { ref: 'M01', owner: 'Sam' },
    named: ['read Milestones: though hidden: row 2', 'read Milestones: though hidden: column D'],
  },
  {
    what: 'formulas with and without a result, and errors',
    sheets: [
      sheet([
        TITLES,
        [
          'M01',
          xml('<c t="str"><f>A1</f><v>Made</v></c>'),
          xml('<c><f>[1]Other!A1</f></c>'),
          xml('<c t="e"><v>#REF!</v></c>'),
          ROW[4] ?? '',
        ],
      ]),
    ],
    more: { relations: ['externalLink'] },
    row: {
      title: 'Made',
      workstream: expect.stringContaining('no result'),
      owner: expect.stringContaining('#REF! is an error'),
    },
    named: [
      'not read The workbook: the other workbooks that it links to',
      'read Milestones: 2 formulas, as last worked out',
    ],
  },
  {
    what: 'comments, pictures and macros',
    sheets: [
      sheet([TITLES, ROW], {
        relations: ['comments', 'drawing'],
        after: '<hyperlinks><hyperlink ref="A1"/></hyperlinks>',
      }),
    ],
    more: { relations: ['vbaProject'] },
    named: [
      'not read The workbook: its macros',
      'not read Milestones: comments on cells',
      'not read Milestones: pictures, charts and text boxes',
      'not read Milestones: the addresses behind links',
    ],
  },
  {
    what: 'letters that XML and spreadsheets escape',
    sheets: [
      sheet([
        TITLES,
        [
          'M01',
          xml('<c t="inlineStr"><is><r><t>Café &#x1F600;</t></r><r><t>_x000D_ &amp;_x005F_</t></r></is></c>'),
          ...ROW.slice(2),
        ],
      ]),
    ],
    row: { title: 'Café \u{1F600}\r &_' },
    named: [],
  },
];

describe('a workbook', () => {
  it.each(CASES)('with $what', async ({ sheets, more, row, counts, named }) => {
    const taken = await book({ sheets, ...more });
    if (row) expect(first(taken)).toMatchObject(row);
    if (counts) expect(taken.read.map(({ rows }) => rows.length)).toEqual(counts);
    expect(taken.named).toHaveLength(named.length);
    for (const [n, one] of named.entries())
      if (typeof one === 'string') expect(taken.named[n]).toBe(one);
      else expect(taken.named[n]).toMatch(one);
  });

  it('with two columns of one name is told so', async () => {
    const { tables } = await book({
      sheets: [
        sheet([
          [...TITLES, 'owner'],
          [...ROW, 'Pat'],
        ]),
      ],
    });
    expect(tables[0]?.faults).toEqual([
      { column: 'D and F, Owner', sentence: expect.stringContaining('Two columns are Owner') },
    ]);
  });

  it.each([
    ['a built-in format', 14],
    ['a format of its own', 'dddd d" of "mmmm yyyy'],
    ['another language’s', '[$-809]dd mmmm yyyy;@'],
    ['a month and year', 'mmm-yy'],
    ['a day and time', 22],
    ['no format at all', 0],
  ])('counts days from 1900 or 1904, shown by %s', async (_, format) => {
    for (const [date1904, serial] of [
      [false, 46_547],
      [true, 45_085],
    ] as const) {
      const cell = xml(`<c s="1"><v>${serial}.4</v></c>`);
      const taken = await book({ sheets: [sheet([TITLES, [...ROW.slice(0, 4), cell]])], date1904, formats: [format] });
      expect(first(taken)).toMatchObject({ baselineOn: '2027-06-09' });
    }
  });

  it.each(['0.00', '#,##0 "days"', '[Red]0', '[h]:mm', 'h:mm AM/PM', '@', 'General', '"y"0'])(
    'does not take a number for a day because of %s',
    async (format) => {
      const cell = xml('<c s="1"><v>46547</v></c>');
      const taken = await book({ sheets: [sheet([TITLES, ['M01', cell, ...ROW.slice(2)]])], formats: [format] });
      expect(first(taken)).toMatchObject({ title: 46_547 });
    },
  );

  it('with the prefixes of another writer, and paths of its own, is read', async () => {
    const taken = await book({
      sheets: [plain],
      change: (parts) => {
        const text = new TextDecoder().decode(parts['xl/worksheets/sheet1.xml']);
        delete parts['xl/worksheets/sheet1.xml'];
        setPart(parts, 'xl/a/b.xml', text.replace(/<(\/?)(\w)/g, '<$1x:$2').replace('xmlns=', 'xmlns:x='));
        const rels = new TextDecoder().decode(parts['xl/_rels/workbook.xml.rels']);
        setPart(parts, 'xl/_rels/workbook.xml.rels', rels.replace('worksheets/sheet1.xml', '/xl/./c/../a/b.xml'));
      },
    });
    expect(first(taken)).toMatchObject({ ref: 'M01', title: 'One' });
  });
});

describe('a file of text', () => {
  const words = '“Children’s voices” – £2m, café';
  const lines = (delimiter: string) =>
    [TITLES, ['M01', `"${words}"`, 'WS1', 'Sam', '9 June 2027']].map((row) => row.join(delimiter)).join('\r\n');
  const utf16 = (text: string, big: boolean) =>
    big ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'utf16le');
  const cp1252 = (text: string) =>
    Buffer.from([...text].map((one) => ({ '“': 0x93, '”': 0x94, '’': 0x92, '–': 0x96 })[one] ?? one.charCodeAt(0)));

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['Windows-1252', cp1252],
    ['UTF-16 LE with a mark', (text: string) => utf16(`\uFEFF${text}`, false)],
    ['UTF-16 BE with a mark', (text: string) => utf16(`\uFEFF${text}`, true)],
    ['UTF-16 LE', (text: string) => utf16(text, false)],
    ['UTF-16 BE', (text: string) => utf16(text, true)],
  ])('in %s, by commas, semicolons, tabs and bars', async (_, encode) => {
    for (const delimiter of [',', ';', '\t', '|'])
      for (const ending of ['csv', 'txt'])
        expect(first(await csv(encode(lines(delimiter)), `milestones.${ending}`))).toMatchObject({
          title: words,
          baselineOn: '9 June 2027',
        });
  });

  it('that says which mark it uses is believed, and rows are counted as they stand', async () => {
    const { tables } = await csv(`sep=;\r\n\r\n${lines(';').replace('\r\n', '\r\n\r\n')}`);
    expect(tables[0]?.rows[0]).toMatchObject({ n: 5, cells: { title: words } });
  });

  it.each([
    [Buffer.from([...Buffer.from('Ref,Milestone\nM01,caf\u00e9 '), 0xe9]), /mixes two encodings/],
    [Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0xe9, 0x42]), /mixes two encodings/],
    [Buffer.from([0x41, 0x81, 0x42]), /neither UTF-8 nor Windows-1252/],
    [Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x00, 0xd8]), /UTF-16 and damaged/],
    [Buffer.from('Ref,Milestone\nM01,"One\n'), /quotation mark is not closed/],
  ])('that cannot be known is told why', async (bytes, sentence) => {
    await expect(csv(bytes)).rejects.toMatchObject({ advice: expect.stringMatching(sentence) });
  });

  it('as JSON names keys and lists that are none of ours', async () => {
    const { named } = await csv(
      JSON.stringify({
        milestones: [{ ref: 'M01', depends_on: ['M02'], owner: { id: 1 } }],
        actions: [],
        people: 'Sam',
      }),
      'plan.json',
    );
    expect(named).toEqual([
      'not read people: it is no list',
      'not read milestones: “depends_on” (nearest: dependsOn)',
      'not read actions: it is no list of a plan',
    ]);
  });

  // Guard: repeatedKeys. Without it JSON.parse keeps the last and nobody hears of the others.
  it.each([
    ['[{"ref":"M01"},{"title":"A","ref":"M02","title":"B"}]', 'milestones: “title” stands more than once in item 2'],
    ['[{"ref":"M01","title":"x","\\u0074itle":"y"}]', 'milestones: “title” stands more than once in item 1'],
    ['[{"ref":"M01","__proto__":1,"__proto__":2}]', 'milestones: “__proto__” stands more than once in item 1'],
    ['[{"ref":"M\\"{01","a":[{"b":1,"b":2}]}]', 'milestones: “b” stands more than once in item 1'],
    ['[],"milestones":[{"ref":"M01"}]', 'The file: “milestones” stands more than once'],
    ['[{"ref":"M01","title":"\\"title\\":"},{"ref":"M02","title":"ref, ref"}]', undefined],
  ])('as JSON names each key that stands twice in one object: %s', async (list, named) => {
    const said = (await csv(`{"milestones":${list}}`, 'plan.json')).named.filter((one) => one.includes('once'));
    expect(said).toEqual(named === undefined ? [] : [`not read ${named}: only the last is read`]);
  });
});
