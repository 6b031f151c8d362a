// A milestone is updated from a personal chat, from the first word typed to the card everyone reads. What one could get
// wrong: the answer to the person and the card in the channel are two messages; both are looked at.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { planWith } from './plans.js';

const plan = planWith([
  { ref: 'M01', title: 'Fund reaching schools', baselineOn: '2027-01-29' },
  { ref: 'M02', title: 'Posts recruited', workstream: 'WS2', ownerId: 'owner', baselineOn: '2026-12-31' },
  { ref: 'M03', title: 'Offer defined', baselineOn: '2026-10-30' },
  { ref: 'M04', title: 'Schools visited', ownerId: 'member', baselineOn: '2026-11-30' },
]);

let assistant: Assistant;
let lead1: Person;
let owner: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan });
  lead1 = assistant.person('lead1');
  owner = assistant.person('owner');
  await assistant.person('office').say('help', 'channel');
});
afterEach(() => assistant.stop());

const mended = {
  stated: 'amber',
  forecastOn: '2027-01-15',
  slipCause: 'workforce',
  slipText: 'two posts re-advertised',
  commentary: 'Interviews on 4 December.',
};

const opened = (card: CardJson) => titlesOf(card).flatMap((title) => /^Open (M\d+):/.exec(title)?.[1] ?? []);

test('`update` shows the milestones of the person asking first, overdue before the rest, and others by search', async () => {
  const choose = await lead1.say('update');
  expect(opened(choose)).toEqual(['M03', 'M01']);
  expect(JSON.stringify(choose)).toContain('M04 Schools visited');
  expect(JSON.stringify(choose)).not.toContain('M02');
  const found = await lead1.press(choose, 'Open its form', { ref: 'M04' });
  expect(wordsOf(found)).toContain('Update M04');
});

test('A form with mistakes comes back with a sentence for each and everything that was typed', async () => {
  const form = await owner.press(await owner.say('update'), 'Open M02');
  const typed = {
    stated: 'green',
    forecastOn: '2027-02-31',
    actualOn: '2026-12-25',
    evidenceUrl: 'ftp://x',
    commentary: ' ',
  };
  const refused = await owner.press(form, 'Post update', typed);
  const words = wordsOf(refused);
  for (const sentence of [
    '4 things to mend before this can be saved. What you typed is still here.',
    'Give the date you now expect, such as 2027-01-08.',
    'The actual date cannot be in the future. If it is still to come, it is the forecast.',
    'Give a link that begins with https:// and opens for the Board.',
    'Say in a sentence what moved or what is in the way.',
  ])
    expect(words).toContain(sentence);
  expect(valuesOf(refused)).toEqual({ ...typed });
  await assistant.settled();
  expect(assistant.announced()).toEqual([]);
});

test('A forecast that moves later asks why, and a status unlike the dates asks for the reason', async () => {
  const form = await owner.say('update M02');
  const refused = await owner.press(form, 'Post update', {
    stated: 'green',
    forecastOn: '2027-03-31',
    commentary: 'Later.',
  });
  expect(wordsOf(refused)).toContain('The forecast moves later than 31 December 2026: choose why.');
  expect(wordsOf(refused)).toContain(
    'You say Green; the dates say Red, as the forecast is 61 working days late. Give the reason they differ.',
  );
});

test('A mended form is saved, says what changed, and the channel gets that card once, for everyone', async () => {
  const form = await owner.say('update M02');
  const refused = await owner.press(form, 'Post update', { ...mended, slipCause: '' });
  const posted = await owner.press(refused, 'Post update', { slipCause: 'workforce' });
  const words = wordsOf(posted);
  for (const said of [
    'M02 updated',
    'Posts recruited',
    'not reported → Amber',
    '31 December 2026 → 15 January 2027 (10 working days late)',
    'Workforce: two posts re-advertised',
    'Interviews on 4 December.',
    'Milestone owner · 26 November 2026, 09:00',
  ])
    expect(words).toContain(said);
  await assistant.settled();
  const [card, ...more] = assistant.announced();
  expect(more).toEqual([]);
  expect(wordsOf(card ?? {})).toBe(words);
  // Nothing in the channel is one person's: no form, no form id, no address of a chat.
  const sent = JSON.stringify(card);
  expect(sent).not.toContain('Input.');
  expect(sent).not.toContain(owner.objectId);
  expect(sent).not.toMatch(/"form"|"opened"|conversationId/);
});

