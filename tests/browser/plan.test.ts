// A newcomer in the Playground: a plan of 8 workstreams, 35 milestones and 16 risks, with eight faults made on purpose, mended, put in, and the first
// check-in answered. What one could get wrong: the file goes through the page that a link of the chat opens, as the Playground attaches none.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlanWorkbook, type PlanRows } from '../../src/plans/workbook.js';
import { demoRows } from '../plans/world.js';
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

/** The newcomer's own plan: they are its office, and lead its first workstream. */
async function ownRows(): Promise<Required<PlanRows>> {
  const rows = await demoRows();
  Object.assign(rows.programme[0] ?? {}, { id: 'riverside', name: 'SEND Reform Plan', localArea: 'Riverside' });
  rows.people.push({
    ...rows.people[0],
    ref: '',
    contact: '',
    name: 'Riverside programme office',
    roles: ['programme office', 'workstream lead'],
    leads: ['WS1'],
  });
  for (const row of rows.people.slice(0, -1))
    Object.assign(row, { roles: ['milestone owner'], leads: [], deputy: '', signsAs: '' });
  // Nothing of theirs is late, so that the first check-in is the short one.
  for (const row of rows.milestones)
    if (row.workstream === 'WS1' && String(row.baselineOn) < '2026-12-01')
      Object.assign(row, { baselineOn: '2027-03-31' });
  const [milestone, risk] = [rows.milestones[1], rows.risks[0]];
  for (let n = rows.milestones.length; n < 35; n += 1)
    rows.milestones.push({
      ...milestone,
      ref: `M${n + 50}`,
      title: `Milestone ${n + 1} of the plan`,
      workstream: 'WS1',
      owner: 'Riverside programme office',
      baselineOn: '2026-12-10',
    });
  for (let n = rows.risks.length; n < 16; n += 1) rows.risks.push({ ...risk, ref: `R${n + 50}`, milestones: [] });
  return rows;
}

function breakEight(rows: Required<PlanRows>): void {
  Object.assign(rows.programme[0] ?? {}, { highFrom: 4 });
  Object.assign(rows.people[3] ?? {}, { contact: 'no address' });
  Object.assign(rows.meetings[0] ?? {}, { on: '31/02/2027' });
  Object.assign(rows.milestones[4] ?? {}, { owner: 'Nobody Known' });
  Object.assign(rows.milestones[9] ?? {}, { baselineOn: 'next spring' });
  Object.assign(rows.milestones[34] ?? {}, { ref: 'M02' });
  Object.assign(rows.risks[3] ?? {}, { residualImpact: 9 });
  Object.assign(rows.risks[5] ?? {}, { cause: 'One family, NHS number 943 476 5919, waits for a place.' });
}

async function send(page: Page, rows: PlanRows, heading: RegExp): Promise<void> {
  const buffer = Buffer.from(await makePlanWorkbook({ heading: 'Plan', rows }));
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  await page.getByLabel('The file').setInputFiles({ name: 'Riverside plan.xlsx', mimeType, buffer });
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.getByRole('heading', { name: heading }).waitFor();
  expect(await page.locator('#lines').innerText()).toContain('The same is shown in our chat');
}

test('A newcomer puts a plan with eight faults right and in, and answers the first check-in within ten minutes', async () => {
  const began = Date.now();
  await client.say('demo as newcomer');
  await client.say('hello');
  await client.cardSaying('Put a plan in');
  await look('1-put-a-plan-in');
  const opened = client.page.context().waitForEvent('page');
  await client.newestCard().getByRole('link', { name: 'Upload a workbook' }).click();
  const page = await opened;
  const rows = await ownRows();
  expect([rows.workstreams.length, rows.milestones.length, rows.risks.length]).toEqual([8, 35, 16]);
  const broken = structuredClone(rows);
  breakEight(broken);
  await send(page, broken, /8 things to fix/);
  const told = await page.locator('#lines').innerText();
  for (const place of [
    'Programme, row 9, High from',
    'People, row 6, C, E-mail',
    'Boards and returns, row 3, B, Date',
    'Milestones, row 7, D, Owner',
    'Milestones, row 12, E, Baseline',
    'Milestones, row 37, A, Ref',
    'Risks, row 6, K, Residual impact',
    'Risks, row 8, B, Cause',
  ])
    expect(told).toContain(place);
  if (pictures) await page.screenshot({ path: join(pictures, '2-faults-page.png'), fullPage: true });
  await client.cardSaying('8 things to fix');
  await look('3-faults-card');
  await send(page, rows, /A new programme/);
  await page.close();
  await client.page.bringToFront();
  await client.cardSaying('A new programme');
  await client.waitForText('Milestones: 35 added; Risks: 16 added');
  await look('4-preview');
  expect(await client.valueOf('Which of these are you?')).toBe('Riverside programme office');
  await client.press('Put it in');
  await client.cardSaying('The programme is there');
  await look('5-there');
  await client.press('My work');
  await look('6-my-work');
  await client.say('demo next');
  await client.waitForText('Check-in: WS1');
  await client.say('check in WS1');
  await client.cardSaying('Check-in: WS1');
  await look('7-check-in');
  await client.choose('M78 lands on its forecast', '4 Likely');
  await client.fill('What moved, or what is in the way', 'The plan is in, and everybody knows their part.');
  await client.choose('Before you send', 'Nothing here could identify a child or family');
  await client.press('Send check-in');
  await client.cardSaying('Check-in saved: WS1');
  await look('8-answered');
  expect(Date.now() - began).toBeLessThan(10 * 60_000);
  await client.say('plan');
  await client.cardSaying('The plan as a workbook');
  await look('9-plan');
  expect(client.pageErrors()).toEqual([]);
}, 180_000);
