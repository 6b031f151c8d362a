// A change of one record, by whatever form, button or answer. Pitfall: rights are asked first, and a form is recognised before it is checked, so that a second
// delivery gets its first answer on any later day.

import type { Deps } from '../deps.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
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
import type { Typed } from './fields.js';
import { type Kind, requireStored } from './kind.js';

/** The next state of a record, why, and what the entry owes besides telling. */
export interface Next<S> {
  next: S;
  reason?: string;
  owes?: Owed[];
}

/** What every form about a record is sent with. */
export interface Sent {
  programmeId: string;
  ref: string;
  /** The version of the record the form was opened at. */
  opened: number;
  form: string;
}

/** How a change ended. `refused`: a sentence a field. `settled`: the record takes no such change any more. */
export type Changed<S, Key extends string> =
  | Committed<S>
  | { outcome: 'refused'; head: Head<S>; problems: Problems<Typed<Key>> }
  | { outcome: 'settled'; head: Head<S> };

type Checked<S, Key extends string> = Next<S> | { problems: Problems<Typed<Key>> };

/** A person's change. `content` is what was typed, by which a second delivery is recognised. Throws FORBIDDEN, UNKNOWN (no such record), and the store's codes. */
export async function changeRecord<S, Key extends string>(
  turn: Turn,
  kind: Kind<S>,
  sent: Sent,
  change: {
    did: string;
    content: unknown;
    requireMay?(turn: Turn, ref: string, state: S): void;
    takes?(state: S, turn: Turn): boolean;
    /** Set where the channel gets no card of it. */
    quiet?: boolean | undefined;
    /** Set where whoever may make the change need not read the record: `requireMay` says all. */
    unread?: true;
  },
  next: (state: S) => Checked<S, Key> | Promise<Checked<S, Key>>,
): Promise<Changed<S, Key>> {
  const { deps, actor } = turn;
  const head = change.unread
    ? await requireHead(deps, kind.type, actor.programmeId, sent.ref)
    : await requireStored(turn, kind, sent.ref);
  (change.requireMay ?? kind.requireMayChange)(turn, sent.ref, head.body.newest.state);
  const { did, content, takes = kind.takes } = change;
  const effect = effectKey(sent.form, actor.tenantId, actor.member.id, { did, content });
  const owes = (change.quiet ?? kind.private) ? [] : [owesAnnouncement(turn)];
  const made = { by: actor.member.id, did, effect, owes };
  return commitNext(deps, actor.programmeId, kind, head, sent.opened, made, (state) => takes(state, turn), next);
}

/**
 * What every change goes through once it may be made: a second delivery is recognised, the record must still take it, and the next state is checked and
 * committed, with the telling of whoever it belongs to. Throws the store's codes.
 */
export async function commitNext<S, Key extends string>(
  deps: Deps,
  programmeId: string,
  kind: Pick<Kind<S>, 'type' | 'holdings'>,
  head: StoredHead<S>,
  opened: number,
  change: Change,
  takes: (state: S) => boolean,
  next: (state: S) => Checked<S, Key> | Promise<Checked<S, Key>>,
): Promise<Changed<S, Key>> {
  const known = await recognise(deps, programmeId, head.body, opened, change.effect);
  if (known) return known;
  const { state } = head.body.newest;
  if (!takes(state)) return { outcome: 'settled', head: head.body };
  const checked = await next(state);
  if ('problems' in checked) return { outcome: 'refused', head: head.body, problems: checked.problems };
  const owes = [
    ...(change.owes ?? []),
    ...owesTelling(kind.holdings, change.by, state, checked.next),
    ...(checked.owes ?? []),
  ];
  const entry = { ...change, ...(checked.reason && { reason: checked.reason }), ...(owes.length > 0 && { owes }) };
  return commit(deps, kind.type, programmeId, head, entry, checked.next);
}
