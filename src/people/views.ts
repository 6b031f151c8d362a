// Who is in a programme, as cards: the list, one person, and the forms. What one could get wrong: names are people's words, so they stand in no button and
// no heading; whoever is not met yet is said to be so, since nothing reaches them.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../calendar.js';
import { type Button, link, send } from '../cards/markup.js';
import { nameOf, workstreamName } from '../programmes/actor.js';
import { type RegisterLine, recordCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { listContacts } from '../programmes/directory.js';
import { drawForm, workstreamChoices } from '../programmes/forms.js';
import { among } from '../programmes/people-choices.js';
import type { Problems } from '../programmes/problems.js';
import { drawRegister } from '../programmes/register.js';
import { ROLES } from '../programmes/roles.js';
import { type Member, ORGANISATIONS, SIGNATURES } from '../programmes/schema.js';
import type { Answer, Turn } from '../routes.js';
import { newMemberId } from './actions.js';
import { listItems } from './items.js';
import { isLastOffice, type PersonFields } from './rules.js';

type Contacts = Awaited<ReturnType<typeof listContacts>>;

/** Everybody, by name; those who cannot be reached first. */
export async function peopleList(turn: Turn, wanted: number): Promise<Answer> {
  const { programme, programmeId, tenantId } = turn.actor;
  const contacts = await listContacts(turn.deps, tenantId, programmeId);
  const isMet = ({ id }: Member) => contacts.objectIds.has(id);
  const all = [...programme.members].sort(
    (a, b) => Number(isMet(a)) - Number(isMet(b)) || a.name.localeCompare(b.name, 'en'),
  );
  const unmet = all.filter((member) => !isMet(member)).length;
  return drawRegister({
    heading: 'People',
    counts: `${all.length} in all${unmet > 0 ? `, ${unmet} not met yet` : ''}`,
    all,
    wanted,
    row: (member) => row(turn, member, contacts),
    verb: 'people.list',
    at: (page) => ({ programmeId, page }),
    filterButtons: [
      { ...link('Add a person', 'people.open-add', { programmeId }), style: 'positive' },
      link('Read the team’s list', 'people.meet-team', { programmeId }),
      link('Who has left', 'people.list-former', { programmeId, page: 1 }),
      link('Settings', 'settings.show', { programmeId }),
    ],
  });
}

/** Those who have left and are not erased; each opens what may be done about them. */
export function formerList(turn: Turn, all: readonly Member[], wanted: number): Answer {
  const { programmeId } = turn.actor;
  return drawRegister({
    heading: 'Who has left',
    counts: all.length === 0 ? 'Nobody whose name is still in earlier entries.' : `${all.length} in all`,
    all,
    wanted,
    row: ({ id, name, organisation }) => ({
      ref: '',
      title: name,
      facts: organisation,
      status: { word: 'Left', shape: '○', color: 'Default' },
      open: link('Erase', 'people.open-erasure', { programmeId, id }),
    }),
    verb: 'people.list-former',
    at: (page) => ({ programmeId, page }),
    filterButtons: [link('People', 'people.list', { programmeId, page: 1 })],
  });
}

function row({ actor }: Turn, member: Member, contacts: Contacts): RegisterLine {
  const { programmeId } = actor;
  return {
    ref: '',
    title: member.name,
    facts: [
      member.organisation,
      member.roles.join(', '),
      ...(member.leads.length > 0 ? [member.leads.join(', ')] : []),
    ].join(' · '),
    status: markMet(member, contacts),
    open: link('Open', 'people.show', { programmeId, id: member.id }),
  };
}

function markMet({ id }: Member, { objectIds, emails }: Contacts) {
  if (objectIds.has(id)) return { word: 'Met', shape: '✔', color: 'Good' as const };
  return emails.has(id)
    ? { word: 'Expected', shape: '▲', color: 'Warning' as const }
    : { word: 'No e-mail', shape: '◆', color: 'Attention' as const };
}

/** One person: what they are, how they are reached, what is theirs. */
export async function personDetail(turn: Turn, member: Member, notice = ''): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId, tenantId } = actor;
  const contacts = await listContacts(deps, tenantId, programmeId);
  const items = await listItems(turn, member.id);
  const data = { programmeId, id: member.id };
  const leave = member.leave?.at(-1);
  const card = recordCard.render({
    heading: 'Person',
    text: member.name,
    place: [member.organisation, member.roles.join(', ')].join(' · '),
    status: markMet(member, contacts),
    lines: [
      ...(notice === '' ? [] : [{ label: 'Just now', text: notice }]),
      { label: 'E-mail', text: contacts.emails.get(member.id) ?? 'Not given' },
      ...(member.leads.length > 0
        ? [{ label: 'Leads', text: member.leads.map((id) => workstreamName(programme, id)).join(', ') }]
        : []),
      ...(member.deputy ? [{ label: 'Deputy', text: nameOf(programme, member.deputy) }] : []),
      ...(member.signsAs ? [{ label: 'Signs as', text: member.signsAs }] : []),
      ...(leave ? [{ label: 'Leave', text: `${formatDay(leave.from)} to ${formatDay(leave.until)}` }] : []),
      { label: 'Open and theirs', text: sayItems(items) },
    ],
    byline: markMet(member, contacts).word === 'Expected' ? 'Known to me as soon as they say hello to me.' : '',
    buttons: [
      { ...link('Change', 'people.open-change', data), style: 'positive' },
      ...(isLastOffice(programme, member.id) ? [] : [link('Has left', 'people.open-removal', data)]),
      link('What is held of them', 'people.offer-held', data),
      ...(isLastOffice(programme, member.id) ? [] : [link('Erase', 'people.open-erasure', data)]),
      link('Everybody', 'people.list', { programmeId, page: 1 }),
    ],
  });
  return { card, summary: 'A person of the programme.' };
}

