// People put in, changed, taken out and erased by the programme office. What one could get wrong: somebody who is out can do nothing from that moment on,
// what was theirs is somebody's, and after an erasure no record has their name while every chain verifies.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDemoPlan } from '../../src/demo/seed.js';
import type { CardJson } from '../../src/deps.js';
import { recordTypes } from '../../src/records.js';
import type { Entry } from '../../src/storage/entry.js';
import { entriesOf } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { elements } from '../cards/walk.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';

const PROGRAMME = 'send-reform';
const SARAH = 'f0f0f0f0-0000-4000-8000-000000000002';
let assistant: Assistant;
let office: Person;

beforeEach(async () => {
  assistant = await startAssistant({ plan: await readDemoPlan(), consent: false });
  office = assistant.person('programme-office');
});
afterEach(() => assistant.stop());

const typed = {
  name: 'Sarah Example',
  contact: 'Sarah@council.example',
  organisation: 'LA',
  roles: 'workstream lead,milestone owner',
  leads: 'WS6',
  deputy: '',
  signsAs: '',
  leaveFrom: '',
  leaveUntil: '',
};

async function add(values = typed): Promise<CardJson> {
  return office.press(await office.press(await office.say('people'), 'Add a person'), 'Save', values);
}

async function meetSarah(): Promise<Person> {
  const known = { id: `29:${SARAH}`, name: 'S', aadObjectId: SARAH, userPrincipalName: 'sarah@council.example' };
  assistant.connector.members.push(known);
  const sarah = assistant.person('sarah', SARAH);
  // Teams is given two seconds to tell, which a busy machine may need twice.
  for (let n = 0; n < 5 && !wordsOf(await sarah.say('help')).includes('You are Sarah'); n += 1);
  return sarah;
}

/** The card of somebody on the list, whichever page they are on. */
async function open(name: string): Promise<CardJson> {
  let list = await office.say('people');
  for (let page = 1; page < 9 && !wordsOf(list).includes(name); page += 1)
    list = await office.press(list, titlesOf(list).find((title) => title.startsWith('Next')) ?? '');
  const row = elements(list)
    .map(({ selectAction }) => selectAction as { verb?: string; data?: { id: string }; title?: string } | undefined)
    .find((action) => action?.verb === 'people.show' && action.title?.includes(name));
  const id = row?.data?.id;
  return office.press(goTo(id ?? ''), 'Go');
}
const goTo = (id: string): CardJson => ({
  type: 'AdaptiveCard',
  actions: [{ type: 'Action.Execute', title: 'Go', verb: 'people.show', data: { programmeId: PROGRAMME, id } }],
});

test('Somebody is added, refused beside the field where something is wrong, and met by their address', async () => {
  const form = await office.press(await office.say('people'), 'Add a person');
  const refused = await office.press(form, 'Save', { ...typed, contact: 'sarah', roles: 'member', name: ' ' });
  expect(wordsOf(refused)).toContain('Give the person’s name.');
  expect(wordsOf(refused)).toContain('Give an e-mail address');
  expect(wordsOf(refused)).toContain('is a workstream lead: choose that role too');
  expect(valuesOf(refused)).toMatchObject({ contact: 'sarah', leads: 'WS6' });
  const activity = office.pressing(refused, 'Save', typed);
  const first = await office.send(activity);
  const added = (first.body as { value: CardJson }).value;
  expect(wordsOf(added)).toContain('Sarah Example');
  expect(wordsOf(added)).toContain('Expected');
  const away = await office.press(added, 'Change');
  const early = await office.press(away, 'Save', { leaveFrom: '2027-02-10', leaveUntil: '2027-02-01' });
  expect(wordsOf(early)).toContain('It ends on or after its first day.');
  expect(wordsOf(await office.press(early, 'Save', { leaveUntil: '2027-02-20' }))).toContain(
    '10 February 2027 to 20 February 2027',
  );
  const back = await office.press(await office.press(added, 'Change'), 'Save', { leaveFrom: '', leaveUntil: '' });
  expect(wordsOf(back)).not.toContain('Leave');
  // A second delivery adds nobody.
  await office.send({ ...activity, id: 'again' });
  expect(wordsOf(await office.say('people'))).toContain('22 in all');
  // Nor does one that comes after she was changed undo that.
  const renamed = await office.press(await office.press(added, 'Change'), 'Save', { name: 'Sarah Renamed' });
  expect(wordsOf(renamed)).toContain('Sarah Renamed');
  await office.send({ ...activity, id: 'late' });
  expect(wordsOf(await open('Sarah Renamed'))).toContain('Sarah Renamed');
  await office.press(await office.press(renamed, 'Change'), 'Save', { name: typed.name });
  const sarah = await meetSarah();
  expect(wordsOf(await sarah.say('help'))).toContain('You are Sarah Example');
  expect(wordsOf(await sarah.say('people'))).toContain('set by the programme office');
  expect(wordsOf(await open('Sarah Example'))).toContain('Met');
});

