// A form that makes a record, from the empty form to the posted card. Pitfall: one form makes one record. The same form with other words is a conflict, and
// its words can still make another record.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { type Button, link, send } from '../cards/markup.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { showMadeAlready } from '../programmes/conflict.js';
import { owesTelling } from '../programmes/owning.js';
import { hasProblems, type Problems } from '../programmes/problems.js';
import { RecordForm } from '../programmes/schema.js';
import { type Answer, defineVerb, type Turn, type Verb } from '../routes.js';
import { type Committed, effectKey } from '../storage/ledger.js';
import { createRecord, recogniseNew } from '../storage/new-record.js';
import { type Around, aboutOf, drawRecordForm } from './draw-form.js';
import { checkFields, conflictRows, type Fields, formOf, type Typed } from './fields.js';
import type { Kind } from './kind.js';

/** A form that makes a new record. */
export interface NewForm<S, Key extends string, Carried extends z.ZodRawShape> {
  /** The action's name, which is also the verb that makes it: `decisions.ask`. */
  did: string;
  opens: string;
  fields: Fields<S, Key>;
  /** What a form is told when it is opened and sends back, beside what is typed: the record it was opened from. */
  carried: Carried;
  heading(carried: z.infer<z.ZodObject<Carried>>): string;
  button: string;
  /** "asked" and "ask": what was done with it, and what to do. */
  words: { made: string; make: string };
  /** The filter of the kind's list that Cancel shows, or what else it shows. */
  cancel: string | ((turn: Turn, carried: z.infer<z.ZodObject<Carried>>) => Button);
  advice?: string;
  around?(turn: Turn, carried: z.infer<z.ZodObject<Carried>>): Around | Promise<Around>;
  /** Throws FORBIDDEN unless this person may make one. */
  requireMay(turn: Turn, carried: z.infer<z.ZodObject<Carried>>): void | Promise<void>;
  /** What a fresh form is shown with. */
  starts(turn: Turn, carried: z.infer<z.ZodObject<Carried>>): Partial<Typed<Key>> | Promise<Partial<Typed<Key>>>;
  /** What is shown in place of a fresh form, where there is such a thing. */
  instead?(turn: Turn, carried: z.infer<z.ZodObject<Carried>>): Promise<Answer | undefined>;
  /** The new record, as `ChangeForm.next`. */
  make(
    turn: Turn,
    typed: Typed<Key>,
    problems: Problems<Typed<Key>>,
    carried: z.infer<z.ZodObject<Carried>>,
  ): S | Promise<S>;
}

/** How making a record ended. `refused`: a sentence a field. */
export type MadeNew<S, Key extends string> = Committed<S> | { outcome: 'refused'; problems: Problems<Typed<Key>> };

/** A form that makes a record: its two verbs, the form by itself, and the making by itself. */
export interface Creation<S, Key extends string, Told = object> {
  verbs: Verb[];
  /** The form, empty but for what it is given. Throws FORBIDDEN. */
  open(turn: Turn, given: Partial<Typed<Key>> & Record<string, unknown>): Promise<Answer>;
  /** Makes it, once per form, under the next reference. Throws FORBIDDEN, and the store's codes. */
  make(turn: Turn, form: { form: string } & Partial<Typed<Key>> & Told): Promise<MadeNew<S, Key>>;
}

/** A form that makes a record of a kind. */
export function creates<S, Key extends string, Carried extends z.ZodRawShape>(
  kind: Kind<S>,
  how: NewForm<NoInfer<S>, Key, Carried>,
): Creation<S, Key, z.infer<z.ZodObject<Carried>>> {
  type Told = z.infer<z.ZodObject<Carried>>;
  const fields = formOf(how.fields);
  const { programmeId, form } = RecordForm.shape;
  const Made = z.object({ programmeId, form, ...how.carried, ...fields.shape });
  const Opened = (Made.partial() as z.ZodObject).extend({ programmeId, ...how.carried });
  const typedIn = (sent: object) => fields.parse(sent) as Typed<Key>;
  // A form that is opened fresh carries its fields empty.
  const given = (sent: object, among: object) =>
    Object.fromEntries(
      Object.entries(sent).filter(([key, value]) => key in among && value !== undefined && value !== ''),
    );

  async function make(turn: Turn, sent: { form: string }): Promise<MadeNew<S, Key>> {
    const { deps, actor } = turn;
    const carried = given(sent, how.carried) as Told;
    await how.requireMay(turn, carried);
    const whole = typedIn(sent);
    const effect = effectKey(sent.form, actor.tenantId, actor.member.id, { fields: whole, ...carried });
    const { typed, problems } = checkFields(how.fields, whole, aboutOf(turn));
    const state = await how.make(turn, typed, problems, carried);
    if (hasProblems(problems)) {
      const known = await recogniseNew(deps, kind.type, actor.programmeId, effect);
      return known ?? { outcome: 'refused', problems };
    }
    const owes = [
      ...(kind.private ? [] : [owesAnnouncement(turn)]),
      ...owesTelling(kind.holdings, actor.member.id, undefined, state),
    ];
    const change = { by: actor.member.id, did: how.did, effect, owes };
    return createRecord<S>(deps, kind.type, actor.programmeId, change, () => state);
  }

  async function open(turn: Turn, sent: { form?: string }, problems = {}): Promise<Answer> {
    const { programmeId } = turn.actor;
    const carried = given(sent, how.carried) as Told;
    await how.requireMay(turn, carried);
    const fresh = sent.form === undefined;
    const instead = fresh && (await how.instead?.(turn, carried));
    if (instead) return instead;
    const values = typedIn(fresh ? { ...(await how.starts(turn, carried)), ...given(sent, how.fields) } : sent);
    return drawRecordForm(turn, how.fields, values, problems, {
      heading: how.heading(carried),
      ...(how.advice && { advice: how.advice }),
      ...(await how.around?.(turn, carried)),
      buttons: [
        send(how.button, how.did, { programmeId, form: sent.form ?? randomUUID(), ...carried }),
        typeof how.cancel === 'string'
          ? link('Cancel', `${kind.feature}.list`, { programmeId, filter: how.cancel, page: 1 })
          : how.cancel(turn, carried),
      ],
    });
  }

  async function answer(turn: Turn, sent: { form: string }): Promise<Answer> {
    const result = await make(turn, sent);
    if (result.outcome === 'refused') return open(turn, sent, result.problems);
    if (result.outcome !== 'conflict') return kind.posted(turn, result.entry);
    return showMadeAlready(turn, {
      theirs: result.theirs,
      title: kind.title(result.theirs.state),
      rows: conflictRows(how.fields, result.theirs.state, typedIn(sent), aboutOf(turn)),
      ...how.words,
      thing: kind.name,
      makeVerb: how.did,
      openVerb: how.opens,
      showVerb: `${kind.feature}.show`,
      form: { ...sent },
    });
  }

  type Opening = z.ZodType<{ form?: string }>;
  const refused = (turn: Turn, sent: object, problems: object) => open(turn, sent, problems);
  const verbs = [
    defineVerb(how.opens, Opened as unknown as Opening, (turn, sent) => open(turn, sent), refused),
    defineVerb(how.did, Made as unknown as z.ZodType<{ form: string }>, answer, refused),
  ];
  return { verbs, open: (turn, sent) => open(turn, sent as { form?: string }), make };
}
