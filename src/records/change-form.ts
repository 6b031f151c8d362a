// A form that changes one record, from opening it to the posted card. Pitfall: rights are asked first, and a form is recognised before it is checked, so
// that a second delivery gets its first answer on any later day.

import { randomUUID } from 'node:crypto';
import type * as z from 'zod/v4';
import { link, send } from '../cards/markup.js';
import { showConflict } from '../programmes/conflict.js';
import { hasProblems, type Problems } from '../programmes/problems.js';
import { RecordForm, WhichRecord } from '../programmes/schema.js';
import { type Answer, defineVerb, type Turn, type Verb } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { type Changed, changeRecord, type Next, type Sent } from './change-record.js';
import { type Around, aboutOf, drawRecordForm, sayIsSettled } from './draw-form.js';
import { checkFields, conflictRows, type Fields, formOf, savedAs, type Typed } from './fields.js';
import { type Kind, requireRecord } from './kind.js';

/** A form that changes one record. */
export interface ChangeForm<S, Key extends string> {
  /** The action's name, which is also the verb that saves: `decisions.change`. */
  did: string;
  /** The verb that opens the form: `decisions.open-change`. */
  opens: string;
  fields: Fields<S, Key>;
  heading(ref: string): string;
  button: string;
  around?(turn: Turn, head: Head<S>): Around;
  /** Set where the channel gets no card of it. */
  quiet?: true;
  /** In place of the kind's own: throws FORBIDDEN unless this person may make this change. */
  requireMay?(turn: Turn, ref: string, state: S): void;
  /** In place of the kind's own: whether a record still takes it. */
  takes?(state: S, turn: Turn): boolean;
  /** What a fresh form proposes where it is not what is saved. */
  starts?(turn: Turn, state: S): Partial<Typed<Key>>;
  /** The next state. What is wrong with two fields together is noted in `problems`; with any there, what is given back does not count. */
  next(
    turn: Turn,
    state: S,
    typed: Typed<Key>,
    problems: Problems<Typed<Key>>,
    ref: string,
  ): Next<S> | Promise<Next<S>>;
  /** In place of the kind's own: the card of what was saved. */
  posted?(turn: Turn, entry: Entry<S>): Answer | Promise<Answer>;
  /** Whether somebody who meets a conflict sees the new state before they say it again, rather than choosing between two. */
  asksAgain?: true;
}

/** A form that changes a record: its two verbs, and the change by itself. */
export interface Change<S, Key extends string> {
  verbs: Verb[];
  /** Makes the change. Throws FORBIDDEN, UNKNOWN (no such record), and the store's codes. */
  save(turn: Turn, form: Sent & Partial<Typed<Key>>): Promise<Changed<S, Key>>;
}

/** A form that changes one record of a kind. */
export function changes<S, Key extends string>(kind: Kind<S>, how: ChangeForm<NoInfer<S>, Key>): Change<S, Key> {
  const fields = formOf(how.fields);
  const Saved = RecordForm.extend(fields.shape);
  const Opened = WhichRecord.extend(Saved.partial().omit({ programmeId: true, ref: true }).shape);
  const typedIn = (form: object) => fields.parse(form) as Typed<Key>;
  const takes = (state: S, turn: Turn) => (how.takes ?? kind.takes)(state, turn);
  const requireMay = how.requireMay ?? kind.requireMayChange;

  const save = (turn: Turn, form: Sent): Promise<Changed<S, Key>> => {
    const sent = typedIn(form);
    const change = { did: how.did, content: sent, requireMay, takes, quiet: how.quiet };
    return changeRecord(turn, kind, form, change, async (state) => {
      const { typed, problems } = checkFields(how.fields, sent, aboutOf(turn));
      const next = await how.next(turn, state, typed, problems, form.ref);
      return hasProblems(problems) ? { problems } : next;
    });
  };

  function draw(turn: Turn, head: Head<S>, sent?: { typed: Typed<Key>; form: string; opened: number }, problems = {}) {
    const { ref, version, state } = head.newest;
    const data = { programmeId: turn.actor.programmeId, ref };
    const values = sent?.typed ?? { ...savedAs(how.fields, state), ...how.starts?.(turn, state) };
    return drawRecordForm(turn, how.fields, values, problems, {
      heading: how.heading(ref),
      ...how.around?.(turn, head),
      buttons: [
        send(how.button, how.did, { ...data, opened: sent?.opened ?? version, form: sent?.form ?? randomUUID() }),
        link('Cancel', `${kind.feature}.show`, data),
      ],
    });
  }

  async function open(turn: Turn, form: Partial<Sent> & { ref: string }, problems = {}): Promise<Answer> {
    const head = await requireRecord(turn, kind, form.ref);
    requireMay(turn, form.ref, head.newest.state);
    if (!takes(head.newest.state, turn)) return sayIsSettled(turn, kind, head, typedIn(form));
    if (form.form === undefined || form.opened === undefined) return draw(turn, head);
    return draw(turn, head, { typed: typedIn(form), form: form.form, opened: form.opened }, problems);
  }

  async function answer(turn: Turn, form: Sent): Promise<Answer> {
    const result = await save(turn, form);
    if (result.outcome === 'refused') return open(turn, form, result.problems);
    if (result.outcome === 'settled') return sayIsSettled(turn, kind, result.head, typedIn(form));
    if (result.outcome !== 'conflict') return (how.posted ?? kind.posted)(turn, result.entry);
    const { theirs } = result;
    const typed = typedIn(form);
    if (!takes(theirs.state, turn)) return sayIsSettled(turn, kind, result.head, typed);
    if (how.asksAgain) return draw(turn, result.head, { typed, form: randomUUID(), opened: theirs.version });
    return showConflict(turn, {
      feature: kind.feature,
      title: kind.title(theirs.state),
      theirs,
      rows: conflictRows(how.fields, theirs.state, typed, aboutOf(turn)),
      saveVerb: how.did,
      reopenVerb: how.opens,
      form: { ...form },
    });
  }

  type Opening = z.ZodType<Partial<Sent> & { ref: string }>;
  const refused = (turn: Turn, form: object, problems: object) => open(turn, form as Sent, problems);
  const verbs = [
    defineVerb(how.opens, Opened as unknown as Opening, (turn, form) => open(turn, form), refused),
    defineVerb(how.did, Saved as unknown as z.ZodType<Sent>, answer, refused),
  ];
  return { verbs, save };
}
