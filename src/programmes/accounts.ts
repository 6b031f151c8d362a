// Meeting accounts by the addresses Teams gives for them, and which account of a person counts: the one met last is written to, and one that another
// has taken the place of can do nothing until it is used again. Pitfall: whoever is deleted in Entra and added again has a new object id, and the
// dead account goes on looking alive; but somebody may also really use two, which must not take turns at every message.

import type { Deps, TeamMember } from '../deps.js';
import { isEmail, normaliseAddress } from './addresses.js';
import { markSeveral, noteAccount, setAside } from './directory.js';
import { isAccount, listPeople, metAt, type StoredPerson } from './known-people.js';
import { type Person, peopleOf } from './schema.js';

/** By which door an account is met: it is used, or a team's list has it. */
export type Door = 'used' | 'listed';

/** For so long the account met last is written to, whichever other account of the same person is used. */
const CONFIRM_MS = 24 * 60 * 60 * 1_000;

/**
 * Makes accounts the members that were expected under an address Teams gave for them. Gives how many were somebody new. A new account of a member takes the
 * place of all others. One whose place was taken comes back when it is used while its address is still the member's, never by a list, since lists go on
 * naming accounts that are gone; then both count, and the other is written to for a day yet. `accounts`: with every address that Teams knows.
 */
export async function meet(deps: Deps, tenantId: string, accounts: readonly TeamMember[], door: Door): Promise<number> {
  const people = await listPeople(deps, tenantId);
  const expected = groupBy(
    people.filter((one) => !isAccount(one)),
    ({ body }) => [normaliseAddress(body.email ?? '')],
  );
  const held = groupBy(people.filter(isAccount), ({ body }) => Object.entries(body.memberships).map(keyOf));
  const known = new Map(people.map((one) => [one.id, one]));
  let count = 0;
  for (const { objectId, addresses } of accounts) {
    const claims = new Map<string, StoredPerson & { memberId: string }>();
    for (const address of addresses.map(normaliseAddress).filter(isEmail))
      for (const one of expected.get(address) ?? [])
        for (const [programmeId, memberId] of Object.entries(one.body.memberships))
          if (!claims.has(programmeId)) claims.set(programmeId, { ...one, memberId });
    const own = known.get(objectId);
    if (door === 'used' && own?.body.several && addresses.length > 0) await confirm(deps, tenantId, own, claims);
    let isNew = false;
    for (const [programmeId, { id, memberId }] of claims) {
      const isBack = own?.body.setAside?.[programmeId] === memberId;
      if (own?.body.memberships[programmeId] !== undefined || (isBack && door === 'listed')) continue;
      // The office may have changed the address since the list was read.
      const now = await deps.store.read<Person>('person', peopleOf(tenantId), id);
      if (now?.body.memberships[programmeId] !== memberId) continue;
      const key = keyOf([programmeId, memberId]);
      const others = (held.get(key) ?? []).filter((one) => one.id !== objectId);
      if (isBack && others.length > 0) {
        for (const other of others) await markSeveral(deps, tenantId, other.id);
        const last = others.map((one) => metAt(one, programmeId)).reduce((a, b) => (a > b ? a : b));
        const met = new Date(Date.parse(last) - 1).toISOString();
        await noteAccount(deps, tenantId, programmeId, objectId, memberId, { met, several: true });
      } else {
        // The others first: were it cut off here, this one would be met by its next message.
        for (const other of others) await setAside(deps, tenantId, programmeId, other.id);
        await noteAccount(deps, tenantId, programmeId, objectId, memberId);
      }
      const met = await deps.store.read<Person>('person', peopleOf(tenantId), objectId);
      if (met) held.set(key, [met]);
      isNew = true;
    }
    if (isNew) count += 1;
  }
  return count;
}

/** Whether an account of somebody who uses several is to be confirmed by its address before it acts. */
export function isToConfirm(deps: Pick<Deps, 'clock'>, person: Person, programmeId: string): boolean {
  const met = person.several && person.met?.[programmeId];
  return met !== undefined && deps.clock.now().getTime() - Date.parse(met) >= CONFIRM_MS;
}

/** An account of several, once a day: whoever uses it is written to there from now on; whose address is the person's no longer can do nothing. */
async function confirm(
  deps: Deps,
  tenantId: string,
  { id, body }: StoredPerson,
  claims: ReadonlyMap<string, { memberId: string }>,
): Promise<void> {
  for (const [programmeId, memberId] of Object.entries(body.memberships)) {
    if (!isToConfirm(deps, body, programmeId)) continue;
    if (claims.get(programmeId)?.memberId === memberId)
      await noteAccount(deps, tenantId, programmeId, id, memberId, { several: true });
    else await setAside(deps, tenantId, programmeId, id);
  }
}

function keyOf([programmeId, memberId]: readonly [string, string]): string {
  return `${programmeId}|${memberId}`;
}

function groupBy<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all)
    for (const key of keysOf(one)) {
      const group = found.get(key);
      if (group) group.push(one);
      else found.set(key, [one]);
    }
  return found;
}
