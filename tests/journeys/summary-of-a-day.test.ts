// The summary of a past day, what a chair has read, and what is the reader's own. What one could get wrong: the summary of 3 December asked for in
// January is the one the chair saw, under the same fingerprint, whatever has happened since.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
let chair: Person;
let lead2: Person;
let office: Person;

beforeEach(async () => {
  assistant = await startAssistant({ plan: testPlan });
  [chair, lead2, office] = [assistant.person('chair'), assistant.person('lead2'), assistant.person('office')];
});
afterEach(() => assistant.stop());

const fingerprintOf = (card: CardJson) => /Fingerprint ([\dA-F-]+)/.exec(wordsOf(card))?.[1] ?? '';
/** What a summary says, without the buttons that differ between now and then. */
const factsOf = (card: CardJson) =>
  wordsOf(card)
    .split('\n')
    .filter((line) => !/^\[(Acknowledge|As it is today|Refresh)\]$/.test(line));
const update = async (forecastOn: string, stated: string, commentary: string) =>
  lead2.press(await lead2.say('update M02'), 'Post update', {
    stated,
    statedReason: 'As agreed with the provider.',
    forecastOn,
    slipCause: 'workforce',
    commentary,
  });

test('The summary of 3 December asked for in January equals what the chair saw, under the same fingerprint', async () => {
  assistant.at('2026-12-03T08:00:00.000Z');
  await update('2027-01-29', 'amber', 'Two posts left.');
  assistant.at('2026-12-03T09:00:00.000Z');
  const seen = await chair.say('summary');
  // Later on the same day, and in the weeks after, things change.
  assistant.at('2026-12-03T15:00:00.000Z');
  await update('2027-02-26', 'red', 'One has withdrawn.');
  assistant.at('2026-12-17T09:00:00.000Z');
  for (let n = 1; n <= 45; n += 1)
    await update(`2027-03-${String((n % 27) + 1).padStart(2, '0')}`, 'red', `Week ${n}.`);
  const risk = await lead2.say('raise risk');
  expect(titlesOf(risk).length).toBeGreaterThan(0);
  assistant.at('2027-01-14T09:00:00.000Z');
  const asked = await chair.say('summary as of 3 December');
  expect(fingerprintOf(asked)).toBe(fingerprintOf(seen));
  expect(wordsOf(asked)).toContain("Chair's summary as of 3 December 2026");
  expect(wordsOf(asked)).toContain('This is what a chair was shown that day');
  const [now, then] = [factsOf(seen), factsOf(asked)];
  expect(then.filter((line) => !now.includes(line))).toEqual([
    "Chair's summary as of 3 December 2026",
    'This is what a chair was shown that day, record by record; what has happened since is not in it.',
  ]);
  expect(now.filter((line) => !then.includes(line))).toEqual(["Chair's summary"]);
  expect(fingerprintOf(await chair.press(asked, 'As it is today'))).not.toBe(fingerprintOf(seen));
});

test('A past day on which no chair looked is told from the ledger, as at its end', async () => {
  assistant.at('2026-11-27T10:00:00.000Z');
  await update('2027-01-29', 'amber', 'Two posts left.');
  assistant.at('2026-12-10T10:00:00.000Z');
  await update('2027-03-26', 'red', 'Nobody came.');
  assistant.at('2027-01-14T09:00:00.000Z');
  const card = await chair.say('summary 1 December 2026');
  expect(wordsOf(card)).toContain('This is how the records stood at the end of that day');
  expect(wordsOf(card)).toContain('Forecast 29 Jan 2027');
  expect(wordsOf(card)).not.toContain('26 Mar');
  expect(wordsOf(await assistant.person('member').say('summary 1 December 2026'))).toContain(
    "This is the members' view.",
  );
});

test('Words that mean no day are given back, with the Boards there were', async () => {
  assistant.at('2027-01-14T09:00:00.000Z');
  const card = await chair.say('summary as of the day before');
  expect(wordsOf(card)).toContain('Which day is meant?');
  expect(wordsOf(await chair.press(card, 'As of 3 December 2026'))).toContain('as of 3 December 2026');
  expect(wordsOf(await chair.say('summary 14 March 2031'))).toContain('Which day is meant?');
});

