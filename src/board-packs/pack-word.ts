// A pack as a Word document, drawn from its frozen content alone. What one could get wrong: a copy without finance detail says that it lacks it and
// shows the same fingerprint, which is of the whole.

import type { FileChild } from 'docx';
import { formatDay, formatInstant } from '../calendar.js';
import { plainText } from '../exports/cells.js';
import type { Drawing } from '../exports/drawing.js';
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
import type { Actor } from '../programmes/actor.js';
import { mayRead } from '../records/may-read.js';
import { sayFingerprint } from '../returns/content.js';
import { sayRedacted } from '../storage/entry.js';
import type { PackContent, PackSection } from './content.js';

/** What whoever gets the copy may read. */
export interface Reads {
  readsFinance: boolean;
  readsCorporateRisks: boolean;
}

export interface PackDocument extends Reads {
  content: PackContent;
  fingerprint: string;
  /** IANA name, for the moment it was frozen. */
  zone: string;
}

export const packWord: Drawing<PackDocument> = {
  module: import.meta.url,
  name: 'makePackWord',
  make: makePackWord,
};

/** The document's bytes. The library is loaded only now. */
export async function makePackWord({ content: frozen, ...rest }: PackDocument): Promise<Uint8Array> {
  const docx = await import('docx');
  const content = sayRedacted(frozen);
  const sections = content.sections.map((section) => (holds(section, rest) ? section : withoutDetail(section)));
  const pages: Pages[] = [{ across: false, children: coverOf(docx, content, rest) }];
  sections.forEach(({ title, blocks }, n) => {
    const wide = blocks.some((block) => block.kind === 'table' && block.columns.length > MOST_UPRIGHT);
    const width = wide ? WIDTH_ACROSS : WIDTH_UPRIGHT;
    addPages(pages, wide, [
      heading(docx, `${n + 1}. ${title}`, 1),
      ...blocks.flatMap((block) => drawBlock(docx, {}, block, width, title)),
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

function holds({ restricted }: PackSection, { readsFinance, readsCorporateRisks }: Reads): boolean {
  if (restricted === 'corporateRisks') return readsCorporateRisks;
  return restricted ? readsFinance : true;
}

function withoutDetail(section: PackSection): PackSection {
  const what = section.restricted === 'corporateRisks' ? 'corporate-risk items are' : 'finance detail is';
  return {
    ...section,
    blocks: [{ kind: 'fact', text: `Left out of this copy: ${what} for those who may read it.` }],
  };
}

function coverOf(docx: Docx, content: PackContent, { fingerprint, zone, ...reads }: Omit<PackDocument, 'content'>) {
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
    ...(sayLeftOut(reads) === ''
      ? []
      : [paragraph(docx, `This copy is without ${sayLeftOut(reads)}; its fingerprint is that of the whole.`)]),
    heading(docx, 'Contents', 2),
    ...content.sections.map(
      ({ title }, n) => new docx.Paragraph({ children: [run(docx, `${n + 1}. ${title}`)], spacing: { after: 40 } }),
    ),
  ];
  return cover;
}

/** "finance detail and corporate-risk items": what a copy lacks; '' for a whole one. */
export function sayLeftOut({ readsFinance, readsCorporateRisks }: Reads): string {
  return [...(readsFinance ? [] : ['finance detail']), ...(readsCorporateRisks ? [] : ['corporate-risk items'])].join(
    ' and ',
  );
}

/** What a member may read of a pack. */
export function readsOf(reader: Pick<Actor, 'programme' | 'member'>): Reads {
  const reads = (restricted: PackSection['restricted']) => mayRead(reader, 'personal', 'section', { restricted });
  return { readsFinance: reads(true), readsCorporateRisks: reads('corporateRisks') };
}
