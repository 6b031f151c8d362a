// The Board's chair in the Playground, before and after a Board: the demo's stories on one card, what is asked, answered and acknowledged, and the
// same card asked for weeks later. What one could get wrong: every person speaks in the one chat, so each step says first who speaks.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoProcess, startDemo } from './demo-process.js';
import type { PlaygroundPage } from './playground-page.js';

let folder: string;
let demo: DemoProcess;
let client: PlaygroundPage;
/** Where pictures go for somebody to look at; without it none are taken. */
const pictures = process.env.BROWSER_PICTURES;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
  demo = await startDemo(folder);
  client = demo.client;
});
afterAll(async () => {
  await demo?.kill();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const look = async (name: string) => {
  if (!pictures) return;
  await client.newestCard().scrollIntoViewIfNeeded();
  await client.newestCard().screenshot({ path: join(pictures, `${name}.png`) });
};
const words = () => client.newestCard().innerText();
const as = (who: string) => client.say(`demo as ${who}`);

test('A chair sees the stories, asks, acknowledges, decides by it, and finds the same card in January', async () => {
  await as('board chair');
  await client.say('summary');
  await client.cardSaying("Chair's summary");
  await look('1-summary');
  const seen = await words();
  // Story 1: green while it slips a third time under a high risk. Story 5: partners apart. Story 2: two conditions broken.
  expect(seen).toMatch(/M18[\s\S]*high risk R01 under a green milestone/);
  expect(seen).toMatch(/partners 2 points apart: LA 4, ICB 2/);
  expect(seen).toContain('2 conditions are broken');
  expect(seen).toMatch(/76\.7\s?%/);
  expect(seen).toMatch(/10\.7\s?%/);
  // Story 3: the runway says what it takes for granted.
  expect(seen).toContain('no movement in 2025/26');
  const print = /Fingerprint ([\dA-F-]+)/.exec(seen)?.[1] ?? '';
  expect(print).not.toBe('');
  await client.press('Acknowledge');
  await client.waitForText('Read by Board chair on 26 November 2026.');
  await client.press('Charts');
  await client.cardSaying('The programme in charts');
  await look('2-charts');
  await client.say('ask M18');
  await client.fill('Your question', 'What would bring the date back?');
  await look('3-ask');
  await client.press('Ask');
  await client.waitForText('Q01 asked');

  await as('WS6 lead');
  await client.say('Q01');
  await client.press('Answer');
  await client.fill('Your answer', 'Two agencies can start on Monday, if their rates are agreed.');
  await client.press('Send the answer');
  await client.waitForText('Q01 answered');
  await client.say('my work');
  await client.cardSaying('My work');
  await look('4-my-work');
  await client.say('summary');
  await client.cardSaying('Yours');
  await look('5-lead');

  await as('board chair');
  await client.say('summary');
  await client.cardSaying('Two agencies can start on Monday');
  await client.say('exceptions');
  await look('6-exceptions');
  await client.say('confidence');
  await client.cardSaying('2 apart');
  await look('7-confidence');
  await client.say('C01');
  await look('8-change');

  await client.say('demo time 14 January 2027', { answered: true });
  await client.say('summary as of 26 November');
  await client.cardSaying('as of 26 November 2026');
  await look('9-as-of');
  expect(await words()).toContain('This is what a chair was shown that day');
}, 280_000);

test('A member reads neither finance nor corporate-risk items, and news for families is written by one and approved by another', async () => {
  await as('head teacher');
  await client.say('summary');
  await client.cardSaying("members' view");
  expect(await words()).not.toContain('R04');
  await client.say('R04');
  await client.cardSaying('corporate risk register');
  await look('10-restricted');
  await as('programme office');
  await client.say('family digest');
  await client.press('Draft it');
  await client.cardSaying('Drafted from the registers');
  await look('11-family-draft');
  await client.press('Edit');
  await client.fill('What has changed for families', 'The ICB met the baseline.');
  await client.press('Save');
  await client.cardSaying('Families may not know baseline');
  await look('12-family-edit');
  expect(await client.valueOf('What has changed for families')).toBe('The ICB met the baseline.');
  await client.fill('What has changed for families', 'Schools can pay for support now.');
  await client.press('Save');
  await client.cardSaying('A second person approves it');
  await as('PCF lead');
  await client.say('family digest');
  await client.press('Approve');
  await client.choose('Before it is posted', 'I have read it, and it could identify no child or family');
  await look('13-family-approve');
  await client.press('Approve');
  await client.cardSaying('Approved by PCF lead');
  await look('14-family-approved');
  expect(client.pageErrors()).toEqual([]);
}, 200_000);

test('After a restart what was written, approved and asked is there, and it is posted for everyone once', async () => {
  await demo.kill();
  demo = await startDemo(folder);
  client = demo.client;
  await as('programme office');
  await client.say('family digest');
  await client.cardSaying('Approved by PCF lead');
  await client.press('Post it in the channel');
  await client.press('Post it');
  await client.cardSaying('Posted');
  await client.inChannel('General');
  await client.say('questions');
  await client.waitForText('Questions');
  await look('15-channel');
  expect(client.pageErrors()).toEqual([]);
}, 200_000);
