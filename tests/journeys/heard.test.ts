// What people send and press that was once lost: words after a reference, corrected messages, cards of an older version, references that nobody has, people
// of one name, and a form that somebody else was quicker with. Pitfall: what is read back is what the person sees, so words in a button's hidden data do
// not count.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { buttonOf, cardOf, titlesOf, valuesOf, walk, wordsOf } from '../support/card-reader.js';
import { testPlan } from '../support/world.js';

let assistant: Assistant;
beforeEach(async () => {
  assistant = await startAssistant();
});
afterEach(() => assistant.stop());

const WORDS = 'slips to 25 January because the ICB post is vacant';
const typed = { stated: 'green', forecastOn: '2027-01-31', commentary: 'Booked.' };

test('Words after a reference stand in its form, in a chat and behind Open in a channel, and are saved by nobody else', async () => {
  const lead = assistant.person('lead1');
  const form = await lead.say(`update M1 ${WORDS}`);
  expect(wordsOf(form)).toContain('Update M01');
  expect(valuesOf(form).commentary).toBe(WORDS);
  const opened = await lead.open(await lead.say(`update M01\n\n${WORDS}`, 'channel'), 'Open');
  expect(valuesOf(opened).commentary).toBe(WORDS);
  expect(wordsOf(await lead.say('M01'))).not.toContain('25 January');
  expect(wordsOf(await lead.say('update M01 waits for NHS 943 476 5919'))).toContain('Nothing was saved');
});

test('A message that is edited is answered as what it now says, once, and nobody answers one that came back', async () => {
  const lead = assistant.person('lead2');
  expect(titlesOf(await lead.say('updat M02'))).toContain('Update M02');
  const edited = {
    ...lead.saying('update M02'),
    type: 'messageUpdate',
    channelData: { eventType: 'editMessage', tenant: { id: testPlan.tenantId } },
  };
  const before = assistant.connector.sent.length;
  await Promise.all([lead.send(edited), lead.send(edited)]);
  await lead.send({ ...edited, channelData: { ...edited.channelData, eventType: 'undeleteMessage' } });
  const answers = assistant.connector.sent.slice(before);
  expect(answers.length).toBe(1);
  expect(wordsOf(cardOf(answers[0]?.activity))).toContain('Update M02');
});

test('Nobody is met with silence whom Teams does not name, and no other bot is answered', async () => {
  const somebody = assistant.person('lead1');
  const { from: _, ...activity } = somebody.saying('help');
  expect((await somebody.send({ ...activity, from: { id: '29:x' } })).status).toBe(200);
  await somebody.send({ ...activity, from: { id: '28:another-bot' } });
  const sent = assistant.connector.sent.map((one) => wordsOf(cardOf(one.activity)));
  expect(sent.length).toBe(1);
  expect(sent[0]).toContain('Teams did not tell me who you are');
});

test('A form of an older version gives back what was typed, and tries nothing again that fails for ever', async () => {
  const lead = assistant.person('lead1');
  const press = lead.pressing(await lead.say('update M04'), 'Post update', {
    ...typed,
    commentary: `Forty minutes: ${WORDS}`,
  });
  const changed = async (change: (action: { verb: string; data: Record<string, unknown> }) => unknown) => {
    const copy = structuredClone(press) as { value: { action: { verb: string; data: Record<string, unknown> } } };
    change(copy.value.action);
    return ((await lead.send(copy as never)).body as { value: CardJson }).value;
  };
  for (const card of [
    await changed((action) => Object.assign(action, { verb: 'milestones.post-update-v1' })),
    await changed(({ data }) => Object.assign(data, { opened: undefined })),
    await changed(({ data }) => Object.assign(data, { commentary: [`Forty minutes: ${WORDS}`] })),
  ]) {
    expect(wordsOf(card)).toContain(`Forty minutes: ${WORDS}`);
    expect(titlesOf(card)).toEqual(['Open M04']);
  }
  const hidden = await changed((action) => {
    action.verb = 'gone';
    action.data.commentary = 'About 943 476 5919';
  });
  expect(JSON.stringify(hidden)).not.toContain('943');
});

test('A reference that nobody has is said to be none, to members; a stranger is told whom to ask', async () => {
  const lead = assistant.person('lead1');
  const card = await lead.say('D03');
  expect(wordsOf(card)).toContain('There is no D03. Decisions start with D.');
  expect(wordsOf(await lead.press(card, 'See decisions'))).toContain('Decisions');
  const stranger = assistant.person('nobody', '77777777-7777-4777-8777-777777777777');
  expect(wordsOf(await stranger.say('D03'))).toContain('Ask your programme office');
});

test('People of one name are told apart in every list of people', async () => {
  await assistant.stop();
  const twin = { id: 'twin', name: 'ws1  Lead', organisation: 'ICB', roles: ['milestone owner'], leads: [] } as never;
  const programme = { ...testPlan.programme, members: [...testPlan.programme.members, twin] };
  assistant = await startAssistant({ plan: { ...testPlan, programme } });
  const office = assistant.person('office');
  const forms = [
    await office.say('action'),
    await office.say('raise risk'),
    await office.say('ask M02'),
    await office.say('add milestone'),
    await office.press(await office.say('people'), 'Add a person'),
  ];
  for (const form of forms) {
    const titles: string[] = [];
    walk(form, ({ type, choices }) => {
      if (type === 'Input.ChoiceSet') titles.push(...(choices as { title: string }[]).map(({ title }) => title));
    });
    expect(titles.filter((title) => /^ws1\s+lead/i.test(title)).sort()).toEqual(['WS1 lead (LA)', 'ws1  Lead (ICB)']);
  }
});

test('A press that somebody else was quicker with says who changed what, and when', async () => {
  const [office, lead] = [assistant.person('office'), assistant.person('lead1')];
  await lead.press(await lead.say('action'), 'Agree it', {
    what: 'Book the room',
    ownerId: 'lead1',
    dueOn: '2026-12-10',
    workstream: 'WS1',
  });
  const mine = await lead.press(await lead.say('A01'), 'Done');
  await office.press(await office.press(await office.say('A01'), 'Done'), 'It is done', {
    doneOn: '2026-11-26',
    outcome: 'Booked',
  });
  const late = await lead.press(mine, 'It is done', { doneOn: '2026-11-26', outcome: 'Mine' });
  expect(wordsOf(late)).toContain('Programme office changed A01 on 26 November 2026');
});

test('Every button of a card in a chat is there for clients without Action.Execute too, and does the same', async () => {
  const lead = assistant.person('lead1');
  const form = await lead.say('update M04');
  walk(form, (element) => {
    if (element.type !== 'Action.Execute') return;
    expect(element.fallback).toMatchObject({ type: 'Action.Submit', title: element.title });
    const { data } = element.fallback as { data: Record<string, unknown> };
    expect(data).toEqual({ ...(element.data as object), verb: element.verb });
  });
  const { data } = (buttonOf(form, 'Post update') as unknown as { fallback: { data: object } }).fallback;
  await lead.send({ ...lead.saying(''), value: { ...data, ...valuesOf(form), ...typed } });
  expect(wordsOf(assistant.newestFor(lead))).toContain('M04 updated');
});
