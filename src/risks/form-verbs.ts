// A form about one risk as its pair of verbs: the one that opens it and the one that saves it. What one could get wrong: the
// opening verb may carry what was typed before a conflict, and must then draw that and not what is saved.

import type * as z from 'zod/v4';
import { link } from '../cards/markup.js';
import { notice } from '../programmes/cards.js';
import { showConflict } from '../programmes/conflict.js';
import type { Problems } from '../programmes/problems.js';
import { RecordForm } from '../programmes/schema.js';
import { type Answer, defineVerb, type Turn, type Verb } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { type RiskResult, requireChangeable } from './change.js';
import type { Typed } from './form-views.js';
import { isLive, sayState } from './rules.js';
import type { Issue, Risk } from './schema.js';
import { postedRiskAnswer } from './views.js';

export type Sent = z.infer<typeof RecordForm>;
export const Which = RecordForm.pick({ programmeId: true, ref: true });

/** One line of a conflict card: what is saved and what was typed. */
export interface Row {
  label: string;
  saved: string;
  yours: string;
}

/** What a form about one risk is made of. */
export interface RiskForm<Fields extends object> {
  /** The verb that opens it, and the one that saves it. */
  open: string;
  save: string;
  fields: z.ZodObject<z.ZodRawShape> & z.ZodType<Fields>;
  draw(turn: Turn, head: Head<Risk>, typed?: Typed<Fields>): Answer;
  act(turn: Turn, form: Sent & Fields): Promise<RiskResult<Fields> & { issue?: Head<Issue> }>;
  rows(turn: Turn, saved: Risk, typed: Fields): Row[];
}

/** The two verbs of a form. */
export function formVerbs<Fields extends object>(spec: RiskForm<Fields>): Verb[] {
  const Saved = RecordForm.extend(spec.fields.shape);
  const Opened = Which.extend(Saved.partial().omit({ programmeId: true, ref: true }).shape);
  const open = async (turn: Turn, sent: unknown, problems: Problems<Fields> = {}): Promise<Answer> => {
    const { opened, form, ref } = sent as Partial<Sent> & { ref: string };
    const head = (await requireChangeable(turn, ref)).body;
    if (!isLive(head.newest.state)) return settled(turn, head);
    if (opened === undefined || form === undefined) return spec.draw(turn, head);
    return spec.draw(turn, head, { fields: spec.fields.parse(sent), problems, form, opened });
  };
  const refused: Verb['refused'] = (turn, sent, problems) => open(turn, sent, problems as Problems<Fields>);
  return [
    defineVerb(spec.open, Opened, (turn, sent) => open(turn, sent), refused),
    defineVerb(spec.save, Saved, (turn, sent) => save(turn, spec, sent as Sent & Fields), refused),
  ];
}

async function save<Fields extends object>(turn: Turn, spec: RiskForm<Fields>, sent: Sent & Fields): Promise<Answer> {
  const fields = spec.fields.parse(sent);
  const result = await spec.act(turn, sent);
  const { form, opened } = sent;
  if (result.outcome === 'refused')
    return spec.draw(turn, result.head, { fields, problems: result.problems, form, opened });
  if (result.outcome === 'settled') return settled(turn, result.head);
  if (result.outcome !== 'conflict') return postedRiskAnswer(turn, result.entry, result.issue?.newest.ref);
  const { theirs } = result;
  if (!isLive(theirs.state)) return settled(turn, result.head, spec.rows(turn, theirs.state, fields));
  return showConflict(turn, {
    feature: 'risks',
    title: theirs.state.event,
    theirs,
    rows: spec.rows(turn, theirs.state, fields),
    saveVerb: spec.save,
    reopenVerb: spec.open,
    form: sent,
  });
}

/** Says that a risk is closed or has happened, and gives back what was typed. */
export function settled(turn: Turn, head: Head<Risk>, typed: Row[] = []): Answer {
  const { ref, state } = head.newest;
  const quoted = typed.filter((row) => row.yours !== '').map((row) => `${row.label}: ${row.yours}`);
  return notice(
    `${ref}: ${sayState(state.state).toLowerCase()}`,
    ['It is no longer open, so nothing was changed. Its history says who settled it and why.'],
    {
      quoted: quoted.join('\n'),
      buttons: [link(`Open ${ref}`, 'risks.show', { programmeId: turn.actor.programmeId, ref })],
    },
  );
}
