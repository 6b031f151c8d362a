// Drafting a digest for families, and reading it. What one could get wrong: there is one for a Board; drafting it twice finds the first.

import type { AgreedAction } from '../agreed-actions/schema.js';
import { dayOf } from '../calendar.js';
import type { Decision } from '../decisions/schema.js';
import { ProductError } from '../errors.js';
import type { Milestone } from '../milestones/schema.js';
import { requireMayRead, writesForFamilies } from '../records/may-read.js';
import type { SectionAnswer } from '../returns/schema.js';
import type { Turn } from '../routes.js';
import { effectKey, type Head, readHead, requireHead } from '../storage/ledger.js';
import { createNamed } from '../storage/new-record.js';
import { type Kind, listAll } from '../storage/store.js';
import { boardBefore, draftParts } from './drafting.js';
import { digestRef, type FamilyDigest, familyDigests } from './schema.js';

/** The digest of the last Board, or undefined while nobody has drafted it. Throws UNKNOWN before the first Board. */
export async function readNewest(turn: Turn): Promise<Head<FamilyDigest> | undefined> {
  return (await readHead(turn.deps, familyDigests, turn.actor.programmeId, digestRef(requireBoard(turn))))?.body;
}

/** One digest that this person may read. Throws UNKNOWN and FORBIDDEN. */
export async function requireDigest(turn: Turn, ref: string): Promise<Head<FamilyDigest>> {
  const head = (await requireHead(turn.deps, familyDigests, turn.actor.programmeId, ref)).body;
  requireMayRead(turn, 'family-digest', ref, head.newest.state);
  return head;
}

/** Drafts the digest of the last Board from the registers, once. One query. Throws FORBIDDEN, UNKNOWN, and the store's codes. */
export async function draftDigest(turn: Turn): Promise<Head<FamilyDigest>> {
  const { deps, actor } = turn;
  const { programme, programmeId, member } = actor;
  requireMayWrite(turn);
  const boardOn = requireBoard(turn);
  const known = await readNewest(turn);
  if (known) return known;
  const found = await listAll<Head<unknown>>(
    deps.store,
    ['milestone', 'decision', 'action', 'return-section'],
    programmeId,
  );
  const of = <S>(kind: Kind) => found.filter((stored) => stored.kind === kind).map(({ body }) => body as Head<S>);
  // The query gives the newest first.
  const said = of<SectionAnswer>('return-section').find(({ newest: { state } }) => state.section === 'coproduction');
  const parts = draftParts({
    programme,
    boardOn,
    today: dayOf(deps.clock.now(), programme.zone),
    milestones: of<Milestone>('milestone'),
    decisions: of<Decision>('decision'),
    actions: of<AgreedAction>('action'),
    coproduction: said?.newest.state,
  });
  const ref = digestRef(boardOn);
  const change = {
    by: member.id,
    did: 'family-digests.draft',
    effect: effectKey(ref, actor.tenantId, member.id, { boardOn }),
  };
  const made = await createNamed(deps, familyDigests, programmeId, ref, change, {
    ...parts,
    boardOn,
    state: 'draft',
    keepsWords: false,
    writtenBy: null,
    approvedBy: null,
    approvedOn: null,
    postedOn: null,
  });
  return made.head;
}

/** Throws FORBIDDEN, with whom to ask, unless this person writes digests. */
export function requireMayWrite({ actor }: Pick<Turn, 'actor'>): void {
  if (writesForFamilies(actor.programme, actor.member)) return;
  throw new ProductError('FORBIDDEN', 'they write no digests for families', {
    advice:
      'The digest for families is written by the programme office, whoever writes for the Parent Carer Forum, and the lead of the co-production work.',
  });
}

function requireBoard({ deps, actor }: Pick<Turn, 'deps' | 'actor'>): string {
  const boardOn = boardBefore(actor.programme, deps.clock.now());
  if (boardOn !== undefined) return boardOn;
  throw new ProductError('UNKNOWN', 'no Board has met yet', {
    advice: 'A digest for families follows a Board, and none has met yet.',
  });
}
