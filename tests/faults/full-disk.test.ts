// A full disk as people meet it: every read answers, nothing is kept. Pitfall: a card that says something was saved, or a channel
// that is told of it, is worse than any fault; so what is shown, what is sent and what is kept are looked at together.
//
// Guards whose removal makes this fail: the sentence of UNAVAILABLE in teams/router.ts, `again` beside it, and that what an entry
// owes is paid only for an entry that is kept (ledger.ts).

import { afterEach, beforeEach, expect, test } from 'vitest';
import { listAll } from '../../src/storage/store.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { buttonOf, wordsOf } from '../support/card-reader.js';
import { faultyStore } from '../support/faulty-store.js';
import { PROGRAMME } from '../support/world.js';

let assistant: Assistant;
let full: boolean;

beforeEach(async () => {
  full = false;
  assistant = await startAssistant({
    bound: true,
    wrap: (store) =>
      faultyStore(store, (_n, call) => (full && /^(create|replace|delete)/.test(call) ? 'unavailable' : undefined)),
  });
});
afterEach(() => assistant.stop());

const update = { stated: 'green', forecastOn: '2027-01-31', commentary: 'Booked.' };
const risk = {
  cause: 'two specialists leave',
  event: 'posts stay empty',
  consequence: 'the offer comes late',
  category: 'workforce capacity',
  workstream: 'WS2',
  inherentLikelihood: '4',
  inherentImpact: '4',
  residualLikelihood: '3',
  residualImpact: '4',
  targetLikelihood: '2',
  targetImpact: '3',
  proximity: 'this quarter',
  response: 'treat',
  ownerId: 'lead2',
  reviewOn: '2027-01-08',
  escalateTo: 'none',
};
const asked = { text: 'Agree agency rates until March', body: 'Board', byOn: '2026-12-03', workstream: 'WS2' };
/** Who types what, and what they fill in and press: the kinds of things that are saved through a form. */
const FORMS: [what: string, who: string, command: string, typed: Record<string, string>, button: string][] = [
  ['an update', 'lead1', 'update M04', update, 'Post update'],
  ['a risk', 'lead1', 'raise a risk', risk, 'Raise the risk'],
  ['a decision', 'lead1', 'decision', asked, 'Ask for it'],
];

/** What the programme's records say. */
const kept = async () =>
  (await listAll(assistant.deps.store, ['milestone', 'risk', 'decision', 'entry'], PROGRAMME)).map(({ id, body }) => ({
    id,
    body,
  }));

test.each(FORMS)(
  '%s on a full disk is said to be not saved, is shown to nobody, and is saved once there is room',
  async (_what, who, command, typed, button) => {
    const person = assistant.person(who);
    const form = await person.say(command);
    const before = await kept();
    const sent = assistant.connector.sent.length;
    full = true;
    const failed = await person.press(form, button, typed);
    expect(wordsOf(failed)).toContain('This could not be saved or read just now. What you typed is still here');
    expect(buttonOf(failed, 'Try again').data).toMatchObject(typed);
    await assistant.settled();
    expect(await kept()).toEqual(before);
    expect(assistant.announced()).toEqual([]);
    expect(assistant.connector.sent.length).toBe(sent);
    // What is read goes on.
    expect(wordsOf(await person.say('M04'))).toContain('M04');
    full = false;
    const saved = await person.press(failed, 'Try again');
    expect(wordsOf(saved)).not.toContain('could not be saved');
    await assistant.settled();
    const after = await kept();
    expect(after).not.toEqual(before);
    await person.press(failed, 'Try again');
    expect(await kept()).toEqual(after);
  },
);
