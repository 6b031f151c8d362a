// Making the pack of a Board, and reading those there are. What one could get wrong: what is frozen is the picture of the moment, so a second
// delivery is recognised before anything is composed, and the same picture is never frozen twice.

import { dayOf, formatDay, type IsoDate } from '../calendar.js';
import { ProductError } from '../errors.js';
import { isOnlyObserver, maySeeChairSummary } from '../programmes/rights.js';
import { fingerprintOf } from '../returns/content.js';
import type { Turn } from '../routes.js';
import { keepAnchor } from '../storage/anchor.js';
import { type Committed, commit, effectKey, type Head, readHead, recognise } from '../storage/ledger.js';
import { createNamed } from '../storage/new-record.js';
import { listAll } from '../storage/store.js';
import { readPackFacts } from './facts.js';
import { freeze } from './frozen.js';
import { type BoardPacks, boardPacks, type MakeForm, type Pack, packsRef } from './schema.js';
import { buildSections } from './sections/order.js';

/** One pack, and the Board it is for. */
export interface BoardPack {
  boardOn: IsoDate;
  pack: Pack;
}

/** `same`: nothing has changed since that pack. `overtaken`: somebody made it while the card was open. */
export type Made = BoardPack & { outcome: 'made' | 'same' | 'overtaken' };

/** Freezes the picture of now as the pack of a coming Board. Throws FORBIDDEN, MALFORMED for no such Board, and the store's codes. */
export async function makePack(turn: Turn, form: MakeForm): Promise<Made> {
  const { deps, actor } = turn;
  const { programme, programmeId, member } = actor;
  const { boardOn, opened } = form;
  requireMaker(turn);
  const head = await readHead(deps, boardPacks, programmeId, packsRef(boardOn));
  const effect = effectKey(form.form, actor.tenantId, member.id, { boardOn });
  const known = head && (await recognise(deps, programmeId, head.body, opened, effect));
  if (known) return outcomeOf(known);
  if (!comingBoards(turn).includes(boardOn))
    throw new ProductError('MALFORMED', `${boardOn} is no coming Board`, {
      advice: `No Board is to meet on ${formatDay(boardOn)}, so no pack can be made for it.`,
    });
  const facts = await readPackFacts(deps, programmeId, programme, boardOn);
  const sections = buildSections(facts);
  const picture = fingerprintOf(sections);
  const packs = head?.body.newest.state.packs ?? [];
  const before = packs.at(-1);
  if (before?.picture === picture) return { outcome: 'same', boardOn, pack: before };
  const number = packs.length + 1;
  const frozenAt = deps.clock.now().toISOString();
  const fingerprint = await freeze(deps, programmeId, {
    boardOn,
    number,
    supersedes: before?.fingerprint ?? '',
    programme: programme.name,
    localArea: programme.localArea,
    frozenAt,
    asOfOn: facts.today,
    lastBoardOn: facts.summary.lastBoardOn,
    anchor: await keepAnchor(deps, programmeId, facts.heads),
    sections,
  });
  const pack: Pack = { number, fingerprint, picture, frozenAt, by: member.id };
  const change = { by: member.id, did: 'board-packs.make', effect };
  const state: BoardPacks = { boardOn, packs: [...packs, pack] };
  return outcomeOf(
    head
      ? await commit(deps, boardPacks, programmeId, head, change, state)
      : await createNamed(deps, boardPacks, programmeId, packsRef(boardOn), change, state),
  );
}

function outcomeOf(committed: Committed<BoardPacks>): Made {
  const { boardOn, packs } = committed.outcome === 'conflict' ? committed.theirs.state : committed.entry.state;
  const pack = packs.at(-1);
  if (!pack) throw new ProductError('MISSING', `the packs of ${boardOn} are empty`);
  return { outcome: committed.outcome === 'conflict' ? 'overtaken' : 'made', boardOn, pack };
}

/** The packs of every Board, newest first. One query. Throws FORBIDDEN for observers. */
export async function listPacks(turn: Turn): Promise<{ packs: BoardPack[]; heads: Head<BoardPacks>[] }> {
  requireReader(turn);
  const found = await listAll<Head<BoardPacks>>(turn.deps.store, [boardPacks.kind], turn.actor.programmeId);
  const heads = found.map(({ body }) => body);
  const packs = heads.flatMap(({ newest: { state } }) => state.packs.map((pack) => ({ boardOn: state.boardOn, pack })));
  return { heads, packs: packs.sort((a, b) => b.pack.frozenAt.localeCompare(a.pack.frozenAt)) };
}

/** One pack, and the one before it. Throws FORBIDDEN for observers and UNKNOWN when there is none. */
export async function requirePack(
  turn: Turn,
  boardOn: IsoDate,
  number: number,
): Promise<BoardPack & { newest: number }> {
  requireReader(turn);
  const head = await readHead(turn.deps, boardPacks, turn.actor.programmeId, packsRef(boardOn));
  const packs = head?.body.newest.state.packs ?? [];
  const pack = packs.find((one) => one.number === number);
  if (!pack) throw new ProductError('UNKNOWN', `no pack ${number} of the Board of ${boardOn}`);
  return { boardOn, pack, newest: packs.length };
}

/** Days of the Boards still to meet, soonest first. */
export function comingBoards({ actor, deps }: Pick<Turn, 'actor' | 'deps'>): IsoDate[] {
  const today = dayOf(deps.clock.now(), actor.programme.zone);
  return boardDays(actor.programme).filter((on) => on >= today);
}

/** Days of every Board, in order. */
export function boardDays({ boards }: { boards: readonly { on: IsoDate }[] }): IsoDate[] {
  return boards.map(({ on }) => on).sort();
}

function requireMaker({ actor }: Turn): void {
  if (maySeeChairSummary(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'a pack is not theirs to make', {
    advice: 'The pack of a Board is made by its chair or the programme office. Once made, members can download it.',
  });
}

/** Packs are papers of the partnership's members. */
function requireReader({ actor }: Turn): void {
  if (!isOnlyObserver(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'packs are not for observers', {
    advice: 'Board packs are for members of the programme. Ask the programme office for a copy.',
  });
}
