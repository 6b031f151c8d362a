// The lists of milestones, small and with two hundred. What one could get wrong: a card that outgrows what Teams takes is
// never shown at all, so every page is weighed.

import { afterEach, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { bytesOf, MOST_BYTES, titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import { planOfMany, planWith } from './plans.js';

let assistant: Assistant;
afterEach(() => assistant.stop());

const opened = (titles: string[]) => titles.flatMap((title) => /^Open (M\d+):/.exec(title)?.[1] ?? []);

test('Milestones are listed by workstream and by filter, and each opens', async () => {
  assistant = await startAssistant({
    plan: planWith([
      { ref: 'M01', workstream: 'WS2', ownerId: 'lead2', baselineOn: '2027-06-30' },
      { ref: 'M02', workstream: 'WS1', ownerId: 'lead1', baselineOn: '2026-09-30' },
      { ref: 'M03', workstream: 'WS1', ownerId: 'owner', baselineOn: '2026-12-18' },
    ]),
  });
  const lead1 = assistant.person('lead1');
  const all = await lead1.say('milestones');
  expect(opened(titlesOf(all))).toEqual(['M02', 'M03', 'M01']);
  expect(wordsOf(all)).toContain('WS2 Experts at Hand');
  expect(wordsOf(all)).toContain('3 in all: 1 red, 2 green');
  expect(opened(titlesOf(await lead1.say('milestones late')))).toEqual(['M02']);
  expect(opened(titlesOf(await lead1.say('milestones due in 28 days')))).toEqual(['M02', 'M03']);
  expect(opened(titlesOf(await lead1.press(all, 'Mine')))).toEqual(['M02', 'M03']);
  const none = await assistant.person('observer').press(all, 'Mine');
  expect(wordsOf(none)).toContain('None.');
  const detail = await lead1.press(all, 'Open M02');
  expect(wordsOf(detail)).toContain('The forecast date has passed: it needs a new forecast or an actual date');
  expect(wordsOf(await lead1.say('m03'))).toContain('Forecast');
});

test('Two hundred milestones with the longest titles are read ten to a page, forwards and back', async () => {
  assistant = await startAssistant({ plan: planOfMany(200, (n) => `${n} ${'ŵ€漢'.repeat(60)}`.slice(0, 160)) });
  const office = assistant.person('office');
  let page = await office.say('milestones');
  const seen: string[] = [];
  for (let n = 1; n <= 20; n += 1) {
    expect(bytesOf(page)).toBeLessThan(MOST_BYTES);
    expect(wordsOf(page)).toContain(`${(n - 1) * 10 + 1} to ${n * 10} of 200`);
    seen.push(...opened(titlesOf(page)));
    if (n < 20) page = await office.press(page, 'Next 10');
  }
  expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => `M${String(n + 1).padStart(2, '0')}`));
  expect(titlesOf(page)).not.toContain('Next 10');
  const before = await office.press(page, 'Previous 10');
  expect(wordsOf(before)).toContain('181 to 190 of 200');
  const late = await office.press(page, 'Late');
  expect(wordsOf(late)).toContain('None.');
});

test('With two hundred milestones of the longest titles `update` still fits, and the search still finds the last', async () => {
  assistant = await startAssistant({ plan: planOfMany(200, (n) => `${n} ${'ŵ€漢'.repeat(60)}`.slice(0, 160)) });
  const lead2 = assistant.person('lead2');
  const choose = await lead2.say('update');
  expect(wordsOf(choose)).toMatch(/\d+ of 100 are in the list; for another, type update and its reference/);
  expect(bytesOf(choose)).toBeLessThan(MOST_BYTES);
  expect(opened(titlesOf(choose))).toHaveLength(10);
  const found = await lead2.say('update M200');
  expect(valuesOf(found).forecastOn).toBe('2027-03-31');
  const office = await assistant.person('office').say('update 200');
  expect(bytesOf(office)).toBeLessThan(MOST_BYTES);
  expect(opened(titlesOf(office))).toContain('M200');
});
