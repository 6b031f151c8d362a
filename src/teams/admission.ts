// How much one person may ask for: enough for anybody who types and presses, and no more for a script in their name. What one could get wrong: it counts in
// each process for itself, so two processes together let through twice as much; nobody else waits for it.

import type { Activity } from 'botbuilder';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Activities of one person in a process. A card's press is told twice by some clients. */
const MOST = { points: 60, duration: 10 };

/** Gives, for an activity, the seconds its sender is to wait, or undefined when it may come in. */
export function openAdmission(
  most: { points: number; duration: number } = MOST,
): (activity: Activity) => Promise<number | undefined> {
  const limiter = new RateLimiterMemory(most);
  return async ({ from, conversation }) => {
    const key = `${conversation?.tenantId ?? ''} ${from?.aadObjectId ?? from?.id ?? ''}`.slice(0, 200);
    try {
      await limiter.consume(key);
      return undefined;
    } catch (refusal) {
      const { msBeforeNext } = Object(refusal) as { msBeforeNext?: unknown };
      // Anything else than its own refusal must not keep people out.
      return typeof msBeforeNext === 'number' ? Math.max(1, Math.ceil(msBeforeNext / 1000)) : undefined;
    }
  };
}
