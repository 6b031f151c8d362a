// The return's two documents, opened as what they are: zips of XML. What one could get wrong: a number that a card shows otherwise, a word
// that became a field, a cell that became a formula.

import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { CELL_LETTERS, cellText, plainText, sheetName } from '../../src/exports/cells.js';
import { documentOf, type ReturnDocument } from '../../src/exports/return-document.js';
import { makeReturnWord } from '../../src/exports/return-word.js';
import { makeReturnWorkbook } from '../../src/exports/return-workbook.js';
import type { Actor } from '../../src/programmes/actor.js';
import { fingerprintOf } from '../../src/returns/content.js';
import { readableReturn } from '../../src/returns/readable.js';
import { ATOMS } from '../faults/hostile-strings.js';
import { testPlan } from '../support/world.js';
import { HOSTILE, sampleContent } from './sample-content.js';

const fingerprint = fingerprintOf(sampleContent);
const document = (readsFinance = true): ReturnDocument => {
  const members = testPlan.programme.members;
  const member = members.find(({ id }) => id === (readsFinance ? 'office' : 'member')) as Actor['member'];
  const actor = { programme: testPlan.programme, member } as Actor;
  return documentOf(
    testPlan.programme,
    readableReturn(actor, sampleContent, () => true),
    fingerprint,
    undefined,
  );
};

function partsOf(bytes: Uint8Array): Map<string, string> {
  const decoder = new TextDecoder();
  return new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, decoder.decode(part)]));
}

/** The text of a part, its tags taken out and its entities read. */
function textOf(xml: string): string {
  return xml
    .replace(/<[^>]+>/g, '|')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

describe('cells', () => {
  it.each([
    ['=1+1', "'=1+1"],
    [' \t=1', "' \t=1"],
    ['\u200B\uFEFF+1', "'\u200B\uFEFF+1"],
    ['＝1', "'＝1"],
    ['﹢1', "'﹢1"],
    ['－1', "'－1"],
    ['＠A1', "'＠A1"],
    ['\rx', "'\rx"],
    ['\nx', "'\nx"],
    ['−£9,100,000', '−£9,100,000'],
    ['a = b', 'a = b'],
    ['', ''],
  ])('%j is kept as %j', (text, kept) => expect(cellText(text)).toBe(kept));

  it('holds every hostile string as text that XML takes, and no longer than a cell', () => {
    for (const text of [...ATOMS, ...HOSTILE, '=x'.repeat(CELL_LETTERS)]) {
      const kept = cellText(text);
      expect(kept.length).toBeLessThanOrEqual(CELL_LETTERS);
      expect(kept).not.toMatch(/^[=+\-@]/);
      expect(plainText(kept)).toBe(kept);
    }
  });

  it('names sheets as Excel takes them', () => {
    expect(sheetName('10 Statements of the ICB: and/or [the] Parent Carer Forum?')).toBe(
      '10 Statements of the ICB and or',
    );
  });
});

describe('the Word document', () => {
  it('has the headings, the repeated table heads, the page numbers and the fingerprint', async () => {
    const parts = partsOf(await makeReturnWord(document()));
    const body = parts.get('word/document.xml') ?? '';
    expect(body.match(/<w:pStyle w:val="Heading1"\/>/g)?.length).toBe(15);
    expect(body.match(/<w:tblHeader\/>/g)?.length).toBeGreaterThanOrEqual(3);
    const footer = [...parts]
      .filter(([name]) => /footer\d+\.xml$/.test(name))
      .map(([, xml]) => xml)
      .join('');
    expect(footer).toContain('PAGE');
    expect(footer).toContain('NUMPAGES');
    expect(textOf(footer)).toContain(`Fingerprint ${fingerprint.slice(0, 4).toUpperCase()}`);
    expect(textOf(body)).toContain(fingerprint);
    expect(parts.get('word/styles.xml')).toContain('en-GB');
    expect(textOf(parts.get('docProps/core.xml') ?? '')).toContain('Return to the DfE: Quarter 3 of 2026/27');
  });

  it('says the numbers as the cards do, and what is not known as that', async () => {
    const text = textOf(partsOf(await makeReturnWord(document())).get('word/document.xml') ?? '');
    for (const said of ['£2,300,000', '£320,000.01', '−£9,100,000', 'not known', '31 December 2026', '29 January 2027'])
      expect(text).toContain(said);
  });

  it('makes nothing but text of people’s words', async () => {
    const body = partsOf(await makeReturnWord(document())).get('word/document.xml') ?? '';
    expect(body).not.toMatch(/<w:(fldSimple|instrText|hyperlink)/);
    for (const words of HOSTILE) expect(textOf(body)).toContain(plainText(words).trim());
  });

  it('is the same for the same content, and a draft says that it is one', async () => {
    const [one, other] = await Promise.all([makeReturnWord(document()), makeReturnWord(document())]);
    expect(partsOf(one).get('word/document.xml')).toBe(partsOf(other).get('word/document.xml'));
    const draft = documentOf(testPlan.programme, sampleContent, '', undefined);
    const text = textOf(partsOf(await makeReturnWord(draft)).get('word/document.xml') ?? '');
    expect(text).toContain('Draft, not signed');
    expect(text).not.toContain(fingerprint);
  });

  it('leaves finance detail out for those who may not read it, and says so', async () => {
    const text = textOf(partsOf(await makeReturnWord(document(false))).get('word/document.xml') ?? '');
    expect(text).not.toContain('£2,300,000');
    expect(text).toContain('Left out of this copy');
  });
});

describe('the workbook', () => {
  it('has a sheet for each section, real numbers and dates, and no formula', async () => {
    const parts = partsOf(await makeReturnWorkbook(document()));
    const names = [...(parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(names.length).toBe(16);
    expect(names.at(0)).toBe('About');
    const sheets = [...parts].filter(([name]) => name.startsWith('xl/worksheets/')).map(([, xml]) => xml);
    for (const sheet of sheets) expect(sheet).not.toMatch(/<f[ >]/);
    const all = sheets.join('');
    for (const pounds of ['2300000', '320000.01', '-9100000']) expect(all).toContain(`<v>${pounds}</v>`);
    // 29 January 2027 as Excel counts days.
    expect(all).toContain('<v>46416</v>');
    expect(all.match(/t="b"/g)).toBeNull();
  });

  it('has no text that a spreadsheet would take for a formula', async () => {
    const parts = partsOf(await makeReturnWorkbook(document()));
    const texts = [...parts.values()].flatMap((xml) =>
      [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text ?? ''),
    );
    expect(texts.length).toBeGreaterThan(100);
    for (const text of texts) {
      const begins = text.replace(/^[\s\u200B\uFEFF]+/, '').normalize('NFKC');
      expect(begins, text).not.toMatch(/^[=+\-@]/);
    }
  });

  it('leaves finance detail out for those who may not read it', async () => {
    const all = [...partsOf(await makeReturnWorkbook(document(false))).values()].join('');
    expect(all).not.toContain('2300000');
    expect(all).toContain('Left out of this copy');
  });
});
