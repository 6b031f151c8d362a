// Which place is a programme's, and which chat a person's own. What one could get wrong: everything that is said or done but the
// programme office's own act must bind nothing, whoever does it and in whatever shape it comes.

import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readProgramme } from '../../src/programmes/actor.js';
import { findPlace } from '../../src/programmes/places.js';
import { readPersonal } from '../../src/teams/conversations.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { cardOf, titlesOf, wordsOf } from '../support/card-reader.js';
import { CHANNEL, type Person } from '../support/person.js';
import { PROGRAMME, TENANT, testPlan } from '../support/world.js';

const BOT = { id: '28:bot', name: 'Reform Delivery' };
const GROUP = '19:chat-of-some@thread.v2';
let assistant: Assistant;
beforeEach(async () => {
  assistant = await startAssistant();
});
afterEach(() => assistant.stop());

type Body = Record<string, unknown>;
const inGroup = { isGroup: true, conversationType: 'groupChat', tenantId: TENANT, id: GROUP };
const activity = (who: Person, more: Body): Body => ({
  id: randomUUID(),
  channelId: 'msteams',
  serviceUrl: assistant.connector.url,
  from: { id: `29:${who.objectId}`, aadObjectId: who.objectId, name: 'Somebody' },
  recipient: BOT,
  conversation: inGroup,
  channelData: { tenant: { id: TENANT } },
  ...more,
});
const press = (verb: string, data: Body, name = 'adaptiveCard/action', trigger = 'manual'): Body => ({
  type: 'invoke',
  name,
  value:
    name === 'adaptiveCard/action'
      ? { action: { type: 'Action.Execute', verb, data }, trigger }
      : { context: {}, data: { ...data, verb } },
});
const binds = () => ({ programmeId: PROGRAMME, purpose: 'group', form: randomUUID(), why: '' });

