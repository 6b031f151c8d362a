// What a file says of people. Pure. What one could get wrong: a person is found again by reference, then by e-mail, then by name; a new one gets a
// reference that says nothing of them and never changes afterwards.

import { isEmail, isObjectId, normaliseAddress } from '../programmes/addresses.js';
import { problemElsewhere, sayHeldHere, sharesName } from '../programmes/holders.js';
import { knownReference } from '../programmes/references.js';
import type { Member } from '../programmes/schema.js';
import { sha256 } from '../storage/entry.js';
import type { Present } from './checking.js';
import { type Faults, type Read, readRows } from './faults.js';
import type { Table } from './tables.js';
import { plain } from './values.js';

export interface PlannedPerson {
  member: Member;
  /** E-mail address in small letters, or an Entra object id; '' where none was given. */
  contact: string;
}

/** What is known beside the programme as it stands. */
export interface Outside {
  /** Names by address or Entra object id in other programmes of the tenant, never to be told. */
  elsewhere: ReadonlyMap<string, readonly string[]>;
  /** References of those who have left; nobody else may have one. */
  former: ReadonlySet<string>;
}

export async function checkPeople(
  tables: readonly Table[],
  {
    present,
    workstreams,
    seed,
    outside,
  }: { present: Present | undefined; workstreams: readonly { id: string }[]; seed: string; outside: Outside },
  faults: Faults,
): Promise<PlannedPerson[]> {
  const rows = await readRows(tables, faults);
  const taken = new Set(present?.programme.members.map(({ id }) => id));
  const given = new Map<string, Read>();
  const known = openPresent(present);
  const named = new Map<string, Read>();
  const planned = rows.map((row): PlannedPerson => {
    const contact = normaliseAddress(row.text('contact'));
    if (contact !== '' && !isEmail(contact) && !isObjectId(contact))
      row.fault('contact', 'Give an e-mail address, such as name@council.gov.uk.');
    once(given, contact, row, 'contact');
    const was = findPresent(row, contact, known);
    askNamesake(row, contact, known, named);
    if (outside.former.has(row.text('ref').toLowerCase()))
      row.fault('ref', 'Whoever had this reference has left. Leave it empty: a new one is made.');
    const id = was?.id ?? newId(row, taken, seed);
    taken.add(id);
    once(given, `id:${id}`, row, 'name');
    const leads = row.has('leads')
      ? row.list('leads').map((one) => knownReference(one, { has: (ref) => workstreams.some(({ id }) => id === ref) }))
      : (was?.leads ?? []);
    for (const lead of leads)
      if (!workstreams.some((workstream) => workstream.id === lead))
        row.fault('leads', `There is no workstream ${lead.slice(0, 20)}.`);
    const roles = row.value('roles');
    const signsAs = row.has('signsAs') ? (row.text('signsAs') as Member['signsAs']) : was?.signsAs;
    const deputy = row.has('deputy') ? undefined : was?.deputy;
    const { deputy: _, signsAs: __, ...kept } = was ?? ({} as Member);
    const member: Member = {
      ...kept,
      id,
      name: row.text('name'),
      organisation: row.text('organisation') as Member['organisation'],
      roles: (Array.isArray(roles) ? roles : []) as Member['roles'],
      leads,
      ...(deputy && { deputy }),
      ...(signsAs && { signsAs }),
    };
    return { member, contact };
  });
  checkHolders(rows, planned, present, outside);
  findDeputies(rows, planned, present);
  return planned;
}

/** An address is one person's once all of the file is in; within the file that is said row by row. */
function checkHolders(
  rows: readonly Read[],
  planned: readonly PlannedPerson[],
  present: Present | undefined,
  outside: Outside,
): void {
  const moved = new Map(planned.filter(({ contact }) => contact !== '').map((one) => [one.member.id, one.contact]));
  const members = new Map(present?.programme.members.map((member) => [member.id, member]));
  for (const [n, row] of rows.entries()) {
    const { member, contact } = planned[n] as PlannedPerson;
    if (contact === '') continue;
    const holder = members.get(present?.holders.get(contact) ?? '');
    const keeps = holder && (moved.get(holder.id) ?? contact) === contact;
    if (holder && keeps && holder.id !== member.id) row.fault('contact', sayHeldHere(contact, holder));
    if (holder && keeps) continue;
    const problem = problemElsewhere(outside, contact, member.name);
    if (problem !== undefined) row.fault('contact', problem);
  }
}

