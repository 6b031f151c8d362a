// The quarterly return in the Playground with Chromium: it opens by itself; then the last sections are written, it is prepared, signed by
// three, carried by chair's action, downloaded and sent. What one could get wrong: the other sections were written before the demo begins,
// through the product's own actions, since thirty forms prove no more than three.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDemoPlan, seedDemo } from '../../src/demo/seed.js';
import type { Deps } from '../../src/deps.js';
import { quarterId } from '../../src/financial-years.js';
import { recordResult } from '../../src/kpis/actions.js';
import { ResultForm } from '../../src/kpis/forms.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { requireActor } from '../../src/programmes/actor.js';
import { projectPath } from '../../src/project-root.js';
import { sendSection } from '../../src/returns/actions.js';
import { readFacts } from '../../src/returns/facts.js';
import { roundOf } from '../../src/returns/rounds.js';
import { SectionForm } from '../../src/returns/schema.js';
import { sectionsOf } from '../../src/returns/sections.js';
import type { Turn } from '../../src/routes.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { answerFor } from '../returns/world.js';
import { type DemoProcess, startDemo } from './demo-process.js';
import type { PlaygroundPage } from './playground-page.js';

const shots = projectPath('.build', 'screenshots');
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const REF = 'Q26273';
/** What is left to be written in the browser. */
const LEFT = ['confidence-WS6', 'finance'];
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

/** The demo on 12 January 2027 with every KPI recorded and every section sent, but for those that are left. */
async function writeMost(): Promise<void> {
  const plan = await readDemoPlan();
  const now = new Date('2027-01-12T09:00:00.000Z');
  const store = await openEmbeddedStore({ file: join(folder, 'programme.db') });
  await seedDemo(store, silent, plan);
  const send = async () => ({ outcome: 'refused' as const });
  const deps: Deps = { store, clock: { now: () => now }, messenger: { send, update: send }, log: silent };
  const office = await turnOf(deps, plan, 'programme-office');
  const round = roundOf(plan.programme, REF);
  if (!round) throw new Error('the plan has changed');
  const facts = await readFacts(deps, plan.id, plan.programme, round);
  const base = { programmeId: plan.id };
  for (const { newest } of facts.kpis) {
    const typed = { value: '3', known: 'given', source: 'A count', quality: 'B', narrative: 'As counted.' };
    const form = {
      ...base,
      ref: newest.ref,
      opened: newest.version,
      form: crypto.randomUUID(),
      quarter: quarterId(round.quarter),
    };
    expect((await recordResult(office, ResultForm.parse({ ...form, ...typed }))).outcome).toBe('saved');
  }
  for (const section of sectionsOf(facts)) {
    if (section.register || LEFT.includes(section.id)) continue;
    const typed = section.questions.flatMap(({ id, label, choices }, n) => [
      [`f${n + 1}`, id],
      [
        `a${n + 1}`,
        answerFor({ id, label, ...(choices.length > 0 && { choices: choices.map(({ value }) => value) }) }),
      ],
    ]);
    const form = { ...base, ref: REF, section: section.id, opened: 0, form: crypto.randomUUID() };
    const result = await sendSection(office, SectionForm.parse({ ...form, ...Object.fromEntries(typed) }));
    expect(result.outcome, section.id).toBe('saved');
  }
  await store.close();
  await writeFile(join(folder, 'clock.json'), JSON.stringify({ at: now.toISOString() }));
}

async function turnOf(deps: Deps, plan: Plan, memberId: string): Promise<Turn> {
  const objectId = plan.people.find((person) => person.memberId === memberId)?.objectId ?? '';
  const actor = await requireActor(deps, plan.tenantId, objectId, plan.id);
  return {
    deps,
    actor,
    origin: { where: 'personal', address: { conversationId: '', serviceUrl: '', tenantId: plan.tenantId } },
  };
}

async function become(role: string): Promise<void> {
  await client.say(`demo as ${role}`);
  await client.cardSaying('What you type comes from');
}

