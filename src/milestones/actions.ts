// What people do with milestones. What one could get wrong: rights are asked before anything else, and a form is
// recognised before it is checked, so that a second delivery gets its first answer even when the world has moved on.

import { dayOf, type IsoDate } from '../calendar.js';
import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { compareNumbered } from '../ordering.js';
import type { Actor } from '../programmes/actor.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
import { requireMayChange } from '../programmes/rights.js';
import { mayWithdraw } from '../programmes/withdraw.js';
import type { Turn } from '../routes.js';
import {
  type Change,
  type Committed,
  commit,
  effectKey,
  type Head,
  readEntry,
  recognise,
  requireHead,
  type StoredHead,
} from '../storage/ledger.js';
import { listAll } from '../storage/store.js';
import { owesLanding } from './dependencies.js';
import { applyUpdate, heldMilestone } from './rules.js';
import {
  type Milestone,
  milestones,
  type UpdateFields,
  UpdateFields as UpdateFieldsSchema,
  type UpdateForm,
} from './schema.js';

export type UpdateResult =
  | Committed<Milestone>
  | { outcome: 'refused'; head: Head<Milestone>; problems: Problems<UpdateFields> };

/**
 * Posts an update: checks the right, recognises a second delivery, checks the fields and commits. Throws FORBIDDEN, UNKNOWN
 * (no such milestone), and the store's codes.
 */
export async function postUpdate(turn: Turn, form: UpdateForm): Promise<UpdateResult> {
  const { deps, actor } = turn;
  const head = await requireChangeable(turn, form.ref);
  const fields = UpdateFieldsSchema.parse(form);
  const { corrects, opened } = form;
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { fields, corrects });
  const change = { by: actor.member.id, effect, owes: [owesAnnouncement(turn)] };
  return saveUpdate(deps, actor, head, { fields, opened, corrects }, change, today(turn));
}

/**
 * What every update goes through once it may be made: a second delivery is recognised, the fields are checked as of a day, and
 * the entry is committed. Throws FORBIDDEN for a correction of someone else's entry, and the store's codes.
 */
export async function saveUpdate(
  deps: Deps,
  { programmeId, programme }: Pick<Actor, 'programmeId' | 'programme'>,
  head: StoredHead<Milestone>,
  { fields, opened, corrects }: { fields: UpdateFields; opened: number; corrects?: number | undefined },
  change: Omit<Change, 'did'>,
  on: IsoDate,
): Promise<UpdateResult> {
  const settled = await recognise(deps, programmeId, head.body, opened, change.effect);
  if (settled) return settled;
  const before =
    corrects === undefined
      ? head.body.newest.state
      : await stateBefore(deps, programmeId, head.body, corrects, change.by);
  const applied = applyUpdate(before, fields, programme.tolerances, on, corrects !== undefined);
  if ('problems' in applied) return { outcome: 'refused', head: head.body, problems: applied.problems };
  const what =
    corrects === undefined
      ? { did: 'milestones.post-update' }
      : { did: 'milestones.correct-update', corrects, reason: fields.correctionReason.trim() };
  const telling = owesTelling(heldMilestone, change.by, head.body.newest.state, applied.milestone);
  const owes = [...(change.owes ?? []), ...telling, ...owesLanding(head.body.newest.state, applied.milestone)];
  return commit(
    deps,
    milestones,
    programmeId,
    head,
    { ...change, ...what, ...(owes.length > 0 && { owes }) },
    applied.milestone,
  );
}

/**
 * The state a correction starts from: that before the person's own newest entry, so that what was wrong leaves no trace
 * in slips or dates. Throws FORBIDDEN when the newest entry is not theirs to correct.
 */
async function stateBefore(
  deps: Deps,
  programmeId: string,
  head: Head<Milestone>,
  corrects: number,
  by: string,
): Promise<Milestone> {
  if (corrects !== head.newest.version || !mayWithdraw(by, head))
    throw new ProductError('FORBIDDEN', 'only the newest entry, by its author, can be corrected', {
      advice: 'Only your own newest entry can be corrected. Post a new update instead.',
    });
  const before = await readEntry(deps, programmeId, head, corrects - 1);
  if (!before) throw new ProductError('MISSING', `${head.newest.ref}@${corrects - 1} is not in the archive`);
  return before.state;
}

/** A milestone this person may change. Throws UNKNOWN or FORBIDDEN. */
export async function requireChangeable(turn: Turn, ref: string): Promise<StoredHead<Milestone>> {
  const head = await requireHead(turn.deps, milestones, turn.actor.programmeId, ref);
  requireMayChange(turn.actor.programme, turn.actor.member, ref, head.body.newest.state);
  return head;
}

/** Every milestone of the programme, in order of reference. One query. */
export async function listMilestones(turn: Turn): Promise<Head<Milestone>[]> {
  const found = await listAll<Head<Milestone>>(turn.deps.store, ['milestone'], turn.actor.programmeId);
  return found.map((stored) => stored.body).sort((a, b) => compareNumbered(a.newest.ref, b.newest.ref));
}

/** The day it is in the programme's zone. */
export function today(turn: Turn): IsoDate {
  return dayOf(turn.deps.clock.now(), turn.actor.programme.zone);
}
