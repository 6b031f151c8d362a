// The directory of a tenant: which member an Entra object id is in each programme, and the e-mail addresses by which people are found until they are
// met. What one could get wrong: nobody knows object ids beforehand, so a person is expected by e-mail; what Teams itself says of an authenticated sender
// is what is compared, never what somebody typed.

import { createHash } from 'node:crypto';
import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { newSalt } from '../storage/hashing.js';
import { listAll } from '../storage/store.js';
import { printOf, type Witnessed, witnessed, witnessRef } from '../storage/witness.js';
import { type Person, peopleOf } from './schema.js';

/** Whether a text has the form of an e-mail address. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

const TRIES = 4;

/** Notes which member an Entra object id is in a programme. Safe to repeat. */
export async function enrol(
  deps: Deps,
  tenantId: string,
  programmeId: string,
  objectId: string,
  memberId: string,
): Promise<void> {
  await notePerson(deps, tenantId, objectId, (known) => ({
    ...known,
    memberships: { ...known?.memberships, [programmeId]: memberId },
  }));
}

/**
 * Expects a person by e-mail address and by no other: whoever Teams says has it is that member. '' expects them by none. Where the address is another one
 * than before, whoever was met by the former is that member no longer, since it may have been somebody else's. Safe to repeat.
 */
export async function expectPerson(
  deps: Deps,
  tenantId: string,
  programmeId: string,
  email: string,
  memberId: string,
): Promise<void> {
  const address = email.trim().toLowerCase();
  if (address !== '')
    await notePerson(deps, tenantId, expectedId(address), (known) => ({
      ...known,
      email: address,
      memberships: { ...known?.memberships, [programmeId]: memberId },
    }));
  const own = (await listAll<Person>(deps.store, ['person'], peopleOf(tenantId))).filter(
    ({ body }) => body.memberships[programmeId] === memberId,
  );
  const former = own.filter(({ body }) => body.email !== undefined && body.email !== address);
  if (former.length === 0) return;
  const met = address === '' ? [] : own.filter(({ body }) => body.email === undefined);
  // The former address last: a run that was cut off finds it, and goes on.
  for (const one of [...met, ...former]) await leave(deps, tenantId, programmeId, one);
}

/** Takes a person's entry out of one programme; it goes when it is in no other. */
async function leave(
  deps: Deps,
  tenantId: string,
  programmeId: string,
  { id, body }: { id: string; body: Person },
): Promise<'gone' | 'kept'> {
  const { [programmeId]: _, ...memberships } = body.memberships;
  if (Object.keys(memberships).length > 0) {
    await notePerson(deps, tenantId, id, (known) => known && { ...known, memberships });
    return 'kept';
  }
  const partition = peopleOf(tenantId);
  const gone = witnessOf(programmeId, partition, id, body);
  const remove = () => deps.store.delete('person', partition, id);
  await (gone ? witnessed(deps, programmeId, { ...gone, print: null }, remove) : remove());
  return 'gone';
}

/**
 * How a programme's ledger knows what the directory says of a person: who is which member there, and by which address they are expected. Undefined for
 * documents of before it did.
 */
export function witnessOf(programmeId: string, partition: string, id: string, body: Person): Witnessed | undefined {
  const salt = body.proofs?.[programmeId];
  if (salt === undefined) return undefined;
  const memberId = body.memberships[programmeId];
  const print = memberId === undefined ? null : printOf([partition, id, memberId, body.email ?? null, salt]);
  return { ref: witnessRef('person', salt), of: 'person', about: memberId ?? '', print };
}

/**
 * Makes whoever has an object id the members that were expected under an address Teams gave for them. True when there was somebody new to
 * make. `addresses`: every one that Teams knows.
 */