it('The return opens by itself, four weeks before it is due', async () => {
  await writeFile(join(folder, 'clock.json'), JSON.stringify({ at: '2026-12-17T17:00:00.000Z' }));
  await start();
  await client.say('demo next');
  await client.waitForText('the quarterly return opens, and everyone with a section is asked');
  await client.waitForText('The quarterly return is open');
  await client.screenshot(join(shots, 'return-opened.png'));
  await client.say('return');
  const card = await client.cardSaying('Return to the DfE');
  expect(await card.innerText()).toContain('Delivery confidence, WS6 Workforce');
  await client.screenshot(join(shots, 'return-mine.png'));
  expect(client.pageErrors()).toEqual([]);
}, 120_000);

it('Five people bring the quarter from its last sections to sent', async () => {
  await writeMost();
  await start();
  await client.say('return');
  const mine = await client.cardSaying('Return to the DfE');
  await mine.getByText('Delivery confidence, WS6 Workforce').first().click();
  await client.cardSaying('Last quarter:');
  await client.choose('Delivery confidence', 'Amber: feasible; significant issues need management attention now');
  await client.fill('Why', 'Six of eleven posts are filled.');
  await client.press('Send this section');
  await client.cardSaying('Say it in a sentence or two');
  expect(await client.valueOf('Why')).toBe('Six of eleven posts are filled.');
  await client.screenshot(join(shots, 'return-refused.png'));
  await client.fill('Road to green: what will be done, by whom and by when', 'Advertise once more in January.');
  await client.press('Send this section');
  await client.cardSaying('Sent: Delivery confidence, WS6 Workforce');

  await become('finance lead');
  await client.say('return');
  await (await client.cardSaying('Return to the DfE')).getByText('Finance', { exact: false }).last().click();
  await client.cardSaying('What the figures say');
  await client.choose('The figures in the register are those of this quarter', 'Yes, they are complete');
  await client.fill(
    'What the figures say, and what is being done about breaches',
    'Both breaches are mended by moving £120,000.',
  );
  await client.press('Send this section');
  await client.cardSaying('Sent: Finance');

  await become('programme office');
  await client.say('return');
  await client.cardSaying('Being written');
  await client.screenshot(join(shots, 'return-office.png'));
  await client.press('Prepare for signing');
  await client.press('Prepare it');
  await client.cardSaying('With the S151 officer');

  await become('S151 officer');
  await client.say('sign');
  const asked = await client.cardSaying('for your signature as S151 officer');
  expect(await asked.innerText()).toContain('Direct delivery is 76.7% of the grant');
  await client.screenshot(join(shots, 'return-sign.png'));
  await client.press('Approve as S151 officer');
  await client.cardSaying('With the ICB Chief Executive');
  for (const [role, next] of [
    ['ICB Chief Executive', 'With the LA Chief Executive'],
    ['LA Chief Executive', 'With the Board'],
  ] as const) {
    await become(role);
    await client.say('sign');
    await client.cardSaying(`for your signature as ${role}`);
    await client.press(`Approve as ${role}`);
    await client.cardSaying(next);
  }
  await become('board chair');
  await client.say('sign');
  await client.cardSaying('you may take chair’s action and report it to the Board of 28 January 2027');
  await client.fill('Why it cannot wait, or what has to change', 'It is due six days before the Board.');
  await client.press('Take chair’s action');
  await client.cardSaying('Ready to send');
  await client.screenshot(join(shots, 'return-signatures.png'));

  await become('programme office');
  await client.say('return');
  await client.cardSaying('Ready to send');
  await client.press('Word document');
  const offer = await client.cardSaying('The return as a Word document');
  const fingerprint = /[0-9A-F]{4}(?: [0-9A-F]{4}){3}/.exec(await offer.innerText())?.[0];
  expect(fingerprint).toBeDefined();
  await client.screenshot(join(shots, 'return-word.png'));
  await client.say('return');
  await client.cardSaying('Ready to send');
  await client.press('It was sent');
  await client.fill('Sent on', '2027-01-12');
  await client.fill('How it was sent', 'DfE portal');
  await client.press('Lock it as sent');
  await client.cardSaying('Sent to the DfE on 12 January 2027 and locked.');
  await client.screenshot(join(shots, 'return-sent.png'));
  expect(client.pageErrors()).toEqual([]);
}, 240_000);
