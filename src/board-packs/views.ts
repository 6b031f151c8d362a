// Packs on cards: those there are, one of them, and its file. What one could get wrong: a card says what is frozen; what the registers say today
// stands on the summary.

import { randomUUID } from 'node:crypto';
import { formatDay, formatInstant, type IsoDate } from '../calendar.js';
import { type Button, link, type Mark, page } from '../cards/markup.js';
import { fileCard } from '../exports/cards.js';
import { nameOf } from '../programmes/actor.js';
import { type RegisterLine, recordCard, registerCard } from '../programmes/cards.js';
import { maySeeChairSummary } from '../programmes/rights.js';
import { sayFingerprint } from '../returns/content.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { type BoardPack, comingBoards, type Made } from './actions.js';
import { readsOf, sayLeftOut } from './pack-word.js';
import { type BoardPacks, packsRef } from './schema.js';

const STANDS: Mark = { word: 'Newest', shape: '●', color: 'Good' };
const FORMER: Mark = { word: 'Superseded', shape: '○', color: 'Default' };

/** The packs there are, of one Board or all, and the button that makes the next. */
export function packList(
  turn: Turn,
  { packs, heads }: { packs: BoardPack[]; heads: Head<BoardPacks>[] },
  named: IsoDate | undefined,
  wanted: number,
): Answer {
  const { programmeId, member } = turn.actor;
  const coming = comingBoards(turn);
  const makes = named === undefined ? coming[0] : coming.find((on) => on === named);
  const shown = named === undefined ? packs : packs.filter(({ boardOn }) => boardOn === named);
  const newestOf = (on: IsoDate) => heads.find(({ newest }) => newest.ref === packsRef(on))?.newest;
  const { items, number, pages } = page(shown, wanted);
  const turnTo = (title: string, to: number) =>
    to < 1 || to > pages
      ? []
      : [link(title, 'board-packs.list', { programmeId, page: to, ...(named && { boardOn: named }) })];
  const heading = named ? `Packs of the Board of ${formatDay(named)}` : 'Board packs';
  const may = makes !== undefined && maySeeChairSummary(member);
  const make: Button[] = may
    ? [
        {
          ...link(`Make the pack for ${formatDay(makes)}`, 'board-packs.make', {
            programmeId,
            boardOn: makes,
            opened: newestOf(makes)?.version ?? 0,
            form: randomUUID(),
          }),
          style: 'positive',
        },
      ]
    : [];
  const counts = [
    shown.length === 0
      ? 'No pack has been made yet.'
      : `${shown.length} ${shown.length === 1 ? 'pack' : 'packs'}, kept as frozen.`,
    ...(may ? ['A new pack freezes the picture of this moment.'] : []),
    ...(makes === undefined ? [named ? 'That Board has met.' : 'No Board is to come in the calendar.'] : []),
  ].join(' ');
  const card = registerCard.render({
    heading,
    counts,
    lines: items.map((one) => drawLine(turn, one, newestOf(one.boardOn)?.state.packs.length ?? 0)),
    paging: pages > 1 ? `Page ${number} of ${pages}` : '',
    pageButtons: [...turnTo('Earlier page', number - 1), ...turnTo('Next page', number + 1)],
    filterButtons: [
      ...make,
      ...(named ? [link('Packs of all Boards', 'board-packs.list', { programmeId, page: 1 })] : []),
    ],
  });
  return { card, summary: `${heading}. ${counts}` };
}

function drawLine({ actor }: Turn, { boardOn, pack }: BoardPack, newest: number): RegisterLine {
  const { programme, programmeId } = actor;
  const title = `Board of ${formatDay(boardOn)}, version ${pack.number}`;
  return {
    ref: `${formatDay(boardOn)} v${pack.number}`,
    title,
    facts: [
      `Frozen on ${formatInstant(pack.frozenAt, programme.zone)}`,
      nameOf(programme, pack.by),
      `fingerprint ${sayFingerprint(pack.fingerprint)}`,
    ].join(' · '),
    status: pack.number === newest ? STANDS : FORMER,
    open: link(`Open ${title}`, 'board-packs.show', { programmeId, boardOn, number: pack.number }),
  };
}

