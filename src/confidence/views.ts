// The cards of partners' confidence. What one could get wrong: everyone sees who scored what and why; it is said in the partners' own words, and
// the widest spread comes first.

import { randomUUID } from 'node:crypto';
import { addDays, dayOf, formatDay, type IsoDate } from '../calendar.js';
import { type Button, link, PAGE, send, shorten } from '../cards/markup.js';
import { nameOf, workstreamName } from '../programmes/actor.js';
import { type ChangeLine, type RegisterLine, recordCard, registerCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { byline, type Telling } from '../programmes/history.js';
import type { Problems } from '../programmes/problems.js';
import { drawRegister } from '../programmes/register.js';
import type { Programme } from '../programmes/schema.js';
import { drawRecordForm } from '../records/draw-form.js';
import { savedAs, type Typed } from '../records/fields.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { requirePartner } from './actions.js';
import { type ScoreKey, scoreFields } from './fields.js';
import { isWide, LEVELS, markSpread, partnerOf, type Spread, saySpread, spreads } from './rules.js';
import { type Confidence, confidenceRef } from './schema.js';

/** How scores tell their history. */
export const confidenceTelling: Telling<Confidence> = {
  feature: 'confidence',
  title: ({ workstream, partner }) => `${partner} on ${workstream}`,
  what: ({ version }) => (version === 1 ? 'Scored' : 'Scored again'),
  changes: tellChanges,
  said: ({ state }) => state.why,
  correctable: false,
};

function tellChanges({ was, state, version }: Entry<Confidence>): ChangeLine[] {
  const now = sayScore(state.score);
  if (version === 1 || was.score === undefined) return [{ label: 'Confidence', text: now }];
  return [{ label: 'Confidence', text: `${sayScore(was.score)} → ${now}` }];
}

/** "2 of 5, unlikely". */
export function sayScore(score: number): string {
  return `${score} of 5, ${LEVELS[score - 1]?.toLowerCase()}`;
}

/** The day since which a score counts as given for the coming Board. */
export function lastBoard(programme: Pick<Programme, 'boards'>, today: IsoDate): IsoDate {
  const met = programme.boards.map(({ on }) => on).filter((on) => on < today);
  return met.sort().at(-1) ?? addDays(today, -56);
}

/** A page of the workstreams, widest spread first. */
export function spreadList(turn: Turn, heads: readonly Head<Confidence>[], wanted: number): Answer {
  const { programme, programmeId, member } = turn.actor;
  const today = todayOf(turn);
  const all = spreads(programme, heads).sort((a, b) => b.points - a.points);
  const wide = all.filter(isWide).length;
  const counts =
    wide === 0
      ? 'No two partners are two points apart.'
      : `${wide} ${wide === 1 ? 'workstream' : 'workstreams'} on which partners are two points or more apart`;
  const partner = partnerOf(member);
  return drawRegister({
    heading: 'Confidence by partner',
    counts,
    all,
    wanted,
    row: (spread) => spreadRow(spread, turn, lastBoard(programme, today), today),
    verb: 'confidence.list',
    at: (page) => ({ programmeId, page }),
    filterButtons: [
      ...(partner
        ? [link(`What ${sayPartner(partner)} has still to score`, 'confidence.list-mine', { programmeId })]
        : []),
      link('Milestones', 'milestones.list', { programmeId, filter: 'all', page: 1 }),
    ],
  });
}

function spreadRow(spread: Spread, { actor }: Turn, since: IsoDate, today: IsoDate): RegisterLine {
  const { workstream } = spread;
  return {
    ref: workstream,
    title: workstreamName(actor.programme, workstream).slice(workstream.length + 1),
    facts: saySpread(spread, since, today),
    status: markSpread(spread),
    open: link(`Open ${workstream}`, 'confidence.show', { programmeId: actor.programmeId, ref: workstream }),
  };
}

/** What a partner has not scored since the last Board; each line opens its form. */
export function toScore(turn: Pick<Turn, 'actor' | 'deps'>, heads: readonly Head<Confidence>[]): Answer {
  const { programme, programmeId, member } = turn.actor;
  const today = todayOf(turn);
  const since = lastBoard(programme, today);
  const partner = partnerOf(member);
  const scored = (id: string) =>
    heads.find(({ newest: { state } }) => state.workstream === id && state.partner === partner)?.newest.state;
  const left = programme.workstreams.filter(({ id }) => (scored(id)?.scoredOn ?? '') <= since);
  const counts =
    left.length === 0 ? 'All scored since the last Board, thank you.' : `${left.length} to score; one press each`;
  const heading = partner ? `How sure is ${sayPartner(partner)}?` : 'Confidence by partner';
  const card = registerCard.render({
    heading,
    counts,
    lines: left.slice(0, PAGE).map(({ id, name }) => {
      const before = scored(id);
      return {
        ref: id,
        title: name,
        facts: before ? `Last: ${sayScore(before.score)}, ${formatDay(before.scoredOn)}` : 'Not scored yet',
        status: { word: 'To score', shape: '▲', color: 'Warning' },
        open: link(`Score ${id}`, 'confidence.open-score', { programmeId, workstream: id }),
      };
    }),
    paging: left.length > PAGE ? `and ${left.length - PAGE} more` : '',
    pageButtons: [],
    filterButtons: [link('Every partner’s scores', 'confidence.list', { programmeId, page: 1 })],
  });
  return { card, summary: `${heading} ${counts}` };
}

/** One workstream: each partner's score, who gave it, when and why. */
export function spreadDetail(turn: Turn, heads: readonly Head<Confidence>[], workstream: string): Answer {
  const { actor } = turn;
  const { programme, programmeId } = actor;
  const found = spreads(programme, heads).find((one) => one.workstream === workstream);
  const spread = found ?? { workstream, scores: [], missing: [], points: 0 };
  const partner = partnerOf(actor.member);
  const newest = heads
    .filter(({ newest: { state } }) => state.workstream === workstream)
    .sort((a, b) => b.newest.at.localeCompare(a.newest.at))[0];
  const card = recordCard.render({
    heading: `Confidence in ${workstream}`,
    text: workstreamName(programme, workstream),
    place: isWide(spread)
      ? 'Partners see this differently: ask the least sure what would change their mind.'
      : 'How likely each partner thinks it is that this workstream delivers what the plan says.',
    status: markSpread(spread),
    lines: [
      ...spread.scores.map(({ state }) => ({ label: state.partner, text: sayWhole(state, programme) })),
      ...spread.missing.map((one) => ({ label: one, text: 'has not scored' })),
    ],
    byline: newest ? byline(turn, newest.newest) : '',
    buttons: [
      ...(partner
        ? [link(`Score for ${sayPartner(partner)}`, 'confidence.open-score', { programmeId, workstream })]
        : []),
      ...spread.scores
        .filter(({ state }) => state.partner === partner)
        .map(({ ref }) => link('History of ours', 'confidence.show-history', { programmeId, ref })),
      link('Every workstream', 'confidence.list', { programmeId, page: 1 }),
    ],
  });
  return { card, summary: `Confidence in ${workstream}: ${saySpread(spread, '', todayOf(turn))}.` };
}

function sayWhole({ score, why, scoredBy, scoredOn }: Confidence, programme: Programme): string {
  const said = why === '' ? '' : `: ${shorten(why, 300)}`;
  return `${sayScore(score)}${said} (${nameOf(programme, scoredBy)}, ${formatDay(scoredOn)})`;
}

/** The form, fresh or as typed. Throws FORBIDDEN and UNKNOWN. */
export function scoreForm(
  turn: Turn,
  workstream: string,
  head: Head<Confidence> | undefined,
  typed: { fields?: Typed<ScoreKey>; problems?: Problems<Typed<ScoreKey>>; form?: string; opened?: number } = {},
): Answer {
  const partner = requirePartner(turn, workstream);
  const { programme, programmeId } = turn.actor;
  const state = head?.newest.state;
  const heading = `How sure is ${sayPartner(partner)} of ${workstream}?`;
  const values = typed.fields ?? (state ? savedAs(scoreFields, state) : { score: '', why: '' });
  return drawRecordForm(turn, scoreFields, values, typed.problems ?? {}, {
    heading,
    title: workstreamName(programme, workstream),
    place: state
      ? `Last: ${sayScore(state.score)}, by ${nameOf(programme, state.scoredBy)} on ${formatDay(state.scoredOn)}`
      : '',
    advice:
      'It is your organisation’s own view, shown beside the other partners’. It says how likely it is that the workstream delivers what the plan says.',
    buttons: [
      send('Save', 'confidence.score', {
        programmeId,
        workstream,
        opened: typed.opened ?? head?.newest.version ?? 0,
        form: typed.form ?? randomUUID(),
      }),
      link('Cancel', 'confidence.show', { programmeId, ref: workstream }),
    ],
  });
}

/** What was saved, and what is left to score. */
export function scoredAnswer(turn: Turn, entry: Entry<Confidence>): Answer {
  const { programmeId, programme } = turn.actor;
  const { workstream, partner, score } = entry.state;
  const heading = `Saved: ${partner} on ${workstream}`;
  const buttons: Button[] = [
    link('Score the next', 'confidence.list-mine', { programmeId }),
    link(`All of ${workstream}`, 'confidence.show', { programmeId, ref: workstream }),
    link('History', 'confidence.show-history', { programmeId, ref: confidenceRef(workstream, partner) }),
  ];
  const card = recordCard.render({
    heading,
    text: workstreamName(programme, workstream),
    place: `Scored on ${formatDay(dayOf(entry.at, programme.zone))}`,
    status: { word: `${score} of 5`, shape: score <= 2 ? '▲' : '●', color: score <= 2 ? 'Warning' : 'Good' },
    lines: [...tellChanges(entry), ...(entry.state.why === '' ? [] : [{ label: 'Why', text: entry.state.why }])],
    byline: byline(turn, entry),
    buttons,
  });
  return { card, summary: `${heading}, ${sayScore(score)}.`, closes: `${heading}, ${sayScore(score)}.` };
}

/** "the ICB". */
export function sayPartner(partner: string): string {
  const names: Record<string, string> = {
    'NHS provider': 'the NHS provider',
    'schools and trusts': 'schools and trusts',
  };
  return names[partner] ?? `the ${partner}`;
}
