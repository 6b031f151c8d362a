// Who may do what, as sentences. Pure. What one could get wrong: rights come from the member looked up by Entra object id
// on every action, never from a name or from card data.

import { ProductError } from '../errors.js';
import type { Member, Programme } from './schema.js';

/** What rights ask of a milestone, risk or issue: whose it is and where. */
export interface Owned {
  ownerId: string;
  workstream: string;
}

export function isProgrammeOffice(member: Member): boolean {
  return member.roles.includes('programme office');
}

/** Throws FORBIDDEN, with whom to ask, unless this member is of the programme office. */
export function requireProgrammeOffice(member: Member, advice: string): void {
  if (!isProgrammeOffice(member)) throw new ProductError('FORBIDDEN', 'not of the programme office', { advice });
}

export function isBoardChair(member: Member): boolean {
  return member.roles.includes('board chair');
}

/** What is said when an observer is named as an owner. */
export const OBSERVERS_OWN_NOTHING = 'An observer only reads: choose somebody else.';

export function isOnlyObserver(member: Member): boolean {
  return member.roles.every((role) => role === 'observer');
}

/** Whether a member leads a workstream, or is the deputy of one who does. */
export function leadsWorkstream(programme: Programme, member: Member, workstream: string): boolean {
  return (
    member.leads.includes(workstream) ||
    programme.members.some((other) => other.deputy === member.id && other.leads.includes(workstream))
  );
}

/** Whether a member owns something, or is the deputy of its owner. */
export function owns(programme: Programme, member: Member, thing: Owned): boolean {
  return (
    thing.ownerId === member.id ||
    programme.members.some((other) => other.deputy === member.id && other.id === thing.ownerId)
  );
}

/** Owner, lead of its workstream, their deputies, and the programme office may change a milestone, risk or issue. */
export function mayChange(programme: Programme, member: Member, thing: Owned): boolean {
  return (
    isProgrammeOffice(member) || owns(programme, member, thing) || leadsWorkstream(programme, member, thing.workstream)
  );
}

/** Every member may raise a risk; observers read only. */
export function mayRaiseRisk(member: Member): boolean {
  return !isOnlyObserver(member);
}

/** Every member may ask a body for a decision; observers read only. */
export function mayAskDecision(member: Member): boolean {
  return !isOnlyObserver(member);
}

/** What a body settles is noted by the programme office that keeps its minutes; what the Board settles, by its chair too. */
export function mayRecordOutcome(member: Member, body: string): boolean {
  return isProgrammeOffice(member) || (body === 'Board' && isBoardChair(member));
}

/** Whether a member is the finance lead, or the deputy of one. */
export function leadsFinance(programme: Programme, member: Member): boolean {
  const isLead = (one: Member) => one.roles.includes('finance lead');
  return isLead(member) || programme.members.some((other) => other.deputy === member.id && isLead(other));
}

/** Finance lead, their deputy and the programme office change finance figures. */
export function mayChangeFinance(programme: Programme, member: Member): boolean {
  return isProgrammeOffice(member) || leadsFinance(programme, member);
}

/** Whoever changes the figures may set their assurance, and so may the S151 officer. */
export function mayAssureFinance(programme: Programme, member: Member): boolean {
  return mayChangeFinance(programme, member) || member.signsAs === 'S151 officer';
}

/** The chair's view of the summary is for Board chairs and the programme office that prepares the Board. */
export function maySeeChairSummary(member: Member): boolean {
  return isBoardChair(member) || isProgrammeOffice(member);
}

/** "the WS6 lead or the programme office": whom to ask when `mayChange` says no. */
export function whoMayChange(programme: Programme, thing: Owned): string {
  const owner = programme.members.find((member) => member.id === thing.ownerId);
  const leads = programme.members.filter(
    (member) => member.leads.includes(thing.workstream) && member.id !== thing.ownerId,
  );
  const names = [
    ...(owner ? [`its owner (${owner.name})`] : []),
    ...leads.map((lead) => lead.name),
    'the programme office',
  ];
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Throws FORBIDDEN, with whom to ask, unless this member may change the thing. */
export function requireMayChange(programme: Programme, member: Member, ref: string, thing: Owned): void {
  if (mayChange(programme, member, thing)) return;
  throw new ProductError('FORBIDDEN', `${ref} is not theirs to change`, {
    advice: `${ref} can be changed by ${whoMayChange(programme, thing)}. Ask one of them, or raise a risk if something is in the way.`,
  });
}
