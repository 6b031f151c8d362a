// The shared conversations that the programme office has bound: for the delivery group, or for a body. Pitfall: what is bound is
// said by the programme's own record alone; an index or a note of a place that the record does not name counts for nothing.

import type { ConversationAddress, Deps } from '../deps.js';
import { isError, ProductError } from '../errors.js';
import { listAll } from '../storage/store.js';
import { readProgramme } from './actor.js';
import type { Programme } from './schema.js';
import { changeProgramme } from './settings.js';

export type Purpose = keyof NonNullable<Programme['places']>;

/** A bound place, as it can be written to. */
export interface Place {
  address: ConversationAddress;
  /** Set while nothing can be shown there. */
  gone?: Gone;
}

/** Why and since when (UTC ISO) a place gets nothing. `refused`: Teams said so at a send, so a later send may find it again. */
export interface Gone {
  since: string;
  why: string;
  refused: boolean;
}

/** What is noted of a place besides the record: its newest service address, and whether it is gone. */
interface Noted {
  address: ConversationAddress;
  gone?: Gone;
}

/** Which programme a conversation is said to belong to; counts only where that programme's record names it. */
interface Indexed {
  programmeId: string;
  purpose?: Purpose;
  /** Teams' id of the team it is in, where that was seen. */
  teamId?: string;
}

const TRIES = 4;

/** In words, within a sentence. */
export function sayPurpose(purpose: Purpose): string {
  return { group: 'the delivery group', Board: 'the Board', corporate: 'the corporate risk register' }[purpose];
}

/** A bound place, or undefined when nothing is bound for this. `programme`: as it is, where that was just read. */
export async function readPlace(
  deps: Deps,
  programmeId: string,
  purpose: Purpose = 'group',
  programme?: Programme,
): Promise<Place | undefined> {
  const [noted, state] = await Promise.all([
    readNoted(deps, programmeId, purpose),
    programme ?? readProgramme(deps, programmeId).then((head) => head?.body.newest.state),
  ]);
  if (!state) return undefined;
  // Before places were kept in the record, a programme's only channel was noted and nothing else.
  if (!state.places) return purpose === 'group' && noted ? noted.body : undefined;
  const bound = state.places[purpose];
  if (!bound) return undefined;
  if (noted?.body.address.conversationId === bound.conversationId) return noted.body;
  const { conversationId, serviceUrl, tenantId } = bound;
  return { address: { conversationId, serviceUrl, tenantId } };
}

/** The programme and purpose that a shared conversation is bound for, or undefined. */
export async function findPlace(
  deps: Deps,
  tenantId: string,
  conversationId: string,
): Promise<{ programmeId: string; purpose: Purpose } | undefined> {
  const indexed = (await deps.store.read<Indexed>('binding', indexOf(tenantId), conversationId))?.body;
  if (!indexed) return undefined;
  const { programmeId, purpose = 'group' } = indexed;
  const place = await readPlace(deps, programmeId, purpose);
  return place?.address.conversationId === conversationId ? { programmeId, purpose } : undefined;
}

/** Every place of a tenant that is in one team. One query. */
export async function findPlacesOfTeam(
  deps: Deps,
  tenantId: string,
  teamId: string,
): Promise<{ programmeId: string; purpose: Purpose }[]> {
  const all = await listAll<Indexed>(deps.store, ['binding'], indexOf(tenantId));
  // A team's own id is that of its first channel.
  const inTeam = all.filter(({ id, body }) => body.teamId === teamId || id === teamId);
  const found = await Promise.all(inTeam.map(({ id }) => findPlace(deps, tenantId, id)));
  return found.filter((place) => place !== undefined);
}

/** Who binds a place, and by which press or message: a second delivery of it does nothing more. */
export interface BoundBy {
  memberId: string;
  effect: string;
  why?: string;
}

/**
 * Binds a shared conversation. Another place of the same purpose is given up by it. Safe to repeat. Throws TAKEN with advice when
 * it is another programme's, and the store's codes.
 */
