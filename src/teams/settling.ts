// Whether a press settled something, so that its message is replaced for good. Pitfall: a form that comes back with something to fix, or two people's words
// side by side, is still open, although the press was one that saves.

import type { CardJson, Deps } from '../deps.js';
import { onlyShows } from '../routes.js';
import type { Outcome } from './router.js';

/** The world for one press, and whether anything was saved in it. */
export function watchSaves(deps: Deps): { deps: Deps; saved(): boolean } {
  let saved = false;
  const committed: NonNullable<Deps['committed']> = (programmeId, entry) => {
    saved = true;
    return deps.committed?.(programmeId, entry);
  };
  return { deps: { ...deps, committed }, saved: () => saved };
}

/**
 * Whether an answer ends what the card was for: something was saved, or a verb that saves gave an answer that does not offer itself again (saved already,
 * refused for good, declined). Looking, turning a page and opening a form end nothing.
 */
export function settles(verb: unknown, outcome: Outcome, saved: boolean): boolean {
  if (outcome.fault || typeof verb !== 'string') return false;
  return saved || (!looks(verb) && !offers(outcome.card, verb));
}

/** Words typed for somebody are a look at what they name, unless something was saved. */
function looks(verb: string): boolean {
  return onlyShows(verb) || verb === 'programmes.run-typed';
}

function offers(card: CardJson, verb: string): boolean {
  return JSON.stringify(card).includes(`"verb":${JSON.stringify(verb)}`);
}
