// The return as a Word document: headings, tables, page numbers, signatures, and the fingerprint on every page. What one could get wrong:
// people's words are runs of text and nothing else; no field or link is ever made of them.

import type { FileChild, ISectionOptions } from 'docx';
import { formatDay } from '../calendar.js';
import { sayFingerprint } from '../returns/content.js';
import { plainText } from './cells.js';
import type { Drawing } from './drawing.js';
import type { ReturnDocument } from './return-document.js';
import { drawBlock } from './word-blocks.js';
import { addPages, layOut, type Pages, STYLES } from './word-pages.js';
import {
  type Docx,
  heading,
  MOST_UPRIGHT,
  paragraph,
  rule,
  run,
  SUBTLE,
  table,
  WIDTH_ACROSS,
  WIDTH_UPRIGHT,
} from './word-pieces.js';

export const returnWord: Drawing<ReturnDocument> = {
  module: import.meta.url,
  name: 'makeReturnWord',
  make: makeReturnWord,
};

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
    styles: STYLES,
    sections: pages,
  });
  return new Uint8Array(await docx.Packer.toBuffer(file));
}

/** Sections of pages: upright, and across where a table is wide. */
function pagesOf(docx: Docx, document: ReturnDocument): ISectionOptions[] {
  const pages: Pages[] = [{ across: false, children: coverOf(docx, document) }];
  for (const { number, title, blocks } of document.content.sections) {
    const wide = blocks.some((block) => block.kind === 'table' && block.columns.length > MOST_UPRIGHT);
    const width = wide ? WIDTH_ACROSS : WIDTH_UPRIGHT;
    addPages(pages, wide, [
      heading(docx, `${number}. ${title}`, 1),
      ...blocks.flatMap((block) => drawBlock(docx, document.names, block, width, title)),
    ]);
  }
  addPages(pages, false, signaturesOf(docx, document));
  return layOut(
    docx,
    pages,
    `${document.content.localArea} · ${document.content.quarter}`,
    document.fingerprint === '' ? document.state : `Fingerprint ${sayFingerprint(document.fingerprint)}`,
  );
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
