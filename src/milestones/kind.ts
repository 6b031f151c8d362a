// The kind of record that a milestone is. Pitfall: its baseline is no field of its own forms; it moves by change control alone.

import { requireMayChange } from '../programmes/rights.js';
import type { Kind } from '../records/kind.js';
import { waitingFor } from './change-control/actions.js';
import { heldMilestone } from './rules.js';
import { type Milestone, milestones } from './schema.js';
import { milestoneDetail, milestoneTelling, postedAnswer } from './views.js';

export const milestoneKind: Kind<Milestone> = {
  type: milestones,
  feature: 'milestones',
  name: 'milestone',
  example: 'M18',
  title: ({ title }) => title,
  holdings: heldMilestone,
  telling: () => milestoneTelling,
  posted: postedAnswer,
  detail: async (turn, head) => milestoneDetail(turn, head, await waitingFor(turn, head.newest.ref)),
  takes: ({ actualOn }) => actualOn === null,
  requireMayChange: ({ actor }, ref, milestone) => requireMayChange(actor.programme, actor.member, ref, milestone),
  tooLate: 'Post a new update instead.',
  saySettled: () => ({ heading: 'has changed since', sentence: 'Nothing was changed.' }),
};