export async function bindPlace(
  deps: Deps,
  programmeId: string,
  purpose: Purpose,
  place: ConversationAddress & { kind: 'channel' | 'group chat'; teamId?: string | undefined },
  by: BoundBy,
): Promise<void> {
  const { conversationId, serviceUrl, tenantId, kind, teamId } = place;
  const others = await findPlace(deps, tenantId, conversationId);
  if (others && others.programmeId !== programmeId)
    throw new ProductError('TAKEN', 'the conversation is another programme’s', {
      advice: 'Cards of another programme are posted here. Its programme office takes that back first, in settings.',
    });
  await keep(deps, 'binding', indexOf(tenantId), conversationId, (known?: Indexed) => ({
    programmeId,
    purpose,
    ...((teamId ?? known?.teamId) && { teamId: teamId ?? known?.teamId }),
  }));
  const at = deps.clock.now().toISOString();
  const before = await readNoted(deps, programmeId, 'group');
  const change = { by: by.memberId, did: 'settings.bind-place', effect: by.effect, ...(by.why && { reason: by.why }) };
  await changeProgramme(deps, programmeId, change, (programme) => {
    const taken = { conversationId, serviceUrl, tenantId, kind, at, by: by.memberId };
    // A channel from before places were kept in the record stays the delivery group's.
    const known =
      programme.places ?? (before && { group: { ...taken, ...before.body.address, kind: 'channel' as const } });
    if (programme.places?.[purpose]?.conversationId === conversationId) return programme;
    const others = Object.entries(known ?? {}).filter(([, one]) => one.conversationId !== conversationId);
    return { ...programme, places: { ...Object.fromEntries(others), [purpose]: taken } };
  });
  await keep(deps, 'conversation', programmeId, notedId(purpose), () => ({
    address: { conversationId, serviceUrl, tenantId },
  }));
}

/** Notes that nothing can be shown in a place; true when that is new. What an event says outweighs what a refusal says. */
export async function suspendPlace(
  deps: Deps,
  programmeId: string,
  purpose: Purpose,
  why: string,
  refused = false,
): Promise<boolean> {
  const place = await readPlace(deps, programmeId, purpose);
  if (!place || (place.gone && (refused || !place.gone.refused))) return false;
  // Told once: what a refusal began, an event only explains.
  const since = place.gone?.since ?? deps.clock.now().toISOString();
  await keep(deps, 'conversation', programmeId, notedId(purpose), (known?: Noted) =>
    known?.gone && known.gone.refused === refused ? known : { address: place.address, gone: { since, why, refused } },
  );
  return place.gone === undefined;
}

/** Notes that a place is there again; true when it was gone. `onlyRefused`: unless Teams itself had said that it is gone. */
export async function resumePlace(
  deps: Deps,
  programmeId: string,
  purpose: Purpose,
  onlyRefused = false,
): Promise<boolean> {
  const place = await readPlace(deps, programmeId, purpose);
  if (!place?.gone || (onlyRefused && !place.gone.refused)) return false;
  await keep(deps, 'conversation', programmeId, notedId(purpose), () => ({ address: place.address }));
  return true;
}

/** Notes a bound place's service address and team as they are now; writes only what has changed. */
export async function refreshPlace(
  deps: Deps,
  { programmeId, purpose }: { programmeId: string; purpose: Purpose },
  address: ConversationAddress,
  teamId: string | undefined,
): Promise<void> {
  const place = await readPlace(deps, programmeId, purpose);
  if (place?.address.conversationId !== address.conversationId) return;
  if (place.address.serviceUrl !== address.serviceUrl)
    await keep(deps, 'conversation', programmeId, notedId(purpose), () => ({ ...place, address }));
  const index = await deps.store.read<Indexed>('binding', indexOf(address.tenantId), address.conversationId);
  if (index && teamId && index.body.teamId !== teamId)
    await keep(deps, 'binding', indexOf(address.tenantId), address.conversationId, () => ({ ...index.body, teamId }));
}

function readNoted(deps: Deps, programmeId: string, purpose: Purpose) {
  return deps.store.read<Noted>('conversation', programmeId, notedId(purpose));
}

/** Creates or replaces a document; whoever else wrote in the same moment is looked at again. */
async function keep<T>(
  deps: Deps,
  kind: 'binding' | 'conversation',
  partition: string,
  id: string,
  next: (known?: T) => T,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const known = await deps.store.read<T>(kind, partition, id);
    const body = next(known?.body);
    if (known && JSON.stringify(known.body) === JSON.stringify(body)) return;
    try {
      if (known) await deps.store.replace<T>(kind, { ...known, body });
      else await deps.store.create<T>(kind, { id, partition, at: deps.clock.now().toISOString(), body });
      return;
    } catch (error) {
      if (!isError(error, 'TAKEN', 'STALE') || tries === TRIES) throw error;
    }
  }
}

function notedId(purpose: Purpose): string {
  return purpose === 'group' ? 'channel' : `body:${purpose}`;
}

function indexOf(tenantId: string): string {
  return `bindings:${tenantId}`;
}
