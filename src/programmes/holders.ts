// Whose an address is: one person's in a tenant, by whichever door it comes. Pitfall: somebody may be in several programmes under one address, which is
// right; the same address under another name is not, and who is in another programme is not told.

import type { Deps } from '../deps.js';
import { readProgramme } from './actor.js';
import { isObjectId, normaliseAddress } from './addresses.js';
import { listPeople, type StoredPerson } from './known-people.js';
import type { Member } from './schema.js';

/** Who has which address or Entra object id. */
export interface Holders {
  /** In this programme: member ids. */
  here: ReadonlyMap<string, string>;
  /** In others of the tenant: names, never to be told. */
  elsewhere: ReadonlyMap<string, readonly string[]>;
}

/** Reads who has which address or account. `programmeId`: absent for one that is not there yet. A query, and a read for every other programme. */
export async function readHolders(deps: Deps, tenantId: string, programmeId?: string): Promise<Holders> {
  const here = new Map<string, string>();
  const elsewhere = new Map<string, string[]>();
  const names = new Map<string, Map<string, string>>();
  for (const one of await listPeople(deps, tenantId))
    for (const [id, memberId] of Object.entries(one.body.memberships)) {
      const contact = contactOf(one);
      if (id === programmeId) here.set(contact, memberId);
      else {
        const members = names.get(id) ?? (await readNames(deps, id));
        names.set(id, members);
        const name = members.get(memberId);
        if (name !== undefined) elsewhere.set(contact, [...(elsewhere.get(contact) ?? []), name]);
      }
    }
  return { here, elsewhere };
}

function contactOf({ id, body }: StoredPerson): string {
  return body.email === undefined ? id : normaliseAddress(body.email);
}

async function readNames(deps: Deps, programmeId: string): Promise<Map<string, string>> {
  const head = await readProgramme(deps, programmeId);
  return new Map(head?.body.newest.state.members.map(({ id, name }) => [id, name]));
}

/** What is said of an address that another member of this programme has. */
export function sayHeldHere(contact: string, { name, organisation }: Member): string {
  return `${contact} is ${name}’s (${organisation}) in this programme. An address is one person’s.`;
}

/** What is said of an address that somebody of quite another name has in another programme; undefined when nobody has. */
export function problemElsewhere(
  { elsewhere }: Pick<Holders, 'elsewhere'>,
  contact: string,
  name: string,
): string | undefined {
  // An account names one person by itself, whatever they are called in each programme.
  if (isObjectId(contact)) return undefined;
  const others = elsewhere.get(contact) ?? [];
  if (others.every((other) => sharesName(other, name))) return undefined;
  return `${contact} is somebody’s of another name in another programme. Check the address and the name; if both are right, ask whoever runs me.`;
}

/** Whether two names may be one person's: they have a word in common, however it is written. */
export function sharesName(one: string, other: string): boolean {
  const words = new Set(wordsOf(one));
  return words.size === 0 || wordsOf(other).some((word) => words.has(word));
}

function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);
}
