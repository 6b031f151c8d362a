// An agreed action from the Board's decision to done: told to its owner, asked in the check-in, late in the digest. What one could get wrong: it
// is one record, whichever card says that it is done.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
let office: Person;
let lead: Person;
let owner: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan: testPlan });
  [office, lead, owner] = [assistant.person('office'), assistant.person('lead2'), assistant.person('owner')];
  await office.say('help', 'channel');
  for (const person of [office, lead, owner]) await person.say('help');
});
afterEach(() => assistant.stop());

const typed = { what: 'Ask three agencies for rates', ownerId: 'owner', dueOn: '2026-12-10', workstream: 'WS2' };
const told = (person: Person) =>
  JSON.stringify(
    assistant.connector.sent.filter(({ conversationId }) => conversationId === `a:${person.objectId}`).slice(1),
  );

test('It follows from a decision, its owner is told, does it and says so; everyone sees it', async () => {
  const asked = { text: 'Agree agency rates', body: 'Board', byOn: '2026-12-03', workstream: 'WS2' };
  await lead.press(await lead.say('decision'), 'Ask for it', asked);
  assistant.at('2026-12-03T16:00:00.000Z');
  const outcome = await office.press(await office.say('D01'), 'Note what was decided');
  await office.press(outcome, 'Note it', { result: 'agreed', on: '2026-12-03', minute: 'SPB 4' });
  const form = await office.press(await office.say('D01'), 'Agree an action');
  expect(valuesOf(form)).toMatchObject({ workstream: 'WS2' });
  const refused = await office.press(form, 'Agree it', { ...typed, ownerId: '', dueOn: '2026-12-01' });
  expect(wordsOf(refused)).toContain('Choose who does it.');
  expect(wordsOf(refused)).toContain('The due date has passed already');
  expect(valuesOf(refused)).toMatchObject({ what: typed.what, dueOn: '2026-12-01' });
  const agreed = await office.press(refused, 'Agree it', typed);
  expect(wordsOf(agreed)).toContain('A01 agreed');
  await assistant.settled();
  for (let n = 0; n < 4; n += 1) await assistant.bot.runJobs();
  expect(told(owner)).toContain('A01');
  expect(wordsOf(await owner.say('my work'))).toContain('Agreed action from D01');
  const done = await owner.press(await owner.press(await owner.say('A01'), 'Done'), 'It is done', {
    outcome: 'All three have answered.',
  });
  expect(wordsOf(done)).toContain('A01 done');
  await assistant.settled();
  expect(assistant.announced().map(wordsOf).join('\n')).toContain('All three have answered.');
  expect(wordsOf(await owner.say('actions'))).toContain('None.');
  expect(wordsOf(await lead.say('actions done'))).toContain('Ask three agencies');
  expect(titlesOf(await owner.say('A01'))).not.toContain('Done');
  expect(wordsOf(await lead.say('history A01'))).toContain('All three have answered.');
});

test('A second click agrees once, a form left open meets what was settled, and only those concerned may change it', async () => {
  const form = await office.say('action');
  const activity = office.pressing(form, 'Agree it', typed);
  const first = await office.send(activity);
  expect((await office.send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
  expect(wordsOf(await office.say('actions'))).toContain('1 in all');
  const other = await office.press(form, 'Agree it', { ...typed, what: 'Ask four agencies' });
  expect(wordsOf(other)).toContain('A01 was already agreed from this form');
  await office.press(other, 'Agree mine as another action');
  expect(wordsOf(await office.say('actions'))).toContain('2 in all');
  expect(titlesOf(await assistant.person('member').say('A01'))).not.toContain('Change it');
  const left = await lead.press(await lead.say('A01'), 'Drop it');
  await owner.press(await owner.press(await owner.say('A01'), 'Done'), 'It is done');
  const late = await lead.press(left, 'Drop it', { outcome: 'No agency is needed.' });
  expect(wordsOf(late)).toContain('A01 is done already');
  expect(wordsOf(late)).toContain('No agency is needed.');
});

test('Two change it at once: the second sees both, and chooses', async () => {
  await office.press(await office.say('action'), 'Agree it', typed);
  const mine = await lead.press(await lead.say('A01'), 'Change it');
  const theirs = await office.press(await office.say('A01'), 'Change it');
  await office.press(theirs, 'Save the change', { ...typed, dueOn: '2026-12-17', reason: 'After the Board' });
  const conflict = await lead.press(mine, 'Save the change', { ...typed, dueOn: '2026-12-20', reason: 'Holidays' });
  expect(wordsOf(conflict)).toContain('changed while you were writing');
  expect(wordsOf(await lead.press(conflict, 'Save mine on top'))).toContain('20 December 2026');
});

test('The weekly check-in asks until it is done there, and the digest names it while it is late', async () => {
  await office.press(await office.say('action'), 'Agree it', { ...typed, dueOn: '2026-11-26' });
  assistant.at('2026-12-03T10:00:00.000Z');
  const form = await lead.say('check in');
  expect(wordsOf(form)).toContain('Ask three agencies for rates');
  expect(wordsOf(form)).toContain('was due 26 Nov');
  const answer = { confidence: '4', moved: 'Two offers.', nothingIdentifying: 'true' };
  await lead.press(form, 'Send check-in', answer);
  expect(wordsOf(await lead.say('A01'))).toContain('Overdue');
  await assistant.settled();
  assistant.at('2026-12-04T13:01:00.000Z');
  for (let n = 0; n < 6; n += 1) await assistant.bot.runJobs();
  expect(assistant.announced().map(wordsOf).join('\n')).toContain('Agreed actions late');
  assistant.at('2026-12-10T10:00:00.000Z');
  const again = await lead.say('check in');
  const saved = await lead.press(again, 'Send check-in', { ...answer, a1Done: 'done' });
  expect(wordsOf(saved)).toContain('A01');
  expect(wordsOf(await lead.say('A01'))).toContain('Done');
  expect(wordsOf(await lead.say('history A01'))).toContain('in the check-in of week 50');
});
