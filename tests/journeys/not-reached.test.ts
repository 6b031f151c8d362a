// Somebody whom the weekly question does not reach, through the front door: asked in the channel instead, told to the programme
// office, sent again from its card, and answered.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { WHOLE } from '../check-ins/answering.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, wordsOf } from '../support/card-reader.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
beforeEach(async () => {
  // Without Boards nobody is asked how sure they are.
  assistant = await startAssistant({
    bound: true,
    plan: { ...testPlan, programme: { ...testPlan.programme, boards: [] } },
  });
});
afterEach(async () => {
  await assistant.stop();
});

const at = async (instant: string) => {
  assistant.at(instant);
  await assistant.bot.runJobs();
  await assistant.bot.runJobs();
};

it('whom the question does not reach is asked in the channel, told to the office, and sent it again from there', async () => {
  const [office, lead, member] = [assistant.person('office'), assistant.person('lead2'), assistant.person('member')];
  for (const person of [office, lead, assistant.person('lead1')]) await person.install('personal');
  await member.say('help', 'channel');
  const theirs = `a:${lead.objectId}`;
  const goneFor = ({ path }: { path: string }) => decodeURIComponent(path).includes(theirs);
  assistant.connector.script((call) => (goneFor(call) ? { status: 403 } : undefined));
  await at('2026-11-26T09:30:00.000Z');
  expect(assistant.announced().map(wordsOf).join()).toContain('I could not reach you in our own chat');

  await at('2026-11-26T09:45:00.000Z');
  const told = assistant.newestFor(office);
  expect(wordsOf(told)).toContain('WS2 lead, check-in of WS2: ');
  const delivery = await office.press(told, 'See delivery');
  expect(wordsOf(delivery)).toContain('asked in the channel instead');

  assistant.connector.script();
  const pressed = await office.press(delivery, 'Send again');
  expect(wordsOf(pressed)).toContain('Sent again within a few minutes: the check-in of WS2, to WS2 lead.');
  expect(wordsOf(await office.press(delivery, 'Send again'))).toContain('was asked for already');
  const before = assistant.connector.sent.filter(({ conversationId }) => conversationId === theirs).length;
  await at('2026-11-26T09:50:00.000Z');
  await at('2026-11-26T09:51:00.000Z');
  const after = assistant.connector.sent.filter(({ conversationId }) => conversationId === theirs);
  expect(after).toHaveLength(before + 1);
  await lead.press(assistant.newestFor(lead), 'Send check-in', WHOLE);
  await assistant.settled();

  const now = await office.say('delivery');
  expect(wordsOf(now)).toContain('answered since; sent again; asked in the channel instead');
  expect(titlesOf(now)).not.toContain('Send again');
  expect(wordsOf(await office.say('participation'))).toContain('1 of 2 check-ins were answered, 1 of them in time.');
  expect(wordsOf(await lead.say('delivery'))).toContain('is shown to the programme office');
  // In a channel the figures open for the office alone, in a window of its own.
  const opened = await office.say('delivery', 'channel');
  expect(wordsOf(opened)).not.toContain('WS2 lead');
  expect(wordsOf(await office.open(opened, 'Open'))).toContain('WS2 lead');
});
