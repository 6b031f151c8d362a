// From a week's facts to what the channel reads. Pure. What one could get wrong: lists are whole here, the card cuts them; and
// whoever has not answered is named as still to come, never as missing.

import { formatShortDay, type IsoDate, workingDaysBetween } from '../../calendar.js';
import { isAsked } from '../../decisions/rules.js';
import { calculateStatus, isOverdue, saySlip, slipDays } from '../../milestones/rules.js';
import type { Milestone, Status } from '../../milestones/schema.js';
import { compareNumbered } from '../../ordering.js';
import { nameOf } from '../../programmes/actor.js';
import { sayBody } from '../../programmes/bodies.js';
import type { Programme } from '../../programmes/schema.js';
import type { Head } from '../../storage/ledger.js';
import { findSplitConfidence, findWatermelons } from '../../warnings/watermelon.js';
import { type CheckIn, checkInRef } from '../schema.js';
import type { WeekFacts } from './facts.js';
import { financeLines, lateActions, lateAgreed } from './late.js';
import { wasAway, wasLate } from './turnout.js';

/** One line, and the record it opens. */
export interface DigestLine {
  ref: string;
  title: string;
  facts: string;
  status: Status | null;
  /** The record that pressing it opens. */
  opens: { verb: string; ref: string };
}

export interface DigestSection {
  heading: string;
  lines: DigestLine[];
}

/** A workstream's week; `said` is null while it is still to come. */
export interface WorkstreamLine {
  id: string;
  name: string;
  said: Pick<CheckIn, 'stated' | 'calculated' | 'confidence' | 'moved' | 'noChange'> | null;
  late: boolean;
  /** Not answered, and everybody who could was away when it was asked. */
  away: boolean;
}

export interface Digest {
  /** Only those that have something to say, most pressing first. */
  attention: DigestSection[];
  decisions: DigestLine[];
  workstreams: WorkstreamLine[];
  /** Who took part, in words. */
  who: { label: string; text: string }[];
  answered: number;
  expected: number;
  /** When an answer last came after the digest was due (UTC ISO); '' while none did. */
  updatedAt: string;
}

/** Everything a week's digest says on a day. */
export function composeDigest(programme: Programme, facts: WeekFacts, today: IsoDate): Digest {
  const workstreams = workstreamLines(programme, facts);
  const answered = workstreams.filter(({ said }) => said !== null).length;
  const late = [...facts.answers.values()].map(({ newest }) => newest.at).filter((at) => at >= facts.digestAt);
  const attention = [
    { heading: 'Red, or slipped this week', lines: redOrSlipped(programme, facts, today) },
    { heading: 'Blocked by somebody else', lines: blocked(programme, facts, today) },
    { heading: 'Looks better than the facts', lines: flattering(programme, facts, today) },
    { heading: 'Agreed actions late', lines: lateAgreed(programme, facts, today) },
    { heading: 'Response actions late', lines: lateActions(programme, facts, today) },
    { heading: 'Finance', lines: financeLines(facts, today) },
  ];
  return {
    attention: attention.filter(({ lines }) => lines.length > 0),
    decisions: decisionsAsked(programme, facts, today),
    workstreams,
    who: whoTookPart(programme, facts, workstreams),
    answered,
    expected: workstreams.length,
    updatedAt: late.sort().at(-1) ?? '',
  };
}

function redOrSlipped(programme: Programme, facts: WeekFacts, today: IsoDate): DigestLine[] {
  const found = facts.milestones.flatMap((head) => {
    const { ref, state } = head.newest;
    if (state.actualOn !== null) return [];
    const status = state.stated ?? calculateStatus(state, programme.tolerances, today);
    const before = forecastBefore(head, facts.since);
    const slipped = before !== undefined && state.forecastOn > before;
    if (status !== 'red' && !slipped) return [];
    const late = slipDays(state, today);
    const moved = slipped
      ? [`Forecast ${formatShortDay(before, today)} → ${formatShortDay(state.forecastOn, today)}${because(state)}`]
      : [`${isOverdue(state, today) ? 'Forecast passed,' : 'Forecast'} ${formatShortDay(state.forecastOn, today)}`];
    const parts = [...moved, ...(late > 0 ? [saySlip(late)] : []), nameOf(programme, state.ownerId)];
    const by = slipped ? workingDaysBetween(before, state.forecastOn) : 0;
    const line: DigestLine = {
      ref,
      title: state.title,
      facts: parts.join(' · '),
      status,
      opens: { verb: 'milestones.show', ref },
    };
    return [{ line, weight: (status === 'red' ? 100_000 : 0) + by * 1_000 + Math.max(late, 0) }];
  });
  return found.sort((a, b) => b.weight - a.weight || inOrder(a.line, b.line)).map(({ line }) => line);
}

/** What the forecast was at an instant; undefined when the record is younger. */
function forecastBefore(head: Head<Milestone>, instant: string): string | undefined {
  const forecast = [...head.trail].reverse().find((point) => point.at < instant)?.figures.forecastOn;
  return typeof forecast === 'string' ? forecast : undefined;
}

