// Who answers which part of a return. Pure. What one could get wrong: a part that nobody is named for is the programme office's, so that
// no section is ever without somebody to ask.

import { workstreamName } from '../programmes/actor.js';
import { isOnlyObserver, isProgrammeOffice, leadsFinance, leadsWorkstream } from '../programmes/rights.js';
import type { Member, Programme, SHARED_SECTIONS } from '../programmes/schema.js';
import { returnRoundOf } from './rounds.js';

/** A workstream's id, or one of the others who answer. */
export type Seat = string;

export const OFFICE: Seat = 'office';
export const FINANCE: Seat = 'finance';
export const ICB: Seat = 'ICB';
export const PCF: Seat = 'PCF';

/** Every seat, in the order in which they are shown. */
export function seatsOf(programme: Programme): Seat[] {
  return [...programme.workstreams.map(({ id }) => id), FINANCE, ICB, PCF, OFFICE];
}

/** The seat that answers a section which one workstream answers for all. */
export function seatOfShared(programme: Programme, section: (typeof SHARED_SECTIONS)[number]): Seat {
  const named = returnRoundOf(programme).sections[section];
  return programme.workstreams.some(({ id }) => id === named) ? (named as Seat) : OFFICE;
}

/** "WS6 Workforce", "Finance", "Integrated Care Board". */
export function seatName(programme: Programme, seat: Seat): string {
  const names: Record<Seat, string> = {
    [OFFICE]: 'Programme office',
    [FINANCE]: 'Finance',
    [ICB]: 'Integrated Care Board',
    [PCF]: 'Parent Carer Forum',
  };
  return names[seat] ?? workstreamName(programme, seat);
}

/** The members who are asked for a seat's sections, without their deputies; none where nobody is named. */
export function membersOfSeat(programme: Programme, seat: Seat): Member[] {
  const { icbLead, pcfLead } = returnRoundOf(programme);
  const sits = (member: Member): boolean => {
    if (seat === OFFICE) return isProgrammeOffice(member);
    if (seat === FINANCE) return member.roles.includes('finance lead');
    if (seat === ICB) return member.id === icbLead;
    if (seat === PCF) return member.id === pcfLead;
    return member.leads.includes(seat);
  };
  return programme.members.filter((member) => !isOnlyObserver(member) && sits(member));
}

/** Whether a member answers a seat's sections: whoever sits in it, their deputy, and the programme office for all. */
export function mayAnswerSeat(programme: Programme, member: Member, seat: Seat): boolean {
  return isProgrammeOffice(member) || sitsIn(programme, member, seat);
}

/** Whether a seat's sections are a member's own, or those of one they stand in for. */
export function sitsIn(programme: Programme, member: Member, seat: Seat): boolean {
  if (seat === OFFICE) return isProgrammeOffice(member);
  if (seat === FINANCE) return leadsFinance(programme, member);
  if (seat !== ICB && seat !== PCF) return leadsWorkstream(programme, member, seat);
  return membersOfSeat(programme, seat).some(({ id, deputy }) => id === member.id || deputy === member.id);
}

/** Whom to ask for a seat, in words: "the WS6 lead", "nobody is named". */
export function whoSits(programme: Programme, seat: Seat): string {
  const names = membersOfSeat(programme, seat).map(({ name }) => name);
  return names.length === 0 ? 'nobody is named' : names.join(', ');
}