function findDeputies(rows: readonly Read[], planned: readonly PlannedPerson[], present: Present | undefined): void {
  const all = new Map(
    [...(present?.programme.members ?? []), ...planned.map((one) => one.member)].map((one) => [one.id, one]),
  );
  const everybody = new Map<string, Set<Member>>();
  for (const member of all.values())
    for (const name of [plain(member.id), plain(member.name)])
      everybody.set(name, (everybody.get(name) ?? new Set()).add(member));
  for (const [n, row] of rows.entries()) {
    const typed = row.text('deputy');
    const own = planned[n];
    if (typed === '' || !own) continue;
    const [deputy, ...others] = everybody.get(plain(typed)) ?? [];
    if (!deputy) row.fault('deputy', `“${typed.slice(0, 40)}” is not on this sheet.`);
    else if (others.length > 0)
      row.fault('deputy', `More than one person is called “${typed.slice(0, 40)}”: use the reference.`);
    else if (deputy.id === own.member.id) row.fault('deputy', 'Nobody is their own deputy.');
    else own.member.deputy = deputy.id;
  }
}

/** Those of a programme by reference, contact and name, put in order once. */
function openPresent(present: Present | undefined) {
  const members = present?.programme.members ?? [];
  const byRef = new Map(members.map((member) => [member.id, member]));
  const byName = new Map<string, Member[]>();
  for (const member of members) byName.set(plain(member.name), [...(byName.get(plain(member.name)) ?? []), member]);
  const address = ({ id }: Member) => {
    const contact = present?.contacts.get(id) ?? '';
    return isObjectId(contact) ? '' : normaliseAddress(contact);
  };
  const byContact = (contact: string) => byRef.get(present?.holders.get(contact) ?? '');
  return { byRef, byName, byContact, address };
}

type PresentPeople = ReturnType<typeof openPresent>;

function findPresent(row: Read, contact: string, known: PresentPeople): Member | undefined {
  const ref = row.text('ref').toLowerCase();
  if (ref !== '') return known.byRef.get(ref);
  return known.byContact(contact) ?? known.byName.get(plain(row.text('name')))?.[0];
}

/** Whoever may be somebody else is asked about: a row without a reference whose name or address is another person's. `named`: rows before it. */
function askNamesake(row: Read, contact: string, known: PresentPeople, named: Map<string, Read>): void {
  const name = row.text('name');
  if (name === '' || row.text('ref') !== '') return;
  const holder = known.byContact(contact);
  if (holder) {
    if (!sharesName(holder.name, name))
      row.fault(
        'contact',
        `${sayHeldHere(contact, holder)} If their name has changed, put ${holder.id} in the column Ref.`,
      );
    return;
  }
  const before = named.get(plain(name));
  named.set(plain(name), before ?? row);
  const [one, ...others] = known.byName.get(plain(name)) ?? [];
  const organisation = row.text('organisation');
  const address = one && known.address(one);
  const isOne = others.length === 0 && (contact === '' || address === '') && organisation === one?.organisation;
  if (one && !isOne) {
    const who = [one.organisation, address].filter(Boolean).join(', ');
    row.fault(
      'name',
      `There is ${one.name} (${who}) already. If this is the same person, put ${one.id} in the column Ref; if it is somebody else, put a new reference there, such as ${one.id}-2.`,
    );
  } else if (before)
    row.fault(
      'name',
      `${name.slice(0, 40)} is in row ${before.n}${before.sheet === row.sheet ? '' : ` of ${before.sheet}`} already. If this is somebody else, put a reference of their own in the column Ref; if not, take one row out.`,
    );
}

function newId(row: Read, taken: ReadonlySet<string>, seed: string): string {
  const typed = row.text('ref').toLowerCase();
  if (typed !== '') {
    if (!/^[a-z0-9-]{1,40}$/.test(typed))
      row.fault('ref', 'Use small letters, digits and hyphens only, or leave it empty.');
    return typed;
  }
  // It stays in hashed entries when somebody is erased, so it is made of nothing that tells who they are.
  const made = `p-${sha256(`${seed}:${row.n}`).slice(0, 8)}`;
  let id = made;
  for (let n = 2; taken.has(id); n += 1) id = `${made}-${n}`;
  return id;
}

function once(given: Map<string, Read>, what: string, row: Read, key: string): void {
  if (what === '' || what === 'id:') return;
  const before = given.get(what);
  if (before)
    row.fault(
      key,
      `This person is in row ${before.n}${before.sheet === row.sheet ? '' : ` of ${before.sheet}`} already.`,
    );
  given.set(what, before ?? row);
}
