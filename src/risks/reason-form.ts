// The one form that asks for a reason: to accept, to close, to say that a risk has happened, to resolve an issue. What one
// could get wrong: each has its own verb, so a form filled for one can never be taken for another.

import { sayForm, sayMend, spellOut } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { reasonCard } from './cards.js';
import { today } from './change.js';
import { formButtons, type Typed } from './form-views.js';
import type { ReasonFields } from './forms.js';
import type { Issue, Risk } from './schema.js';

/** What a reason is asked for. */
export type Asked = 'accept' | 'close' | 'happened' | 'resolve';

const ASKED: Record<
  Asked,
  { heading(ref: string): string; explanation: string; label: string; button: string; verb: string }
> = {
  accept: {
    heading: (ref) => `Accept ${ref} as it is`,
    explanation: 'It stays on the register and keeps its review date; nothing more is planned to lower it.',
    label: 'Why it is accepted',
    button: 'Accept it',
    verb: 'risks.accept',
  },
  close: {
    heading: (ref) => `Close ${ref}`,
    explanation: 'It leaves the open register and keeps its history. If it comes back, raise it again.',
    label: 'Why it can be closed',
    button: 'Close it',
    verb: 'risks.close',
  },
  happened: {
    heading: (ref) => `${ref} has happened`,
    explanation: 'It becomes an issue with a reference of its own, linked to this risk. This cannot be taken back.',
    label: 'What happened',
    button: 'It has happened',
    verb: 'risks.mark-happened',
  },
  resolve: {
    heading: (ref) => `Resolve ${ref}`,
    explanation: 'The issue stays in the records with how it ended.',
    label: 'How it was resolved',
    button: 'Resolve it',
    verb: 'risks.resolve-issue',
  },
};

/** The form, fresh or as typed. */
export function reasonForm(
  turn: Turn,
  head: Head<Risk> | Head<Issue>,
  asked: Asked,
  typed: Typed<ReasonFields> = {},
): Answer {
  const { ref, state } = head.newest;
  const { heading, explanation, label, button, verb } = ASKED[asked];
  const values = typed.fields ?? { reason: '', happenedOn: asked === 'happened' ? today(turn) : '' };
  const card = reasonCard.render({
    heading: heading(ref),
    title: state.event,
    notice: sayMend(typed.problems),
    explanation,
    label,
    asksDay: asked === 'happened',
    values,
    problems: spellOut(values, typed.problems ?? {}),
    buttons: formButtons(turn, head as Head<unknown>, typed, button, verb),
  });
  return { card, summary: sayForm(`${heading(ref)}.`, typed.problems) };
}
