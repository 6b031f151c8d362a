// One person with several accounts, through the front door: who is written to, who is named, and what the other accounts can do.
// Pitfall: object ids have no order in time, so every journey is tried with the new one before and after the old one.

import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { loadPlan } from '../../src/plans/plan-file.js';
import { enrol, expectPerson, listContacts } from '../../src/programmes/directory.js';
import type { Head } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { verifyWhole } from '../../src/verification/whole.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { PROGRAMME, TENANT, testPlan } from '../support/world.js';

const ADDRESS = 'sam.lead@council.gov.uk';
const plan = { ...testPlan, programme: { ...testPlan.programme, boards: [] } };
const LOW = '00000000-aaaa-4aaa-8aaa-000000000001';
const HIGH = 'ffffffff-aaaa-4aaa-8aaa-00000000000f';
let assistant: Assistant;
let old: Person;

beforeEach(async () => {
  assistant = await startAssistant({ bound: true, plan });
  await expectPerson(assistant.deps, TENANT, PROGRAMME, ADDRESS, 'lead1');
  old = assistant.person('lead1');
});
afterEach(() => assistant.stop());

/** An account that Teams lists under an address. */
function account(objectId: string, address = ADDRESS): Person {
  const { members } = assistant.connector;
  for (let n = members.length - 1; n >= 0; n -= 1) if (members[n]?.aadObjectId === objectId) members.splice(n, 1);
  members.push({ id: `29:${objectId}`, name: 'Sam', aadObjectId: objectId, userPrincipalName: address });
  return assistant.person('', objectId);
}
const hello = async (who: Person) => wordsOf(await who.say('help'));
const writtenTo = async () => (await listContacts(assistant.deps, TENANT, PROGRAMME)).objectIds.get('lead1');
const readTeam = async () => {
  const office = assistant.person('office');
  return wordsOf(await office.press(await office.say('people'), 'Read the team’s list'));
};
/** Of whom the ledger says that an account was set aside. */
const history = async () => {
  const heads = await listAll<Head<{ about: string }>>(assistant.deps.store, ['witness'], PROGRAMME);
  const newest = heads.map(({ body }) => body.newest);
  return newest.filter(({ did }) => did === 'people.set-account-aside').map(({ state }) => state.about);
};

async function takeOut(office: Person, id: string): Promise<void> {
  const data = { programmeId: PROGRAMME, id };
  const card = {
    type: 'AdaptiveCard',
    actions: [{ type: 'Action.Execute', title: 'Go', verb: 'people.open-removal', data }],
  };
  const form = await office.press(card, 'Go');
  const gone = await office.press(form, 'Take them out', { to: 'office' });
  expect(wordsOf(gone)).toContain('They are out');
}

const KNOWN = 'You are WS1 lead';
const ASIDE = 'I know you by a newer account of yours';

describe.each([
  ['before', LOW],
  ['after', HIGH],
])('a new object id that sorts %s the old one', (_, id) => {
  it.each(['says hello', 'is on the team’s list'])(
    '%s: prompts and mentions go to it, and the old one can do nothing',
    async (door) => {
      expect(await hello(old)).toContain(KNOWN);
      const added = account(id);
      if (door === 'says hello') expect(await hello(added)).toContain(KNOWN);
      else await assistant.person('member').say('help', 'channel');
      if (door !== 'says hello') expect(await readTeam()).toContain('One person met');
      expect(await writtenTo()).toBe(id);
      expect(await hello(old)).toContain(ASIDE);
      expect(await hello(old)).not.toContain(KNOWN);
      expect(await hello(added)).toContain(KNOWN);
      assistant.at('2026-11-26T09:30:00.000Z');
      const before = assistant.connector.calls.length;
      // Neither is to be reached in a chat: whoever it is for is named in the channel.
      assistant.connector.script(({ path, body }) => {
        const to = `${decodeURIComponent(path)} ${JSON.stringify(body?.members ?? '')}`;
        return to.includes(id) || to.includes(old.objectId) ? { status: 403 } : undefined;
      });
      for (let n = 0; n < 3; n += 1) await assistant.bot.runJobs();
      await assistant.settled();
      const calls = JSON.stringify(assistant.connector.calls.slice(before)).replaceAll('%3A', ':');
      expect(calls).toContain(`a:${id}/activities`);
      expect(calls).not.toContain(`a:${old.objectId}`);
      const named = JSON.stringify(assistant.announced().map(({ msteams }) => msteams));
      expect(named).toContain(`"mentioned":{"id":"${id}"`);
      expect(named).not.toContain(old.objectId);
      expect(await history()).toContain('lead1');
      expect((await verifyWhole(assistant.deps, PROGRAMME)).faults).toEqual([]);
    },
  );
});

