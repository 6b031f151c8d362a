// A week in the channel, through the front door: the digest comes, its lines open, and a late answer changes it where it lies.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { WHOLE } from '../check-ins/answering.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { cardOf, wordsOf } from '../support/card-reader.js';

let assistant: Assistant;
beforeEach(async () => {
  assistant = await startAssistant({ bound: true });
});
afterEach(async () => {
  await assistant.stop();
});

const at = async (instant: string) => {
  assistant.at(instant);
  await assistant.bot.runJobs();
};

it('a late answer updates the digest in place, and the channel never shows two', async () => {
  const [lead, member] = [assistant.person('lead2'), assistant.person('member')];
  await lead.install('personal');
  await member.say('help', 'channel');
  await at('2026-11-26T09:30:00.000Z');
  await at('2026-11-27T13:00:00.000Z');
  const digests = () => assistant.announced().filter((card) => wordsOf(card).includes('Week ending 27 November 2026'));
  const [digest] = digests();
  if (!digest) throw new Error('there is no digest');
  expect(wordsOf(digest)).toContain('0 of 2 answered');
  expect(wordsOf(digest)).toContain('WS1, WS2; a late answer updates this card');
  expect(wordsOf(await member.open(digest, 'Check-in of WS2'))).toContain('This check-in has not been answered.');

  assistant.at('2026-11-27T15:20:00.000Z');
  const form = await lead.say('check in');
  const decision = { decisionText: 'Fund two more posts', decisionBody: 'Board', decisionByOn: '2026-12-03' };
  await lead.press(form, 'Send check-in', { ...WHOLE, ...decision });
  await assistant.settled();
  const updated = assistant.connector.sent.findLast(
    ({ how, conversationId }) => how === 'put' && conversationId.startsWith('19:'),
  );
  const words = wordsOf(cardOf(updated?.activity));
  expect(words).toContain('1 of 2 answered');
  expect(words).toContain('answered late');
  expect(words).toContain(WHOLE.moved);
  expect(digests()).toHaveLength(1);
  const posted = assistant.connector.sent.find(({ activity }) => activity.attachments?.[0]?.content === digest);
  expect(updated?.activityId).toBe(posted?.activityId);
  // Each line opens its record, in a dialog that stays: looking saves nothing.
  const now = cardOf(updated?.activity);
  expect(wordsOf(await member.open(now, 'Check-in of WS2'))).toContain(WHOLE.moved);
  expect(wordsOf(await member.open(now, 'Open D01'))).toContain('Fund two more posts');
  expect(wordsOf(await member.open(now, 'Open M01'))).toContain('Fund reaching schools');
});
