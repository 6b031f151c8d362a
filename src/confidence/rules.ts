// The rules of partners' confidence, and the words for it. Pure. What one could get wrong: a score from before the last Board still counts and
// says its day; a partner that has never scored is missing, not unsure.

import { formatShortDay, type IsoDate } from '../calendar.js';
import type { Mark } from '../cards/markup.js';
import { isOnlyObserver } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import type { Head } from '../storage/ledger.js';
import { type Confidence, PARTNER_NAMES, type Partner } from './schema.js';

export const LEVELS = ['Very unlikely', 'Unlikely', 'As likely as not', 'Likely', 'Very likely'] as const;

/** From this many points between the surest and the least sure partner on, the spread is flagged. */
export const WIDE_SPREAD = 2;

/** Which partner a member speaks for; undefined for observers and for organisations that do not score. */
export function partnerOf(member: Member): Partner | undefined {
  return isOnlyObserver(member) ? undefined : PARTNER_NAMES.find((partner) => partner === member.organisation);
}

/** The partners that have members who can speak for them, in a fixed order. */
export function partnersIn(programme: Pick<Programme, 'members'>): Partner[] {
  return PARTNER_NAMES.filter((partner) => programme.members.some((member) => partnerOf(member) === partner));
}

/** Whoever is asked for a partner's scores by itself: those named for its statements, else its first member. */
export function voiceOf(programme: Programme, partner: Partner): Member | undefined {
  const round = programme.returnRound;
  const named = partner === 'ICB' ? round?.icbLead : partner === 'PCF' ? round?.pcfLead : undefined;
  const members = programme.members.filter((member) => partnerOf(member) === partner);
  return (
    members.find(({ id }) => id === named) ??
    members.find(({ roles }) => roles.includes('programme office')) ??
    members[0]
  );
}

/** What partners said of one workstream. */
export interface Spread {
  workstream: string;
  /** In a fixed order of partners. */
  scores: { ref: string; state: Confidence }[];
  missing: Partner[];
  /** Points between the surest and the least sure; 0 with fewer than two scores. */
  points: number;
}

/** Every workstream's scores, by partner. */
export function spreads(programme: Programme, heads: readonly Head<Confidence>[]): Spread[] {
  const expected = partnersIn(programme);
  return programme.workstreams.map(({ id }) => {
    const scores = PARTNER_NAMES.flatMap((partner) =>
      heads
        .filter(({ newest: { state } }) => state.workstream === id && state.partner === partner)
        .map(({ newest: { ref, state } }) => ({ ref, state })),
    );
    const points = scores.map(({ state }) => state.score);
    return {
      workstream: id,
      scores,
      missing: expected.filter((partner) => !scores.some(({ state }) => state.partner === partner)),
      points: points.length < 2 ? 0 : Math.max(...points) - Math.min(...points),
    };
  });
}

/** Whether partners see a workstream so differently that the Board should know. */
export function isWide({ points }: Pick<Spread, 'points'>): boolean {
  return points >= WIDE_SPREAD;
}

/** Notes that an unsure partner says why. */
export function checkWhy({ score, why }: { score: string; why: string }, problems: { why?: string }): void {
  if (/^[12]$/.test(score) && why === '') problems.why ??= 'Say in a sentence what makes it unlikely.';
}

/** "LA 4, ICB 2". */
export function sayScores({ scores }: Pick<Spread, 'scores'>): string {
  return scores.map(({ state }) => `${state.partner} ${state.score}`).join(', ');
}

/** "LA 4, ICB 2 (8 Oct) · not yet: PCF". */
export function saySpread({ scores, missing }: Spread, since: IsoDate, today: IsoDate): string {
  const said = scores.map(({ state: { partner, score, scoredOn } }) =>
    scoredOn <= since ? `${partner} ${score} (${formatShortDay(scoredOn, today)})` : `${partner} ${score}`,
  );
  return [
    said.join(', ') || 'Nobody has scored',
    ...(scores.length > 0 && missing.length > 0 ? [`not yet: ${missing.join(', ')}`] : []),
  ].join(' · ');
}

/** The word, shape and colour of a spread. */
export function markSpread(spread: Spread): Mark {
  if (spread.scores.length === 0) return { word: 'Not scored', shape: '○', color: 'Default' };
  if (isWide(spread)) return { word: `${spread.points} apart`, shape: '◆', color: 'Attention' };
  const least = Math.min(...spread.scores.map(({ state }) => state.score));
  const level = LEVELS[least - 1] ?? '';
  if (least <= 2) return { word: level, shape: '▲', color: 'Warning' };
  return { word: level, shape: '●', color: 'Good' };
}
