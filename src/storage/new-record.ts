// New records: how a form gets a reference of its own exactly once. What one could get wrong: the claim is written before
// the record, so a crash leaves at most an unused number; numbers may have gaps but are never given twice.

import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import type { RecordType } from './entry.js';
import { type Change, type Committed, createHead, readEntry, readHead, recognise } from './ledger.js';
import type { Stored } from './store.js';

interface Claim {
  number: number;
}

interface Numbering {
  next: number;
}

const ATTEMPTS = 12;
/** A form is recognised for this long after it was first sent: longer than any card stays in use. */
const CLAIM_SECONDS = 400 * 24 * 60 * 60;

/**
 * Creates a record under the next free reference, once per form and person: `change.effect` is from `effectKey`. A second
 * delivery finds the first one's record (`already`); the same form with other words finds it too, as a `conflict`.
 */
export async function createRecord<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  change: Change,
  stateOf: (ref: string) => S,
): Promise<Committed<S>> {
  const form = claimOf(change.effect);
  let { claim, fresh } = await claimNumber(deps, type, programmeId, form);
  for (let attempt = 1; ; attempt += 1) {
    const ref = refOf(type, claim.body);
    const taken = fresh ? undefined : await readHead(deps, type, programmeId, ref);
    if (!taken) {
      try {
        const head = await createHead(deps, type, programmeId, ref, change, stateOf(ref));
        return { outcome: 'saved', entry: head.newest, head };
      } catch (error) {
        if (!isError(error, 'TAKEN', 'UNCERTAIN') || attempt === ATTEMPTS) throw error;
        fresh = false;
        continue;
      }
    }
    const first = await readEntry(deps, programmeId, taken.body, 1);
    if (first?.effect === change.effect) return { outcome: 'already', entry: first, head: taken.body };
    if (first && claimOf(first.effect) === form)
      return { outcome: 'conflict', theirs: taken.body.newest, head: taken.body };
    claim = await moveClaim(deps, type, programmeId, claim);
  }
}

/**
 * Creates a record under a known reference, once per form and person. Somebody else's, or our own from another delivery, may have come
 * first: then as `recognise` says. Throws MALFORMED for words that may identify a child, and the store's codes.
 */
export async function createNamed<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  ref: string,
  change: Change,
  state: S,
): Promise<Committed<S>> {
  try {
    const head = await createHead(deps, type, programmeId, ref, change, state);
    return { outcome: 'saved', entry: head.newest, head };
  } catch (error) {
    if (!isError(error, 'TAKEN', 'UNCERTAIN')) throw error;
    const head = await readHead(deps, type, programmeId, ref);
    // An uncertain write that was not stored: the same form may be sent again.
    const known = head && (await recognise(deps, programmeId, head.body, 0, change.effect));
    if (!known) throw error;
    return known;
  }
}

/**
 * What a form made when it was sent before, whatever its fields say now; undefined when it made nothing yet. Lets an action
 * recognise a second delivery that its checks would refuse today.
 */
export async function recogniseNew<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  effect: string,
): Promise<Committed<S> | undefined> {
  const form = claimOf(effect);
  const claim = await deps.store.read<Claim>('form', `forms:${programmeId}`, form);
  const made = claim && (await readHead(deps, type, programmeId, refOf(type, claim.body)));
  const first = made && (await readEntry(deps, programmeId, made.body, 1));
  if (!made || !first || claimOf(first.effect) !== form) return undefined;
  if (first.effect === effect) return { outcome: 'already', entry: first, head: made.body };
  return { outcome: 'conflict', theirs: made.body.newest, head: made.body };
}

/** Makes sure that numbers up to and including `number` are never given to a new record. */
export async function reserveNumbers<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  number: number,
): Promise<void> {
  const numbering = await readNumbering(deps, type, programmeId);
  if (!numbering) await createNumbering(deps, type, programmeId, number + 1);
  else if (numbering.body.next <= number)
    await deps.store.replace('numbering', { ...numbering, body: { next: number + 1 } });
}

/**
 * The id of a claim: the form's part of an effect key. Each record that one commit makes for others (`<key>/<n>`) has a claim of
 * its own, or the second would find the first one's number.
 */
function claimOf(effect: string): string {
  const [key = '', ...parts] = effect.split('/');
  return [key.split('.')[0], ...parts].join('-');
}

async function claimNumber<S>(deps: Deps, type: RecordType<S>, programmeId: string, form: string) {
  const partition = `forms:${programmeId}`;
  const known = await deps.store.read<Claim>('form', partition, form);
  if (known) return { claim: known, fresh: false };
  const number = await takeNumber(deps, type, programmeId, 1);
  try {
    const at = deps.clock.now().toISOString();
    const draft = { id: form, partition, at, body: { number }, expiresInSeconds: CLAIM_SECONDS };
    return { claim: await deps.store.create<Claim>('form', draft), fresh: true };
  } catch (error) {
    if (!isError(error, 'TAKEN', 'UNCERTAIN')) throw error;
    const theirs = await deps.store.read<Claim>('form', partition, form);
    if (theirs) return { claim: theirs, fresh: false };
    throw error;
  }
}

async function moveClaim<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
  claim: Stored<Claim>,
): Promise<Stored<Claim>> {
  const number = await takeNumber(deps, type, programmeId, claim.body.number + 1);
  try {
    return await deps.store.replace('form', { ...claim, body: { number } });
  } catch (error) {
    if (!isError(error, 'STALE', 'UNCERTAIN')) throw error;
    return (await deps.store.read<Claim>('form', claim.partition, claim.id)) ?? claim;
  }
}

/**
 * The next number at or above `least`, moved past for others. Whoever loses the race for a number takes a later one at once:
 * otherwise all losers would hold the same number, and under load a form could run out of attempts. The record's own id
 * still decides, so a number given twice after the last try is only moved once more.
 */
async function takeNumber<S>(deps: Deps, type: RecordType<S>, programmeId: string, least: number): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const numbering = await readNumbering(deps, type, programmeId);
    const number = Math.max(least, numbering?.body.next ?? 1);
    try {
      if (numbering) await deps.store.replace('numbering', { ...numbering, body: { next: number + 1 } });
      else await createNumbering(deps, type, programmeId, number + 1);
      return number;
    } catch (error) {
      if (isError(error, 'UNCERTAIN') || attempt === ATTEMPTS) return number;
      if (!isError(error, 'STALE', 'TAKEN')) throw error;
    }
  }
}

function readNumbering<S>(
  deps: Deps,
  type: RecordType<S>,
  programmeId: string,
): Promise<Stored<Numbering> | undefined> {
  return deps.store.read<Numbering>('numbering', programmeId, type.prefix);
}

async function createNumbering<S>(deps: Deps, type: RecordType<S>, programmeId: string, next: number): Promise<void> {
  const at = deps.clock.now().toISOString();
  await deps.store.create<Numbering>('numbering', { id: type.prefix, partition: programmeId, at, body: { next } });
}

function refOf<S>(type: RecordType<S>, claim: Claim): string {
  return `${type.prefix}${String(claim.number).padStart(2, '0')}`;
}
