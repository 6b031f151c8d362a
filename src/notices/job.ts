// What owners are told by itself: changes that others made to what is theirs, and once a week what falls due. What one could get
// wrong: notices are planned by the entries that owe them (paying.ts), so here they are only drawn.

import type { Job } from '../jobs/delivery.js';
import { drawChanged } from './changed.js';
import { drawDue, planDue } from './due.js';

export const noticesJob: Job = {
  plan: planDue,
  draws: { notice: drawChanged, due: drawDue },
  together: ['notice'],
};
