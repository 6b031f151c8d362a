// A client that opens no dialogs, such as the Agents Playground: *Open* in a channel brings the form into the person's own
// chat. What one could get wrong: the button is answered to the one who pressed, never by changing the card for them.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { buttonOf, titlesOf, wordsOf } from '../support/card-reader.js';

let assistant: Assistant;
beforeEach(async () => {
  assistant = await startAssistant({ bound: true, dialogs: false });
});
afterEach(() => assistant.stop());

const typed = { stated: 'green', forecastOn: '2026-12-31', commentary: 'Offers are out.' };

test('Open brings the form into the own chat, and the saved card takes the place of the Open card', async () => {
  const owner = assistant.person('owner');
  await owner.say('help');
  const open = await owner.say('update M02', 'channel');
  expect(buttonOf(open, 'Open').type).toBe('Action.Execute');
  expect(await owner.pressInChannel(open, 'Open')).toBe('It is open for you in our own chat.');
  const form = assistant.newestFor(owner);
  expect(wordsOf(form)).toContain('Update M02');
  const posted = await owner.press(form, 'Post update', typed);
  expect(wordsOf(posted)).toContain('M02 updated');
  await assistant.settled();
  const puts = assistant.connector.sent.filter((one) => one.how === 'put' && one.conversationId.startsWith('19:'));
  expect(puts).toHaveLength(1);
  const shown = puts[0]?.activity.attachments?.[0]?.content as CardJson;
  expect(wordsOf(shown)).toBe(wordsOf(posted));
  expect(assistant.announced()).toEqual([]);
});

test('A person who never spoke with the assistant is told how to, and it works afterwards', async () => {
  const owner = assistant.person('owner');
  const open = await assistant.person('office').say('update M02', 'channel');
  expect(await owner.pressInChannel(open, 'Open')).toBe(
    'Open a chat with me first (press my name, then Chat) and say hello; then press this again.',
  );
  expect(titlesOf(await owner.say('hello'))).toContain('Update a milestone');
  expect(await owner.pressInChannel(open, 'Open')).toBe('It is open for you in our own chat.');
});

test('A chat that cannot be reached is said to be', async () => {
  const owner = assistant.person('owner');
  await owner.say('hello');
  const open = await owner.say('update M02', 'channel');
  assistant.connector.script(() => ({ status: 403 }));
  expect(await owner.pressInChannel(open, 'Open')).toContain('I could not reach you in our own chat.');
});

test('Somebody without the right is told so in their own chat, not before the channel', async () => {
  const lead1 = assistant.person('lead1');
  await lead1.say('hello');
  const open = await assistant.person('owner').say('update M02', 'channel');
  await lead1.pressInChannel(open, 'Open');
  expect(wordsOf(assistant.newestFor(lead1))).toContain('Not yours to change');
});

test('A card that others read stays when something is saved from it', async () => {
  const owner = assistant.person('owner');
  await owner.say('help');
  const list = await owner.say('milestones', 'channel');
  await owner.pressInChannel(list, 'Open M02');
  const form = await owner.press(assistant.newestFor(owner), 'Update');
  await owner.press(form, 'Post update', typed);
  await assistant.settled();
  expect(assistant.connector.sent.filter((one) => one.how === 'put' && one.conversationId.startsWith('19:'))).toEqual(
    [],
  );
  expect(assistant.announced()).toHaveLength(1);
});
