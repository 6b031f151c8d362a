// Who is acting, and in which programme. What one could get wrong: this is read from the store on every action; nothing
// about rights is remembered between turns or taken from a card.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { readHead, type StoredHead } from '../storage/ledger.js';
import { isToConfirm } from './accounts.js';
import { labelOf } from './namesakes.js';
import { type Member, type Person, PROGRAMME_REF, type Programme, peopleOf, programmes } from './schema.js';

/** A person acting in a programme. */
export interface Actor {
  tenantId: string;
  /** Entra object id. */
  objectId: string;
  programmeId: string;
  programme: Programme;
  member: Member;
  /** Set for a person who is in other programmes as well. */
  inSeveral?: true;
  /** Set when this is one of several accounts of a person, and its address is to be asked for again. */
  toConfirm?: true;
}

/** The person an Entra object id is, or undefined when the directory does not know them. */
export async function readPerson(deps: Deps, tenantId: string, objectId: string): Promise<Person | undefined> {
  return (await deps.store.read<Person>('person', peopleOf(tenantId), objectId))?.body;
}

/**
 * The actor for a turn. `programmeId` says which programme is meant (a card's or a channel's); without it the person's
 * own. Throws UNKNOWN when the person is in no programme, FORBIDDEN when not in the one meant, UNDECIDED when they are in several and have not said
 * which they mean.
 */
export async function requireActor(
  deps: Deps,
  tenantId: string,
  objectId: string,
  programmeId?: string,
): Promise<Actor> {
  const person = await readPerson(deps, tenantId, objectId);
  const meant = programmeId ?? (person && meantBy(person));
  if (person && isSetAside(person, meant))
    throw new ProductError('FORBIDDEN', 'another account of this person was met since', { advice: SET_ASIDE });
  if (!person || !meant) throw new ProductError('UNKNOWN', 'the directory does not know this person');
  const memberId = person.memberships[meant];
  const head = memberId ? await readProgramme(deps, meant) : undefined;
  const member = head?.body.newest.state.members.find((one) => one.id === memberId);
  if (!head || !member) throw new ProductError('FORBIDDEN', 'this person is not a member of the programme meant');
  const several = Object.keys(person.memberships).length > 1 && { inSeveral: true as const };
  const confirming = isToConfirm(deps, person, meant) && { toConfirm: true as const };
  return {
    tenantId,
    objectId,
    programmeId: meant,
    programme: head.body.newest.state,
    member,
    ...several,
    ...confirming,
  };
}

const SET_ASIDE =
  'I know you by a newer account of yours, so this one can see and change nothing here. Use the newer one. If this is the one you use, ask your programme office to put its e-mail address in under people.';

/** Whether another account took this one's place in a programme; undefined: in all of theirs. */
function isSetAside({ memberships, setAside = {} }: Person, programmeId: string | undefined): boolean {
  if (programmeId === undefined) return Object.keys(memberships).length === 0 && Object.keys(setAside).length > 0;
  return memberships[programmeId] === undefined && setAside[programmeId] !== undefined;
}

/** The programme a person means in their own chat: their only one, or the one they chose. Throws UNDECIDED when that is open. */
function meantBy({ memberships, chosen }: Person): string | undefined {
  const own = Object.keys(memberships);
  if (own.length <= 1) return own[0];
  if (chosen !== undefined && own.includes(chosen)) return chosen;
  throw new ProductError('UNDECIDED', 'this person is in several programmes', {
    advice: 'You are in several programmes. Type programme in our own chat, say which you mean, and do this again.',
  });
}

/** A programme's head, or undefined. */
export function readProgramme(deps: Deps, programmeId: string): Promise<StoredHead<Programme> | undefined> {
  return readHead(deps, programmes, programmeId, PROGRAMME_REF);
}

/** A programme as it is. Throws UNKNOWN when there is none. */
export async function requireProgramme(deps: Deps, programmeId: string): Promise<Programme> {
  const head = await readProgramme(deps, programmeId);
  if (!head) throw new ProductError('UNKNOWN', `no programme ${programmeId}`);
  return head.body.newest.state;
}

/** A member's shown name, told apart from others' of the same; a leaver's entries stay, so an unknown id is said as such. */
export function nameOf({ members }: Programme, memberId: string): string {
  const member = members.find(({ id }) => id === memberId);
  return member ? labelOf(members, member) : 'a former member';
}

/** The workstream's id and name, as shown: "WS6 Workforce". */
export function workstreamName(programme: Programme, id: string): string {
  const found = programme.workstreams.find((workstream) => workstream.id === id);
  return found ? `${found.id} ${found.name}` : id;
}
