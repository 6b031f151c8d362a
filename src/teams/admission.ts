// How much one person may ask for: enough for anybody who types and presses, and no more for a script in their name. Pitfall: it
// counts in each process for itself, so two processes together let through twice as much; nobody else waits for it.

import type { Activity } from 'botbuilder';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** What one of them may ask for in a process. A card's press is told twice by some clients. */
const MOST = { points: 60, duration: 10 };

/** Gives, for whoever asks, the seconds they are to wait, or undefined when they may come in. */
export type Admit = (who: string) => Promise<number | undefined>;

export function openAdmission(most: { points: number; duration: number } = MOST): Admit {
  const limiter = new RateLimiterMemory(most);
  return async (who) => {
    try {
      await limiter.consume(who.slice(0, 200));
      return undefined;
    } catch (refusal) {
      const { msBeforeNext } = Object(refusal) as { msBeforeNext?: unknown };
      // Anything else than its own refusal must not keep people out.
      return typeof msBeforeNext === 'number' ? Math.max(1, Math.ceil(msBeforeNext / 1000)) : undefined;
    }
  };
}

/** Who sent an activity. */
export function senderOf({ from, conversation }: Activity): string {
  return `${conversation?.tenantId ?? ''} ${from?.aadObjectId ?? from?.id ?? ''}`;
}

/**
 * Whose request a link is: the person's whom a good one is for, apart from what they ask for in the chat, since whoever has the
 * link may be somebody else; of any other the address it came from.
 */
export function linkedTo(
  person: { tenantId: string; objectId: string } | undefined,
  address: string | undefined,
): string {
  return person ? `link ${person.tenantId} ${person.objectId}` : `address ${address ?? ''}`;
}
