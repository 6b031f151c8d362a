// The register of risks: cause, event and consequence, and the three scores in words. Pure. What one could get wrong: closed risks are left out;
// the changes since the last Board name them.

import { isLive, sayMovement, sayScore, sayState, scoreOf } from '../../risks/rules.js';
import type { Risk } from '../../risks/schema.js';
import { roleOf } from '../facts.js';
import { type BuildSection, day, list, text, words } from './blocks.js';

export const riskBlocks: BuildSection = ({ programme, risks }) => {
  const score = (of: Risk['residual']) => sayScore(scoreOf(of), programme.scoring);
  const live = risks
    .filter(({ newest }) => isLive(newest.state))
    .sort((a, b) => scoreOf(b.newest.state.residual) - scoreOf(a.newest.state.residual));
  return list(
    'Open and accepted risks, highest residual score first',
    [
      text('Ref'),
      words('Cause'),
      words('Event'),
      words('Consequence'),
      text('Owner'),
      text('Inherent'),
      text('Residual'),
      text('Target'),
      text('Movement'),
      text('Response'),
      day('Review'),
    ],
    live.map(({ newest: { ref, state } }) => [
      ref,
      state.cause,
      state.event,
      state.consequence,
      roleOf(programme, state.ownerId),
      score(state.inherent),
      score(state.residual),
      score(state.target),
      sayMovement(state),
      state.state === 'accepted' ? `${state.response}, ${sayState(state.state).toLowerCase()}` : state.response,
      state.reviewOn,
    ]),
    'No open risks.',
  );
};
