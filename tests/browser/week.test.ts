// A week of check-ins in the Playground with Chromium: prompt, answer, reminder, close, digest, a late answer; two devices, and
// what must never enter. What one could get wrong: clicks are counted in the page itself, so that "two minutes" is a number.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEMO_BEGINS_AT } from '../../src/demo/clock.js';
import { readDemoPlan, seedDemo } from '../../src/demo/seed.js';
import type { Deps } from '../../src/deps.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { projectPath } from '../../src/project-root.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { type DemoProcess, openDevice, startDemo } from './demo-process.js';
import type { PlaygroundPage } from './playground-page.js';

const shots = projectPath('.build', 'screenshots');
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let folder: string;
let demo: DemoProcess | undefined;
let client: PlaygroundPage;

beforeEach(async () => {
  await mkdir(shots, { recursive: true });
  folder = await mkdtemp(join(tmpdir(), 'browser-'));
});

afterEach(async () => {
  await demo?.kill();
  demo = undefined;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function start(): Promise<void> {
  demo = await startDemo(folder);
  client = demo.client;
}

/** The demo's plan with a third open milestone and ten open risks for WS6, loaded before the demo starts. */
async function giveWs6MoreToAsk(): Promise<void> {
  const plan = await readDemoPlan();
  const store = await openEmbeddedStore({ file: join(folder, 'programme.db') });
  await seedDemo(store, silent, plan);
  const clock = { now: () => new Date(DEMO_BEGINS_AT) };
  const send = async () => ({ outcome: 'refused' as const });
  const deps: Deps = { store, clock, messenger: { send, update: send }, log: silent };
  const [milestone] = plan.milestones.filter((one) => one.ref === 'M24');
  const [risk] = plan.risks.filter((one) => one.ref === 'R09');
  if (!milestone || !risk) throw new Error('the plan has changed');
  const more: Plan = {
    ...plan,
    milestones: [{ ...milestone, ref: 'M90', title: 'Induction for new therapists ready' }],
    risks: Array.from({ length: 9 }, (_, n) => ({ ...risk, ref: `R9${n}`, event: `Event ${n + 1} that may happen` })),
  };
  await loadPlan(deps, more);
  await store.close();
}

/** How often something was pressed on the page since it was asked for last. */
async function clicks(): Promise<number> {
  return client.page.evaluate(`(() => {
    const before = window.clicksSoFar ?? 0;
    if (window.clicksSoFar === undefined) document.addEventListener('click', (event) => { if (event.isTrusted) window.clicksSoFar += 1; }, true);
    window.clicksSoFar = 0;
    return before;
  })()`) as Promise<number>;
}

it('Nothing changed in three milestones and ten risks: answered in at most six clicks', async () => {
  await giveWs6MoreToAsk();
  await start();
  await client.say('check in WS6');
  const card = await client.cardSaying('Check-in: WS6');
  const words = await card.innerText();
  for (const asked of ['M18', 'M24', 'M90', 'R09', 'R90', 'R98']) expect(words).toContain(asked);
  await clicks();
  await client.choose('Anything new?', 'No change since last week');
  await client.choose('Before you send', 'Nothing here could identify a child or family');
  await client.press('Send check-in');
  await client.cardSaying('Check-in saved: WS6');
  const pressed = await clicks();
  process.stdout.write(`A check-in in which nothing changed took ${pressed} clicks.\n`);
  // A label's own click is told twice by the browser: for the label and for its box.
  expect(pressed).toBeGreaterThanOrEqual(3);
  expect(pressed).toBeLessThanOrEqual(6);
  await client.screenshot(join(shots, 'check-in-no-change.png'));
  expect(client.pageErrors()).toEqual([]);
});

it('A week goes by: asked, answered, reminded, closed, told to the channel, and a late answer updates that card', async () => {
  await start();
  // The first visit to a channel is greeted there; the digest is to stand above that.
  await client.inChannel('General');
  await client.cardSaying(/added (me )?here/);
  await client.inPersonalChat();
  await client.say('demo next');
  await client.cardSaying('every workstream lead is asked for the weekly check-in');
  await client.waitForText('Check-in: WS2');
  await client.screenshot(join(shots, 'week-prompts.png'));

  await client.say('check in');
  await client.cardSaying('Check-in: WS6');
  await client.fill('Forecast', '2027-03-05');
  await client.fill('What moved, or what is in the way', 'The third advert brought two good therapists.');
  await client.choose('Before you send', 'Nothing here could identify a child or family');
  await client.press('Send check-in');
  await client.cardSaying('The forecast moves later than 12 February 2027: choose why.');
  expect(await client.valueOf('What moved, or what is in the way')).toContain('third advert');
  await client.screenshot(join(shots, 'check-in-refused.png'));
  await client.choose('Why M18 moves later', 'Workforce');
  await client.press('Send check-in');
  const saved = await client.cardSaying('Check-in saved: WS6');
  expect(await saved.innerText()).toContain('12 February 2027 → 5 March 2027');
  await client.screenshot(join(shots, 'check-in-saved.png'));
  await client.say('history M18');
  expect(await (await client.cardSaying('M18 history')).innerText()).toContain('in the check-in of week 48');

  for (const [what, shot] of [
    ['whoever has not answered is reminded', 'week-reminders'],
    ['the check-in closes', 'week-closed'],
    ['the digest is posted in the channel', 'week-digest-told'],
  ] as const) {
    await client.say('demo next');
    await client.cardSaying(what);
    await client.screenshot(join(shots, `${shot}.png`));
  }
  await client.inChannel('General');
  await client.cardSaying(/Still to come.*WS7/);
  const digest = await client.newestCard().innerText();
  expect(digest).toContain('M18');
  expect(digest).not.toContain('agree at last');
  await client.screenshot(join(shots, 'digest.png'));

  await client.inPersonalChat();
  await client.say('demo as WS7 lead');
  await client.say('check in');
  await client.cardSaying('Check-in: WS7');
  await client.fill('What moved, or what is in the way', 'The placements ledger and the forecast agree at last.');
  await client.choose('Before you send', 'Nothing here could identify a child or family');
  await client.press('Send check-in');
  await client.cardSaying('marked late');
  await client.inChannel('General');
  await client.cardSaying('The placements ledger and the forecast agree at last.');
  await client.screenshot(join(shots, 'digest-updated.png'));
  expect(client.pageErrors()).toEqual([]);
});

it('Answered on two devices with other words, both are shown, and a text about a child comes back', async () => {
  await start();
  await client.say('check in');
  await client.cardSaying('Check-in: WS6');
  const phone = await openDevice(demo?.url ?? '');
  try {
    await phone.say('check in');
    await phone.cardSaying('Check-in: WS6');
    await client.fill('What moved, or what is in the way', 'Ask for Jamie Example, born 3 April 2015.');
    await client.choose('Before you send', 'Nothing here could identify a child or family');
    await client.press('Send check-in');
    await client.cardSaying('date of birth');
    expect(await client.valueOf('What moved, or what is in the way')).toContain('born 3 April 2015');
    await client.screenshot(join(shots, 'check-in-guarded.png'));
    await client.fill('What moved, or what is in the way', 'Said at the desk.');
    await client.press('Send check-in');
    await client.cardSaying('Check-in saved: WS6');

    await phone.fill('What moved, or what is in the way', 'Said on the phone.');
    await phone.choose('Before you send', 'Nothing here could identify a child or family');
    await phone.press('Send check-in');
    const both = await (await phone.cardSaying('was already saved with other words')).innerText();
    for (const words of ['Said at the desk.', 'Said on the phone.']) expect(both).toContain(words);
    await phone.screenshot(join(shots, 'check-in-conflict.png'));
    await phone.press('Save mine on top');
    await phone.cardSaying('Check-in saved: WS6');
  } finally {
    await phone.close();
  }
});
