// The return as files, for whoever may read it. What one could get wrong: rights are asked when a file is offered and again when it is made,
// since a link may be opened after somebody's role has changed.

import { formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { quarterId } from '../financial-years.js';
import { readsFinance } from '../records/may-read.js';
import { requireRound } from '../returns/actions.js';
import { sayFingerprint } from '../returns/content.js';
import { requireReader } from '../returns/readers.js';
import { readReadable } from '../returns/reading.js';
import { returnRecords, WhichReturn } from '../returns/sign-off/schema.js';
import { type Answer, defineFile, defineVerb, type FileMaker, type Turn, type Verb } from '../routes.js';
import { readHead } from '../storage/ledger.js';
import { fileCard } from './cards.js';
import { draw } from './drawing.js';
import { documentOf, type ReturnDocument } from './return-document.js';
import { returnWord } from './return-word.js';
import { returnWorkbook } from './return-workbook.js';

const KINDS = {
  word: {
    maker: 'exports.return-word',
    heading: 'The return as a Word document',
    ending: 'docx',
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    drawing: returnWord,
  },
  workbook: {
    maker: 'exports.return-workbook',
    heading: 'The return as an Excel workbook',
    ending: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    drawing: returnWorkbook,
  },
} as const;
type Kind = (typeof KINDS)[keyof typeof KINDS];

export const exportVerbs: Verb[] = [
  defineVerb('exports.offer-return-word', WhichReturn, (turn, { ref }) => offer(turn, ref, KINDS.word)),
  defineVerb('exports.offer-return-workbook', WhichReturn, (turn, { ref }) => offer(turn, ref, KINDS.workbook)),
];

export const exportFiles: FileMaker[] = Object.values(KINDS).map((kind) =>
  defineFile(kind.maker, WhichReturn, async (turn, { ref }) => {
    const document = await readDocument(turn, ref);
    return {
      name: nameOf(turn, ref, document, kind),
      contentType: kind.contentType,
      bytes: await draw(turn.deps, kind.drawing, document),
    };
  }),
);

async function offer(turn: Turn, ref: string, kind: Kind): Promise<Answer> {
  const { programmeId } = turn.actor;
  const document = await readDocument(turn, ref);
  const { content, fingerprint, state } = document;
  const name = nameOf(turn, ref, document, kind);
  const bytes = (await draw(turn.deps, kind.drawing, document)).byteLength;
  const card = fileCard.render({
    heading: kind.heading,
    name,
    facts: [
      { label: 'Quarter', value: content.quarter },
      { label: 'Size', value: `${Math.ceil(bytes / 1000)} KB` },
      { label: 'As of', value: formatDay(content.asOfOn) },
      { label: 'State', value: state },
      { label: 'Fingerprint', value: fingerprint === '' ? 'none: a draft' : sayFingerprint(fingerprint) },
      ...(readsFinance(turn.actor) ? [] : [{ label: 'Left out', value: 'finance detail' }]),
    ],
    buttons: [link('Back to the return', 'returns.show', { programmeId, ref })],
  });
  const file = {
    maker: kind.maker,
    data: { programmeId, ref },
    name,
    description: `${content.quarter}. ${state}.`,
    bytes,
  };
  return { card, summary: `${kind.heading}: ${name}`, file };
}

/** The return as it is for this reader. Throws FORBIDDEN for an observer before it was sent. */
async function readDocument(turn: Turn, ref: string): Promise<ReturnDocument> {
  const { deps, actor } = turn;
  const { programme, programmeId } = actor;
  const round = requireRound(turn, ref);
  const record = (await readHead(deps, returnRecords, programmeId, ref))?.body.newest.state;
  await requireReader(turn, ref);
  const { content, fingerprint } = await readReadable(turn, round);
  return documentOf(programme, content, fingerprint, record);
}

/** `Return 2026-27 Q3, draft.docx` */
function nameOf(turn: Turn, ref: string, { fingerprint }: ReturnDocument, { ending }: Kind): string {
  const quarter = quarterId(requireRound(turn, ref).quarter).replace('/', '-');
  return `Return ${quarter}${fingerprint === '' ? ', draft' : ''}.${ending}`;
}
