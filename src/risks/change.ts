// How any change to one risk is made. What one could get wrong: rights are asked first, and a form is recognised before it
// is checked, so that a second delivery gets its first answer even when the world has moved on.

import { dayOf, type IsoDate } from '../calendar.js';
import type { Deps } from '../deps.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
import { requireMayChange } from '../programmes/rights.js';
import { requireMayRead } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import type { Owed } from '../storage/entry.js';
import {
  type Change,
  type Committed,
  commit,
  effectKey,
  type Head,
  recognise,
  requireHead,
  type StoredHead,
} from '../storage/ledger.js';
import type { Checked, Circumstances } from './checks.js';
import { heldRisk, isLive } from './rules.js';
import { type Risk, risks } from './schema.js';

/** How a change ended. `refused`: a sentence for each field. `settled`: the risk is closed or has happened, so nothing is to be changed. */
export type RiskResult<Fields> =
  | Committed<Risk>
  | { outcome: 'refused'; head: Head<Risk>; problems: Problems<Fields> }
  | { outcome: 'settled'; head: Head<Risk> };

interface Sent {
  ref: string;
  opened: number;
  form: string;
}

/**
 * Commits the next state of a risk. `content` is what was typed, by which a second delivery is recognised. Throws FORBIDDEN,
 * UNKNOWN (no such risk), and the store's codes.
 */
export async function changeRisk<Fields>(
  turn: Turn,
  sent: Sent,
  change: { did: string; content: unknown; owes?: Owed[]; requireRight?: (risk: Risk) => void },
  next: (risk: Risk) => Checked<Risk, Fields> | Promise<Checked<Risk, Fields>>,
): Promise<RiskResult<Fields>> {
  const { deps, actor } = turn;
  const head = await requireHead(deps, risks, actor.programmeId, sent.ref);
  const { did, content, owes = [], requireRight } = change;
  if (requireRight) requireRight(head.body.newest.state);
  else requireMayChangeRisk(turn, sent.ref, head.body.newest.state);
  const effect = effectKey(sent.form, actor.tenantId, actor.member.id, { did, content });
  const entry = { by: actor.member.id, did, effect, owes: [...owes, owesAnnouncement(turn)] };
  return saveRisk(deps, actor.programmeId, head, sent.opened, entry, next);
}

/**
 * What every change to a risk goes through once it may be made: a second delivery is recognised, the risk must still count,
 * and the next state is checked and committed. Throws the store's codes.
 */
export async function saveRisk<Fields>(
  deps: Deps,
  programmeId: string,
  head: StoredHead<Risk>,
  opened: number,
  change: Change,
  next: (risk: Risk) => Checked<Risk, Fields> | Promise<Checked<Risk, Fields>>,
): Promise<RiskResult<Fields>> {
  const known = await recognise(deps, programmeId, head.body, opened, change.effect);
  if (known) return known;
  const risk = head.body.newest.state;
  if (!isLive(risk)) return { outcome: 'settled', head: head.body };
  const checked = await next(risk);
  if ('problems' in checked) return { outcome: 'refused', head: head.body, problems: checked.problems };
  const owes = [...(change.owes ?? []), ...owesTelling(heldRisk, change.by, risk, checked.ok)];
  return commit(deps, risks, programmeId, head, { ...change, ...(owes.length > 0 && { owes }) }, checked.ok);
}

/** A risk this person may change. Throws UNKNOWN or FORBIDDEN. */
export async function requireChangeable(turn: Turn, ref: string): Promise<StoredHead<Risk>> {
  const head = await requireHead(turn.deps, risks, turn.actor.programmeId, ref);
  requireMayChangeRisk(turn, ref, head.body.newest.state);
  return head;
}

/** Throws FORBIDDEN unless this person may read the risk here, and change it. */
export function requireMayChangeRisk(turn: Turn, ref: string, risk: Risk): void {
  requireMayRead(turn, 'risk', ref, risk);
  requireMayChange(turn.actor.programme, turn.actor.member, ref, risk);
}

/** What the checks must know of this turn. */
export function circumstances(turn: Turn): Circumstances {
  return { programme: turn.actor.programme, today: today(turn), by: turn.actor.member.id };
}

/** The day it is in the programme's zone. */
export function today(turn: Turn): IsoDate {
  return dayOf(turn.deps.clock.now(), turn.actor.programme.zone);
}
