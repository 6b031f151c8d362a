// The kind of record that a decision is. Pitfall: whoever asked is whose it is; the body decides at its meeting, and nobody else settles it.

import { sayOutcome } from '../programmes/outcomes.js';
import { requireMayChange } from '../programmes/rights.js';
import type { Kind } from '../records/kind.js';
import { heldDecision, isAsked, ownedBy } from './rules.js';
import { type Decision, decisions } from './schema.js';
import { decisionTelling } from './telling.js';
import { decisionDetail, postedDecisionAnswer } from './views.js';

export const decisionKind: Kind<Decision> = {
  type: decisions,
  feature: 'decisions',
  name: 'decision',
  example: 'D03',
  title: ({ text }) => text,
  holdings: heldDecision,
  telling: () => decisionTelling,
  posted: postedDecisionAnswer,
  detail: decisionDetail,
  takes: isAsked,
  requireMayChange: ({ actor }, ref, decision) =>
    requireMayChange(actor.programme, actor.member, ref, ownedBy(decision)),
  tooLate: 'Change the decision instead.',
  saySettled: ({ state, outcome }) => ({
    heading: state === 'decided' ? 'is decided already' : 'was taken back',
    sentence: outcome
      ? `${sayOutcome(outcome)}. Nothing was changed.`
      : 'Nobody is asked any more, so nothing was changed.',
  }),
};
