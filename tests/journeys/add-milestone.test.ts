// A milestone put into the plan in chat. What one could get wrong: a second delivery adds no second one, and its owner is told.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';

let assistant: Assistant;
let office: Person;
beforeEach(async () => {
  assistant = await startAssistant({ bound: true });
  office = assistant.person('office');
  await office.say('help', 'channel');
  await assistant.person('owner').say('help');
});
afterEach(() => assistant.stop());

const typed = {
  title: 'Transport policy agreed',
  workstream: 'WS2',
  ownerId: 'owner',
  baselineOn: '2027-05-03',
  external: 'no',
  gate: 'none',
};

test('It gets the next reference, once; the channel and its owner are told; it can be updated at once', async () => {
  const form = await office.say('add milestone');
  const refused = await office.press(form, 'Add it', { ...typed, title: '', baselineOn: '' });
  expect(wordsOf(refused)).toContain('Say what the milestone is.');
  expect(wordsOf(refused)).toContain('Give the approved date.');
  expect(valuesOf(refused)).toMatchObject({ ownerId: 'owner' });
  const activity = office.pressing(refused, 'Add it', typed);
  const first = await office.send(activity);
  const added = wordsOf((first.body as { value: Record<string, unknown> }).value);
  const ref = /^(M\d+) added/.exec(added)?.[1] ?? '';
  expect(ref).not.toBe('');
  expect((await office.send({ ...activity, id: 'again' })).body).toEqual(first.body);
  const other = await office.press(refused, 'Add it', { ...typed, title: 'Something else' });
  expect(wordsOf(other)).toContain(`${ref} was already added from this form`);
  await assistant.settled();
  for (let n = 0; n < 3; n += 1) await assistant.bot.runJobs();
  expect(assistant.announced().map(wordsOf).join('\n')).toContain('Transport policy agreed');
  const owner = assistant.person('owner');
  const told = assistant.connector.sent.filter((one) => one.conversationId === `a:${owner.objectId}`);
  expect(JSON.stringify(told)).toContain(ref);
  expect(wordsOf(await owner.say(`update ${ref}`))).toContain('Transport policy agreed');
  expect(wordsOf(await office.say(`history ${ref}`))).toContain('Added to the plan');
});

test('Nobody but the office adds one', async () => {
  expect(wordsOf(await assistant.person('lead2').say('add milestone'))).toContain('by the programme office');
});
