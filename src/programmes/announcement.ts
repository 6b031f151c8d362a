// What a commit owes to everyone: its card in the programme's channel. What one could get wrong: this only notes the
// debt inside the entry; sending is done afterwards, once, by teams/announcements.ts or the sweep.

import type { Turn } from '../routes.js';
import type { Owed } from '../storage/entry.js';

/** The debt of showing an entry to everyone; an *Open* card it came from is then replaced instead of a new post. */
export function owesAnnouncement(turn: Turn): Owed {
  return { effect: 'announce', ...(turn.origin.card && { replaces: turn.origin.card }) };
}
