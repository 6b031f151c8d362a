// What this Board is asked to decide, what was decided since the last one, and what was agreed to be done. Pure. What one could get wrong: what is
// asked of other bodies stands in their own papers; what they decided since is told here with its minute.

import { isLate, sayState as sayAction } from '../../agreed-actions/rules.js';
import { isAsked } from '../../decisions/rules.js';
import { isRequested } from '../../milestones/change-control/rules.js';
import { type Body, sayBody } from '../../programmes/bodies.js';
import type { Outcome } from '../../programmes/outcomes.js';
import { isLive, sayScore, scoreOf } from '../../risks/rules.js';
import { isSince, type PackFacts, roleOf } from '../facts.js';
import { type BuildSection, day, list, text, words } from './blocks.js';

export const decisionBlocks: BuildSection = (facts) => {
  const { programme, decisions, changes, risks, actions, today } = facts;
  const asked = [
    ...decisions
      .filter(({ newest: { state } }) => state.body === 'Board' && isAsked(state))
      .map(({ newest: { ref, state } }) => [ref, state.text, roleOf(programme, state.askedBy), state.byOn]),
    ...changes
      .filter(({ newest: { state } }) => state.body === 'Board' && isRequested(state))
      .map(({ newest: { ref, state } }) => [
        ref,
        `Move the baseline of ${state.milestone}, ${state.title}: ${state.reason}`,
        roleOf(programme, state.requestedBy),
        state.byOn,
      ]),
  ];
  const escalated = risks.filter(({ newest: { state } }) => isLive(state) && state.escalation?.to === 'Board');
  const open = actions.filter(({ newest: { state } }) => state.state === 'open');
  const done = actions.filter(({ newest: { state } }) => state.doneOn !== null && isSince(facts, state.doneOn));
  return [
    ...list(
      'Asked of this Board',
      [text('Ref'), words('What is to be decided'), text('Asked by'), day('Needed by')],
      asked,
      'Nothing is waiting for the Board.',
    ),
    ...list(
      'Risks escalated to this Board: agree the response',
      [text('Ref'), words('Risk'), text('Residual'), words('Why it was escalated'), day('Escalated on')],
      escalated.map(({ newest: { ref, state } }) => [
        ref,
        state.event,
        sayScore(scoreOf(state.residual), programme.scoring),
        state.escalation?.reason ?? '',
        state.escalation?.on ?? null,
      ]),
      'None.',
    ),
    ...list(
      'Decided since the last Board',
      [text('Ref'), words('What was asked'), text('By'), text('Result'), day('On'), text('Minute'), words('In words')],
      [...decisions, ...changes].flatMap((head) => decidedRow(facts, head.newest)),
      'Nothing was decided.',
    ),
    ...list(
      'Agreed actions: open, and done since the last Board',
      [text('Ref'), words('What'), text('Owner'), day('Due'), text('State'), day('Done')],
      [...open, ...done].map(({ newest: { ref, state } }) => [
        ref,
        state.what,
        roleOf(programme, state.ownerId),
        state.dueOn,
        isLate(state, today) ? 'Late' : sayAction(state.state),
        state.doneOn,
      ]),
      'None.',
    ),
  ];
};

interface Settled {
  ref: string;
  state: { body: Body; outcome?: Outcome | null; text?: string; milestone?: string; reason?: string };
}

function decidedRow(facts: PackFacts, { ref, state }: Settled): (string | null)[][] {
  const { outcome, body } = state;
  if (!outcome || !isSince(facts, outcome.on)) return [];
  const what = state.text ?? `Move the baseline of ${state.milestone}: ${state.reason}`;
  return [[ref, what, sayBody(body), outcome.result, outcome.on, outcome.minute, outcome.words]];
}
