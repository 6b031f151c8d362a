// The return as a Word document: headings, tables, page numbers, signatures, and the fingerprint on every page. What one could get wrong:
// people's words are runs of text and nothing else; no field or link is ever made of them.

import type { FileChild, ISectionOptions } from 'docx';
import { formatDay } from '../calendar.js';
import { type Block, sayFingerprint } from '../returns/content.js';
import { sayCell } from '../returns/reading.js';
import { plainText } from './cells.js';
import type { ReturnDocument } from './return-document.js';
import {
  type Docx,
  heading,
  INK,
  MOST_UPRIGHT,
  paragraph,
  rule,
  run,
  running,
  SUBTLE,
  table,
  WIDTH_ACROSS,
  WIDTH_UPRIGHT,
} from './word-pieces.js';

/** The document's bytes. The library is loaded only now: starting the assistant does not pay for it. */
export async function makeReturnWord(document: ReturnDocument): Promise<Uint8Array> {
  const docx = await import('docx');
  const { content } = document;
  const pages = pagesOf(docx, document);
  const file = new docx.Document({
    title: `Return to the DfE: ${plainText(content.quarter)}`,
    subject: plainText(content.programme),
    creator: plainText(content.localArea),
    description: document.fingerprint === '' ? 'Draft' : `Fingerprint ${document.fingerprint}`,
    styles: {
      default: {
        document: {
          run: { font: 'Arial', size: 20, color: INK, language: { value: 'en-GB' } },
          paragraph: { spacing: { after: 120, line: 276 } },
        },
        title: { run: { size: 44, bold: true, color: INK }, paragraph: { spacing: { after: 120 } } },
        heading1: {
          run: { size: 30, bold: true, color: INK },
          paragraph: { spacing: { before: 360, after: 160 }, keepNext: true },
        },
        heading2: {
          run: { size: 23, bold: true, color: INK },
          paragraph: { spacing: { before: 240, after: 100 }, keepNext: true },
        },
      },
    },
    sections: pages,
  });
  return new Uint8Array(await docx.Packer.toBuffer(file));
}

/** Sections of pages: upright, and across where a table is wide. */
function pagesOf(docx: Docx, document: ReturnDocument): ISectionOptions[] {
  const pages: { across: boolean; children: FileChild[] }[] = [{ across: false, children: coverOf(docx, document) }];
  const add = (across: boolean, children: FileChild[]) => {
    const last = pages.at(-1);
    if (last && last.across === across && pages.length > 1) last.children.push(...children);
    else pages.push({ across, children });
  };
  for (const { number, title, blocks } of document.content.sections) {
    const wide = blocks.some((block) => block.kind === 'table' && block.columns.length > MOST_UPRIGHT);
    const width = wide ? WIDTH_ACROSS : WIDTH_UPRIGHT;
    add(wide, [
      heading(docx, `${number}. ${title}`, 1),
      ...blocks.flatMap((block) => drawBlock(docx, document, block, width, title)),
    ]);
  }
  add(false, signaturesOf(docx, document));
  const across = { orientation: docx.PageOrientation.LANDSCAPE, width: 11_906, height: 16_838 };
  const upright = { width: 11_906, height: 16_838 };
  return pages.map(({ across: turned, children }) => ({
    properties: {
      page: { size: turned ? across : upright, margin: { top: 1_134, bottom: 1_134, left: 1_134, right: 1_134 } },
    },
    headers: {
      default: new docx.Header({
        children: [running(docx, `${document.content.localArea} · ${document.content.quarter}`)],
      }),
    },
    footers: { default: footerOf(docx, document, turned ? WIDTH_ACROSS : WIDTH_UPRIGHT) },
    children,
  }));
}

