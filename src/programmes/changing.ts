// Changing one record by a form of its own, from opening the form to the posted card. What one could get wrong: rights are asked first, and a
// form is recognised before it is checked, so that a second delivery gets its first answer on any later day.

import type * as z from 'zod/v4';
import { dayOf, type IsoDate } from '../calendar.js';
import { type Answer, defineVerb, type Turn, type Verb } from '../routes.js';
import type { Entry, Owed, RecordType } from '../storage/entry.js';
import { type Committed, commit, effectKey, type Head, recognise, requireHead } from '../storage/ledger.js';
import { owesAnnouncement } from './announcement.js';
import { showConflict, withChangedBy } from './conflict.js';
import type { Typed } from './forms.js';
import { type Holdings, owesTelling } from './owning.js';
import type { Problems } from './problems.js';
import { RecordForm } from './schema.js';

/** What a check gives: what was meant, or a sentence a field. */
export type Checked<T, Fields> = { ok: T } | { problems: Problems<Fields> };

/** How a change ended. `settled`: the record takes no such change any more. */
export type Changed<S, Fields> =
  | Committed<S>
  | { outcome: 'refused'; head: Head<S>; problems: Problems<Fields> }
  | { outcome: 'settled'; head: Head<S> };

/** The next state of a record, why, and what the entry owes besides telling. */
export interface Next<S> {
  next: S;
  reason?: string;
  owes?: Owed[];
}

/** A change of one kind of record by a form. */
export interface Changing<S, Fields extends Record<string, string>> {
  type: RecordType<S>;
  holdings: Holdings<S>;
  /** The action's name, which is also the verb that saves: `actions.complete`. */
  did: string;
  /** The verb that opens the form: `actions.open-done`. */
  opens: string;
  fields: z.ZodObject<Record<keyof Fields & string, z.ZodType<string>>>;
  /** Throws FORBIDDEN unless this person may make the change. */
  requireMay(turn: Turn, ref: string, state: S): void;
  /** Whether a record still takes it. */
  takes(state: S, turn: Turn): boolean;
  check(
    turn: Turn,
    state: S,
    fields: Fields,
    today: IsoDate,
    ref: string,
  ): Checked<Next<S>, Fields> | Promise<Checked<Next<S>, Fields>>;
  form(turn: Turn, head: Head<S>, typed: Typed<Fields>): Answer;
  posted(turn: Turn, entry: Entry<S>): Answer;
  /** What is shown when it takes no such change any more; `typed` is given back. */
  settled(turn: Turn, head: Head<S>, typed: string): Answer;
  /** A conflict's two values, field by field. */
  rows(saved: S, fields: Fields): { label: string; saved: string; yours: string }[];
  title(state: S): string;
  /** Whether the channel gets a card of it. */
  quiet?: boolean;
}

/** The verbs that open the form and save it. */
export function changingVerbs<S, Fields extends Record<string, string>>(how: Changing<S, Fields>): Verb[] {
  const sent = RecordForm.extend(how.fields.shape);
  const { programmeId, ref } = RecordForm.shape;
  const opened = (sent.partial() as z.ZodObject).extend({ programmeId, ref });
  type Sent = { ref: string; opened: number; form: string } & Fields;
  const open = async (turn: Turn, form: { ref: string } & Partial<Sent>, problems: Problems<Fields> = {}) => {
    const head = (await requireHead(turn.deps, how.type, turn.actor.programmeId, form.ref)).body;
    how.requireMay(turn, form.ref, head.newest.state);
    if (!how.takes(head.newest.state, turn))
      return withChangedBy(turn, head, how.settled(turn, head, wordsOf(how, form)));
    if (form.form === undefined || form.opened === undefined) return how.form(turn, head, {});
    const fields = how.fields.parse(form) as unknown as Fields;
    return how.form(turn, head, { fields, problems, form: form.form, opened: form.opened });
  };
  const save = async (turn: Turn, form: Sent): Promise<Answer> => {
    const result = await changeRecord(turn, how, form);
    if (result.outcome === 'refused') return open(turn, form, result.problems);
    if (result.outcome === 'settled')
      return withChangedBy(turn, result.head, how.settled(turn, result.head, wordsOf(how, form)));
    if (result.outcome !== 'conflict') return how.posted(turn, result.entry);
    const { theirs } = result;
    if (!how.takes(theirs.state, turn))
      return withChangedBy(turn, result.head, how.settled(turn, result.head, wordsOf(how, form)));
    return showConflict(turn, {
      feature: how.did.split('.')[0] ?? '',
      title: how.title(theirs.state),
      theirs,
      rows: how.rows(theirs.state, how.fields.parse(form) as unknown as Fields),
      saveVerb: how.did,
      reopenVerb: how.opens,
      form,
    });
  };
  return [
    defineVerb(
      how.opens,
      opened as unknown as z.ZodType<{ ref: string } & Partial<Sent>>,
      (turn, form) => open(turn, form),
      (turn, form, problems) => open(turn, form, problems as Problems<Fields>),
    ),
    defineVerb(how.did, sent as unknown as z.ZodType<Sent>, save, (turn, form, problems) =>
      open(turn, form, problems as Problems<Fields>),
    ),
  ];
}

/** Makes the change. Throws FORBIDDEN, UNKNOWN (no such record), and the store's codes. */
export async function changeRecord<S, Fields extends Record<string, string>>(
  turn: Turn,
  how: Changing<S, Fields>,
  form: { ref: string; opened: number; form: string },
): Promise<Changed<S, Fields>> {
  const { deps, actor } = turn;
  const head = await requireHead(deps, how.type, actor.programmeId, form.ref);
  const { state } = head.body.newest;
  how.requireMay(turn, form.ref, state);
  const fields = how.fields.parse(form) as unknown as Fields;
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { did: how.did, content: fields });
  const known = await recognise(deps, actor.programmeId, head.body, form.opened, effect);
  if (known) return known;
  if (!how.takes(state, turn)) return { outcome: 'settled', head: head.body };
  const checked = await how.check(turn, state, fields, todayOf(turn), form.ref);
  if ('problems' in checked) return { outcome: 'refused', head: head.body, problems: checked.problems };
  const { next, reason, owes: more = [] } = checked.ok;
  const owes = [
    ...(how.quiet ? [] : [owesAnnouncement(turn)]),
    ...owesTelling(how.holdings, actor.member.id, state, next),
    ...more,
  ];
  const change = { by: actor.member.id, did: how.did, effect, ...(reason && { reason }), owes };
  return commit(deps, how.type, actor.programmeId, head, change, next);
}

/** The day it is in the programme's zone. */
export function todayOf(turn: Pick<Turn, 'deps' | 'actor'>): IsoDate {
  return dayOf(turn.deps.clock.now(), turn.actor.programme.zone);
}

/** All that was typed, to be given back. */
function wordsOf<S, Fields extends Record<string, string>>(how: Changing<S, Fields>, form: object): string {
  const typed = form as Record<string, unknown>;
  return Object.keys(how.fields.shape)
    .map((field) => typed[field])
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n');
}