function because({ slipCause }: Milestone): string {
  return slipCause === null ? '' : `, ${slipCause}`;
}

function blocked(programme: Programme, { answers, period }: WeekFacts, today: IsoDate): DigestLine[] {
  return programme.workstreams.flatMap(({ id }) => {
    const blocker = answers.get(id)?.newest.state.blocker;
    if (!blocker) return [];
    const by = blocker.byOn ? ` · needed by ${formatShortDay(blocker.byOn, today)}` : '';
    const opens = { verb: 'check-ins.show', ref: checkInRef(id, period) };
    const who = blocker.organisation === 'other' ? 'another organisation' : blocker.organisation;
    return [{ ref: id, title: blocker.what, facts: `Waits for ${who}${by}`, status: null, opens }];
  });
}

function flattering(programme: Programme, { milestones, risks, confidences }: WeekFacts, today: IsoDate): DigestLine[] {
  const { tolerances, scoring } = programme;
  const split = findSplitConfidence(programme, confidences).map(({ ref, title, reasons }) => ({
    ref,
    title,
    facts: capital(reasons.join('; ')),
    status: null,
    opens: { verb: 'confidence.show', ref },
  }));
  const flagged = findWatermelons(milestones, risks, tolerances, scoring, today).map(({ ref, title, reasons }) => ({
    ref,
    title,
    facts: capital(reasons.join('; ')),
    status: null,
    opens: { verb: 'milestones.show', ref },
  }));
  return [...flagged, ...split];
}

/** Decisions first asked for since the last digest, soonest needed first. */
function decisionsAsked(programme: Programme, { decisions, since }: WeekFacts, today: IsoDate): DigestLine[] {
  return decisions
    .filter(({ newest, trail }) => isAsked(newest.state) && trail[0]?.version === 1 && trail[0].at >= since)
    .sort((a, b) => a.newest.state.byOn.localeCompare(b.newest.state.byOn) || inOrder(a.newest, b.newest))
    .map(({ newest: { ref, state } }) => ({
      ref,
      title: state.text,
      facts: `Asked of ${sayBody(state.body)}, needed by ${formatShortDay(state.byOn, today)} · ${nameOf(programme, state.askedBy)}`,
      status: null,
      opens: { verb: 'decisions.show', ref },
    }));
}

/** Those that somebody leads, or that have answered. */
function workstreamLines(programme: Programme, { answers, deliveries }: WeekFacts): WorkstreamLine[] {
  return programme.workstreams
    .filter(({ id }) => answers.has(id) || programme.members.some(({ leads }) => leads.includes(id)))
    .map(({ id, name }) => {
      const answer = answers.get(id);
      const away = !answer && wasAway(programme, deliveries, id);
      return { id, name, said: answer?.newest.state ?? null, late: answer !== undefined && wasLate(answer), away };
    });
}

function whoTookPart(programme: Programme, facts: WeekFacts, lines: readonly WorkstreamLine[]): Digest['who'] {
  const answered = lines.filter(({ said }) => said !== null);
  const list = (some: readonly WorkstreamLine[]) => some.map(({ id }) => id).join(', ');
  const late = answered.filter((line) => line.late);
  const away = lines.filter((line) => line.away);
  const toCome = lines.filter(({ said, away }) => said === null && !away);
  const stoodIn = answered.flatMap(({ id }) => standIn(programme, facts, id));
  const hidden = stoodIn.length - 5;
  return [
    {
      label: 'Answered',
      text:
        answered.length === 0
          ? 'None yet'
          : toCome.length + away.length === 0
            ? `All ${answered.length}, thank you`
            : `${list(answered)} (${answered.length} of ${lines.length})`,
    },
    { label: 'Late', text: list(late) },
    { label: 'Stood in', text: [...stoodIn.slice(0, 5), ...(hidden > 0 ? [`and ${hidden} more`] : [])].join('; ') },
    { label: 'Away', text: away.length === 0 ? '' : `${list(away)}, with nobody to stand in` },
    { label: 'Still to come', text: toCome.length === 0 ? '' : `${list(toCome)}; a late answer updates this card` },
  ].filter(({ text }) => text !== '');
}

/** "WS6 deputy for WS6 lead, who is away", when somebody else answered for a workstream. */
function standIn(programme: Programme, { answers, deliveries }: WeekFacts, workstream: string): string[] {
  const answer = answers.get(workstream)?.newest;
  const leads = programme.members.filter((member) => member.leads.includes(workstream));
  if (!answer || leads.length === 0 || leads.some(({ id }) => id === answer.by)) return [];
  const handed = deliveries.some(({ kind, about }) => kind === 'handover' && about === workstream);
  const names = leads.map(({ name }) => name).join(', ');
  return [`${nameOf(programme, answer.by)} for ${names}${handed ? ', who is away' : ''}`];
}

export function inOrder(a: { ref: string }, b: { ref: string }): number {
  return compareNumbered(a.ref, b.ref);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
