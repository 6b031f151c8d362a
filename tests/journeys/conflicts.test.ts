// Two people, or one person twice, with different words for the same record. What one could get wrong: nobody's words may
// be lost, so both are on the card, and what is saved is one more entry on top, never in place of another.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';

let assistant: Assistant;
let owner: Person;
let lead2: Person;
let form: CardJson;

const mine = {
  stated: 'amber',
  statedReason: 'Two are still out.',
  forecastOn: '2027-01-08',
  slipCause: 'workforce',
  slipText: 'two posts re-advertised',
  commentary: 'Mine: interviews again.',
};

beforeEach(async () => {
  assistant = await startAssistant({ bound: true });
  owner = assistant.person('owner');
  lead2 = assistant.person('lead2');
  form = await owner.say('update M02');
  await lead2.press(await lead2.say('update M02'), 'Post update', {
    stated: 'green',
    forecastOn: '2026-12-31',
    commentary: 'Theirs: offers are out.',
  });
});
afterEach(() => assistant.stop());

test('What somebody saved meanwhile stands beside what was typed, with three ways on', async () => {
  const conflict = await owner.press(form, 'Post update', mine);
  const words = wordsOf(conflict);
  for (const said of [
    'M02 changed while you were writing',
    'WS2 lead saved version 2 on 26 November 2026, 09:00.',
    'Theirs: offers are out.',
    'Mine: interviews again.',
    '31 December 2026',
    '8 January 2027',
    'two posts re-advertised',
  ])
    expect(words).toContain(said);
  expect(titlesOf(conflict)).toEqual(['Save mine on top', 'Look at mine first', 'Keep what is saved']);
  expect(wordsOf(await lead2.say('M02'))).toContain('Theirs: offers are out.');
});

test('Save mine on top adds an entry, once however often it is pressed, and the other words stay in the history', async () => {
  const conflict = await owner.press(form, 'Post update', mine);
  const [posted, again] = await Promise.all([
    owner.press(conflict, 'Save mine on top'),
    owner.press(conflict, 'Save mine on top'),
  ]);
  expect(wordsOf(posted)).toContain('Green → Amber');
  expect(again).toEqual(posted);
  const history = wordsOf(await owner.press(posted, 'History'));
  expect(history).toContain('version 3');
  expect(history).toContain('Mine: interviews again.');
  expect(history).toContain('Theirs: offers are out.');
});

test('Look at mine first opens the form with everything typed, and it can then be saved', async () => {
  const conflict = await owner.press(form, 'Post update', mine);
  const reopened = await owner.press(conflict, 'Look at mine first');
  expect(valuesOf(reopened)).toEqual(mine);
  const posted = await owner.press(reopened, 'Post update', { commentary: 'Both: offers and interviews.' });
  expect(wordsOf(posted)).toContain('Both: offers and interviews.');
});

test('Keep what is saved shows it, and nothing was added', async () => {
  const conflict = await owner.press(form, 'Post update', mine);
  const kept = await owner.press(conflict, 'Keep what is saved');
  expect(wordsOf(kept)).toContain('Theirs: offers are out.');
  expect(wordsOf(await owner.press(kept, 'History'))).not.toContain('version 3');
});

test('A third entry in between brings a second conflict, not a loss', async () => {
  const conflict = await owner.press(form, 'Post update', mine);
  await lead2.press(await lead2.say('update M02'), 'Post update', {
    stated: 'green',
    forecastOn: '2026-12-31',
    commentary: 'Theirs again.',
  });
  const second = await owner.press(conflict, 'Save mine on top');
  expect(wordsOf(second)).toContain('M02 changed while you were writing');
  expect(wordsOf(second)).toContain('Theirs again.');
  expect(wordsOf(await owner.press(second, 'Save mine on top'))).toContain('Mine: interviews again.');
});

test('The same form with other words from a second device is a conflict with oneself', async () => {
  const fresh = await owner.say('update M02');
  await owner.press(fresh, 'Post update', mine);
  const other = await owner.press(fresh, 'Post update', { ...mine, commentary: 'From my phone.' });
  expect(wordsOf(other)).toContain('M02 was already saved with other words');
  expect(wordsOf(other)).toContain('You, elsewhere, saved version 3');
  expect(wordsOf(other)).toContain('From my phone.');
  expect(wordsOf(await owner.press(other, 'Save mine on top'))).toContain('From my phone.');
});

test('A conflict in a dialog is settled in that dialog, and the Open card gives way to the result', async () => {
  const open = await owner.say('update M02', 'channel');
  const dialog = await owner.open(open, 'Open');
  await lead2.press(await lead2.say('update M02'), 'Post update', {
    stated: 'green',
    forecastOn: '2026-12-31',
    commentary: 'Theirs again.',
  });
  const conflict = await owner.follow(dialog, 'Post update', mine);
  expect(wordsOf(conflict)).toContain('Theirs again.');
  const reopened = await owner.follow(conflict, 'Look at mine first');
  expect(valuesOf(reopened)).toEqual(mine);
  expect(await owner.submit(conflict, 'Save mine on top')).toContain('Saved. M02 updated: Amber');
  await assistant.settled();
  expect(
    assistant.connector.sent.filter((one) => one.how === 'put' && one.conversationId.startsWith('19:')),
  ).toHaveLength(1);
});

test('A correction that comes too late is offered as an update', async () => {
  await owner.press(await owner.say('update M02'), 'Post update', mine);
  const correction = await owner.press(await owner.say('history M02'), 'Correct my last entry');
  await lead2.press(await lead2.say('update M02'), 'Post update', {
    stated: 'green',
    statedReason: 'Cover holds.',
    forecastOn: '2027-01-08',
    commentary: 'Theirs again.',
  });
  const conflict = await owner.press(correction, 'Post correction', {
    commentary: 'Mine: put right.',
    correctionReason: 'A typing slip.',
  });
  expect(wordsOf(conflict)).toContain('Mine: put right.');
  expect(wordsOf(await owner.press(conflict, 'Save mine on top'))).toContain('M02 updated');
  const withdrawal = await owner.press(await owner.say('history M02'), 'Withdraw my last entry');
  await lead2.press(await lead2.say('update M02'), 'Post update', {
    stated: 'green',
    statedReason: 'Cover holds.',
    forecastOn: '2027-01-08',
    commentary: 'And again.',
  });
  const late = await owner.press(withdrawal, 'Withdraw it', { reason: 'Not needed.' });
  expect(wordsOf(late)).toContain('M02 has changed since');
});
