// Reading the directory: who is expected by which address, and which account a member is written to.
// Pitfall: a person may have several accounts; only the one met last is written to, and object ids have no order that says which.

import type { Deps } from '../deps.js';
import { listAll, type Stored } from '../storage/store.js';
import { type Person, peopleOf } from './schema.js';

/** An entry of the directory: an account under its Entra object id, or whoever is expected by an e-mail address. */
export type StoredPerson = Stored<Person>;

/** How each member of a programme is found: e-mail addresses and the account they are written to, by member id. One query. */
export async function listContacts(
  deps: Deps,
  tenantId: string,
  programmeId: string,
): Promise<{ emails: Map<string, string>; objectIds: Map<string, string> }> {
  const people = await listPeople(deps, tenantId);
  const expected = people.flatMap(({ body }) => {
    const memberId = body.memberships[programmeId];
    return memberId === undefined || body.email === undefined ? [] : [[memberId, body.email] as const];
  });
  return { emails: new Map(expected), objectIds: writtenTo(people, programmeId) };
}

/** The account each member of a programme is written to, by member id: the one met last. */
export function writtenTo(people: readonly StoredPerson[], programmeId: string): Map<string, string> {
  const found = new Map<string, StoredPerson>();
  for (const one of people.filter(isAccount)) {
    const memberId = one.body.memberships[programmeId];
    if (memberId === undefined) continue;
    const other = found.get(memberId);
    if (!other || metAt(one, programmeId) >= metAt(other, programmeId)) found.set(memberId, one);
  }
  return new Map([...found].map(([memberId, { id }]) => [memberId, id]));
}

/** When an account was met in a programme. */
export function metAt({ at, body }: StoredPerson, programmeId: string): string {
  return body.met?.[programmeId] ?? at;
}

/** Everybody in a tenant's directory: accounts, and those expected by e-mail address. One query. */
export function listPeople(deps: Deps, tenantId: string): Promise<StoredPerson[]> {
  return listAll<Person>(deps.store, ['person'], peopleOf(tenantId));
}

/** Whether it is an account, and not somebody expected by e-mail address. */
export function isAccount({ body }: { body: Person }): boolean {
  return body.email === undefined;
}

/** Whether an entry is a member's of a programme, or was until it was set aside. */
export function concerns({ memberships, setAside: aside }: Person, programmeId: string, memberId: string): boolean {
  return memberships[programmeId] === memberId || aside?.[programmeId] === memberId;
}
