// A milestone is updated from a channel that others read. What one could get wrong: only the *Open* card gives way to the
// result; every other card of the channel stays, whatever was opened from it or a form claims.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import { CHANNEL, type Person } from '../support/person.js';

let assistant: Assistant;
let lead2: Person;
let lead1: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true });
  lead1 = assistant.person('lead1');
  lead2 = assistant.person('lead2');
});
afterEach(() => assistant.stop());

const typed = { stated: 'green', forecastOn: '2026-12-31', commentary: 'Offers are out.' };
const replaced = () =>
  assistant.connector.sent.filter((one) => one.how === 'put' && one.conversationId.startsWith('19:'));
const idOf = (card: CardJson) =>
  assistant.connector.sent.find((one) => one.activity.attachments?.[0]?.content === card)?.activityId ?? '';

test('A mention with a command gets a card with Open only, and nothing of the form', async () => {
  const open = await lead2.say('update M02', 'channel');
  expect(wordsOf(open)).toContain('Update M02');
  expect(titlesOf(open)).toEqual(['Open']);
  expect(JSON.stringify(open)).not.toContain('Input.');
  expect(JSON.stringify(open)).toContain('"msteams":{"type":"task/fetch"}');
});

test('Open gives a dialog; refused it keeps what was typed; saved it closes, and the Open card gives way to the result', async () => {
  const open = await lead2.say('update M02', 'channel');
  const form = await lead2.open(open, 'Open');
  expect(wordsOf(form)).toContain('Update M02');
  const refused = await lead2.follow(form, 'Post update', { ...typed, commentary: '' });
  expect(wordsOf(refused)).toContain('Say in a sentence what moved or what is in the way.');
  expect(valuesOf(refused).stated).toBe('green');
  const closing = await lead2.submit(refused, 'Post update', typed);
  expect(closing).toBe('Saved. M02 updated: Green, forecast 31 December 2026.');
  await assistant.settled();
  const [put, ...more] = replaced();
  expect(more).toEqual([]);
  expect(put?.activityId).toBe(idOf(open));
  expect(put?.conversationId).toBe(CHANNEL);
  const shown = put?.activity.attachments?.[0]?.content as CardJson;
  expect(wordsOf(shown)).toContain('Offers are out.');
  expect(JSON.stringify(shown)).not.toContain('activityId');
  expect(assistant.announced()).toEqual([]);
});

test('Somebody else who presses the same Open gets a dialog of their own, by their own rights', async () => {
  const open = await lead2.say('update M02', 'channel');
  await lead2.open(open, 'Open');
  const refused = await lead1.open(open, 'Open');
  expect(wordsOf(refused)).toContain('Not yours to change');
  expect(wordsOf(refused)).toContain('WS2 lead');
  const owner = assistant.person('owner');
  const form = await owner.open(open, 'Open');
  await owner.submit(form, 'Post update', { ...typed, commentary: 'From its owner.' });
  await assistant.settled();
  expect(wordsOf(replaced()[0]?.activity.attachments?.[0]?.content as CardJson)).toContain('Milestone owner ·');
});

test('`update` in a channel opens a choice, and each of its lines the form, in one dialog', async () => {
  const open = await lead2.say('update', 'channel');
  const choose = await lead2.open(open, 'Open');
  const form = await lead2.follow(choose, 'Open M03');
  const closing = await lead2.submit(form, 'Post update', { ...typed, forecastOn: '2027-03-31' });
  expect(closing).toContain('M03 updated');
  await assistant.settled();
  expect(replaced()[0]?.activityId).toBe(idOf(open));
});

test('A card that others read stays when something is opened and saved from it', async () => {
  const list = await lead2.say('milestones', 'channel');
  const detail = await lead2.open(list, 'Open M02');
  const form = await lead2.follow(detail, 'Update');
  await lead2.submit(form, 'Post update', typed);
  await assistant.settled();
  expect(replaced()).toEqual([]);
  const [posted] = assistant.announced();
  assistant.at('2026-11-26T10:00:00.000Z');
  const again = await lead2.open(posted ?? {}, 'Update again');
  await lead2.submit(again, 'Post update', { ...typed, commentary: 'Two have accepted.' });
  await assistant.settled();
  expect(replaced()).toEqual([]);
  expect(assistant.announced()).toHaveLength(2);
});

test('A form that claims a card of another channel replaces nothing there', async () => {
  const open = await lead2.say('update M02', 'channel');
  const form = await lead2.open(open, 'Open');
  const forged = lead2.submitting(form, 'Post update', typed) as { value: { data: Record<string, unknown> } };
  forged.value.data.card = { conversationId: '19:elsewhere@thread.tacv2', activityId: idOf(open) };
  await lead2.send(forged);
  await assistant.settled();
  expect(replaced()).toEqual([]);
  expect(assistant.announced()).toHaveLength(1);
  expect(assistant.connector.calls.filter((call) => call.path.includes('elsewhere'))).toEqual([]);
});

test('When the Open card is gone its result is posted anew', async () => {
  const open = await lead2.say('update M02', 'channel');
  const form = await lead2.open(open, 'Open');
  assistant.connector.script((call) => (call.method === 'PUT' ? { status: 404 } : undefined));
  await lead2.submit(form, 'Post update', typed);
  await assistant.settled();
  expect(assistant.announced()).toHaveLength(1);
});

test('The programme office moves the cards to another channel, and nobody else does', async () => {
  await assistant.person('office').say('help', 'channel');
  const elsewhere = (person: Person) => {
    const activity = person.saying('use this channel', 'channel') as { conversation: Record<string, unknown> };
    activity.conversation.id = '19:other@thread.tacv2;messageid=1';
    return activity;
  };
  await lead2.send(elsewhere(lead2));
  await lead2.press(await lead2.say('update M02'), 'Post update', typed);
  await assistant.settled();
  const posts = () => assistant.connector.sent.filter((one) => one.how === 'create').map((one) => one.conversationId);
  expect(posts()[0]).toContain(CHANNEL);
  const office = assistant.person('office');
  await office.send(elsewhere(office));
  await lead2.press(await lead2.say('update M03'), 'Post update', { ...typed, forecastOn: '2027-03-31' });
  await assistant.settled();
  expect(posts()[1]).toContain('19:other@thread.tacv2');
});
