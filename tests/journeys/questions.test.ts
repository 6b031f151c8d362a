// A question from the chair to an owner and back. What one could get wrong: it is between the two, the Board's chair and the programme office;
// no channel sees it.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
let chair: Person;
let owner: Person;
let member: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan: testPlan });
  [chair, owner, member] = [assistant.person('chair'), assistant.person('owner'), assistant.person('member')];
  await assistant.person('office').say('help', 'channel');
  for (const person of [chair, owner, member]) await person.say('help');
});
afterEach(() => assistant.stop());

const text = 'What would bring the date back?';
const told = (person: Person) =>
  JSON.stringify(
    assistant.connector.sent.filter(({ conversationId }) => conversationId === `a:${person.objectId}`).slice(1),
  );
const deliver = async () => {
  await assistant.settled();
  for (let n = 0; n < 4; n += 1) await assistant.bot.runJobs();
};

test('The chair asks from a milestone; its owner is told, answers, and the answer comes back', async () => {
  const form = await chair.press(await chair.say('M02'), 'Ask the owner');
  expect(valuesOf(form)).toMatchObject({ ownerId: 'owner', byOn: '2026-12-02' });
  const refused = await chair.press(form, 'Ask', { text: '', byOn: '2026-11-01' });
  expect(wordsOf(refused)).toContain('Say what you want to know.');
  expect(wordsOf(refused)).toContain('This date has passed already');
  expect(valuesOf(refused)).toMatchObject({ ownerId: 'owner', byOn: '2026-11-01' });
  const asked = await chair.press(refused, 'Ask', { text, byOn: '2026-12-02' });
  expect(wordsOf(asked)).toContain('Q01 asked');
  await deliver();
  expect(told(owner)).toContain('Q01');
  expect(told(owner)).toContain(text);
  expect(wordsOf(await owner.say('my work'))).toContain('Question from');
  const answer = await owner.press(await owner.say('Q01'), 'Answer');
  const empty = await owner.press(answer, 'Send the answer', { answer: ' ' });
  expect(wordsOf(empty)).toContain('Write your answer.');
  const sent = await owner.press(empty, 'Send the answer', { answer: 'Two agencies start on Monday.' });
  expect(wordsOf(sent)).toContain('Q01 answered');
  await deliver();
  expect(told(chair)).toContain('Two agencies start on Monday.');
  expect(wordsOf(await chair.say('questions answered'))).toContain(text);
  expect(wordsOf(await owner.say('my work'))).not.toContain('Question from');
  expect(assistant.announced().map(wordsOf).join('\n')).not.toContain(text);
});

test('A second click asks once, and other words from the same form can be asked as another', async () => {
  const form = await chair.say('ask about M02');
  const activity = chair.pressing(form, 'Ask', { text });
  const first = await chair.send(activity);
  expect((await chair.send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
  const other = await chair.press(form, 'Ask', { text: 'Who decides?' });
  expect(wordsOf(other)).toContain('Q01 was already asked from this form');
  await chair.press(other, 'Ask mine as another question');
  expect(wordsOf(await chair.say('questions asked'))).toContain('2 in all');
});

test('Nobody else reads or answers it; an answer given meanwhile keeps the words of a late one; a wrong answer is withdrawn', async () => {
  await chair.press(await chair.say('ask M02'), 'Ask', { text });
  expect(wordsOf(await member.say('Q01'))).toContain('Q01 is read by whoever asked it');
  expect(wordsOf(await member.say('questions'))).toContain('None.');
  expect(titlesOf(await chair.say('Q01'))).not.toContain('Answer');
  const left = await assistant.person('office').press(await assistant.person('office').say('Q01'), 'Answer');
  await owner.press(await owner.press(await owner.say('Q01'), 'Answer'), 'Send the answer', { answer: 'Yes.' });
  const late = await assistant.person('office').press(left, 'Send the answer', { answer: 'No.' });
  expect(wordsOf(late)).toContain('Q01 is answered already');
  expect(wordsOf(late)).toContain('No.');
  const withdrawal = await owner.press(await owner.say('Q01'), 'Withdraw my last entry');
  await owner.press(withdrawal, 'Withdraw it', { reason: 'It was about another milestone.' });
  expect(titlesOf(await owner.say('Q01'))).toContain('Answer');
  expect(wordsOf(await owner.press(await owner.say('Q01'), 'History'))).toContain('It was about another milestone.');
});

test('A question that names a child is refused beside the field', async () => {
  const form = await chair.say('ask M02');
  const refused = await chair.press(form, 'Ask', { text: 'Has Anna Miller, born 4 May 2015, been placed?' });
  expect(wordsOf(refused)).toMatch(/identif|child/i);
  expect(valuesOf(refused).text).toContain('Anna Miller');
  expect(wordsOf(await chair.say('questions'))).toContain('None.');
});
