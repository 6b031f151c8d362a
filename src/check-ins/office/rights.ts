// Who sees how the asking goes, as a sentence. What one could get wrong: whom a message did not reach is nobody else's business.

import { ProductError } from '../../errors.js';
import { isProgrammeOffice } from '../../programmes/rights.js';
import type { Turn } from '../../routes.js';

/** Throws FORBIDDEN, with whom to ask, unless this member is of the programme office. */
export function requireOffice({ actor }: Pick<Turn, 'actor'>): void {
  if (isProgrammeOffice(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'this is for the programme office', {
    advice:
      'How the weekly asking goes is shown to the programme office. Ask them, or type help to see what you can do.',
  });
}
