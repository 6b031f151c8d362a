// What people can ask of Board packs. What one could get wrong: rights are asked when a file is offered and again when it is made, since a link
// may be opened after somebody's role has changed.

import * as z from 'zod/v4';
import { daysMeant, formatDay, type IsoDate } from '../calendar.js';
import { link } from '../cards/markup.js';
import { draw } from '../exports/drawing.js';
import { notice } from '../programmes/cards.js';
import { maySeeChairSummary } from '../programmes/rights.js';
import { readableBlocks, readShows } from '../returns/readable.js';
import {
  type Answer,
  type Command,
  capture,
  defineFile,
  defineVerb,
  type FileMaker,
  type Turn,
  type Verb,
} from '../routes.js';
import { boardDays, comingBoards, listPacks, makePack, requirePack } from './actions.js';
import { requireFrozen } from './frozen.js';
import { packWord, readsOf } from './pack-word.js';
import { MakeForm, WhichBoard, WhichPack } from './schema.js';
import { fileName, packDetail, packFile, packList } from './views.js';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const ListForm = WhichBoard.extend({ page: z.coerce.number().int().min(1).max(1000).default(1) });

export const packCommands: Command[] = [
  {
    name: 'board pack',
    help: 'Freeze the pack of the next Board, and download those there are',
    matches: (text) => capture(/^board\s+packs?(?:\s+(?:for\s+|of\s+)?(?<board>[a-z0-9 ,-]{1,24}?))?[.!?]?$/i, text),
    offeredTo: maySeeChairSummary,
    audience: 'me',
    opens: ({ board = '' }) => ({ verb: 'board-packs.choose', fields: { board }, label: 'Board packs' }),
    run: (turn, { board = '' }) => choose(turn, board),
  },
];

export const packVerbs: Verb[] = [
  defineVerb(
    'board-packs.choose',
    z.object({
      programmeId: z.string().max(80),
      board: z
        .string()
        .regex(/^[a-z0-9 ,-]{0,24}$/i)
        .default(''),
    }),
    (turn, { board }) => choose(turn, board),
  ),
  defineVerb('board-packs.list', ListForm, (turn, form) => showList(turn, form.boardOn, form.page)),
  defineVerb('board-packs.make', MakeForm, make),
  defineVerb('board-packs.show', WhichPack, show),
  defineVerb('board-packs.offer', WhichPack, async (turn, which) => {
    const { bytes, one } = await readFile(turn, which);
    return packFile(turn, one, bytes.byteLength);
  }),
];

export const packFiles: FileMaker[] = [
  defineFile('board-packs.word', WhichPack, async (turn, which) => {
    const { bytes, one } = await readFile(turn, which);
    return { name: fileName(one), contentType: WORD, bytes };
  }),
];

async function choose(turn: Turn, typed: string): Promise<Answer> {
  if (typed === '') return showList(turn, undefined, 1);
  const days = boardDays(turn.actor.programme);
  const found = findBoard(comingBoards(turn), typed) ?? findBoard([...days].reverse(), typed);
  if (found) return showList(turn, found, 1);
  const { programmeId } = turn.actor;
  return notice(
    'No Board on that day',
    [days.length === 0 ? 'No Board is in the calendar.' : `The Boards are on ${days.map(formatDay).join(', ')}.`],
    { quoted: typed, buttons: [link('All packs', 'board-packs.list', { programmeId, page: 1 })] },
  );
}

/** The first of these Boards whose day a text means: `3 December`, `3 December 2026`, `3 Dec`, `2026-12-03`. */
export function findBoard(days: readonly IsoDate[], typed: string): IsoDate | undefined {
  const years = [...new Set(days.map((on) => on.slice(0, 4)))];
  const meant = daysMeant(typed, years);
  return days.find((on) => meant.includes(on));
}

async function showList(turn: Turn, boardOn: IsoDate | undefined, page: number): Promise<Answer> {
  return packList(turn, await listPacks(turn), boardOn, page);
}

async function make(turn: Turn, form: MakeForm): Promise<Answer> {
  const made = await makePack(turn, form);
  // A second delivery gets the card of its day, whatever was made since.
  return packDetail(turn, made, made.pack.number, made.outcome);
}

async function show(turn: Turn, { boardOn, number }: WhichPack): Promise<Answer> {
  const { newest, ...one } = await requirePack(turn, boardOn, number);
  return packDetail(turn, one, newest);
}

async function readFile(turn: Turn, { boardOn, number }: WhichPack) {
  const { deps, actor } = turn;
  const one = await requirePack(turn, boardOn, number);
  const { fingerprint } = one.pack;
  const [frozen, shows] = await Promise.all([
    requireFrozen(deps, actor.programmeId, boardOn, fingerprint),
    readShows(turn),
  ]);
  const sections = frozen.sections.map((section) => ({ ...section, blocks: readableBlocks(section.blocks, shows) }));
  const reads = readsOf(actor);
  const document = { content: { ...frozen, sections }, fingerprint, zone: actor.programme.zone, ...reads };
  return { one, bytes: await draw(deps, packWord, document) };
}
