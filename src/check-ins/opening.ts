// Opening a check-in for a person: their draft, the pre-filled form, or the answer that is there. What one could get wrong: in
// a channel the form is never shown; there stands a button that opens it for whoever presses.

import { formatDay, formatInstant } from '../calendar.js';
import { link } from '../cards/markup.js';
import type { Deps } from '../deps.js';
import type { Actor } from '../programmes/actor.js';
import { openCard } from '../programmes/cards.js';
import { readDraft } from '../programmes/drafts.js';
import type { Answer, Turn } from '../routes.js';
import { requireSubject } from './actions.js';
import { answeredAnswer } from './answered-view.js';
import { applyEffects } from './effects.js';
import { checkInForm } from './form-view.js';
import type { CheckInFields } from './forms.js';
import { partsOf, readSubject, type Subject } from './subject.js';
import { todayIn, weekEndingOn } from './week.js';

/** The form of a check-in for its person, whoever asks: what the clock sends. */
export async function openForm(
  { deps, actor }: { deps: Deps; actor: Actor },
  ref: string,
  { notice, inChannel }: { notice: string; inChannel: boolean },
): Promise<Answer> {
  if (inChannel) return openInChannel(actor, ref);
  const today = todayIn(actor.programme, deps.clock.now());
  const subject = await readSubject(deps, actor.programmeId, actor.programme, ref, today);
  return formOrDraft({ deps, actor }, subject, notice);
}

/** What a person gets who opens a check-in: the answer when there is one, unless they mean to change it; else the form. */
export async function openCheckIn(turn: Turn, ref: string, change: boolean): Promise<Answer> {
  const subject = await requireSubject(turn, ref);
  const { deps, actor } = turn;
  if (!subject.answer || change) return formOrDraft(turn, subject, '');
  const { newest } = subject.answer.body;
  return answeredAnswer(turn, newest, await applyEffects(deps, actor.programmeId, actor.programme, newest));
}

async function formOrDraft(turn: { deps: Deps; actor: Actor }, subject: Subject, notice: string): Promise<Answer> {
  const { deps, actor } = turn;
  const draft = await readDraft<CheckInFields>(deps, actor.programmeId, subject.ref, actor.member.id);
  if (!draft) return checkInForm(turn, subject, undefined, notice);
  const kept = `Your draft of ${formatInstant(draft.savedAt, actor.programme.zone)} is back.`;
  return checkInForm(turn, subject, { ...draft }, notice === '' ? kept : `${notice} ${kept}`);
}

function openInChannel({ programmeId }: Actor, ref: string): Answer {
  const { workstream, period } = partsOf(ref);
  const heading = `Check-in of ${workstream}, week ending ${formatDay(weekEndingOn(period))}`;
  const card = openCard.render({
    heading,
    title: 'I could not reach you in our own chat. The form opens for you alone.',
    buttons: [{ ...link('Open', 'check-ins.open', { programmeId, ref }), style: 'positive' }],
  });
  return { card, summary: `${heading}: press Open for a window of your own.` };
}
