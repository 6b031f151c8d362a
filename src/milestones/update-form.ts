// The form of an update. What one could get wrong: a refused form is drawn from what was typed, never from what is saved, so that nothing a person
// wrote is lost.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../calendar.js';
import { link, send } from '../cards/markup.js';
import { type Problems, spellOut } from '../programmes/problems.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { today } from './actions.js';
import { markStatus, sayPlace, updateCard } from './cards.js';
import { calculateStatus, saySlip, slipDays } from './rules.js';
import type { Milestone, UpdateFields } from './schema.js';

/** The update form, fresh or as typed with what must be mended. */
export function updateForm(
  turn: Turn,
  head: Head<Milestone>,
  typed: {
    fields?: UpdateFields;
    problems?: Problems<UpdateFields>;
    form?: string;
    opened?: number;
    corrects?: number;
    /** What was said before the form was opened: a fresh one begins with it. */
    said?: string;
  } = {},
): Answer {
  const { actor } = turn;
  const { ref, version, state } = head.newest;
  const day = today(turn);
  const fresh = valuesOf(state, typed.corrects !== undefined);
  const values = typed.fields ?? { ...fresh, commentary: typed.said || fresh.commentary };
  const problems = spellOut(values, typed.problems ?? {});
  const count = Object.values(typed.problems ?? {}).length;
  const data = { programmeId: actor.programmeId, ref };
  const form = {
    ...data,
    opened: typed.opened ?? version,
    form: typed.form ?? randomUUID(),
    ...(typed.corrects && { corrects: typed.corrects }),
  };
  const card = updateCard.render({
    heading: typed.corrects ? `Correct your last update on ${ref}` : `Update ${ref}`,
    title: state.title,
    place: sayPlace(state, actor),
    notice:
      count === 0
        ? ''
        : `${count === 1 ? 'One thing' : `${count} things`} to mend before this can be saved. What you typed is still here.`,
    baseline: formatDay(state.baselineOn),
    calculated: markStatus(calculateStatus(state, actor.programme.tolerances, day)),
    slip: saySlip(slipDays(state, day)),
    values,
    problems,
    correcting: typed.corrects !== undefined,
    buttons: [
      send(typed.corrects ? 'Post correction' : 'Post update', 'milestones.post-update', form),
      link('Cancel', 'milestones.show', data),
    ],
  });
  return { card, summary: count === 0 ? `Update ${ref}.` : `${ref} is not saved yet: ${count} to mend.` };
}

function valuesOf(state: Milestone, correcting: boolean): UpdateFields {
  return {
    stated: state.stated ?? '',
    statedReason: state.statedReason,
    forecastOn: state.forecastOn,
    actualOn: state.actualOn ?? '',
    evidenceUrl: state.evidenceUrl,
    slipCause: correcting ? (state.slipCause ?? '') : '',
    slipText: correcting ? state.slipText : '',
    commentary: correcting ? state.commentary : '',
    correctionReason: '',
  };
}
