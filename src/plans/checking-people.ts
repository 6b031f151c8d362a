// What a file says of people. Pure. What one could get wrong: a person is found again by reference, then by e-mail, then by name; a new one gets a
// reference that says nothing of them and never changes afterwards.

import { isEmail } from '../programmes/addresses.js';
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

const OBJECT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Whether a contact is an Entra object id rather than an e-mail address. */
export function isObjectId(contact: string): boolean {
  return OBJECT_ID.test(contact);
}

export async function checkPeople(
  tables: readonly Table[],
  {
    present,
    workstreams,
    seed,
  }: { present: Present | undefined; workstreams: readonly { id: string }[]; seed: string },
  faults: Faults,
): Promise<PlannedPerson[]> {
  const rows = await readRows(tables, faults);
  const taken = new Set(present?.programme.members.map(({ id }) => id));
  const given = new Map<string, Read>();
  const known = openPresent(present);
  const planned = rows.map((row): PlannedPerson => {
    const contact = row.text('contact').toLowerCase();
    if (contact !== '' && !isEmail(contact) && !isObjectId(contact))
      row.fault('contact', 'Give an e-mail address, such as name@council.gov.uk.');
    once(given, contact, row, 'contact');
    const was = findPresent(row, contact, known);
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
  const everybody = new Map<string, Member>();
  for (const member of [...planned.map((one) => one.member), ...(present?.programme.members ?? [])])
    for (const name of [plain(member.id), plain(member.name)]) if (!everybody.has(name)) everybody.set(name, member);
  for (const [n, row] of rows.entries()) {
    const typed = row.text('deputy');
    const own = planned[n];
    if (typed === '' || !own) continue;
    const deputy = everybody.get(plain(typed));
    if (!deputy) row.fault('deputy', `“${typed.slice(0, 40)}” is not on this sheet.`);
    else if (deputy.id === own.member.id) row.fault('deputy', 'Nobody is their own deputy.');
    else own.member.deputy = deputy.id;
  }
  return planned;
}

/** Those of a programme by reference, contact and name, put in order once. */
function openPresent(present: Present | undefined) {
  const members = present?.programme.members ?? [];
  const contactOf = ({ id }: Member) => present?.contacts.get(id) ?? '';
  return {
    byRef: new Map(members.map((member) => [member.id, member])),
    byContact: new Map(members.map((member) => [contactOf(member), member])),
    // The first of a name counts.
    byName: new Map([...members].reverse().map((member) => [plain(member.name), member])),
  };
}

function findPresent(row: Read, contact: string, known: ReturnType<typeof openPresent>): Member | undefined {
  const ref = row.text('ref').toLowerCase();
  if (ref !== '') return known.byRef.get(ref);
  return (contact === '' ? undefined : known.byContact.get(contact)) ?? known.byName.get(plain(row.text('name')));
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
