// Who is acting, and in which programme. What one could get wrong: this is read from the store on every action; nothing
// about rights is remembered between turns or taken from a card.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { readHead, type StoredHead } from '../storage/ledger.js';
import { type Member, type Person, PROGRAMME_REF, type Programme, peopleOf, programmes } from './schema.js';

/** A person acting in a programme. */
export interface Actor {
  tenantId: string;
  /** Entra object id. */
  objectId: string;
  programmeId: string;
  programme: Programme;
  member: Member;
}

/** The person an Entra object id is, or undefined when the directory does not know them. */
export async function readPerson(deps: Deps, tenantId: string, objectId: string): Promise<Person | undefined> {
  return (await deps.store.read<Person>('person', peopleOf(tenantId), objectId))?.body;
}

/**
 * The actor for a turn. `programmeId` says which programme is meant (a card's or a channel's); without it the person's
 * own. Throws UNKNOWN when the person is in no programme, FORBIDDEN when not in the one meant.
 */
export async function requireActor(
  deps: Deps,
  tenantId: string,
  objectId: string,
  programmeId?: string,
): Promise<Actor> {
  const person = await readPerson(deps, tenantId, objectId);
  const meant = programmeId ?? Object.keys(person?.memberships ?? {})[0];
  if (!person || !meant) throw new ProductError('UNKNOWN', 'the directory does not know this person');
  const memberId = person.memberships[meant];
  const head = memberId ? await readProgramme(deps, meant) : undefined;
  const member = head?.body.newest.state.members.find((one) => one.id === memberId);
  if (!head || !member) throw new ProductError('FORBIDDEN', 'this person is not a member of the programme meant');
  return { tenantId, objectId, programmeId: meant, programme: head.body.newest.state, member };
}

/** A programme's head, or undefined. */
export function readProgramme(deps: Deps, programmeId: string): Promise<StoredHead<Programme> | undefined> {
  return readHead(deps, programmes, programmeId, PROGRAMME_REF);
}

/** A member's shown name; a leaver's entries stay, so an unknown id is said as such. */
export function nameOf(programme: Programme, memberId: string): string {
  return programme.members.find((member) => member.id === memberId)?.name ?? 'a former member';
}

/** The workstream's id and name, as shown: "WS6 Workforce". */
export function workstreamName(programme: Programme, id: string): string {
  const found = programme.workstreams.find((workstream) => workstream.id === id);
  return found ? `${found.id} ${found.name}` : id;
}
