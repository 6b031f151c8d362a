// Whether this process should be given work. Pitfall: a probe that is turned away takes the process out of service, so it has no
// limit; what it asks is asked for everybody at most twice a second instead.

import type { Store } from './storage/store.js';
import { within } from './teams/deadline.js';

const PING_LIMIT_MS = 1_000;
/** How long an answer about the store is good for everybody who asks. */
const READY_FOR_MS = 500;

/** Reasons against being ready: the store's silence, and what `others` say. */
export function openReadiness(store: Store, others?: () => Promise<string[]>): () => Promise<string[]> {
  return once(READY_FOR_MS, async () => {
    const [answered, more] = await Promise.all([answers(store), others?.()]);
    return [...(answered ? [] : ['the store does not answer']), ...(more ?? [])];
  });
}

/** `ask`, whose answer is everybody's for so many milliseconds from when it was asked. */
function once<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let asked: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (!asked || performance.now() - asked.at > ms) asked = { at: performance.now(), answer: ask() };
    return asked.answer;
  };
}

async function answers(store: Store): Promise<boolean> {
  const ping = store.ping().then(
    () => true,
    () => false,
  );
  return (await within(PING_LIMIT_MS, ping)) === true;
}
