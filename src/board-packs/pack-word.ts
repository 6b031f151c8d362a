// A pack as a Word document, drawn from its frozen content alone. What one could get wrong: a copy without finance detail says that it lacks it and
// shows the same fingerprint, which is of the whole.

import type { FileChild } from 'docx';
import { formatDay, formatInstant } from '../calendar.js';
import { plainText } from '../exports/cells.js';
import { drawBlock } from '../exports/word-blocks.js';
import { addPages, layOut, type Pages, STYLES } from '../exports/word-pages.js';
import {
  type Docx,
  heading,
  MOST_UPRIGHT,
  paragraph,
  rule,
  run,
  SUBTLE,
  WIDTH_ACROSS,
  WIDTH_UPRIGHT,
} from '../exports/word-pieces.js';
import { sayFingerprint, sayRedacted } from '../returns/content.js';
import type { PackContent, PackSection } from './content.js';

export interface PackDocument {
  content: PackContent;
  fingerprint: string;
  /** IANA name, for the moment it was frozen. */
  zone: string;
  readsFinance: boolean;
}

/** The document's bytes. The library is loaded only now. */
export async function makePackWord({ content: frozen, ...rest }: PackDocument): Promise<Uint8Array> {
  const docx = await import('docx');
  const content = sayRedacted(frozen);
  const sections = rest.readsFinance ? content.sections : content.sections.map(withoutDetail);
  const pages: Pages[] = [{ across: false, children: coverOf(docx, content, rest) }];
  sections.forEach(({ title, blocks }, n) => {
    const wide = blocks.some((block) => block.kind === 'table' && block.columns.length > MOST_UPRIGHT);
    const width = wide ? WIDTH_ACROSS : WIDTH_UPRIGHT;
    addPages(pages, wide, [
      heading(docx, `${n + 1}. ${title}`, 1),
      ...blocks.flatMap((block) => drawBlock(docx, () => '', block, width, title)),
    ]);
  });
  const board = `Board of ${formatDay(content.boardOn)}`;
  const file = new docx.Document({
    title: `Board pack: ${board}`,
    subject: plainText(content.programme),
    creator: plainText(content.localArea),
    description: `Fingerprint ${rest.fingerprint}`,
    styles: STYLES,
    sections: layOut(
      docx,
      pages,
      `${content.localArea} · ${board}, version ${content.number}`,
      `Fingerprint ${sayFingerprint(rest.fingerprint)}`,
    ),
  });
  return new Uint8Array(await docx.Packer.toBuffer(file));
}

function withoutDetail(section: PackSection): PackSection {
  if (!section.restricted) return section;
  return {
    ...section,
    blocks: [{ kind: 'fact', text: 'Left out of this copy: finance detail is for those who may read it.' }],
  };
}

function coverOf(docx: Docx, content: PackContent, { fingerprint, zone, readsFinance }: Omit<PackDocument, 'content'>) {
  const line = (text: string, size = 24) =>
    new docx.Paragraph({ children: [run(docx, text, { size })], spacing: { after: 80 } });
  const cover: FileChild[] = [
    new docx.Paragraph({
      children: [run(docx, 'Pack for the SEND and AP Partnership Board', { size: 22, color: SUBTLE })],
      spacing: { before: 1_200, after: 120 },
    }),
    new docx.Paragraph({ heading: docx.HeadingLevel.TITLE, children: [run(docx, content.programme)] }),
    line(content.localArea),
    line(`Board of ${formatDay(content.boardOn)}`),
    line(`Frozen on ${formatInstant(content.frozenAt, zone)}`),
    new docx.Paragraph({
      children: [run(docx, `Version ${content.number}`, { bold: true, size: 26 })],
      border: { top: { ...rule(docx), space: 8 }, bottom: { ...rule(docx), space: 8 } },
      spacing: { before: 360, after: 360 },
    }),
    ...(content.supersedes === ''
      ? []
      : [
          paragraph(
            docx,
            `It takes the place of version ${content.number - 1}, fingerprint ${sayFingerprint(content.supersedes)}, which is kept.`,
          ),
        ]),
    paragraph(
      docx,
      `Fingerprint ${sayFingerprint(fingerprint)}. The content is frozen: whenever this pack is downloaded, it says the same.`,
    ),
    new docx.Paragraph({ children: [run(docx, fingerprint, { size: 16, color: SUBTLE })] }),
    paragraph(docx, `Hash over all records it was made from: ${content.anchor}.`),
    ...(readsFinance
      ? []
      : [paragraph(docx, 'This copy is without finance detail; its fingerprint is that of the whole.')]),
    heading(docx, 'Contents', 2),
    ...content.sections.map(
      ({ title }, n) => new docx.Paragraph({ children: [run(docx, `${n + 1}. ${title}`)], spacing: { after: 40 } }),
    ),
  ];
  return cover;
}
