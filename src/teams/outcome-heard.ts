// What became of showing everyone what somebody has just saved, said on their own card. Pitfall: Teams gives up waiting for a card
// after some seconds, so this waits only a moment and never for a channel that is slow.

import type { CardJson, Deps } from '../deps.js';
import type { Answer } from '../routes.js';
import { LATE, within } from './deadline.js';

/** What is saved is usually shown to everyone within this; later, the answer does not wait to hear of it. */
const HEAR_WITHIN_MS = 800;
/** And not later than this after the work began, which Teams does not wait for much longer. */
const HEAR_UNTIL_MS = 2_500;

/** Runs, and says what became of showing everyone what was saved, where that is known soon and is not as people expect. */
export async function runHeard(deps: Deps, run: (own: Deps) => Promise<Answer>): Promise<Answer> {
  const began = performance.now();
  const said: Promise<string>[] = [];
  const committed: Deps['committed'] = (programmeId, entry) => {
    const one = deps.committed?.(programmeId, entry);
    if (one) said.push(one);
    return one;
  };
  const done = await run({ ...deps, committed });
  if (said.length === 0) return done;
  const left = Math.min(HEAR_WITHIN_MS, HEAR_UNTIL_MS - (performance.now() - began));
  const heard = left > 0 ? await within(left, Promise.all(said)) : LATE;
  const sentence = heard === LATE ? undefined : heard.find((one) => one !== '');
  return sentence === undefined ? done : withSentence(done, sentence);
}

function withSentence(answer: Answer, sentence: string): Answer {
  const line: CardJson = { type: 'TextBlock', text: sentence, wrap: true, color: 'Attention', weight: 'Bolder' };
  const body = Array.isArray(answer.card.body) ? answer.card.body : [];
  const closes = answer.closes && `${answer.closes} ${sentence.replace(/^Saved\. /, '')}`;
  return { ...answer, card: { ...answer.card, body: [line, ...body] }, ...(closes && { closes }) };
}
