// What the programme holds of one person: given to them, or taken out for ever. What one could get wrong: entries know people by a reference that says
// nothing of them, so their name and how they are reached are all that has to go; what they wrote as a member stays the programme's record.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { forget, listContacts } from '../programmes/directory.js';
import { dropDraftsOf } from '../programmes/drafts.js';
import { type Member, PROGRAMME_REF, type Programme, programmes } from '../programmes/schema.js';
import { mayRead } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import { REDACTED_WORDS, type RecordType } from '../storage/entry.js';
import { type Head, requireHead } from '../storage/ledger.js';
import { listEntries } from '../storage/past.js';
import { redactRecord } from '../storage/redacting.js';
import { listAll } from '../storage/store.js';
import { withoutMember } from './rules.js';

/** Whose erasure, and by whom. */
export interface Erasure {
  tenantId: string;
  programmeId: string;
  memberId: string;
  by: string;
  effect: string;
}

/** How many entries lost their name. Throws FORBIDDEN for the last of the programme office. Safe to repeat. */
export async function erasePerson(
  deps: Deps,
  { tenantId, programmeId, memberId, by, effect }: Erasure,
): Promise<number> {
  const goes = (_: string, path: string, { members }: Programme) => {
    const [list, n, field] = path.split('.');
    return list === 'members' && field === 'name' && members[Number(n)]?.id === memberId;
  };
  const isThere = (programme: Programme) => programme.members.some(({ id }) => id === memberId);
  const erased = await redactRecord(deps, programmes, programmeId, PROGRAMME_REF, {
    by,
    reason: 'A person was erased at their request.',
    effect,
    goes,
    next: (programme) => (isThere(programme) ? withoutMember(programme, memberId) : programme),
  });
  await dropDraftsOf(deps, programmeId, memberId);
  await forget(deps, tenantId, programmeId, memberId);
  return erased;
}

/** Who was a member once, is none now, and has a name in earlier entries still. Reads the programme's whole history. */
export async function listFormer(deps: Deps, programmeId: string): Promise<Member[]> {
  const { body: head } = await requireHead(deps, programmes, programmeId, PROGRAMME_REF);
  const present = new Set(head.newest.state.members.map(({ id }) => id));
  const former = new Map<string, Member>();
  for await (const { state } of listEntries(deps, programmeId, head))
    for (const member of state.members)
      if (!present.has(member.id) && member.name !== REDACTED_WORDS && !former.has(member.id))
        former.set(member.id, member);
  return [...former.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** One line of what is held of a person. */
export type Held = Record<string, unknown>;

/** Everything held of a person, in lines of JSON: who they are, how they are reached, and each entry they made; of a record that whoever asks may not read, without its words. */
export async function* listHeld(
  { deps, actor }: Pick<Turn, 'deps' | 'actor'>,
  types: readonly RecordType<never>[],
  memberId: string,
): AsyncIterable<Held> {
  const { tenantId, programmeId } = actor;
  const programme = await requireHead(deps, programmes, programmeId, PROGRAMME_REF);
  const isTheirs = ({ id }: Member) => id === memberId;
  const member =
    programme.body.newest.state.members.find(isTheirs) ?? (await listFormer(deps, programmeId)).find(isTheirs);
  if (!member)
    throw new ProductError('UNKNOWN', 'no such member', {
      advice: 'There is nobody of that reference, or they are erased.',
    });
  const { emails, objectIds } = await listContacts(deps, tenantId, programmeId);
  yield {
    what: 'member',
    member: member satisfies Member,
    email: emails.get(memberId),
    entraObjectId: objectIds.get(memberId),
  };
  const heads = await listAll<Head<unknown>>(
    deps.store,
    types.map(({ kind }) => kind),
    programmeId,
  );
  for (const { body: head } of heads) {
    const reads = mayRead(actor, 'personal', head.newest.kind as 'milestone', head.newest.state);
    for await (const entry of listEntries(deps, programmeId, head))
      if (entry.by === memberId) {
        const { kind, ref, version, at, did, state, reason } = entry;
        const words = reads && { ...(reason && { reason }), state: ownWords(kind, state) };
        yield { what: 'entry', kind, ref, version, at, did, ...words };
      }
  }
}

/** The programme's own record says who else is in it; that is not theirs to get. */
function ownWords(kind: string, state: unknown): unknown {
  return kind === 'programme' ? undefined : state;
}