function coverOf(docx: Docx, document: ReturnDocument): FileChild[] {
  const { content, fingerprint, state } = document;
  const line = (text: string, size = 24) =>
    new docx.Paragraph({ children: [run(docx, text, { size })], spacing: { after: 80 } });
  return [
    new docx.Paragraph({
      children: [run(docx, 'Return to the Department for Education', { size: 22, color: SUBTLE })],
      spacing: { before: 1_200, after: 120 },
    }),
    new docx.Paragraph({ heading: docx.HeadingLevel.TITLE, children: [run(docx, content.programme)] }),
    line(content.localArea),
    line(content.quarter),
    line(`Due on ${formatDay(content.dueOn)}`),
    line(`As the registers stood on ${formatDay(content.asOfOn)}`),
    new docx.Paragraph({
      children: [run(docx, state, { bold: true, size: 26 })],
      border: { top: { ...rule(docx), space: 8 }, bottom: { ...rule(docx), space: 8 } },
      spacing: { before: 360, after: 360 },
    }),
    ...(fingerprint === ''
      ? [paragraph(docx, 'Nobody has signed this draft, and its figures may still change.')]
      : [
          paragraph(
            docx,
            `Fingerprint ${sayFingerprint(fingerprint)}. Signatures stand against exactly this content; the same content always has the same fingerprint.`,
          ),
          new docx.Paragraph({ children: [run(docx, fingerprint, { size: 16, color: SUBTLE })] }),
        ]),
    heading(docx, 'Contents', 2),
    ...[...content.sections.map(({ number, title }) => `${number}. ${title}`), '15. Signatures'].map(
      (text) => new docx.Paragraph({ children: [run(docx, text)], spacing: { after: 40 } }),
    ),
  ];
}

function drawBlock(docx: Docx, document: ReturnDocument, block: Block, width: number, title: string): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [heading(docx, block.text, 2)];
    case 'fact':
      return [paragraph(docx, block.text)];
    case 'said': {
      const by = block.by === '' ? '' : ` (${document.nameOf(block.by)})`;
      return [
        new docx.Paragraph({
          children: [run(docx, `${block.label}${by}`, { size: 18, color: SUBTLE })],
          keepNext: true,
          spacing: { after: 20 },
        }),
        ...block.words.split(/\r?\n/).map((text) => paragraph(docx, text)),
      ];
    }
    case 'table': {
      if (block.rows.length === 0) return [paragraph(docx, block.caption === '' ? 'None.' : `${block.caption}: none.`)];
      const rows = block.rows.map((row) => block.columns.map((column, n) => sayCell(column, row[n] ?? null)));
      const right = block.columns.map(({ kind }) => kind === 'money' || kind === 'number');
      const weights = block.columns.map(({ title, kind }) => (title === 'Ref' ? 0.75 : WEIGHTS[kind]));
      return [
        ...(block.caption === '' || block.caption === title
          ? []
          : [
              new docx.Paragraph({
                children: [run(docx, block.caption, { bold: true })],
                keepNext: true,
                spacing: { before: 160, after: 80 },
              }),
            ]),
        table(
          docx,
          block.columns.map(({ title }) => title),
          rows,
          right,
          weights,
          width,
        ),
        new docx.Paragraph({ children: [], spacing: { after: 120 } }),
      ];
    }
  }
}

function signaturesOf(docx: Docx, { signatures, fingerprint }: ReturnDocument): FileChild[] {
  const rows = signatures.map(({ step, name, decision, at, comment }) => [step, name, decision, at, comment]);
  const titles = ['Who', 'Name', 'Decision', 'When', 'Comment'];
  return [
    new docx.Paragraph({
      heading: docx.HeadingLevel.HEADING_1,
      pageBreakBefore: true,
      children: [run(docx, '15. Signatures')],
    }),
    paragraph(
      docx,
      fingerprint === ''
        ? 'Nothing is signed: this is a draft.'
        : `Each approved the content of fingerprint ${sayFingerprint(fingerprint)}.`,
    ),
    table(
      docx,
      titles,
      rows,
      titles.map(() => false),
      [1.2, 1.2, 1.5, 1.2, 2.4],
      WIDTH_UPRIGHT,
    ),
  ];
}

/** How much room a column of a kind gets beside the others. */
const WEIGHTS = { text: 1.35, words: 2.6, day: 1.35, money: 1.5, number: 0.9 };

function footerOf(docx: Docx, { fingerprint, state }: ReturnDocument, width: number) {
  const mark = fingerprint === '' ? state : `Fingerprint ${sayFingerprint(fingerprint)}`;
  return new docx.Footer({
    children: [
      new docx.Paragraph({
        tabStops: [{ type: docx.TabStopType.RIGHT, position: width }],
        children: [
          run(docx, mark, { size: 16, color: SUBTLE }),
          new docx.TextRun({
            children: ['\tPage ', docx.PageNumber.CURRENT, ' of ', docx.PageNumber.TOTAL_PAGES],
            size: 16,
            color: SUBTLE,
          }),
        ],
      }),
    ],
  });
}
