// Buttons as they may also come: as a message with a value, by a client that refreshes a card by itself, with the address of another card.
// Pitfall: every verb of the product is tried, so a new one is covered here without a new test.
//
// Guards whose removal makes this fail: the shared branch of `onOldButton` and `refreshed` in teams/routing.ts, `claimOpenCard` in
// teams/announcements.ts, `readOpenCard` in teams/routing.ts.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { features } from '../../src/features.js';
import { onlyShows } from '../../src/routes.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { buttonOf, cardOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { PROGRAMME } from '../support/world.js';

const VERBS = features.flatMap(({ verbs }) => verbs.map(({ verb }) => verb));
const TYPED = { text: 'Words of mine', reason: 'Words of mine', commentary: 'Words of mine', stated: 'red' };

let assistant: Assistant;
let office: Person;
beforeEach(async () => {
  assistant = await startAssistant({ bound: true });
  office = assistant.person('office');
  await office.say('use this channel', 'channel');
});
afterEach(() => assistant.stop());

const value = (verb: string) => ({ verb, programmeId: PROGRAMME, ref: 'M02', opened: 1, form: FORM, ...TYPED });
const FORM = '33333333-3333-4333-8333-333333333333';
const entries = async () => JSON.stringify((await office.say('history M02')).body);

/** Sends a button as a message and gives the card that came back there. */
async function asMessage(person: Person, where: 'personal' | 'channel', verb: string): Promise<CardJson> {
  const before = assistant.connector.sent.length;
  const { status } = await person.send({ ...person.saying('', where), text: undefined, value: value(verb) });
  expect(status, verb).toBe(200);
  const sent = assistant.connector.sent.slice(before);
  expect(sent, verb).toHaveLength(1);
  return cardOf(sent[0]?.activity);
}

test('In a channel a button that comes as a message gives Open, for every verb, and saves nothing', async () => {
  const before = await entries();
  for (const verb of VERBS) {
    const card = await asMessage(office, 'channel', verb);
    expect(wordsOf(card), verb).toMatch(/\[Open\]|This button works in a chat with me alone/);
    expect(JSON.stringify(card), verb).not.toContain('Words of mine');
    const opens = /\[Open\]/.test(wordsOf(card)) ? String(buttonOf(card, 'Open').data.verb) : undefined;
    if (opens) expect(onlyShows(opens), `${verb} is answered by Open for ${opens}`).toBe(true);
  }
  await assistant.settled();
  expect(await entries()).toBe(before);
  expect(assistant.announced()).toEqual([]);
});

test('In a person’s own chat it is a button like any other, and its answer is posted', async () => {
  const lead = assistant.person('lead1');
  expect(wordsOf(await asMessage(lead, 'personal', 'milestones.show'))).toContain('Posts recruited');
});

test('A client that looks by itself gets a card, for every verb; nothing is sent and nothing saved', async () => {
  const before = await entries();
  for (const where of ['personal', 'channel'] as const)
    for (const verb of VERBS) {
      const sent = assistant.connector.sent.length;
      const activity = { ...office.saying('', where), type: 'invoke', name: 'adaptiveCard/action', text: undefined };
      const { verb: _, ...data } = value(verb);
      const action = { type: 'Action.Execute', verb, data };
      const answer = await office.send({ ...activity, value: { action, trigger: 'automatic' } });
      expect(answer.status, verb).toBe(200);
      expect(answer.body, verb).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
      expect(assistant.connector.sent.slice(sent), verb).toEqual([]);
    }
  await assistant.settled();
  expect(await entries()).toBe(before);
});

test('The card that a form came from is replaced only when we posted it as an Open card, and once', async () => {
  const [lead, other] = [assistant.person('lead1'), assistant.person('owner')];
  const puts = () =>
    assistant.connector.sent.filter(({ how, conversationId }) => how === 'put' && conversationId.startsWith('19:'));
  /** Opens the form in a dialog and sends it with another address, or its own. */
  const update = async (person: Person, ref: string, words: string, address?: object) => {
    const dialog = await person.open(await person.say(`update ${ref}`, 'channel'), 'Open');
    const sent = person.submitting(dialog, 'Post update', { stated: 'green', commentary: words }) as {
      value: { data: { card: object } };
    };
    const own = sent.value.data.card;
    if (address) sent.value.data.card = address;
    await person.send(sent);
    await assistant.settled();
    return own;
  };
  const used = await update(office, 'M02', 'From the office');
  expect(puts()).toHaveLength(1);
  const theirs = assistant.connector.sent.findLast(
    ({ how, conversationId }) => how === 'put' && conversationId.startsWith('19:'),
  );
  await update(lead, 'M01', 'Over the office’s', used);
  expect(puts()).toHaveLength(1);
  await office.say('milestones', 'channel');
  const list = assistant.connector.sent.at(-1);
  await update(other, 'M02', 'Over a list', { ...used, activityId: list?.activityId });
  expect(puts()).toEqual([theirs]);
  expect(JSON.stringify(assistant.announced())).toContain('Over a list');
  // Two forms that name one card and are sent at once: both find it standing, and only one may take its place.
  const forms = await Promise.all(
    ['M03', 'M04'].map(async (ref) => {
      const dialog = await office.open(await office.say(`update ${ref}`, 'channel'), 'Open');
      return office.submitting(dialog, 'Post update', { stated: 'green', commentary: `${ref} at once` }) as {
        value: { data: { card: object } };
      };
    }),
  );
  for (const form of forms) form.value.data.card = forms[0]?.value.data.card ?? {};
  await Promise.all(forms.map((form) => office.send(form as unknown as Record<string, unknown>)));
  await assistant.settled();
  expect(puts()).toHaveLength(2);
});