test('Changes are told since the last Board, since last quarter, or since a day', async () => {
  await assistant.stop();
  assistant = await startAssistant({ plan: testPlan, at: '2026-09-14T09:00:00.000Z' });
  lead2 = assistant.person('lead2');
  chair = assistant.person('chair');
  assistant.at('2026-10-05T09:00:00.000Z');
  await update('2027-01-29', 'amber', 'Two posts left.');
  assistant.at('2026-11-26T09:00:00.000Z');
  const card = await chair.say('summary');
  expect(wordsOf(card)).toContain('Changed since the Board of 8 October 2026');
  expect(wordsOf(card)).not.toContain('→ 29 Jan 2027');
  const quarter = await chair.press(card, 'Since last quarter');
  expect(wordsOf(quarter)).toContain('Changed since the quarter that ended on 30 September 2026');
  expect(wordsOf(quarter)).toContain('→ 29 Jan 2027');
  expect(fingerprintOf(quarter)).toBe(fingerprintOf(card));
  expect(wordsOf(await chair.say('summary since 5 October'))).not.toContain('→ 29 Jan 2027');
  expect(wordsOf(await chair.say('summary since 4 October'))).toContain('→ 29 Jan 2027');
});

test('Acknowledge records once that it was read, for that picture alone, and the office sees it', async () => {
  const card = await chair.say('summary');
  const activity = chair.pressing(card, 'Acknowledge');
  const first = (await chair.send(activity)).body as { value: CardJson };
  const second = (await chair.send({ ...activity, id: crypto.randomUUID() })).body as { value: CardJson };
  for (const { value } of [first, second]) {
    expect(titlesOf(value)).not.toContain('Acknowledge');
    expect(wordsOf(value)).toContain('Read by Board chair on 26 November 2026.');
  }
  const kept = await assistant.deps.store.read<{ newest: { version: number } }>('reading', testPlan.id, 'READ-chair');
  expect(kept?.body.newest.version).toBe(1);
  expect(wordsOf(await office.say('summary'))).toContain('Read by Board chair on 26 November 2026.');
  expect(titlesOf(await office.say('summary'))).not.toContain('Acknowledge');
  await update('2027-01-29', 'amber', 'Two posts left.');
  const later = await chair.say('summary');
  expect(titlesOf(later)).toContain('Acknowledge');
  expect(wordsOf(later)).not.toContain('Read by');
  // A forged press by somebody else notes nothing.
  const member = assistant.person('member');
  const refused = await member.send(member.pressing(later, 'Acknowledge'));
  expect(JSON.stringify(refused.body)).toContain('noted for the chairs of the Board');
});

test('A lead sees what is theirs first; a question asked and answered stands in the card', async () => {
  assistant.at('2027-01-14T09:00:00.000Z');
  const words = wordsOf(await lead2.say('summary'));
  expect(words.indexOf('Yours')).toBeGreaterThan(-1);
  expect(words.indexOf('Yours')).toBeLessThan(words.indexOf('Changed since'));
  expect(wordsOf(await assistant.person('observer').say('summary'))).not.toContain('Yours');
  const form = await chair.press(await chair.say('M02'), 'Ask the owner');
  await chair.press(form, 'Ask', { text: 'Who signs?' });
  expect(wordsOf(await chair.say('summary'))).toContain('Who signs?');
  expect(wordsOf(await assistant.person('member').say('summary'))).not.toContain('Who signs?');
  const owner = assistant.person('owner');
  await owner.press(await owner.press(await owner.say('Q01'), 'Answer'), 'Send the answer', {
    answer: 'The ICB does.',
  });
  expect(wordsOf(await chair.say('summary'))).toContain('The ICB does.');
});

test('The charts say their figures in words, and leave finance out for whoever may not read it', async () => {
  assistant.at('2027-01-14T09:00:00.000Z');
  const card = await chair.press(await chair.say('summary'), 'Charts');
  expect(wordsOf(card)).toMatch(/WS1 1 red/);
  expect(wordsOf(card)).toContain('working days late');
  expect(wordsOf(card)).toContain('The runway is not known.');
  expect(wordsOf(await chair.press(card, 'Back to the summary'))).toContain("Chair's summary");
  const member = assistant.person('member');
  expect(wordsOf(await member.press(await member.say('summary'), 'Charts'))).toContain('Finance is restricted');
});
