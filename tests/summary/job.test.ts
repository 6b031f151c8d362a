// The summary that comes before each Board: to every chair, once, on a working day, and never after the Board has met.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDemoPlan } from '../../src/demo/seed.js';
import { summaryDay } from '../../src/summary/job.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
const pass = async () => {
  for (let n = 0; n < 5; n += 1) await assistant.bot.runJobs();
};
const toldTo = (id: string): string[] => {
  const chat = `a:${assistant.person(id).objectId}`;
  const sent = assistant.connector.sent.filter(({ conversationId }) => conversationId === chat);
  return sent
    .map(({ activity }) => String(activity.summary))
    .filter((summary) => summary.startsWith('For the Board of'));
};

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan: testPlan });
  await assistant.person('office').say('help', 'channel');
  for (const id of ['chair', 'lead1', 'office']) await assistant.person(id).say('help');
});
afterEach(() => assistant.stop());

it('comes three days before, once, to the chair alone', async () => {
  assistant.at('2026-11-30T09:29:00.000Z');
  await pass();
  expect(toldTo('chair')).toEqual([]);
  assistant.at('2026-11-30T09:30:30.000Z');
  await pass();
  await pass();
  expect(toldTo('chair')).toEqual([expect.stringContaining('For the Board of 3 December 2026:')]);
  expect(toldTo('office')).toEqual([]);
  expect(toldTo('lead1')).toEqual([]);
});

it('is caught up with after an outage until the Board, and not after it', async () => {
  assistant.at('2026-12-02T10:00:00.000Z');
  await pass();
  expect(toldTo('chair')).toHaveLength(1);
  await assistant.stop();
  assistant = await startAssistant({ bound: true, plan: testPlan });
  await assistant.person('chair').say('help');
  assistant.at('2026-12-04T10:00:00.000Z');
  await pass();
  expect(toldTo('chair')).toEqual([]);
});

it('comes earlier where that day is off', async () => {
  const { programme } = await readDemoPlan();
  expect(summaryDay(programme, '2026-12-03')).toBe('2026-11-30');
  expect(summaryDay(programme, '2027-01-28')).toBe('2027-01-25');
  // Three days before are a Sunday, and before that half-term.
  expect(summaryDay(programme, '2027-02-24')).toBe('2027-02-12');
});
