// A baseline from the request to the new date, exceptions acknowledged, and what hangs on something outside. What one could get wrong: nothing
// moves before the body has agreed, and what was the baseline stays to be seen.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../src/plans/plan-file.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
let office: Person;
let chair: Person;
let owner: Person;

/** M03 waits for M05, which comes from outside; so do the figures of 2027/28. */
const plan: Plan = {
  ...testPlan,
  programme: {
    ...testPlan.programme,
    members: [
      ...testPlan.programme.members,
      { id: 'finance', name: 'Finance lead', organisation: 'LA', roles: ['finance lead'], leads: [] },
    ],
  },
  people: [...testPlan.people, { objectId: '22222222-2222-4222-8222-222222222229', memberId: 'finance' }],
  milestones: [
    ...testPlan.milestones.map((one) => (one.ref === 'M03' ? { ...one, dependsOn: ['M05'] } : one)),
    {
      ref: 'M05',
      title: 'Allocation published',
      workstream: 'WS1',
      ownerId: 'lead1',
      baselineOn: '2026-12-31',
      dateSource: 'D',
      external: true,
      gate: 'none',
    },
  ],
  finance: [],
};

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan });
  [office, chair, owner] = [assistant.person('office'), assistant.person('chair'), assistant.person('owner')];
  await office.say('help', 'channel');
  for (const person of [office, chair, owner, assistant.person('lead2')]) await person.say('help');
});
afterEach(() => assistant.stop());

const slipped = { stated: 'red', forecastOn: '2027-02-26', slipCause: 'workforce', commentary: 'No applicants.' };
const asked = { proposedOn: '2027-02-26', reason: 'Three rounds without applicants', benefit: 'Support starts later' };
const toldTo = (person: Person) =>
  assistant.connector.sent
    .filter(({ conversationId }) => conversationId === `a:${person.objectId}`)
    .map((one) => JSON.stringify(one))
    .join('\n');
const runJobs = async () => {
  await assistant.settled();
  for (let n = 0; n < 5; n += 1) await assistant.bot.runJobs();
};

