// What a body settles, noted by whoever may, seen by everyone, and told in the return. What one could get wrong: whoever asked is told by
// the entry itself, and nothing is settled twice.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { returnPlan } from '../returns/world.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';

let assistant: Assistant;
let lead: Person;
let chair: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan: returnPlan() });
  [lead, chair] = [assistant.person('lead2'), assistant.person('chair')];
  await assistant.person('office').say('help', 'channel');
  for (const person of [lead, chair]) await person.say('help');
  const asked = { text: 'Agree agency rates until March', body: 'Board', byOn: '2026-12-03', workstream: 'WS2' };
  await lead.press(await lead.say('decision'), 'Ask for it', asked);
});
afterEach(() => assistant.stop());

test('The chair takes the agenda, notes what was agreed, and everyone sees it with its minute', async () => {
  expect(wordsOf(await chair.say('agenda'))).toContain('Agenda of the Board on 3 December 2026');
  assistant.at('2026-12-03T16:00:00.000Z');
  const agenda = await chair.say('agenda');
  expect(wordsOf(agenda)).toContain('1 to decide');
  const detail = await chair.press(agenda, 'Open D01');
  const form = await chair.press(detail, 'Note what was decided');
  expect(valuesOf(form)).toMatchObject({ on: '2026-12-03' });
  const refused = await chair.press(form, 'Note it', {
    result: 'agreed with changes',
    on: '2026-12-09',
    minute: 'SPB 4',
  });
  expect(wordsOf(refused)).toContain('This day is still to come.');
  expect(wordsOf(refused)).toContain('Say what was changed.');
  expect(valuesOf(refused)).toMatchObject({ minute: 'SPB 4', result: 'agreed with changes' });
  const done = await chair.press(refused, 'Note it', { on: '2026-12-03', words: 'Until the end of February.' });
  expect(wordsOf(done)).toContain('D01 decided');
  expect(wordsOf(done)).toContain('Agreed with changes on 3 December 2026, minute SPB 4');
  await assistant.settled();
  for (let n = 0; n < 4; n += 1) await assistant.bot.runJobs();
  expect(assistant.announced().map(wordsOf).join('\n')).toContain('Agreed with changes on 3 December 2026');
  const toLead = assistant.connector.sent.filter(({ conversationId }) => conversationId === `a:${lead.objectId}`);
  expect(JSON.stringify(toLead)).toContain('D01');
  expect(wordsOf(await chair.say('agenda'))).toContain('Nothing is asked of the Board.');
  expect(wordsOf(await lead.say('decisions decided'))).toContain('agreed with changes on 3 Dec');
  expect(wordsOf(await lead.say('history D01'))).toContain('Until the end of February.');
  assistant.at('2027-01-14T10:00:00.000Z');
  const read = await lead.press(await lead.say('return'), 'Read it whole');
  const four = titlesOf(read).find((title) => title.startsWith('Read: 4')) ?? '';
  expect(wordsOf(await lead.press(read, four))).toContain('Agreed with changes on 3 December 2026, minute SPB 4');
});

test('Only the chair and the programme office note it; a second device meets what is settled, and a second delivery its own card', async () => {
  assistant.at('2026-12-03T16:00:00.000Z');
  const office = assistant.person('office');
  expect(titlesOf(await lead.say('D01'))).not.toContain('Note what was decided');
  const form = await chair.press(await chair.say('D01'), 'Note what was decided');
  const other = await office.press(await office.say('D01'), 'Note what was decided');
  const typed = { result: 'agreed', on: '2026-12-03', minute: 'SPB 4' };
  expect(JSON.stringify((await lead.send(lead.pressing(form, 'Note it', typed))).body)).toContain(
    'its chair or the programme office',
  );
  const activity = chair.pressing(form, 'Note it', typed);
  const first = await chair.send(activity);
  expect((await chair.send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
  const late = await office.press(other, 'Note it', { ...typed, result: 'not agreed', words: 'Too dear.' });
  expect(wordsOf(late)).toMatch(/.+ changed D01 on 3 December 2026, 16:00/);
  expect(wordsOf(late)).toContain('D01 is decided already');
  expect(wordsOf(late)).toContain('Too dear.');
  // Whoever asked can no longer change or take it back.
  expect(titlesOf(await lead.say('D01'))).not.toContain('Take it back');
});

test('What was changed while it was being decided is seen before anything is noted on it', async () => {
  assistant.at('2026-12-03T16:00:00.000Z');
  const form = await chair.press(await chair.say('D01'), 'Note what was decided');
  const change = await lead.press(await lead.say('D01'), 'Change it');
  await lead.press(change, 'Save the change', {
    text: 'Agree agency rates until June',
    body: 'Board',
    byOn: '2026-12-03',
    reason: 'Longer',
  });
  const again = await chair.press(form, 'Note it', { result: 'agreed', on: '2026-12-03', minute: 'SPB 4' });
  expect(wordsOf(again)).toContain('Agree agency rates until June');
  expect(valuesOf(again)).toMatchObject({ minute: 'SPB 4', result: 'agreed' });
  expect(wordsOf(await chair.press(again, 'Note it'))).toContain('D01 decided');
});