const HEADINGS: Record<Made['outcome'], string> = {
  made: 'The pack is made',
  same: 'Nothing has changed since this pack',
  overtaken: 'Somebody made a pack meanwhile',
};

/** One pack: what it is, and *Download*. `outcome`: what a press of *Make the pack* came to. */
export function packDetail(
  turn: Turn,
  { boardOn, pack }: BoardPack,
  newest: number,
  outcome?: Made['outcome'],
): Answer {
  const { programme, programmeId } = turn.actor;
  const leftOut = sayLeftOut(readsOf(turn.actor));
  const data = { programmeId, boardOn, number: pack.number };
  const name = `Board of ${formatDay(boardOn)}, version ${pack.number}`;
  const stands = pack.number === newest;
  const card = recordCard.render({
    heading: outcome ? HEADINGS[outcome] : 'Board pack',
    text: name,
    place: programme.name,
    status: stands ? STANDS : FORMER,
    lines: [
      { label: 'Fingerprint', text: sayFingerprint(pack.fingerprint) },
      ...(outcome === 'same'
        ? [{ label: 'Made again', text: 'No: the registers still say the same, so this pack stands.' }]
        : []),
      ...(outcome === 'overtaken'
        ? [{ label: 'Yours', text: 'Not made. Look at this one; make another if something moved since.' }]
        : []),
      ...(pack.number > 1 ? [{ label: 'Takes the place of', text: `Version ${pack.number - 1}, which is kept.` }] : []),
      ...(stands ? [] : [{ label: 'Superseded by', text: `Version ${pack.number + 1}` }]),
      ...(leftOut === ''
        ? []
        : [
            {
              label: 'Left out for you',
              text: `${leftOut.replace(/^./, (letter) => letter.toUpperCase())}. The fingerprint is that of the whole.`,
            },
          ]),
    ],
    byline: `Frozen by ${nameOf(programme, pack.by)}, ${formatInstant(pack.frozenAt, programme.zone)}`,
    buttons: [
      link('Download', 'board-packs.offer', data),
      link('Packs of this Board', 'board-packs.list', { programmeId, boardOn, page: 1 }),
    ],
  });
  return { card, summary: `${outcome ? HEADINGS[outcome] : 'Board pack'}: ${name}.` };
}

/** `Board pack 2026-12-03 version 1.docx` */
export function fileName({ boardOn, pack }: BoardPack): string {
  return `Board pack ${boardOn} version ${pack.number}.docx`;
}

/** The pack's file on offer. */
export function packFile(turn: Turn, one: BoardPack, bytes: number): Answer {
  const { programme, programmeId } = turn.actor;
  const { boardOn, pack } = one;
  const leftOut = sayLeftOut(readsOf(turn.actor));
  const name = fileName(one);
  const card = fileCard.render({
    heading: 'The pack as a Word document',
    name,
    facts: [
      { label: 'Board', value: formatDay(boardOn) },
      { label: 'Size', value: `${Math.ceil(bytes / 1000)} KB` },
      { label: 'Frozen', value: formatInstant(pack.frozenAt, programme.zone) },
      { label: 'Fingerprint', value: sayFingerprint(pack.fingerprint) },
      ...(leftOut === '' ? [] : [{ label: 'Left out', value: leftOut }]),
    ],
    buttons: [link('Back to the pack', 'board-packs.show', { programmeId, boardOn, number: pack.number })],
  });
  const data = { programmeId, boardOn, number: pack.number };
  const description = `Board of ${formatDay(boardOn)}, version ${pack.number}.`;
  return {
    card,
    summary: `The pack as a Word document: ${name}`,
    file: { maker: 'board-packs.word', data, name, description, bytes },
  };
}