test('Asked for with reason and impact, agreed to another date, kept beside the old one, and told to everyone', async () => {
  await owner.press(await owner.say('update M02'), 'Post update', slipped);
  const form = await owner.press(await owner.say('M02'), 'Change the baseline');
  expect(valuesOf(form)).toMatchObject({ proposedOn: '2027-02-26', body: 'Board', byOn: '2026-12-03' });
  const refused = await owner.press(form, 'Ask for it', { ...asked, proposedOn: '2026-12-31', benefit: '' });
  expect(wordsOf(refused)).toContain('That is the baseline as it is.');
  expect(wordsOf(refused)).toContain('Say what it does to scope, cost or benefit');
  expect(valuesOf(refused)).toMatchObject({ reason: asked.reason });
  expect(wordsOf(await owner.press(refused, 'Ask for it', asked))).toContain('C01 asked of the Board');
  expect(wordsOf(await owner.say('M02'))).toContain('C01: another baseline is asked of the Board');
  expect(wordsOf(await owner.say('M02'))).toContain('31 December 2026');
  // A second request on the same milestone meets the first.
  const second = await office.press(await office.say('change request M02'), 'Open M02');
  expect(titlesOf(second)).toContain('Open C01');
  assistant.at('2026-12-03T16:00:00.000Z');
  expect(titlesOf(await owner.say('C01'))).not.toContain('Note what was decided');
  const outcome = await chair.press(await chair.say('C01'), 'Note what was decided');
  const typed = { result: 'agreed with changes', on: '2026-12-03', minute: 'SPB 5', words: 'A month only.' };
  expect(wordsOf(await chair.press(outcome, 'Note it', typed))).toContain('Give the date that was agreed');
  const activity = chair.pressing(outcome, 'Note it', { ...typed, agreedOn: '2027-01-29' });
  const first = await chair.send(activity);
  expect((await chair.send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
  await runJobs();
  const detail = wordsOf(await owner.say('M02'));
  expect(detail).toContain('29 January 2027, was 31 December 2026 until 3 December 2026 (C01)');
  expect(wordsOf(await owner.say('history M02'))).toContain('Re-baselined by C01');
  expect(assistant.announced().map(wordsOf).join('\n')).toContain('Agreed with changes on 3 December 2026');
  expect(toldTo(owner)).toContain('C01');
  expect(wordsOf(await owner.say('changes decided'))).toContain('minute SPB 5');
});

test('Not agreed, or taken back, leaves the baseline; a form left open is given back', async () => {
  await owner.press(await owner.say('change request M02'), 'Ask for it', { ...asked, body: 'RDG', byOn: '2026-12-10' });
  const left = await office.press(await office.say('C01'), 'Note what was decided');
  await owner.press(await owner.press(await owner.say('C01'), 'Take it back'), 'Take it back', {
    reason: 'Two applied.',
  });
  const late = await office.press(left, 'Note it', { result: 'agreed', on: '2026-11-26', minute: 'RDG 7' });
  expect(wordsOf(late)).toContain('C01 is taken back already');
  await owner.press(await owner.say('change request M02'), 'Ask for it', { ...asked, body: 'RDG', byOn: '2026-12-10' });
  const outcome = await office.press(await office.say('C02'), 'Note what was decided');
  const typed = { result: 'not agreed', on: '2026-11-26', minute: 'RDG 7', words: 'Use the agency.' };
  expect(wordsOf(await office.press(outcome, 'Note it', typed))).toContain('stays 31 December 2026');
  await runJobs();
  expect(wordsOf(await owner.say('M02'))).not.toContain('was 31 December');
  expect(wordsOf(await office.say('changes'))).toContain('None.');
  expect(wordsOf(await assistant.person('observer').say('change request M02'))).toContain('M02 can be changed by');
});

test('A forecast beyond tolerance is acknowledged with what is done; a later one asks anew', async () => {
  await owner.press(await owner.say('update M02'), 'Post update', slipped);
  expect(wordsOf(await chair.say('my work'))).toContain('Exception to acknowledge');
  expect(titlesOf(await owner.say('M02'))).not.toContain('Acknowledge the exception');
  const list = await chair.say('exceptions');
  expect(wordsOf(list)).toContain('To acknowledge');
  const form = await chair.press(await chair.press(list, 'Open M02'), 'Acknowledge the exception');
  expect(wordsOf(await chair.press(form, 'Acknowledge', { words: ' ' }))).toContain('Say what is done about it.');
  const done = await chair.press(form, 'Acknowledge', { words: 'Agency staff until March.' });
  expect(wordsOf(done)).toContain('M02 exception acknowledged');
  expect(wordsOf(await owner.say('M02'))).toContain('Exception acknowledged by Board chair on 26 November 2026');
  expect(wordsOf(await chair.say('exceptions'))).toContain('2 beyond tolerance, 1 to acknowledge');
  await owner.press(await owner.say('update M02'), 'Post update', { ...slipped, forecastOn: '2027-03-26' });
  expect(wordsOf(await chair.say('exceptions'))).toContain('2 beyond tolerance, 2 to acknowledge');
});

test('What landed outside is forecast again by whoever waits for it, once', async () => {
  const lead = assistant.person('lead1');
  const waiting = assistant.person('lead2');
  const depends = await owner.press(await owner.say('M02'), 'What it waits for');
  expect(wordsOf(await owner.press(depends, 'Save', { dependsOn: 'soon' }))).toContain('Give references');
  expect(wordsOf(await owner.press(depends, 'Save', { dependsOn: 'm05' }))).toMatch(/Waits for: \nM05/);
  const landed = {
    stated: 'blue',
    forecastOn: '2026-12-31',
    actualOn: '2026-11-26',
    evidenceUrl: 'https://example.org/allocation',
    commentary: 'Published today.',
  };
  await lead.press(await lead.say('update M05'), 'Post update', landed);
  await runJobs();
  expect(toldTo(waiting)).toContain('M03');
  expect(toldTo(owner)).toContain('M02');
  expect(wordsOf(await waiting.say('M03'))).toContain('M05 has landed: forecast this again');
  expect(wordsOf(await waiting.say('my work'))).toContain('Forecast again: M05 has landed');
  const again = { stated: 'green', forecastOn: '2027-03-31', commentary: 'The allocation changes nothing here.' };
  await waiting.press(await waiting.say('update M03'), 'Post update', again);
  await assistant.bot.sweep('2026-11-01T00:00:00.000Z');
  expect(wordsOf(await waiting.say('M03'))).not.toContain('has landed: forecast');
  expect(wordsOf(await owner.say('M02'))).toContain('has landed: forecast this again');
});
