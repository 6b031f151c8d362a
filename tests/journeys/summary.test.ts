// What a Board chair and a member see of the programme on one card. What one could get wrong: "since the last Board" is
// since 8 October 2026, so what was reported before then is no change.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { recordTypes } from '../../src/records.js';
import { compareAnchor, readAnchor } from '../../src/storage/anchor.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { buttonOf, bytesOf, MOST_BYTES, titlesOf, wordsOf } from '../support/card-reader.js';
import { PROGRAMME, testPlan } from '../support/world.js';
import { plannedRisk, planOfMany } from './plans.js';

const plan = {
  ...testPlan,
  risks: [
    plannedRisk('R01', { likelihood: 4, impact: 4 }, { milestones: ['M02'] }),
    plannedRisk('R02', { likelihood: 2, impact: 3 }),
  ],
};

let assistant: Assistant;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan });
});
afterEach(() => assistant.stop());

async function tellTheStory(): Promise<void> {
  const lead2 = assistant.person('lead2');
  await lead2.press(await lead2.say('update M02'), 'Post update', {
    stated: 'green',
    statedReason: 'Agency cover holds the date.',
    forecastOn: '2027-01-29',
    slipCause: 'workforce',
    commentary: 'Interviews again.',
  });
  const escalation = await lead2.press(await lead2.say('R01'), 'Escalate');
  await lead2.press(escalation, 'Escalate', { escalateTo: 'Board', reason: 'Agree agency cover.' });
}

const fingerprintOf = (card: CardJson) => /Fingerprint ([\dA-F-]+)/.exec(wordsOf(card))?.[1] ?? '';

test('A chair sees what needs a decision first, then changes, statuses, dates, risks and what looks too good', async () => {
  await tellTheStory();
  const chair = assistant.person('chair');
  const card = await chair.say('summary');
  const words = wordsOf(card);
  const inOrder = [
    "Chair's summary",
    'Needs your decision',
    'Escalated to the Board on 26 November 2026: agree the response',
    'Changed since the Board of 8 October 2026',
    'WS1 Inclusive mainstream',
    'Milestones late',
    'Due before the next Board, 3 December 2026',
    'Top risks: 1 of 2 open risks beyond appetite',
    'Looks better than the facts',
    'stated Green, the dates say Amber; high risk R01 under a green milestone',
    'Not reported',
    'Fingerprint',
  ];
  const places = inOrder.map((said) => words.indexOf(said));
  expect(places).not.toContain(-1);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});

test('Every line of the summary opens its detail', async () => {
  await tellTheStory();
  const chair = assistant.person('chair');
  const card = await chair.say('summary');
  const lines = [...new Set(titlesOf(card).filter((title) => /^(Open [MR]\d+|Milestones of WS\d)/.test(title)))];
  expect(lines.length).toBeGreaterThan(6);
  for (const line of lines) {
    const [, ref = ''] = /^(?:Open|Milestones of) (\w+)/.exec(line) ?? [];
    expect(wordsOf(await chair.press(card, line)), line).toContain(ref);
  }
});

test('Workstreams show how they moved since the last Board', async () => {
  assistant = await startAgain('2026-09-10T09:00:00.000Z');
  const lead1 = assistant.person('lead1');
  const say = (stated: string, forecastOn: string) => ({
    stated,
    forecastOn,
    slipCause: 'partner',
    statedReason: 'As agreed.',
    commentary: `Now ${stated}.`,
  });
  await lead1.press(await lead1.say('update M01'), 'Post update', say('green', '2026-09-30'));
  assistant.at('2026-11-20T09:00:00.000Z');
  await lead1.press(await lead1.say('update M01'), 'Post update', say('red', '2026-12-18'));
  assistant.at('2026-11-26T09:00:00.000Z');
  const card = await assistant.person('chair').say('summary');
  expect(wordsOf(card)).toContain('↓ worse than at the last Board');
  expect(wordsOf(card)).toContain('→ as at the last Board');
  expect(wordsOf(card)).toMatch(/Forecast 30 Sept? → 18 Dec, Green → Red/);
});

/** The same plan, loaded on another day. */
async function startAgain(instant: string): Promise<Assistant> {
  await assistant.stop();
  return startAssistant({ bound: true, plan, at: instant });
}

test('Refresh shows in place what changed in the meantime', async () => {
  const chair = assistant.person('chair');
  const before = await chair.say('summary');
  expect(wordsOf(before)).not.toContain('Escalated to the Board');
  await tellTheStory();
  const after = await chair.press(before, 'Refresh');
  expect(wordsOf(after)).toContain('Escalated to the Board');
  expect(fingerprintOf(after)).not.toBe(fingerprintOf(before));
});

test('A member gets the view for members, said politely, by any card', async () => {
  await tellTheStory();
  const member = assistant.person('member');
  const card = await member.say('summary');
  const words = wordsOf(card);
  expect(words).toContain("This is the members' view.");
  expect(words).not.toContain('Needs your decision');
  expect(words).not.toContain('Looks better than the facts');
  expect(words).toContain('Milestones late');
  const chairs = await assistant.person('chair').say('summary');
  expect(wordsOf(await member.press(chairs, 'Refresh'))).not.toContain('Needs your decision');
});

test('In a channel there is only a card with Open, and each person opens their own view', async () => {
  await tellTheStory();
  const chair = assistant.person('chair');
  const open = await chair.say('summary', 'channel');
  expect(titlesOf(open)).toEqual(['Open']);
  expect(wordsOf(open)).not.toContain('decision');
  const dialog = await chair.open(open, 'Open');
  expect(wordsOf(dialog)).toContain('Needs your decision');
  expect(wordsOf(await chair.follow(dialog, 'Refresh'))).toContain('Needs your decision');
  expect(wordsOf(await assistant.person('member').open(open, 'Open'))).toContain("This is the members' view.");
});

test('The fingerprint on the card is a kept anchor that today agrees with, and later entries do not disturb it', async () => {
  const card = await assistant.person('chair').say('summary');
  const hashes = async () => (await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).hashes;
  const lines = (await readAnchor(assistant.deps, PROGRAMME, fingerprintOf(card))) ?? ['it was not kept'];
  expect(compareAnchor(lines, await hashes())).toEqual([]);
  await tellTheStory();
  expect(compareAnchor(lines, await hashes())).toEqual([]);
  expect(await readAnchor(assistant.deps, PROGRAMME, '00000-00000-00000-00000')).toBeUndefined();
});

test('With two hundred late milestones and the longest titles the summary still fits, and says what it left out', async () => {
  await assistant.stop();
  const many = planOfMany(200, (n) => `${n} ${'ŵ€漢'.repeat(60)}`.slice(0, 160));
  const late = { ...many, milestones: many.milestones.map((each) => ({ ...each, baselineOn: '2026-09-30' })) };
  assistant = await startAssistant({ bound: true, plan: late });
  const card = await assistant.person('chair').say('summary');
  expect(bytesOf(card)).toBeLessThan(MOST_BYTES);
  expect(wordsOf(card)).toMatch(/and 19\d more/);
  expect(buttonOf(card, 'All milestones').verb).toBe('milestones.list');
});
