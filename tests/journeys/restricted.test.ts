// Restricted items: who sees a corporate-risk item or finance detail, in chat, channel, digest, summary and pack. What one could get wrong: the
// settings are asked when something is shown or sent, so a change of them counts at once.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Programme } from '../../src/programmes/schema.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { testPlan } from '../support/world.js';
import { plannedRisk } from './plans.js';

let assistant: Assistant;
let lead2: Person;
let member: Person;
let chair: Person;
let office: Person;

async function start(restricted?: Programme['restricted']): Promise<void> {
  const risks = [
    plannedRisk('R01', { likelihood: 4, impact: 5 }, { milestones: ['M02'] }),
    plannedRisk('R02', { likelihood: 2, impact: 3 }),
  ];
  const programme = { ...testPlan.programme, ...(restricted && { restricted }) };
  assistant = await startAssistant({ bound: true, plan: { ...testPlan, risks, programme } });
  [lead2, member] = [assistant.person('lead2'), assistant.person('member')];
  [chair, office] = [assistant.person('chair'), assistant.person('office')];
  await office.say('help', 'channel');
}

async function escalate(): Promise<void> {
  const form = await lead2.press(await lead2.say('R01'), 'Escalate');
  await lead2.press(form, 'Escalate', { escalateTo: 'corporate', reason: 'It would fall on the general fund.' });
  await assistant.settled();
}

const announced = () => assistant.announced().map(wordsOf).join('\n');

beforeEach(() => start());
afterEach(() => assistant.stop());

test('A risk in the corporate register is read by those the setting names, and by no channel', async () => {
  expect(wordsOf(await member.say('risks'))).toContain('event of R01');
  await escalate();
  expect(announced()).not.toContain('general fund');
  for (const words of [await member.say('risks'), await member.say('heat map'), await member.say('summary')])
    expect(wordsOf(words)).not.toContain('R01');
  expect(wordsOf(await member.say('R01'))).toContain('R01 is in the corporate risk register');
  expect(wordsOf(await member.say('R02'))).toContain('event of R02');
  for (const person of [lead2, chair, office]) expect(wordsOf(await person.say('R01'))).toContain('event of R01');
  expect(wordsOf(await chair.say('risks', 'channel'))).not.toContain('event of R01');
  expect(wordsOf(await chair.say('R01', 'channel'))).toContain('is not shown in channels');
  expect(wordsOf(await chair.say('summary'))).toContain('event of R01');
});

test('What is asked of the corporate risk register is restricted too', async () => {
  const asked = { text: 'Take R01 into the register', body: 'corporate', byOn: '2026-12-03', workstream: 'WS2' };
  await lead2.press(await lead2.say('decision'), 'Ask for it', asked);
  await assistant.settled();
  expect(announced()).not.toContain('Take R01');
  expect(wordsOf(await member.say('decisions'))).not.toContain('Take R01');
  expect(wordsOf(await member.say('D01'))).toContain('not everybody reads');
  expect(wordsOf(await office.say('decisions'))).toContain('Take R01');
});

test('The setting opens it: readers, channel and digest are asked apart', async () => {
  await assistant.stop();
  await start({
    corporateRisks: { readers: ['member', 'programme office'], channel: true, digest: true },
    finance: { readers: ['board chair', 'finance lead', 'programme office'], channel: true, digest: false },
  });
  await escalate();
  expect(announced()).toContain('general fund');
  expect(wordsOf(await member.say('R01'))).toContain('event of R01');
  expect(wordsOf(await chair.say('R01'))).toContain('not everybody reads');
  expect(wordsOf(await lead2.say('R01'))).toContain('event of R01');
  expect(wordsOf(await lead2.say('finance'))).toContain('Finance detail is restricted');
  expect(wordsOf(await lead2.say('help'))).not.toContain('finance 2027/28');
  expect(wordsOf(await chair.say('finance'))).not.toContain('Finance detail is restricted');
});

test('The pack of whoever does not read them says that it lacks corporate-risk items', async () => {
  await escalate();
  await office.press(await office.say('board pack'), 'Make the pack for 3 December 2026');
  const pack = await member.say('board pack');
  const opened = wordsOf(await member.press(pack, 'Open Board of 3 December 2026, version 1'));
  expect(opened).toContain('Finance detail and corporate-risk items');
  expect(
    wordsOf(await chair.press(await chair.say('board pack'), 'Open Board of 3 December 2026, version 1')),
  ).not.toContain('Left out for you');
});
