// A newcomer's first two minutes, in the Playground with Chromium: an update, a risk, the chair's summary, and a process
// killed in between. What one could get wrong: it is the build that runs; `npm run test:browser` makes it first.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectPath } from '../../src/project-root.js';
import { type DemoProcess, startDemo } from './demo-process.js';
import type { PlaygroundPage } from './playground-page.js';

const shots = projectPath('.build', 'screenshots');
let folder: string;
let demo: DemoProcess | undefined;
let client: PlaygroundPage;

beforeEach(async () => {
  await mkdir(shots, { recursive: true });
  folder = await mkdtemp(join(tmpdir(), 'browser-'));
  demo = await startDemo(folder);
  client = demo.client;
});

afterEach(async () => {
  await demo?.kill();
  demo = undefined;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('An update is refused beside its fields, saved, shown to everyone, and survives a kill', async () => {
  await client.say('update');
  await client.cardSaying('Which milestone?');
  await client.screenshot(join(shots, 'update-choose.png'));

  await client.say('update M18');
  await client.cardSaying('Update M18');
  await client.fill('Forecast date', '2027-03-05');
  await client.fill('What moved, and what is next', 'Third advert closes **soon**: [offers](https://evil.example).');
  await client.press('Post update');
  await client.cardSaying('The forecast moves later than 12 February 2027: choose why.');
  expect(await client.valueOf('What moved, and what is next')).toContain('Third advert closes **soon**');
  await client.screenshot(join(shots, 'update-refused.png'));

  await client.choose('Why, when the forecast moves later', 'Workforce');
  await client.press('Post update');
  const posted = await client.cardSaying('M18 updated');
  expect(await posted.innerText()).toContain('12 February 2027 → 5 March 2027');
  expect(await posted.innerText()).toContain('**soon**');
  expect(await posted.locator('a').count()).toBe(0);
  await client.screenshot(join(shots, 'update-posted.png'));

  // The first visit also brings the assistant's greeting, which may stand above it.
  await client.inChannel('General');
  await client.waitForText('M18 updated');
  await client.screenshot(join(shots, 'update-in-the-channel.png'));
  expect(client.pageErrors()).toEqual([]);

  await demo?.kill();
  demo = await startDemo(folder);
  client = demo.client;
  await client.say('history M18');
  const history = await client.cardSaying('M18 history');
  expect(await history.innerText()).toContain('12 February 2027 → 5 March 2027');
});

it('A risk is raised, stands in the register, and opens its detail', async () => {
  await client.say('raise risk');
  await client.cardSaying('Raise a risk');
  await client.fill('Cause: because of…', 'Two providers merge their therapy teams');
  await client.fill('Event: there is a risk that…', 'Hours for schools are cut while rotas are redrawn');
  await client.fill('Consequence: which would mean…', 'First settings start a term later');
  await client.choose('Category', 'Partner alignment');
  await client.choose('Workstream', 'WS6 Workforce');
  for (const when of ['before controls', 'now', 'as the target']) {
    await client.choose(`Likelihood ${when}`, when === 'as the target' ? '2 Unlikely' : '3 Possible');
    await client.choose(`Impact ${when}`, '4 Major');
  }
  await client.choose('How near it is', 'This quarter');
  await client.screenshot(join(shots, 'risk-raise.png'));
  await client.press('Raise the risk');
  await client.cardSaying('R16');
  await client.screenshot(join(shots, 'risk-raised.png'));

  await client.say('risks mine');
  expect(await (await client.cardSaying('R16')).innerText()).toContain('Medium');
  await client.say('heat map');
  await client.cardSaying('R16');
  await client.screenshot(join(shots, 'heat-map.png'));
  await client.say('R16');
  await client.cardSaying('Hours for schools are cut while rotas are redrawn');
  expect(client.pageErrors()).toEqual([]);
});

it('A chair reads the summary and opens a line; a member is shown the members’ view', async () => {
  await client.say('summary');
  await client.cardSaying("This is the members' view");
  await client.say('demo as board chair');
  await client.say('summary');
  const card = await client.cardSaying("Chair's summary");
  const words = await card.innerText();
  const order = [
    'Needs your decision',
    'Changed since the Board of 8 October 2026',
    'Status by workstream',
    'Milestones late',
    'Top risks',
    'Looks better than the facts',
  ];
  expect([...order].sort((a, b) => words.indexOf(a) - words.indexOf(b))).toEqual(order);
  expect(order.filter((heading) => !words.includes(heading))).toEqual([]);
  await client.screenshot(join(shots, 'summary.png'));
  await client.press('Refresh');
  await client.cardSaying("Chair's summary");
  await client.press('Charts');
  await client.cardSaying('Risk heat map');
  await client.press('Back to the summary');
  await client.cardSaying("Chair's summary");
  await client.say('M18');
  await client.cardSaying('EAH and programme posts recruited');
  expect(client.pageErrors()).toEqual([]);
});

it('In a channel nobody fills a form before others: Open brings it to the person who pressed', async () => {
  await client.inChannel('General');
  await client.say('update M18');
  await client.press('Open');
  await client.waitForText('It is open for you in our own chat.');
  await client.inPersonalChat();
  await client.cardSaying('Update M18');
  expect(client.pageErrors()).toEqual([]);
});