test('The team’s list is read: who is expected is met before a hello, and nobody else becomes a member', async () => {
  await add();
  const list = await office.say('people');
  expect(wordsOf(await office.press(list, 'Read the team’s list'))).toContain('There is no channel yet');
  await office.say('use this channel', 'channel');
  const known = { id: `29:${SARAH}`, name: 'S', aadObjectId: SARAH, email: 'sarah@council.example' };
  const stranger = 'f0f0f0f0-0000-4000-8000-000000000009';
  assistant.connector.members.push(known, { id: '29:x', name: 'X', aadObjectId: stranger, email: 'x@council.example' });
  assistant.connector.script(({ path }) => (path.includes('pagedmembers') ? { status: 503 } : undefined));
  expect(wordsOf(await office.press(list, 'Read the team’s list'))).toContain('Teams does not tell just now');
  assistant.connector.script();
  expect(wordsOf(await office.press(list, 'Read the team’s list'))).toContain('One person met of 2 in the team');
  expect(wordsOf(await office.press(list, 'Read the team’s list'))).toContain('Nobody new met of 2');
  assistant.connector.members.splice(0);
  expect(wordsOf(await assistant.person('sarah', SARAH).say('help'))).toContain('You are Sarah Example');
  expect(wordsOf(await assistant.person('x', stranger).say('help'))).toContain('I do not know you');
});

