// F7, commits: a real process is killed with SIGKILL at every point of the store calls of a commit, before and after each.
// No acknowledged write is lost, the same form sent again gives one entry, everybody is shown each entry once at most, chains
// verify, and nothing stays stuck after a restart.
//
// Guards whose removal makes this fail: the archive of the newest entry before the head is replaced (ledger.ts), the claim
// that is created before a new record (new-record.ts), and the announcement's record before its send (announcements.ts).

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Delivery, deliveriesOf, ENDED } from '../../src/jobs/delivery.js';
import { projectPath } from '../../src/project-root.js';
import { recordTypes } from '../../src/records.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { type ListedKind, listAll } from '../../src/storage/store.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { plannedRisk } from '../journeys/plans.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, wordsOf } from '../support/card-reader.js';
import { type FakeConnector, startFakeConnector } from '../support/fake-connector.js';
import { size, startRun } from '../support/fault-run.js';
import { PROGRAMME, testPlan } from '../support/world.js';

/** A return is open, and a dozen risks are beyond appetite: its section about them asks 25 questions. */
const plan = {
  ...testPlan,
  programme: { ...testPlan.programme, returns: [{ dueOn: '2026-12-18' }] },
  risks: [
    plannedRisk('R01', { likelihood: 3, impact: 3 }),
    ...Array.from({ length: 12 }, (_, n) => plannedRisk(`R${n + 20}`, { likelihood: 4, impact: 5 })),
  ],
};
const TIMES = size(1, 20);
/** The everyday run visits every so many points, beginning at another one each time. */
const STRIDE = size(4, 1);

/** Each kill starts two processes: half a minute on an idle machine, in full about an hour. */
const TIME_LIMIT_MS = size(240_000, 7_200_000);