function sayItems(items: Awaited<ReturnType<typeof listItems>>): string {
  if (items.length === 0) return 'Nothing';
  const named = items.slice(0, 12).map(({ ref }) => ref);
  return `${named.join(', ')}${items.length > named.length ? ` and ${items.length - named.length} more` : ''}`;
}

/** The form of a person, new or known, fresh or as typed. */
export async function personForm(
  turn: Turn,
  member: Member | undefined,
  typed: { form?: string; fields?: PersonFields; problems?: Problems<PersonFields> } = {},
): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId, tenantId } = actor;
  const form = typed.form ?? randomUUID();
  const id = member?.id ?? newMemberId(form);
  const contacts = await listContacts(deps, tenantId, programmeId);
  const away = member?.leave?.find(({ until }) => until >= todayOf(turn));
  const plainChoices = (all: readonly string[]) => all.map((one) => ({ title: one, value: one }));
  return drawForm<PersonFields>({
    heading: member ? 'Change a person' : 'Add a person',
    title: member?.name ?? '',
    advice: 'They are known to me by their e-mail address, as soon as they say hello to me or open the app.',
    fields: [
      { id: 'name', kind: 'line', label: 'Name', letters: 80, missing: 'Give the person’s name.' },
      { id: 'contact', kind: 'line', label: 'E-mail address in Teams', letters: 254 },
      {
        id: 'organisation',
        kind: 'pick',
        label: 'Organisation',
        choices: plainChoices(ORGANISATIONS),
        missing: 'Say whom they are from.',
      },
      {
        id: 'roles',
        kind: 'several',
        label: 'Roles',
        choices: plainChoices(ROLES),
        missing: 'Choose at least one role.',
      },
      { id: 'leads', kind: 'several', label: 'Leads', choices: workstreamChoices(programme) },
      {
        id: 'deputy',
        kind: 'person',
        label: 'Deputy',
        people: among(turn.actor, { except: id, first: NOBODY }),
      },
      { id: 'signsAs', kind: 'pick', label: 'Signs the return as', choices: [NOTHING, ...plainChoices(SIGNATURES)] },
      { id: 'leaveFrom', kind: 'day', label: 'Away from' },
      { id: 'leaveUntil', kind: 'day', label: 'Away until' },
    ],
    values: typed.fields ?? {
      name: member?.name ?? '',
      contact: contacts.emails.get(id) ?? '',
      organisation: member?.organisation ?? '',
      roles: member?.roles.join(',') ?? 'member',
      leads: member?.leads.join(',') ?? '',
      deputy: member?.deputy ?? '',
      signsAs: member?.signsAs ?? '',
      leaveFrom: away?.from ?? '',
      leaveUntil: away?.until ?? '',
    },
    problems: typed.problems,
    buttons: [
      send('Save', 'people.save', { programmeId, form, ...(member && { id }) }),
      member
        ? link('Cancel', 'people.show', { programmeId, id })
        : link('Cancel', 'people.list', { programmeId, page: 1 }),
    ],
  });
}

const NOBODY = { title: 'Nobody', value: '' };
const NOTHING = { title: 'Nothing', value: '' };

export interface LeavingFields {
  [field: string]: string;
  to: string;
}

/** The form that takes somebody out, or erases them: what is theirs, and who gets it. */
export async function leavingForm(
  turn: Turn,
  member: Member,
  how: 'remove' | 'erase',
  typed: { form?: string; fields?: LeavingFields; problems?: Problems<LeavingFields> } = {},
): Promise<Answer> {
  const { programmeId } = turn.actor;
  const items = await listItems(turn, member.id);
  const data = { programmeId, id: member.id, form: typed.form ?? randomUUID() };
  return drawForm<LeavingFields>({
    heading: how === 'remove' ? 'Somebody has left' : 'Erase a person',
    title: member.name,
    place: items.length === 0 ? 'Nothing open is theirs.' : `Open and theirs: ${sayItems(items)}`,
    advice:
      how === 'remove'
        ? 'They can do and see nothing here from then on. What they wrote stays in the records under their name until they are erased.'
        : 'Their name is taken out of every record for ever, and how they are reached is forgotten. What they did stays, as by a former member. Cards already shown in Teams keep what they say. This cannot be undone.',
    fields:
      items.length === 0
        ? []
        : [
            {
              id: 'to',
              kind: 'person',
              label: 'Who gets what is theirs',
              missing: 'Choose who gets what is theirs.',
              people: among(turn.actor, { except: member.id }),
            },
          ],
    values: typed.fields ?? { to: '' },
    problems: typed.problems,
    buttons: [
      how === 'remove'
        ? send('Take them out', 'people.remove', data)
        : { ...send('Erase them', 'people.erase', data), style: 'destructive' },
      ...(how === 'erase' ? [link('What is held of them', 'people.offer-held', { programmeId, id: member.id })] : []),
      link('Cancel', 'people.list', { programmeId, page: 1 }),
    ] satisfies Button[],
  });
}
