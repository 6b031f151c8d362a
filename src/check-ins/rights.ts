// Who may answer a check-in, as a sentence. What one could get wrong: effects of an answer ask no right of their own, so this is
// the right that stands for all of them.

import { isProgrammeOffice, leadsWorkstream } from '../programmes/rights.js';
import type { Turn } from '../routes.js';

/** Leads, their deputies and the programme office answer for a workstream. */
export function mayAnswer({ actor }: Pick<Turn, 'actor'>, workstream: string): boolean {
  return isProgrammeOffice(actor.member) || leadsWorkstream(actor.programme, actor.member, workstream);
}