test('From the posted card one reaches the history, another update and a risk linked to the milestone', async () => {
  const posted = await owner.press(await owner.say('update M02'), 'Post update', mended);
  const history = await owner.press(posted, 'History');
  expect(wordsOf(history)).toContain('Milestone owner · 26 November 2026, 09:00 · version 2');
  expect(wordsOf(history)).toContain('Set out in the plan');
  const detail = await owner.press(history, 'Back to M02');
  expect(wordsOf(detail)).toContain('10 working days late');
  const again = await owner.press(posted, 'Update again');
  expect(valuesOf(again)).toEqual({ stated: 'amber', forecastOn: '2027-01-15' });
  const risk = await owner.press(posted, 'Raise a risk');
  expect(valuesOf(risk).milestones).toBe('M02');
});

test('Complete needs its actual date and evidence, and shows both afterwards', async () => {
  const form = await owner.say('update M02');
  const refused = await owner.press(form, 'Post update', { stated: 'blue', commentary: 'All in post.' });
  expect(wordsOf(refused)).toContain('Complete needs the actual date.');
  expect(wordsOf(refused)).toContain('Complete needs a link to the evidence.');
  const posted = await owner.press(refused, 'Post update', {
    actualOn: '2026-11-25',
    evidenceUrl: 'https://council.example/minutes',
  });
  expect(wordsOf(posted)).toContain('25 November 2026');
  const detail = await lead1.say('M02');
  expect(wordsOf(detail)).toContain('Complete');
  expect(titlesOf(detail)).toContain('Evidence at council.example');
  const choose = await owner.say('update');
  expect(wordsOf(choose)).toContain('Nothing to update');
});

test('Words find a milestone', async () => {
  const office = assistant.person('office');
  const choose = await office.say('update recruited');
  expect(opened(choose)).toEqual(['M02']);
  expect(wordsOf(await office.press(choose, 'Open M02'))).toContain('Update M02');
});

test('Words that fit nothing are said to, however many they are', async () => {
  const choose = await lead1.say(`update ${'quite another thing '.repeat(200)}`);
  expect(wordsOf(choose)).toContain('Nothing matched those words; these are yours, overdue first.');
  const open = await lead1.say(`update ${'quite another thing '.repeat(200)}`, 'channel');
  expect(wordsOf(await lead1.open(open, 'Open'))).toContain('Nothing matched those words; these are yours');
});

test('A person corrects their own newest entry, with what was wrong, and both stay in the history', async () => {
  const posted = await owner.press(await owner.say('update M02'), 'Post update', mended);
  assistant.at('2026-11-26T10:00:00.000Z');
  const form = await owner.press(await owner.press(posted, 'History'), 'Correct my last entry');
  expect(valuesOf(form)).toEqual(mended);
  const refused = await owner.press(form, 'Post correction', { forecastOn: '2027-01-11' });
  expect(wordsOf(refused)).toContain('Say what was wrong with the entry you are correcting.');
  expect(valuesOf(refused).forecastOn).toBe('2027-01-11');
  const corrected = await owner.press(refused, 'Post correction', { correctionReason: 'I gave the wrong day.' });
  expect(wordsOf(corrected)).toContain('M02 corrected');
  expect(wordsOf(corrected)).toContain('I gave the wrong day.');
  const history = wordsOf(await owner.press(corrected, 'History'));
  expect(history).toContain('Corrected entry 2');
  expect(history).toContain('31 December 2026 → 15 January 2027');
});

test('A person withdraws their own newest entry: the milestone is as before, and both stay in the history', async () => {
  const posted = await owner.press(await owner.say('update M02'), 'Post update', mended);
  const form = await owner.press(await owner.press(posted, 'History'), 'Withdraw my last entry');
  const refused = await owner.press(form, 'Withdraw it');
  expect(wordsOf(refused)).toContain('Say what was wrong with the entry.');
  const withdrawn = await owner.press(refused, 'Withdraw it', { reason: 'It was about M03.' });
  expect(wordsOf(withdrawn)).toContain('M02 entry withdrawn');
  expect(wordsOf(withdrawn)).toContain('15 January 2027 → 31 December 2026');
  const history = await owner.press(withdrawn, 'History');
  expect(wordsOf(history)).toContain('Withdrew entry 2');
  expect(wordsOf(history)).toContain('Interviews on 4 December.');
  expect(titlesOf(history)).not.toContain('Withdraw my last entry');
  await assistant.settled();
  expect(assistant.announced()).toHaveLength(2);
});

test('Only the author can correct or withdraw an entry', async () => {
  const posted = await owner.press(await owner.say('update M02'), 'Post update', mended);
  const lead2 = assistant.person('lead2');
  const seen = await lead2.press(posted, 'History');
  expect(titlesOf(seen)).toEqual(['Back to M02']);
  const form = await owner.press(await owner.press(posted, 'History'), 'Withdraw my last entry');
  const refused = await lead2.press(form, 'Withdraw it', { reason: 'not mine' });
  expect(wordsOf(refused)).toContain('Only your own newest entry can be withdrawn');
});
