// Days off of a member, kept in the programme so that everyone's timetable knows them. What one could get wrong: many people
// set their own leave at once, so a change is made again on the programme as it is now, never refused for somebody else's.

import type { IsoDate } from '../calendar.js';
import type { Deps } from '../deps.js';
import type { Member, Programme } from './schema.js';
import { changeProgramme } from './settings.js';
import type { DaysOff } from './timetable.js';

/** The leave a member is on at a day, or undefined. */
export function leaveOn(member: Pick<Member, 'leave'>, day: IsoDate): DaysOff | undefined {
  return member.leave?.find((leave) => leave.from <= day && day <= leave.until);
}

/** Who answers for a member on a day: the deputy, unless there is none or that one is away too. */
export function deputyOn(programme: Programme, member: Member, day: IsoDate): Member | undefined {
  const deputy = programme.members.find((other) => other.id === member.deputy);
  return deputy && !leaveOn(deputy, day) ? deputy : undefined;
}

/**
 * Sets a member's leave from a day on, in place of what began or begins then; without `leave` the member is back. Safe to
 * repeat. Throws UNKNOWN and the store's codes.
 */
export async function setLeave(
  deps: Deps,
  programmeId: string,
  who: { memberId: string; by: string; effect: string },
  today: IsoDate,
  leave: DaysOff | undefined,
): Promise<Programme> {
  const change = { by: who.by, did: 'programmes.set-leave', effect: who.effect };
  return changeProgramme(deps, programmeId, change, (programme) => withLeave(programme, who.memberId, today, leave));
}

function withLeave(programme: Programme, memberId: string, today: IsoDate, leave: DaysOff | undefined): Programme {
  const members = programme.members.map((member) => {
    if (member.id !== memberId) return member;
    const past = (member.leave ?? []).filter((one) => one.until < today);
    return { ...member, leave: [...past, ...(leave ? [leave] : [])] };
  });
  return { ...programme, members };
}