export async function meet(
  deps: Deps,
  tenantId: string,
  objectId: string,
  addresses: readonly string[],
): Promise<boolean> {
  let met = false;
  for (const address of new Set(addresses.map((one) => one.trim().toLowerCase()).filter(Boolean))) {
    const expected = await deps.store.read<Person>('person', peopleOf(tenantId), expectedId(address));
    if (!expected) continue;
    await notePerson(deps, tenantId, objectId, (known) => {
      const memberships = { ...expected.body.memberships, ...known?.memberships };
      if (Object.keys(memberships).length === Object.keys(known?.memberships ?? {}).length) return known;
      met = true;
      return { ...known, memberships };
    });
  }
  return met;
}

/** How each member of a programme is found: e-mail addresses and object ids by member id. One query. */
export async function listContacts(
  deps: Deps,
  tenantId: string,
  programmeId: string,
): Promise<{ emails: Map<string, string>; objectIds: Map<string, string> }> {
  const emails = new Map<string, string>();
  const objectIds = new Map<string, string>();
  for (const { id, body } of await listAll<Person>(deps.store, ['person'], peopleOf(tenantId))) {
    const memberId = body.memberships[programmeId];
    if (memberId === undefined) continue;
    if (body.email === undefined) objectIds.set(memberId, id);
    else emails.set(memberId, body.email);
  }
  return { emails, objectIds };
}

/** Where an expected person is kept: no object id looks like it. */
function expectedId(address: string): string {
  return `mail:${createHash('sha256').update(address).digest('hex')}`;
}

/** A person with a salt for each programme they are in. */
function withProofs({ proofs = {}, ...body }: Person): Person {
  const salts = Object.keys(body.memberships).map((programmeId) => [programmeId, proofs[programmeId] ?? newSalt()]);
  return { ...body, proofs: Object.fromEntries(salts) };
}

/** Takes into a programme's ledger what a partition of the directory says of its people. */
export async function reprove(deps: Deps, partition: string, programmeId: string): Promise<void> {
  for (const { id, body } of await listAll<Person>(deps.store, ['person'], partition))
    if (body.memberships[programmeId] !== undefined)
      await noteIn(deps, partition, id, (known) => known && { ...known });
}

function notePerson(
  deps: Deps,
  tenantId: string,
  id: string,
  next: (known: Person | undefined) => Person | undefined,
): Promise<void> {
  return noteIn(deps, peopleOf(tenantId), id, next);
}

async function noteIn(
  deps: Deps,
  partition: string,
  id: string,
  next: (known: Person | undefined) => Person | undefined,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const known = await deps.store.read<Person>('person', partition, id);
    const wanted = next(known?.body);
    // The very same: nothing was to be written, now or by a run that was cut off.
    if (wanted === undefined || wanted === known?.body) return;
    const body = withProofs(wanted);
    const proofs = { ...known?.body.proofs, ...body.proofs };
    const write = async () => {
      if (!known) await deps.store.create('person', { id, partition, at: deps.clock.now().toISOString(), body });
      else if (JSON.stringify(body) !== JSON.stringify(known.body))
        await deps.store.replace('person', { ...known, body });
    };
    try {
      return await Object.keys(proofs).reduce<() => Promise<void>>((inner, programmeId) => {
        const document = witnessOf(programmeId, partition, id, { ...body, proofs });
        return document ? () => witnessed(deps, programmeId, document, inner) : inner;
      }, write)();
    } catch (error) {
      // Somebody else noted something of the same person in this moment.
      if (!isError(error, 'TAKEN', 'STALE', 'MISSING') || tries === TRIES) throw error;
    }
  }
}

/**
 * Forgets how a member of a programme is reached: their membership, the address they were expected by, and their chat where they are in no other
 * programme. Safe to repeat.
 */
export async function forget(deps: Deps, tenantId: string, programmeId: string, memberId: string): Promise<void> {
  const partition = peopleOf(tenantId);
  for (const { id, body } of await listAll<Person>(deps.store, ['person'], partition)) {
    if (body.memberships[programmeId] !== memberId) continue;
    if ((await leave(deps, tenantId, programmeId, { id, body })) === 'kept') continue;
    // Kept by teams/conversations.ts under the same partition: their chat, and that they were welcomed.
    for (const kept of [id, `welcome:${id}`]) await deps.store.delete('conversation', partition, kept);
  }
}
