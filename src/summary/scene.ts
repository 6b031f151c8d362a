// What a summary tells of: a moment, the records as they were then, and since when. What one could get wrong: the past is read under the person's
// rights of today, and drawn with the plan, names and tolerances of then.

import { DAY_RULE, dayOf, formatDay, type IsoDate } from '../calendar.js';
import { link } from '../cards/markup.js';
import { type Actor, nameOf, readProgramme } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { isBoardChair, maySeeChairSummary } from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import { readable, readsFinance } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import { letOthersThrough } from '../slices.js';
import { anchorLines, fingerprint, keepAnchor } from '../storage/anchor.js';
import type { Head } from '../storage/ledger.js';
import { readAsOf } from '../storage/past.js';
import { type Reading, readOn } from './acknowledging.js';
import { drawSummary } from './cards.js';
import { lastInstantOf } from './changes.js';
import { compose } from './compose.js';
import { concernsOf } from './concerns.js';
import { isBeyond, readDay, readSince, type Since, saySince, sinceDay } from './day-words.js';
import { findPicture, keepPicture, readLines } from './pictures.js';
import { reachBack, readAt, readListed, readNow } from './reading.js';
import { type Heads, sortHeads } from './reading-heads.js';
import type { Summary } from './schema.js';

/** A moment of a programme, ready to be told. */
export interface Scene {
  programme: Programme;
  /** The day it tells of. */
  day: IsoDate;
  /** Instant (UTC ISO). */
  at: string;
  asOf: IsoDate | undefined;
  pictured: boolean;
  since: Since;
  found: Head<unknown>[];
  heads: Heads;
  summary: Summary;
  readings: Head<Reading>[];
}

/** The moment asked for; or, where words mean no day, a card that says so. One query for now. */
export async function readScene(
  turn: Pick<Turn, 'deps' | 'actor'>,
  asked: { asOf: string; since: string },
): Promise<Scene | { notice: Answer }> {
  const { deps, actor } = turn;
  const { programmeId } = actor;
  const now = deps.clock.now();
  const today = dayOf(now, actor.programme.zone);
  const day = asked.asOf === '' ? today : readDay(asked.asOf, actor.programme, today);
  if (day === undefined) return { notice: noDay(actor, asked.asOf, today) };
  const since = readSince(asked.since, actor.programme, day);
  if (since === undefined) return { notice: noDay(actor, asked.since, today) };
  const past = day < today ? await readPast(turn, day) : undefined;
  const { heads: all, readings } = past ?? (await readNow(deps, programmeId));
  const programme = past?.programme ?? actor.programme;
  const from = sinceDay(since, programme, day);
  const found = await reachBack(deps, programmeId, all, from, programme.zone);
  await letOthersThrough();
  // What they may not read today is not in it: neither in a line nor in a number.
  const present = past ? (await readNow(deps, programmeId)).heads : all;
  const shown = new Set(readable(actor, 'personal', present).map(({ newest }) => newest.ref));
  const heads = sortHeads(found.filter(({ newest }) => shown.has(newest.ref)));
  return {
    programme,
    day,
    at: past?.at ?? now.toISOString(),
    asOf: past && day,
    pictured: past?.pictured ?? false,
    since,
    found,
    heads,
    summary: compose(programme, heads, day, from),
    readings,
  };
}

/** Draws a scene for whoever asks; what a chair is shown of now is kept under its fingerprint. */
export async function showScene(turn: Pick<Turn, 'deps' | 'actor'>, scene: Scene): Promise<Answer> {
  const { deps, actor } = turn;
  const { programmeId, member } = actor;
  const { programme, heads, summary, asOf, at, day } = scene;
  await letOthersThrough();
  const forChair = maySeeChairSummary(member);
  const seesFinance = readsFinance(actor);
  let print = '';
  if (forChair && asOf) print = fingerprint(anchorLines(scene.found));
  else if (forChair) {
    print = await keepAnchor(deps, programmeId, scene.found);
    await keepPicture(deps, programmeId, { at, on: day, fingerprint: print });
  }
  const chairs = programme.members.filter(isBoardChair);
  const read = chairs.flatMap(({ id }) => {
    const on = readOn(scene.readings, id, print);
    return on === undefined ? [] : [{ id, on }];
  });
  return drawSummary({ ...actor, programme }, summary, {
    forChair,
    seesFinance,
    at,
    asOf,
    pictured: scene.pictured,
    since: scene.since,
    sinceText: saySince(scene.since, programme, day),
    records: scene.found.length,
    fingerprint: print,
    readBy: forChair ? read.map(({ id, on }) => `${nameOf(programme, id)} on ${formatDay(on)}`) : [],
    toRead: print !== '' && !read.some(({ id }) => id === member.id) && (asOf === undefined || scene.pictured),
    concerns: concernsOf(programme, member, heads, seesFinance ? summary : { ...summary, finance: [] }),
    questions: summary.questions,
  });
}

/** A past day: as a chair was shown it last that day, or as the ledger has it at that day's end. */
async function readPast({ deps, actor }: Pick<Turn, 'deps' | 'actor'>, day: IsoDate) {
  const { programmeId } = actor;
  const picture = await findPicture(deps, programmeId, day);
  const lines = picture && (await readLines(deps, programmeId, picture.fingerprint));
  const listed = lines && (await readListed(deps, programmeId, lines));
  const at = listed ? picture.at : lastInstantOf(day, actor.programme.zone);
  const { heads, readings } = listed ?? (await readAt(deps, programmeId, at));
  const head = (await readProgramme(deps, programmeId))?.body;
  const then = head && (await readAsOf(deps, programmeId, head, at));
  return { heads, readings, at, pictured: listed !== undefined, programme: then?.state ?? actor.programme };
}

function noDay({ programme, programmeId }: Actor, typed: string, today: IsoDate): Answer {
  const boards = programme.boards.map(({ on }) => on).filter((on) => on < today);
  return notice(
    'Which day is meant?',
    [
      ...(isBeyond(typed) ? [DAY_RULE] : []),
      'A summary can be asked for as of any past day, such as “summary 3 December 2026”, or “summary since last quarter”.',
    ],
    {
      quoted: typed,
      buttons: [
        link('As it is today', 'summary.show', { programmeId, asOf: '', since: 'board' }),
        ...boards
          .slice(-3)
          .map((on) => link(`As of ${formatDay(on)}`, 'summary.show', { programmeId, asOf: on, since: 'board' })),
      ],
    },
  );
}
