// News for families, from the first draft to the channel. What one could get wrong: nobody approves their own words, an edit takes an approval away, and
// it is posted once.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { testPlan } from '../support/world.js';

const plan = {
  ...testPlan,
  programme: {
    ...testPlan.programme,
    returnRound: { opensDaysBefore: 28, remindDaysBefore: [14, 7], pcfLead: 'owner', sections: {} },
  },
};

let assistant: Assistant;
let office: Person;
let owner: Person;
let chair: Person;
let member: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan });
  [office, owner] = [assistant.person('office'), assistant.person('owner')];
  [chair, member] = [assistant.person('chair'), assistant.person('member')];
  await office.say('help', 'channel');
  const lead1 = assistant.person('lead1');
  await lead1.press(await lead1.say('update M01'), 'Post update', {
    stated: 'blue',
    actualOn: '2026-11-20',
    evidenceUrl: 'https://example.org/evidence',
    commentary: 'All schools have it.',
  });
  assistant.at('2026-12-04T09:00:00.000Z');
});
afterEach(() => assistant.stop());

const words = {
  headline: 'The fund has reached every school',
  youSaid: 'Do not make us wait for the fund.',
  weDid: 'Every school has its share.',
  impact: 'Schools can pay for support now.',
  comesNext: 'We recruit ten people by the end of December.',
};
const posted = () =>
  assistant
    .announced()
    .map(wordsOf)
    .filter((said) => said.includes('News for families'));

test('It is drafted from the registers, written, approved by a second person, and posted once', async () => {
  const draft = await office.press(await office.say('family digest'), 'Draft it');
  expect(wordsOf(draft)).toContain('We finished: Fund reaching schools.');
  expect(wordsOf(draft)).toContain('edit it before anybody can approve it');
  expect(titlesOf(draft)).not.toContain('Approve');
  const form = await office.press(draft, 'Edit');
  const refused = await office.press(form, 'Save', { ...words, weDid: 'The ICB met every milestone.' });
  expect(wordsOf(refused)).toContain('Families may not know milestone (say “step”), ICB (say “local NHS”)');
  expect(valuesOf(refused)).toMatchObject({ weDid: 'The ICB met every milestone.', youSaid: words.youSaid });
  const written = await office.press(refused, 'Save', words);
  expect(wordsOf(written)).toContain(words.headline);
  expect(titlesOf(written)).not.toContain('Approve');
  // Whoever wrote it cannot approve it, by any card.
  const forApproval = await owner.press(await owner.say('family digest'), 'Approve');
  expect(wordsOf(forApproval)).toContain(words.weDid);
  expect(wordsOf(await office.press(forApproval, 'Approve', { read: 'yes' }))).toContain('You wrote these words');
  expect(wordsOf(await owner.press(forApproval, 'Approve', {}))).toContain('Say that you have read it.');
  const approved = await owner.press(forApproval, 'Approve', { read: 'yes' });
  expect(wordsOf(approved)).toContain('Approved by Milestone owner on 4 December 2026');
  await assistant.settled();
  expect(posted()).toEqual([]);
  expect(wordsOf(await member.press(approved, 'Download'))).toContain('still being written');
  const asked = await office.press(await office.say('family digest'), 'Post it in the channel');
  const activity = office.pressing(asked, 'Post it');
  const first = await office.send(activity);
  expect((await office.send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
  await assistant.settled();
  expect(posted()).toHaveLength(1);
  expect(posted()[0]).toContain('Schools can pay for support now.');
  expect(posted()[0]).not.toContain('Approved');
  expect(titlesOf(await office.say('family digest'))).not.toContain('Edit');
  expect(wordsOf(await member.say('family digest'))).toContain(words.headline);
  expect(wordsOf(await office.press(await office.say('family digest'), 'History'))).toContain('Posted in the channel');
});

test('An edit after the approval takes it away, and an open approval then meets the new words', async () => {
  const draft = await office.press(await office.say('family digest'), 'Draft it');
  await office.press(await office.press(draft, 'Edit'), 'Save', words);
  const open = await owner.press(await owner.say('family digest'), 'Approve');
  await office.press(await office.press(await office.say('family digest'), 'Edit'), 'Save', {
    ...words,
    impact: 'Schools pay for support.',
  });
  const conflict = await owner.press(open, 'Approve', { read: 'yes' });
  expect(wordsOf(conflict)).toContain('Schools pay for support.');
  expect(wordsOf(await office.say('family digest'))).toContain('A second person approves it');
  await chair.press(await chair.press(await chair.say('family digest'), 'Approve'), 'Approve', { read: 'yes' });
  expect(wordsOf(await office.say('family digest'))).toContain('Approved by Board chair');
  const kept = { ...words, impact: 'The ICB pays.', words: 'keep' };
  await office.press(await office.press(await office.say('family digest'), 'Edit'), 'Save', kept);
  const after = await office.say('family digest');
  expect(wordsOf(after)).toContain('A second person approves it');
  expect(wordsOf(after)).toContain('kept words that families may not know');
  expect(titlesOf(after)).not.toContain('Post it in the channel');
});

test('A name of a child is refused, others neither write nor read a draft, and after a restart it is there', async () => {
  const draft = await office.press(await office.say('news for families'), 'Draft it');
  const form = await office.press(draft, 'Edit');
  const refused = await office.press(form, 'Save', {
    ...words,
    impact: 'Anna Miller, born 4 May 2015, has her place.',
  });
  expect(wordsOf(refused)).toMatch(/identif|child/i);
  expect(valuesOf(refused).impact).toContain('Anna Miller');
  expect(wordsOf(await member.say('family digest'))).toContain('There is none to read yet');
  expect(wordsOf(await member.press(draft, 'Edit'))).toContain('is written by the programme office');
  const again = await startAssistant({
    bound: true,
    plan,
    store: assistant.deps.store,
    at: '2026-12-04T10:00:00.000Z',
  });
  const back = again.person('office');
  await back.press(refused, 'Save', words);
  expect(wordsOf(await back.say('family digest'))).toContain(words.headline);
  await again.stop();
});

test('Before the first Board there is nothing to follow', async () => {
  await assistant.stop();
  const programme = { ...plan.programme, boards: [{ on: '2027-03-18' }] };
  assistant = await startAssistant({ bound: true, plan: { ...plan, programme } });
  expect(wordsOf(await assistant.person('office').say('family digest'))).toContain('none has met yet');
});