/** Everything that may come from a group chat, but the office's own act there. */
const KINDS: Record<string, () => Body> = {
  'added (installationUpdate)': () => ({ type: 'installationUpdate', action: 'add' }),
  'added as an update': () => ({ type: 'installationUpdate', action: 'add-upgrade' }),
  'added (conversationUpdate)': () => ({ type: 'conversationUpdate', membersAdded: [BOT] }),
  ...Object.fromEntries(
    ['channelCreated', 'channelRestored', 'channelShared', 'teamRestored', 'teamUnarchived', 'teamRenamed'].map(
      (eventType) => [
        eventType,
        () => ({ type: 'conversationUpdate', channelData: { tenant: { id: TENANT }, eventType } }),
      ],
    ),
  ),
  ...Object.fromEntries(
    ['help', 'risks', 'milestones', 'update M02', 'raise risk', 'summary', 'what', '', 'post milestones'].map(
      (text) => [`says ${JSON.stringify(text)}`, () => ({ type: 'message', text: `<at>${BOT.name}</at> ${text}` })],
    ),
  ),
  'edits a message': () => ({
    type: 'messageUpdate',
    text: 'risks',
    channelData: { tenant: { id: TENANT }, eventType: 'editMessage' },
  }),
  'a button as a message': () => ({ type: 'message', value: { verb: 'places.bind', ...binds() } }),
  'a look by itself': () => press('places.bind', binds(), 'adaptiveCard/action', 'automatic'),
  'opens the form': () => press('places.open-bind', { programmeId: PROGRAMME }, 'task/fetch'),
  'an extension': () => ({ type: 'invoke', name: 'composeExtension/query', value: {} }),
  'a reaction': () => ({ type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
};

const bound = async (id = GROUP) => findPlace(assistant.deps, TENANT, id);

it.each(Object.keys(KINDS))('Nobody of any role binds a place by what is no act of the office: %s', async (kind) => {
  for (const { memberId } of testPlan.people) {
    const who = assistant.person(memberId);
    await who.send(activity(who, KINDS[kind]?.() ?? {}));
  }
  await assistant.settled();
  expect(await bound()).toBeUndefined();
  expect((await readProgramme(assistant.deps, PROGRAMME))?.body.newest.state.places).toBeUndefined();
});

it('The act itself is the office’s alone, typed or pressed, and in no meeting’s chat', async () => {
  const acts: (() => Body)[] = [
    () => ({ type: 'message', text: `<at>${BOT.name}</at> use this channel` }),
    () => press('places.bind', binds(), 'task/submit'),
    () => press('places.bind', binds()),
  ];
  for (const act of acts) {
    for (const { memberId } of testPlan.people.filter((one) => one.memberId !== 'office')) {
      const who = assistant.person(memberId);
      await who.send(activity(who, act()));
    }
    expect(await bound()).toBeUndefined();
    const office = assistant.person('office');
    const meeting = { tenantId: TENANT, id: '19:meeting_abc@thread.v2', conversationType: 'groupChat', isGroup: true };
    await office.send(activity(office, { ...act(), conversation: meeting }));
    expect(await bound(meeting.id)).toBeUndefined();
    const inMeeting = { tenant: { id: TENANT }, meeting: { id: 'MCMx' } };
    await office.send(activity(office, { ...act(), channelData: inMeeting }));
    expect(await bound()).toBeUndefined();
  }
  const office = assistant.person('office');
  await office.send(activity(office, acts[1]?.() ?? {}));
  expect(await bound()).toEqual({ programmeId: PROGRAMME, purpose: 'group' });
});

it('In a place that is not the delivery group’s everybody gets Open and nothing of a record', async () => {
  const office = assistant.person('office');
  for (const before of ['unbound', 'a body’s'] as const) {
    if (before === 'a body’s') await office.say('use this channel for the Board', 'channel');
    for (const text of ['milestones', 'risks', 'M02', 'decisions', 'help'])
      expect(titlesOf(await office.say(text, 'channel')), `${before}: ${text}`).toEqual(['Open']);
  }
  const posted = await assistant.person('chair').say('post milestones', 'channel');
  expect(wordsOf(posted)).toContain('Posts recruited');
  expect(wordsOf(await assistant.person('lead1').say('post milestones', 'channel'))).toContain('Not yours to post');
  const lead = assistant.person('lead2');
  const typed = { stated: 'green', forecastOn: '2026-12-31', commentary: 'Offers are out.' };
  await lead.press(await lead.say('update M02'), 'Post update', typed);
  await assistant.settled();
  expect(assistant.announced()).toEqual([]);
});

it('What opens from an unbound place is what the words mean, for whoever presses', async () => {
  const lead = assistant.person('lead2');
  expect(wordsOf(await lead.open(await lead.say('milestones', 'channel'), 'Open'))).toContain('Posts recruited');
});

it('A place names once who added the assistant, nobody’s roles, and three buttons at most; removed and added again it does so again', async () => {
  const lead = assistant.person('observer');
  const add = activity(lead, { type: 'installationUpdate', action: 'add' });
  const welcomes = () => assistant.connector.sent.filter((one) => one.conversationId === GROUP);
  await lead.send(activity(lead, { type: 'installationUpdate', action: 'add-upgrade' }));
  expect(welcomes()).toEqual([]);
  await lead.send(add);
  await lead.send({ ...activity(lead, { type: 'conversationUpdate', membersAdded: [BOT] }) });
  await lead.send(activity(lead, { type: 'installationUpdate', action: 'add-upgrade' }));
  expect(welcomes()).toHaveLength(1);
  const card = cardOf(welcomes()[0]?.activity);
  expect(wordsOf(card)).toContain('Somebody added me here');
  expect(wordsOf(card)).not.toContain('observer');
  expect(titlesOf(card).length).toBeLessThanOrEqual(3);
  await lead.send(activity(lead, { type: 'installationUpdate', action: 'remove' }));
  await lead.send(add);
  expect(welcomes()).toHaveLength(2);
});

it('A chat is a person’s own when they add the assistant or write there, and never by a press, Copilot, or a chat of two people', async () => {
  const lead = assistant.person('lead2');
  const own = () => readPersonal(assistant.deps, TENANT, lead.objectId);
  const personal = (id: string) => ({ conversationType: 'personal', tenantId: TENANT, id });
  const show = press('milestones.show', { programmeId: PROGRAMME, ref: 'M02' });
  await lead.send(activity(lead, { ...show, conversation: personal('a:x') }));
  await lead.send(
    activity(lead, { ...press('milestones.show', {}, 'task/fetch'), conversation: personal('19:a_b@unq.gbl.spaces') }),
  );
  const help = { type: 'message', text: 'help' };
  await lead.send(activity(lead, { ...help, conversation: personal('19:a_b@unq.gbl.spaces') }));
  const copilot = { entities: [{ type: 'ProductInfo', id: 'COPILOT' }], conversation: personal('a:copilot') };
  await lead.send(activity(lead, { ...help, ...copilot }));
  const context = {
    channelData: { tenant: { id: TENANT }, productContext: 'COPILOT' },
    conversation: personal('a:copilot'),
  };
  await lead.send(activity(lead, { ...help, ...context }));
  expect(await own()).toBeUndefined();
  await lead.send(activity(lead, { ...help, conversation: personal('a:own') }));
  expect((await own())?.conversationId).toBe('a:own');
  await lead.send(activity(lead, { ...help, ...copilot }));
  expect((await own())?.conversationId).toBe('a:own');
  await lead.send(
    activity(lead, { type: 'installationUpdate', action: 'remove-upgrade', conversation: personal('a:own') }),
  );
  expect((await own())?.conversationId).toBe('a:own');
  await lead.send(activity(lead, { type: 'installationUpdate', action: 'remove', conversation: personal('a:own') }));
  expect(await own()).toBeUndefined();
  const greeted = assistant.connector.sent.length;
  await lead.send(activity(lead, { type: 'installationUpdate', action: 'add', conversation: personal('a:again') }));
  expect((await own())?.conversationId).toBe('a:again');
  expect(assistant.connector.sent.slice(greeted)).toHaveLength(1);
});

it('A person of another tenant in a shared channel is known by their own tenant, never by the conversation’s', async () => {
  const lead = assistant.person('lead2');
  const guest = { id: '29:guest', aadObjectId: lead.objectId, name: 'Guest', tenantId: randomUUID() };
  const there = { isGroup: true, conversationType: 'channel', tenantId: TENANT, id: `${CHANNEL};messageid=1` };
  await lead.send(
    activity(lead, { type: 'message', text: `<at>${BOT.name}</at> risks`, from: guest, conversation: there }),
  );
  const [answer] = assistant.connector.sent;
  expect(wordsOf(cardOf(answer?.activity))).toContain('I do not know you yet');
});

it('The office stops posting in settings, with why, and history says so', async () => {
  const office = assistant.person('office');
  await office.say('use this channel', 'channel');
  const settings = await office.say('settings');
  expect(wordsOf(settings)).toContain('The delivery group: a channel');
  const form = await office.send(
    activity(office, {
      ...press('settings.open', { programmeId: PROGRAMME, section: 'places' }),
      conversation: { conversationType: 'personal', tenantId: TENANT, id: `a:${office.objectId}` },
    }),
  );
  const card = (form.body as { value: Record<string, unknown> }).value;
  const saved = await office.press(card, 'Save', { stopPlace: 'group', why: 'Another channel is to be used.' });
  expect(wordsOf(saved)).toContain('Nowhere');
  expect(await bound(CHANNEL)).toBeUndefined();
  expect(wordsOf(await office.say('history settings'))).toContain('Another channel is to be used.');
});
