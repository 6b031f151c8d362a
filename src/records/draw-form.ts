// A record's form as a card, and what is said when nothing can be changed any more. Pitfall: a refused form is drawn from what was typed, never from
// what is saved, so that nothing a person wrote is lost.

import { type Button, link } from '../cards/markup.js';
import { formCard, notice } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { withChangedBy } from '../programmes/conflict.js';
import { among } from '../programmes/people-choices.js';
import { type Problems, sayForm, sayMend } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { type About, drawFields, type Fields, type Typed } from './fields.js';
import type { Kind } from './kind.js';

/** What stands above the fields. */
export interface Around {
  title?: string;
  place?: string;
  advice?: string;
}

/** The form as a card. */
export function drawRecordForm<S, Key extends string>(
  turn: Turn,
  fields: Fields<S, Key>,
  values: Typed<Key>,
  problems: Problems<Typed<Key>>,
  { heading, title = '', place = '', advice = '', buttons }: Around & { heading: string; buttons: Button[] },
): Answer {
  const drawn = drawFields(fields, values, problems, { ...aboutOf(turn), ...among(turn.actor) });
  const card = formCard.render({ heading, title, place, notice: sayMend(problems), advice, fields: drawn, buttons });
  return { card, summary: sayForm(`${heading}.`, problems) };
}

/** Says that a record takes no change any more, and who changed it; what was typed is given back. With nothing typed, the record itself says it. */
export async function sayIsSettled<S>(turn: Turn, kind: Kind<S>, head: Head<S>, typed: object): Promise<Answer> {
  const { ref, state } = head.newest;
  const quoted = Object.values(typed)
    .filter((text) => text !== '')
    .join('\n');
  if (quoted === '') return withChangedBy(turn, head, await kind.detail(turn, head));
  const { heading, sentence } = kind.saySettled(state);
  const open = link(`Open ${ref}`, `${kind.feature}.show`, { programmeId: turn.actor.programmeId, ref });
  return withChangedBy(turn, head, notice(`${ref} ${heading}`, [sentence], { quoted, buttons: [open] }));
}

/** Who asks, and the programme's day. */
export function aboutOf(turn: Turn): About {
  return { programme: turn.actor.programme, today: todayOf(turn), by: turn.actor.member.id };
}
