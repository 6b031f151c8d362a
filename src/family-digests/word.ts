// The digest as a Word document, for a website, a letter or a school's newsletter. What one could get wrong: until it is posted the document says on
// its first line that it is a draft.

import { formatDay } from '../calendar.js';
import { plainText } from '../exports/cells.js';
import type { Drawing } from '../exports/drawing.js';
import { addPages, layOut, type Pages, STYLES } from '../exports/word-pages.js';
import { heading, paragraph } from '../exports/word-pieces.js';
import { type FamilyDigest, PART_NAMES, type Parts } from './schema.js';

interface DigestDocument {
  localArea: string;
  state: FamilyDigest;
}

export const digestWord: Drawing<DigestDocument> = {
  module: import.meta.url,
  name: 'makeDigestWord',
  make: makeDigestWord,
};

/** The document's bytes. The library is loaded only now. */
export async function makeDigestWord({ localArea, state }: DigestDocument): Promise<Uint8Array> {
  const docx = await import('docx');
  const pages: Pages[] = [];
  addPages(pages, false, [
    ...(state.state === 'posted' ? [] : [paragraph(docx, 'Draft: not approved and posted yet.')]),
    heading(docx, plainText(state.headline), 1),
    ...(Object.keys(PART_NAMES) as (keyof Parts)[])
      .filter((part) => part !== 'headline' && state[part] !== '')
      .flatMap((part) => [
        heading(docx, PART_NAMES[part], 2),
        ...state[part]
          .split(/\r?\n/)
          .filter((text) => text.trim() !== '')
          .map((text) => paragraph(docx, text)),
      ]),
  ]);
  const after = `After the Board of ${formatDay(state.boardOn)}`;
  const file = new docx.Document({
    title: plainText(state.headline),
    subject: 'News for families',
    creator: plainText(localArea),
    styles: STYLES,
    sections: layOut(docx, pages, `${localArea} · News for families`, after),
  });
  return new Uint8Array(await docx.Packer.toBuffer(file));
}

/** `News for families 2026-12-03.docx` */
export function fileName({ boardOn }: Pick<FamilyDigest, 'boardOn'>): string {
  return `News for families ${boardOn}.docx`;
}
