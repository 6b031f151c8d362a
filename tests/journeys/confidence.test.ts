// How sure each partner is, from the question to the flag. What one could get wrong: nobody scores for another organisation, and nothing is
// averaged.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan: testPlan });
  await assistant.person('office').say('help', 'channel');
  for (const who of ['office', 'lead2', 'owner', 'member']) await assistant.person(who).say('help');
});
afterEach(() => assistant.stop());

test('Partners score one workstream; two points apart is flagged, with who said what and why', async () => {
  const [la, icb] = [assistant.person('lead1'), assistant.person('lead2')];
  const mine = await la.say('score WS2');
  expect(wordsOf(mine)).toContain('How sure is the LA of WS2?');
  expect(wordsOf(await la.press(mine, 'Save', { score: '' }))).toContain('Choose how sure');
  await la.press(mine, 'Save', { score: '4' });
  expect(wordsOf(await la.say('confidence'))).toContain('No two partners are two points apart.');
  const theirs = await icb.say('score WS2');
  const refused = await icb.press(theirs, 'Save', { score: '2' });
  expect(wordsOf(refused)).toContain('Say in a sentence what makes it unlikely.');
  expect(valuesOf(refused)).toMatchObject({ score: '2' });
  const activity = icb.pressing(refused, 'Save', { score: '2', why: 'No therapist has applied.' });
  const first = await icb.send(activity);
  expect((await icb.send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
  const list = await la.say('confidence');
  expect(wordsOf(list)).toContain('1 workstream on which partners are two points or more apart');
  expect(wordsOf(list)).toContain('LA 4, ICB 2 · not yet: schools and trusts, PCF');
  const detail = await la.press(list, 'Open WS2');
  expect(wordsOf(detail)).toContain('2 of 5, unlikely: No therapist has applied. (WS2 lead, 26 November 2026)');
  expect(titlesOf(detail)).toContain('Score for the LA');
  const observer = assistant.person('observer');
  expect(titlesOf(await observer.say('confidence WS2')).join()).not.toContain('Score for');
  expect(wordsOf(await observer.say('score WS2'))).toContain('is scored by members of');
});

test('Two of one organisation score at once: the second sees both', async () => {
  const [one, other] = [assistant.person('lead1'), assistant.person('office')];
  const [mine, theirs] = [await one.say('score WS1'), await other.say('score WS1')];
  await other.press(theirs, 'Save', { score: '5' });
  const conflict = await one.press(mine, 'Save', { score: '3' });
  expect(wordsOf(conflict)).toContain('5 Very likely');
  expect(wordsOf(await one.press(conflict, 'Save mine on top'))).toContain('5 of 5, very likely → 3 of 5');
});

test('Before a Board one person of each partner is asked, once, for what is not scored yet', async () => {
  assistant.at('2026-11-23T10:00:00.000Z');
  const icb = assistant.person('lead2');
  await icb.press(await icb.say('score WS1'), 'Save', { score: '3' });
  await assistant.settled();
  for (let n = 0; n < 8; n += 1) await assistant.bot.runJobs();
  const told = (who: string) =>
    assistant.connector.sent
      .filter(({ conversationId }) => conversationId === `a:${assistant.person(who).objectId}`)
      .map((sent) => JSON.stringify(sent))
      .filter((sent) => sent.includes('to score; one press each'));
  expect(['office', 'lead2', 'owner', 'member', 'lead1'].map((who) => told(who).length)).toEqual([1, 1, 1, 1, 0]);
  expect(told('lead2')[0]).not.toContain('Score WS1');
  expect(told('lead2')[0]).toContain('Score WS2');
  for (let n = 0; n < 3; n += 1) await assistant.bot.runJobs();
  expect(told('owner').length).toBe(1);
});
