// The kind of record that a request for another baseline is. Pitfall: it is whoever's asked, and the body decides; the milestone is another record.

import { requireMayChange } from '../../programmes/rights.js';
import type { Kind } from '../../records/kind.js';
import { heldChange, isRequested } from './rules.js';
import { type ChangeRequest, changeRequests } from './schema.js';
import { changeDetail, changeTelling, postedChangeAnswer } from './views.js';

export const changeKind: Kind<ChangeRequest> = {
  type: changeRequests,
  feature: 'change-requests',
  name: 'change request',
  example: 'C03',
  title: ({ milestone, title }) => `${milestone} ${title}`,
  holdings: heldChange,
  telling: () => changeTelling,
  posted: postedChangeAnswer,
  detail: changeDetail,
  takes: isRequested,
  requireMayChange: ({ actor }, ref, { requestedBy: ownerId, workstream }) =>
    requireMayChange(actor.programme, actor.member, ref, { ownerId, workstream }),
  tooLate: 'Ask for another change instead.',
  saySettled: ({ state }) => ({
    heading: `is ${state === 'decided' ? 'decided' : 'taken back'} already`,
    sentence: 'Nothing was changed.',
  }),
};
