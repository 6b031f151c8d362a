// Whom a message to an owner is for. What one could get wrong: a member may have left, or be on leave, between the day it was
// planned and the moment it is drawn.

import { dayOf, formatDay, type IsoDate } from '../calendar.js';
import type { JobRun } from '../jobs/delivery.js';
import type { Actor } from '../programmes/actor.js';
import { leaveOn } from '../programmes/leave.js';
import { isOnlyObserver } from '../programmes/rights.js';
import type { Member } from '../programmes/schema.js';

/** The day a run is on, in the programme's zone. */
export function todayIn({ now, programme }: Pick<JobRun, 'now' | 'programme'>): IsoDate {
  return dayOf(now, programme.zone);
}

/** The person as the one who reads the card, or why nothing is sent to them. */
export function readerOf(run: JobRun, memberId: string): { actor: Actor } | { skip: string } {
  const { programme, programmeId } = run;
  const member = programme.members.find((one) => one.id === memberId);
  if (!member) return { skip: 'no longer a member' };
  const skip = whyNotTold(member, todayIn(run));
  return skip === '' ? { actor: { tenantId: '', objectId: '', programmeId, programme, member } } : { skip };
}

/** Why a member is told nothing by itself on a day; '' when they are. */
export function whyNotTold(member: Member, today: IsoDate): string {
  if (isOnlyObserver(member)) return 'an observer, who only reads';
  const leave = leaveOn(member, today);
  return leave ? `away until ${formatDay(leave.until)}` : '';
}
