// What may be said of a person in a programme, and what may not be undone. Pure. What one could get wrong: a programme always has somebody in its office,
// or nobody could ever change it again.

import { ProductError } from '../errors.js';
import { isEmail, normaliseAddress } from '../programmes/addresses.js';
import type { Problems } from '../programmes/problems.js';
import { checkDay, checkLength, hasProblems, requireText } from '../programmes/problems.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import { ROLES, type Role } from '../programmes/roles.js';
import { type Member, ORGANISATIONS, type Programme, SIGNATURES } from '../programmes/schema.js';
import type { DaysOff } from '../programmes/timetable.js';

export interface PersonFields {
  [field: string]: string;
  name: string;
  contact: string;
  organisation: string;
  /** With commas, as lists to choose several from send them. */
  roles: string;
  leads: string;
  deputy: string;
  signsAs: string;
  /** Days off to come; both empty: none. */
  leaveFrom: string;
  leaveUntil: string;
}

/** What was meant, or a sentence a field. `id`: the member's, also of one who is new. */
export function checkPerson(
  programme: Programme,
  id: string,
  fields: PersonFields,
  today: string,
): { ok: { member: Member; contact: string } } | { problems: Problems<PersonFields> } {
  const problems: Problems<PersonFields> = {};
  const name = requireText(problems, fields, 'name', 80, 'Give the person’s name.');
  const contact = normaliseAddress(fields.contact);
  checkLength(problems, 'contact', contact, 254);
  if (contact !== '' && !isEmail(contact)) problems.contact ??= 'Give an e-mail address, such as name@council.gov.uk.';
  const organisation = ORGANISATIONS.find((one) => one === fields.organisation);
  if (!organisation) problems.organisation = 'Say whom they are from.';
  const roles = chosen(fields.roles).filter((one): one is Role => ROLES.some((role) => role === one));
  if (roles.length === 0) problems.roles = 'Choose at least one role.';
  const leads = chosen(fields.leads).filter((one) => programme.workstreams.some((workstream) => workstream.id === one));
  if (leads.length > 0 && !roles.includes('workstream lead'))
    problems.roles ??= 'Whoever leads a workstream is a workstream lead: choose that role too.';
  const deputy = programme.members.find((one) => one.id === fields.deputy && one.id !== id)?.id;
  if (fields.deputy !== '' && !deputy) problems.deputy = 'Choose somebody else of this programme.';
  const signsAs = SIGNATURES.find((one) => one === fields.signsAs);
  if (signsAs && !roles.includes('signatory')) problems.signsAs = 'Whoever signs is a signatory: choose that role too.';
  const other = programme.members.find((one) => one.id !== id && one.signsAs === signsAs);
  if (signsAs && other) problems.signsAs ??= `${other.name} signs as that already. Take it from them first.`;
  const was = programme.members.find((one) => one.id === id);
  if (was && !roles.includes('programme office') && isLastOffice(programme, id)) problems.roles ??= LAST_OFFICE;
  const leave = checkLeave(fields, today, problems);
  if (hasProblems(problems) || !organisation) return { problems };
  const { deputy: _, signsAs: __, leave: ___, ...kept } = was ?? ({} as Member);
  const past = (was?.leave ?? []).filter(({ until }) => until < today);
  const member: Member = {
    ...kept,
    id,
    name,
    organisation,
    roles,
    leads,
    ...(deputy && { deputy }),
    ...(signsAs && { signsAs }),
    ...((leave || past.length > 0) && { leave: [...past, ...(leave ? [leave] : [])] }),
  };
  return { ok: { member, contact } };
}

/** The days off that were typed; undefined: none. */
function checkLeave(
  { leaveFrom, leaveUntil }: PersonFields,
  today: string,
  problems: Problems<PersonFields>,
): DaysOff | undefined {
  if (leaveFrom === '' && leaveUntil === '') return undefined;
  checkDay(problems, 'leaveFrom', leaveFrom, 'Give the first day off.');
  if (leaveUntil < leaveFrom) problems.leaveUntil = 'It ends on or after its first day.';
  else if (leaveUntil < today) problems.leaveUntil = 'This is over already.';
  checkDay(problems, 'leaveUntil', leaveUntil, 'Give the last day off.');
  return { from: leaveFrom, until: leaveUntil };
}

const LAST_OFFICE = 'This is the last of the programme office. Give somebody else that role first.';

/** Whether nobody else is of the programme office. */
export function isLastOffice(programme: Programme, memberId: string): boolean {
  const office = programme.members.filter(isProgrammeOffice);
  return office.length === 1 && office[0]?.id === memberId;
}

/** The programme with a member as they are now, in place of what they were. */
export function withMember(programme: Programme, member: Member): Programme {
  if (isLastOffice(programme, member.id) && !isProgrammeOffice(member)) throw lastOffice();
  const isKnown = programme.members.some(({ id }) => id === member.id);
  const members = isKnown
    ? programme.members.map((one) => (one.id === member.id ? member : one))
    : [...programme.members, member];
  return { ...programme, members };
}

/** The programme without a member: nobody's deputy, no seat of the return. Throws FORBIDDEN for the last of its office. */
export function withoutMember(programme: Programme, memberId: string): Programme {
  if (isLastOffice(programme, memberId)) throw lastOffice();
  const { returnRound } = programme;
  const members = programme.members
    .filter(({ id }) => id !== memberId)
    .map(({ deputy, ...member }) => ({ ...member, ...(deputy && deputy !== memberId && { deputy }) }));
  if (!returnRound) return { ...programme, members };
  const { icbLead, pcfLead, ...round } = returnRound;
  const seats = {
    ...(icbLead && icbLead !== memberId && { icbLead }),
    ...(pcfLead && pcfLead !== memberId && { pcfLead }),
  };
  return { ...programme, members, returnRound: { ...round, ...seats } };
}

function lastOffice(): ProductError {
  return new ProductError('FORBIDDEN', 'the last of the programme office', { advice: LAST_OFFICE });
}

function chosen(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ];
}