let folder: string;
let connector: FakeConnector;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'));
  connector = await startFakeConnector();
  await writeFile(join(folder, 'plan.json'), JSON.stringify(plan));
});
afterEach(async () => {
  await connector.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

type Activity = Record<string, unknown>;

interface Work {
  name: string;
  /** Who sends it, if not the lead of WS2. */
  by?: string;
  /** Its everyday run visits so many times fewer points: it has more of them, most of them reads. */
  longer?: number;
  /** The activity that sends the finished form. */
  form(assistant: Assistant): Promise<Activity>;
  /**
   * Entries there must be once it was sent again, by the first letter of the references; without the plan's own. Numbers may
   * have gaps after a kill, so a new record is not asked for by its reference.
   */
  entries: Record<string, number>;
}

const WORKS: Work[] = [
  {
    name: 'a milestone update',
    form: async (assistant) => {
      const lead = assistant.person('lead2');
      return lead.pressing(await lead.say('update M02'), 'Post update', {
        stated: 'green',
        commentary: 'Offers are out.',
      });
    },
    entries: { M: 1 },
  },
  {
    name: 'a new risk',
    form: async (assistant) => {
      const lead = assistant.person('lead2');
      const scores = {
        inherentLikelihood: '3',
        inherentImpact: '3',
        residualLikelihood: '2',
        residualImpact: '3',
        targetLikelihood: '1',
        targetImpact: '3',
      };
      const typed = {
        cause: 'few',
        event: 'late',
        consequence: 'wait',
        category: 'delivery',
        workstream: 'WS2',
        proximity: 'later',
        response: 'treat',
        ...scores,
      };
      return lead.pressing(await lead.say('raise risk'), 'Raise the risk', typed);
    },
    entries: { R: 1 },
  },
  {
    name: 'a risk that has happened',
    form: async (assistant) => {
      const lead = assistant.person('lead2');
      const asked = await lead.press(await lead.say('R01'), HAPPENED);
      return lead.pressing(asked, HAPPENED, { reason: 'The provider closed.', happenedOn: '2026-11-25' });
    },
    entries: { R: 1, I: 1 },
  },
  {
    name: 'a section of the return with 50 fields',
    by: 'office',
    longer: size(2, 1),
    form: async (assistant) => {
      const office = assistant.person('office');
      const card = await office.say('return');
      const form = await office.press(card, titlesOf(card).find((title) => title.startsWith('Write: 8')) ?? '');
      const asked = JSON.stringify(form).match(/"id":"a\d+"/g) ?? [];
      expect(asked.length).toBe(25);
      const typed = asked.map((_, n): [string, string] => [
        `a${n + 1}`,
        n === 24 ? 'They pull the same way.' : n % 2 === 0 ? 'no' : `Because of ${n}.`,
      ]);
      return office.pressing(form, 'Send this section', Object.fromEntries(typed));
    },
    entries: { Q: 1 },
  },
  {
    name: 'a question to an owner',
    by: 'chair',
    longer: size(2, 1),
    form: async (assistant) => {
      const chair = assistant.person('chair');
      return chair.pressing(await chair.say('ask M02'), 'Ask', { text: 'What would bring it back?' });
    },
    entries: { Q: 1 },
  },
  {
    name: 'the pack of a Board',
    by: 'chair',
    longer: size(3, 1),
    form: async (assistant) => {
      const chair = assistant.person('chair');
      return chair.pressing(await chair.say('board pack'), 'Make the pack for 3 December 2026');
    },
    entries: { BP: 1 },
  },
  {
    name: 'an edit of the news for families',
    by: 'office',
    longer: size(2, 1),
    form: async (assistant) => {
      const office = assistant.person('office');
      const draft = await office.press(await office.say('family digest'), 'Draft it');
      return office.pressing(await office.press(draft, 'Edit'), 'Save', NEWS);
    },
    entries: { FD: 2 },
  },
];
const NEWS = { headline: 'Work has begun', youSaid: '', weDid: 'We wrote to schools.', impact: '', comesNext: '' };
const HAPPENED = 'It has happened';

/** A fresh file with the plan, a bound channel and the finished form, made by an assistant that ends in order. */
async function prepare(work: Work, file: string): Promise<Activity> {
  const store = await openEmbeddedStore({ file });
  const assistant = await startAssistant({ bound: true, plan, store, connector });
  await assistant.person('office').say('help', 'channel');
  const activity = await work.form(assistant);
  await assistant.stop();
  await store.close();
  return activity;
}

/** Sends the form to a replica that dies at a point; whether it was acknowledged, and the points a whole run has. */
async function sendAndDie(
  file: string,
  activity: Activity,
  point: number,
): Promise<{ acknowledged: boolean; points?: number }> {
  const program = projectPath('.build', 'tests', 'support', 'killed-replica.js');
  const child = fork(program, [file, join(folder, 'plan.json'), connector.url, String(point)]);
  const ended = once(child, 'exit');
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const sent = fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  const acknowledged = await sent.then((response) => response.ok).catch(() => false);
  let points: number | undefined;
  child.once('message', (said: { points: number }) => {
    points = said.points;
    child.kill('SIGKILL');
  });
  if (child.connected) child.send('finish', () => undefined);
  await ended;
  return { acknowledged, points };
}

test.each(WORKS)(
  '$name survives a kill at every point of its commit',
  async (work) => {
    const run = startRun('F7');
    let kills = 0;
    let acknowledgements = 0;
    let unknown = 0;
    let whole: number | undefined;
    const stride = STRIDE * (work.longer ?? 1);
    for (let time = 0; time < TIMES; time += 1)
      for (let point = 1 + run.random.below(stride); whole === undefined || point <= whole; point += stride) {
        const file = join(folder, `${time}-${point}.db`);
        const activity = await prepare(work, file);
        const before = connector.sent.length;
        const { acknowledged, points } = await sendAndDie(file, activity, point);
        whole ??= points;
        if (points === undefined) kills += 1;
        if (acknowledged) acknowledgements += 1;
        unknown += await checkAfter(work, file, activity, acknowledged, before);
      }
    run.print({
      [`kills in ${work.name}`]: kills,
      points: whole ?? 0,
      acknowledged: acknowledgements,
      'sends unknown': unknown,
    });
    expect(kills).toBeGreaterThan(0);
  },
  TIME_LIMIT_MS,
);

/** A restart, the same form again, a sweep: holds what F7 promises. The number of sends nobody can know about. */
async function checkAfter(
  work: Work,
  file: string,
  activity: Activity,
  acknowledged: boolean,
  before: number,
): Promise<number> {
  const store = await openEmbeddedStore({ file });
  const assistant = await startAssistant({ bound: true, plan, store, connector });
  if (acknowledged)
    for (const ref of Object.keys(work.entries).slice(0, 1))
      expect(await entriesOf(assistant, ref)).toBe(work.entries[ref]);
  expect((await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
  const { status, body } = await assistant.person(work.by ?? 'lead2').send(activity);
  expect(status).toBe(200);
  expect(wordsOf((body as { value: Record<string, unknown> }).value)).not.toContain('Not done yet');
  // Leases of the killed process run out, and the sweep settles what it left.
  assistant.at('2026-11-26T09:10:00.000Z');
  await assistant.settled();
  await assistant.bot.sweep('2026-11-01T00:00:00.000Z');
  await assistant.settled();
  for (const [ref, entries] of Object.entries(work.entries)) expect(await entriesOf(assistant, ref), ref).toBe(entries);
  expect((await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
  const deliveries: ListedKind<Delivery>[] = await listAll<Delivery>(
    store,
    ['delivery'],
    deliveriesOf(PROGRAMME, '2026-W48'),
  );
  const announcements = deliveries.filter(({ body: { kind } }) => kind === 'announce');
  expect(announcements.filter(({ body: { state } }) => !ENDED.some((one) => one === state))).toEqual([]);
  const shown = connector.sent.slice(before).filter((one) => one.how === 'create');
  expect(shown.length).toBeLessThanOrEqual(announcements.length);
  const unknown = announcements.filter((one) => one.body.state === 'unknown').length;
  expect(shown.length).toBeGreaterThanOrEqual(announcements.length - unknown);
  await assistant.stop();
  await store.close();
  return unknown;
}

/** Entries of the records whose reference begins so, the first entry of each planned record left out. */
async function entriesOf(assistant: Assistant, letter: string): Promise<number> {
  const { heads } = await verifyProgramme(assistant.deps, recordTypes, PROGRAMME);
  const own = heads.filter((head) => head.newest.ref.startsWith(letter));
  const planned = [...plan.milestones, ...plan.risks].filter((one) => one.ref.startsWith(letter)).length;
  return own.reduce((sum, head) => sum + head.newest.version, 0) - planned;
}