test('two accounts that are both used both act, nothing is written at every message, and the one met last is written to', async () => {
  account(old.objectId);
  const guest = account(LOW, 'sam.lead_council.gov.uk#EXT#@nhs.onmicrosoft.com');
  expect(await hello(old)).toContain(KNOWN);
  expect(await hello(guest)).toContain(KNOWN);
  const entries = async () =>
    (await listAll<Head<unknown>>(assistant.deps.store, ['witness'], PROGRAMME)).map(({ body }) => body.newest.version);
  for (const who of [old, guest, old, guest]) expect(await hello(who)).toContain(KNOWN);
  expect(await writtenTo()).toBe(LOW);
  const count = await entries();
  const asked = () => assistant.connector.calls.filter(({ path }) => path.includes('/members/')).length;
  const before = asked();
  for (const who of [old, guest, old, guest]) expect(await hello(who)).toContain(KNOWN);
  expect([await entries(), asked()]).toEqual([count, before]);
  expect(await history()).toEqual(['lead1']);

  // A day on, whichever is used is written to; once the guest is gone that is the other.
  assistant.at('2026-11-27T09:30:00.000Z');
  expect(await hello(old)).toContain(KNOWN);
  expect(await writtenTo()).toBe(old.objectId);
  assistant.at('2026-11-28T09:00:00.000Z');
  expect(await hello(guest)).toContain(KNOWN);
  expect(await writtenTo()).toBe(LOW);

  // Neither acts once its address is somebody else's.
  assistant.at('2026-11-29T10:00:00.000Z');
  account(LOW, 'somebody.else@nhs.net');
  expect(await hello(guest)).toContain(ASIDE);
  expect(await hello(old)).toContain(KNOWN);
  expect(await writtenTo()).toBe(old.objectId);
  expect((await verifyWhole(assistant.deps, PROGRAMME)).faults).toEqual([]);
});

test('a list that goes on naming an account that is gone brings it back to nothing', async () => {
  await assistant.person('member').say('help', 'channel');
  account(old.objectId);
  account(HIGH);
  expect(await readTeam()).toContain('One person met');
  for (let n = 0; n < 2; n += 1) expect(await readTeam()).toContain('Nobody new met');
  expect(await writtenTo()).toBe(HIGH);
});

test('a plan that is loaded again at a start brings back neither the old account nor who has left', async () => {
  expect(await hello(account(LOW))).toContain(KNOWN);
  await loadPlan(assistant.deps, plan);
  expect(await writtenTo()).toBe(LOW);
  expect(await hello(old)).toContain(ASIDE);
  const member = assistant.person('member');
  const office = assistant.person('office');
  await expectPerson(assistant.deps, TENANT, PROGRAMME, 'mem@council.gov.uk', 'member');
  expect(await hello(account(member.objectId, 'mem@council.gov.uk'))).toContain('You are');
  await takeOut(office, 'member');
  await loadPlan(assistant.deps, plan);
  expect(await hello(member)).toContain('I do not know you');
});

test('an account named by its object id takes the place of another', async () => {
  await enrol(assistant.deps, TENANT, PROGRAMME, LOW, 'lead1');
  expect(await writtenTo()).toBe(LOW);
  expect(await hello(old)).toContain(ASIDE);
});
