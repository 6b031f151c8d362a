// The directory of a tenant: which member an Entra object id is in each programme, and the e-mail addresses by which people are found until they are
// met. What one could get wrong: nobody knows object ids beforehand, so a person is expected by e-mail; what Teams itself says of an authenticated sender
// is what is compared, never what somebody typed.

import { createHash } from 'node:crypto';
import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { newSalt } from '../storage/hashing.js';
import { listAll } from '../storage/store.js';
import { printOf, type Witnessed, witnessed, witnessRef } from '../storage/witness.js';
import { normaliseAddress } from './addresses.js';
import { concerns, isAccount, listPeople, type StoredPerson } from './known-people.js';
import { type Person, peopleOf } from './schema.js';

export { listContacts } from './known-people.js';

const TRIES = 4;

/** Notes which member an Entra object id is in a programme, in place of any other account of theirs. Safe to repeat. */
export async function enrol(
  deps: Deps,
  tenantId: string,
  programmeId: string,
  objectId: string,
  memberId: string,
): Promise<void> {
  for (const one of await listPeople(deps, tenantId))
    if (isAccount(one) && one.id !== objectId && one.body.memberships[programmeId] === memberId)
      await setAside(deps, tenantId, programmeId, one.id);
  await noteAccount(deps, tenantId, programmeId, objectId, memberId);
}

/** Notes an account as a member's, as of now. */
export function noteAccount(
  deps: Deps,
  tenantId: string,
  programmeId: string,
  objectId: string,
  memberId: string,
  { met = deps.clock.now().toISOString(), several }: { met?: string; several?: true } = {},
): Promise<void> {
  return notePerson(deps, tenantId, objectId, (known) => {
    if (known?.memberships[programmeId] === memberId && !several) return known;
    const kept = known && without(known, programmeId);
    return {
      ...kept,
      memberships: { ...kept?.memberships, [programmeId]: memberId },
      met: { ...kept?.met, [programmeId]: met },
      ...(several && { several }),
    };
  });
}

/** Notes that somebody uses other accounts beside this one. */
export function markSeveral(deps: Deps, tenantId: string, objectId: string): Promise<void> {
  return notePerson(deps, tenantId, objectId, (known) => known && { ...known, several: true });
}

/** Takes an account's rights in a programme, since another one of the same person was met; it is remembered so that it can be told. Safe to repeat. */
export function setAside(deps: Deps, tenantId: string, programmeId: string, objectId: string): Promise<void> {
  const did = 'people.set-account-aside';
  return noteIn(
    deps,
    peopleOf(tenantId),
    objectId,
    (known) => {
      const memberId = known?.memberships[programmeId];
      if (!known || memberId === undefined) return known;
      const left = without(known, programmeId);
      return { ...left, setAside: { ...left.setAside, [programmeId]: memberId } };
    },
    did,
  );
}

/**
 * Expects a person by e-mail address and by no other: whoever Teams says has it is that member. '' expects them by none. Where the address is another one
 * than before, whoever was met by the former is that member no longer, since it may have been somebody else's; so it is with whoever was met by this
 * address as another member. Safe to repeat.
 */
export async function expectPerson(
  deps: Deps,
  tenantId: string,
  programmeId: string,
  email: string,
  memberId: string,
): Promise<void> {
  const address = normaliseAddress(email);
  const people = await listPeople(deps, tenantId);
  const holder = people.find(({ id }) => id === expectedId(address))?.body.memberships[programmeId];
  if (holder !== undefined && holder !== memberId)
    for (const one of people)
      if (isAccount(one) && one.body.memberships[programmeId] === holder) await leave(deps, tenantId, programmeId, one);
  if (address !== '')
    await notePerson(deps, tenantId, expectedId(address), (known) => ({
      ...known,
      email: address,
      memberships: { ...known?.memberships, [programmeId]: memberId },
    }));
  const own = people.filter(({ body }) => concerns(body, programmeId, memberId));
  const isSame = ({ body }: StoredPerson) => address !== '' && normaliseAddress(body.email ?? '') === address;
  const expected = own.filter((one) => !isAccount(one));
  // One that was kept in another form before addresses had one form is of the same person.
  const former = expected.filter(({ id }) => id !== expectedId(address));
  if (former.length === 0) return;
  const met = expected.some(isSame) ? [] : own.filter(isAccount);
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
  const left = without(body, programmeId);
  if (Object.keys({ ...left.memberships, ...left.setAside }).length > 0) {
    await notePerson(deps, tenantId, id, (known) => known && without(known, programmeId));
    return 'kept';
  }
  const partition = peopleOf(tenantId);
  const gone = witnessOf(programmeId, partition, id, body);
  const remove = async () => {
    await deps.store.delete('person', partition, id);
    revisions.set(deps.store, revisionOf(deps) + 1);
  };
  await (gone ? witnessed(deps, programmeId, { ...gone, print: null }, remove) : remove());
  return 'gone';
}

/** A person's entry without anything of one programme. */
function without({ memberships, met, setAside: aside, ...body }: Person, programmeId: string): Person {
  const less = (all: Record<string, string> | undefined) =>
    Object.fromEntries(Object.entries(all ?? {}).filter(([id]) => id !== programmeId));
  const [leftMet, leftAside] = [less(met), less(aside)];
  return {
    ...body,
    memberships: less(memberships),
    ...(Object.keys(leftMet).length > 0 && { met: leftMet }),
    ...(Object.keys(leftAside).length > 0 && { setAside: leftAside }),
  };
}

/**
 * How a programme's ledger knows what the directory says of a person: who is which member there, by which address they are expected, and when an account
 * was met, on which rests where they are written to. Undefined for documents of before it did.
 */
export function witnessOf(programmeId: string, partition: string, id: string, body: Person): Witnessed | undefined {
  const salt = body.proofs?.[programmeId];
  if (salt === undefined) return undefined;
  const memberId = body.memberships[programmeId];
  const met = body.met?.[programmeId];
  const content = [partition, id, memberId ?? null, body.email ?? null, salt, ...(met === undefined ? [] : [met])];
  const print = memberId === undefined ? null : printOf(content);
  return {
    ref: witnessRef('person', salt),
    of: 'person',
    about: memberId ?? body.setAside?.[programmeId] ?? '',
    print,
  };
}

const revisions = new WeakMap<object, number>();

/** A number that is another one after this process has written to the directory. */
export function revisionOf({ store }: Pick<Deps, 'store'>): number {
  return revisions.get(store) ?? 0;
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
  did?: string,
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
      revisions.set(deps.store, revisionOf(deps) + 1);
    };
    try {
      return await Object.keys(proofs).reduce<() => Promise<void>>((inner, programmeId) => {
        const document = witnessOf(programmeId, partition, id, { ...body, proofs });
        return document ? () => witnessed(deps, programmeId, { ...document, ...(did && { did }) }, inner) : inner;
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
  for (const { id, body } of await listPeople(deps, tenantId)) {
    if (!concerns(body, programmeId, memberId)) continue;
    if ((await leave(deps, tenantId, programmeId, { id, body })) === 'kept') continue;
    // Kept by teams/conversations.ts under the same partition: their chat, and that they were welcomed.
    for (const kept of [id, `welcome:${id}`]) await deps.store.delete('conversation', partition, kept);
  }
}