test('The last of the office stays, by every way out', async () => {
  const own = await open('Programme office');
  expect(titlesOf(own)).not.toContain('Has left');
  expect(titlesOf(own)).not.toContain('Erase');
  const form = await office.press(own, 'Change');
  const refused = await office.press(form, 'Save', { roles: 'member' });
  expect(wordsOf(refused)).toContain('This is the last of the programme office.');
  for (const verb of ['people.remove', 'people.erase']) {
    const data = { programmeId: PROGRAMME, id: 'programme-office', form: crypto.randomUUID(), to: 'ws1-lead' };
    const card = { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', title: 'Go', verb, data }] };
    expect(wordsOf(await office.press(card, 'Go'))).toContain('This is the last of the programme office.');
  }
});

test('Whoever leaves is out at once, what was theirs is given on, and those who get it are told', async () => {
  const lead = assistant.person('ws6-lead');
  expect(wordsOf(await lead.say('my milestones'))).toContain('M18');
  await assistant.person('ws6-deputy').say('help');
  const form = await office.press(await open('WS6 lead'), 'Has left');
  expect(wordsOf(form)).toContain('M18');
  const refused = await office.press(form, 'Take them out', { to: '' });
  expect(wordsOf(refused)).toContain('Choose who gets what is theirs.');
  const done = await office.press(refused, 'Take them out', { to: 'ws6-deputy' });
  expect(wordsOf(done)).toMatch(/\d+ things changed hands/);
  expect(wordsOf(await lead.say('my milestones'))).toContain('I do not know you');
  expect(wordsOf(await assistant.person('ws6-deputy').say('M18'))).toContain('WS6 deputy');
  await assistant.settled();
  for (let n = 0; n < 3; n += 1) await assistant.bot.runJobs();
  const { objectId } = assistant.person('ws6-deputy');
  const told = assistant.connector.sent
    .filter((one) => one.conversationId === `a:${objectId}`)
    .map((one) => JSON.stringify(one.activity));
  expect(told.join('\n')).toContain('M18');
  expect((await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
});

test('Whoever has left can be erased afterwards, and a late delivery of the form that added them brings nobody back', async () => {
  const form = await office.press(await office.say('people'), 'Add a person');
  const activity = office.pressing(form, 'Save', typed);
  await office.send(activity);
  await office.press(await office.press(await open('Sarah Example'), 'Has left'), 'Take them out');
  await office.send({ ...activity, id: 'late' });
  expect(wordsOf(await office.say('people'))).toContain('21 in all');
  const left = await office.press(await office.say('people'), 'Who has left');
  expect(wordsOf(left)).toContain('Sarah Example');
  const erasing = await office.press(left, 'Erase: Sarah Example, Left, LA');
  expect(wordsOf(await office.press(erasing, 'Erase them'))).toContain('They are erased');
  await office.send({ ...activity, id: 'later' });
  const { store } = assistant.deps;
  const people = await listAll(store, ['person'], `people:${(await readDemoPlan()).tenantId}`);
  const entries = await listAll(store, ['entry'], entriesOf(PROGRAMME, 'programme'));
  expect(JSON.stringify([people, entries])).not.toMatch(/Sarah|sarah@/);
  expect(wordsOf(await office.press(await office.say('people'), 'Who has left'))).toContain('Nobody whose name');
  expect((await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
});

test('Another address makes whoever was met by the former one nobody; none makes nobody expected', async () => {
  await add();
  const sarah = await meetSarah();
  const other = { ...typed, contact: 'sarah.jones@council.example' };
  await office.press(await office.press(await open('Sarah Example'), 'Change'), 'Save', other);
  expect(wordsOf(await sarah.say('help'))).toContain('I do not know you');
  Object.assign(assistant.connector.members[0] ?? {}, { userPrincipalName: other.contact });
  expect(wordsOf(await sarah.say('help'))).toContain('You are Sarah Example');
  const none = await office.press(await office.press(await open('Sarah Example'), 'Change'), 'Save', { contact: '' });
  expect(wordsOf(none)).toContain('Not given');
});

test('What is held of somebody is given as a file; erased, their name is nowhere and every chain verifies', async () => {
  await add();
  const sarah = await meetSarah();
  await sarah.press(await sarah.say('update M18'), 'Post update', {
    stated: 'green',
    statedReason: 'Sure',
    commentary: 'On our way.',
  });
  const offered = await office.press(await open('Sarah Example'), 'What is held of them');
  const link = /"url":"([^"]+\/files\/[^"]+)"/.exec(JSON.stringify(offered))?.[1] ?? '';
  const lines = (await (await fetch(link)).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({
    what: 'member',
    member: { name: 'Sarah Example' },
    email: 'sarah@council.example',
    entraObjectId: SARAH,
  });
  expect(lines.slice(1)).toMatchObject([{ kind: 'milestone', ref: 'M18', did: 'milestones.post-update' }]);
  expect(lines[0].member.id).not.toMatch(/sarah|example/i);
  await office.press(await office.press(await open('Sarah Example'), 'Change'), 'Save', {
    ...typed,
    name: 'Sarah Example-Jones',
  });
  const before = await verifyProgramme(assistant.deps, recordTypes, PROGRAMME);
  const form = await office.press(await open('Sarah Example-Jones'), 'Erase');
  const erased = await office.press(form, 'Erase them', { to: 'ws6-lead' });
  expect(wordsOf(erased)).toContain('They are erased');
  const after = await verifyProgramme(assistant.deps, recordTypes, PROGRAMME);
  expect(after.faults).toEqual([]);
  // The erasure itself, and that the two documents which said who they are were about to go and went.
  expect(after.entries).toBe(before.entries + 5);
  const { store } = assistant.deps;
  const everything = [
    ...(await listAll<Entry<unknown>>(store, ['entry'], entriesOf(PROGRAMME, 'programme'))),
    ...after.heads,
    ...(await listAll(store, ['person', 'conversation'], `people:${(await readDemoPlan()).tenantId}`)),
  ];
  const text = JSON.stringify(everything);
  expect(text).not.toMatch(/Sarah|sarah@/);
  expect(text).not.toContain(SARAH);
  expect(text).toContain('redacted:');
  expect(wordsOf(await sarah.say('M18'))).not.toContain('M18');
  expect(wordsOf(await office.say('history M18'))).toContain('a former member');
  // Erased twice is erased once.
  expect(wordsOf(await office.press(form, 'Erase them', { to: 'ws6-lead' }))).toContain('They are erased');
  expect((await verifyProgramme(assistant.deps, recordTypes, PROGRAMME)).entries).toBe(after.entries);
});
