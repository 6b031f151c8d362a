// What stands in, or was asked of, the corporate risk register: restricted, so a section of its own, whole. Pure. What one could get wrong: these
// risks and decisions are in no other section, so that a copy without this one tells nothing of them.

import { sayMovement, sayScore, sayState, scoreOf } from '../../risks/rules.js';
import { riskChanges } from '../../summary/changes.js';
import { roleOf } from '../facts.js';
import { type BuildSection, day, list, text, words } from './blocks.js';

export const corporateBlocks: BuildSection = ({ programme, corporate, since }) => [
  ...list(
    'Risks in the corporate risk register',
    [
      text('Ref'),
      words('Cause'),
      words('Event'),
      words('Consequence'),
      text('Owner'),
      text('Residual'),
      text('Movement'),
      words('Why it is there'),
      day('Review'),
    ],
    corporate.risks.map(({ newest: { ref, state } }) => [
      ref,
      state.cause,
      state.event,
      state.consequence,
      roleOf(programme, state.ownerId),
      state.state === 'open' ? sayScore(scoreOf(state.residual), programme.scoring) : sayState(state.state),
      sayMovement(state),
      state.escalation?.reason ?? '',
      state.reviewOn,
    ]),
    'None.',
  ),
  ...list(
    'Changed since the last Board',
    [text('Ref'), words('What'), words('Change')],
    riskChanges([...corporate.risks], since, programme.zone).map(({ ref, title, what }) => [ref, title, what]),
    'Nothing has changed.',
  ),
  ...list(
    'Asked of the corporate risk register',
    [text('Ref'), words('What'), text('Asked by'), day('Needed by'), text('State')],
    corporate.decisions.map(({ newest: { ref, state } }) => [
      ref,
      state.text,
      roleOf(programme, state.askedBy),
      state.byOn,
      state.state,
    ]),
    'Nothing.',
  ),
];
