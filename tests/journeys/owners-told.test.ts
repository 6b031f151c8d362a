// Owners hear of what others did to what is theirs, in their own chat and by themselves, through the front door. What one could get
// wrong: the message is planned when the change is saved and sent by the clock, so both are waited for.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { planWith } from './plans.js';

const planned = planWith([
  { ref: 'M01', title: 'Fund reaching schools', ownerId: 'lead1', baselineOn: '2027-01-29' },
  { ref: 'M02', title: 'Posts recruited', workstream: 'WS2', ownerId: 'owner', baselineOn: '2026-12-10' },
]);
// Without Boards nobody is asked how sure they are, so that what an owner gets is about what is theirs.
const plan = { ...planned, programme: { ...planned.programme, boards: [] } };

let assistant: Assistant;
let lead2: Person;
let owner: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan });
  lead2 = assistant.person('lead2');
  owner = assistant.person('owner');
  await owner.say('help');
  await assistant.person('office').say('help', 'channel');
});
afterEach(() => assistant.stop());

/** What the owner's chat has got since the greeting. */
const toOwner = () => assistant.connector.sent.filter((one) => one.conversationId === `a:${owner.objectId}`).length - 1;
const look = async () => {
  await assistant.settled();
  await assistant.bot.runJobs();
};

const update = async (typed: Record<string, string> = {}) =>
  lead2.press(await lead2.say('update M02'), 'Post update', {
    stated: 'green',
    forecastOn: '2026-12-10',
    commentary: 'Interviews on 4 December.',
    ...typed,
  });

test('An owner is told once of an update by somebody else, and opens it from there', async () => {
  await update();
  await look();
  await look();
  expect(toOwner()).toBe(1);
  const card = assistant.newestFor(owner);
  expect(wordsOf(card)).toContain('M02 has changed');
  expect(wordsOf(card)).toContain('Status: not reported → Green');
  expect(wordsOf(await owner.press(card, 'Open M02'))).toContain('Interviews on 4 December.');
});

test('What was changed in the evening is told in one card next morning', async () => {
  assistant.at('2026-11-26T18:30:00Z');
  await update();
  await update({ forecastOn: '2027-01-15', slipCause: 'workforce', stated: 'red', statedReason: 'Two re-advertised' });
  await look();
  expect(toOwner()).toBe(0);
  assistant.at('2026-11-27T08:00:00Z');
  await look();
  expect(toOwner()).toBe(1);
  expect(wordsOf(assistant.newestFor(owner))).toContain('2 changes to what is yours');
});

test('What was owed when the process died is told by the next one, once', async () => {
  await update();
  await assistant.bot.sweep('2026-11-26T00:00:00Z');
  await assistant.bot.sweep('2026-11-26T00:00:00Z');
  await look();
  expect(toOwner()).toBe(1);
});

test('On Monday each owner is told what is late or due within two weeks', async () => {
  assistant.at('2026-11-30T09:30:00Z');
  await look();
  const words = wordsOf(assistant.newestFor(owner));
  expect(words).toContain('Yours and due');
  expect(words).toContain('by 10 Dec');
  await look();
  expect(toOwner()).toBe(1);
});

test('A decision asked for in chat is listed, and the chair sees it first', async () => {
  const form = await lead2.say('decision on M02');
  const posted = await lead2.press(form, 'Ask for it', {
    text: 'Agree agency rates until March',
    body: 'Board',
    byOn: '2026-12-03',
    workstream: 'WS2',
  });
  expect(wordsOf(posted)).toContain('D01 asked of the Board');
  await assistant.settled();
  expect(wordsOf(assistant.announced().at(-1) ?? {})).toContain('Agree agency rates until March');
  expect(wordsOf(await owner.say('decisions'))).toContain('D01');
  const chair = wordsOf(await assistant.person('chair').say('summary'));
  expect(chair.slice(chair.indexOf('Needs your decision'))).toMatch(/^Needs your decision\n\[Open D01/);
});
