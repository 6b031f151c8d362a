// The kind of record that an agreed action is. Pitfall: whoever noted it may change it beside its owner, though it is not theirs to do.

import type { Kind } from '../records/kind.js';
import { heldAction, isOpen, requireMayChangeAction, sayState } from './rules.js';
import { type AgreedAction, agreedActions } from './schema.js';
import { actionTelling } from './telling.js';
import { actionDetail, postedActionAnswer } from './views.js';

export const actionKind: Kind<AgreedAction> = {
  type: agreedActions,
  feature: 'actions',
  name: 'action',
  example: 'A03',
  title: ({ what }) => what,
  holdings: heldAction,
  telling: ({ actor }) => actionTelling(actor),
  posted: postedActionAnswer,
  detail: actionDetail,
  takes: isOpen,
  requireMayChange: ({ actor }, ref, action) => requireMayChangeAction(actor, ref, action),
  tooLate: 'Change the action instead.',
  saySettled: ({ state }) => ({
    heading: `is ${sayState(state).toLowerCase()} already`,
    sentence: 'Nothing was changed.',
  }),
};
