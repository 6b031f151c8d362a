// What may identify a child is refused wherever it is typed, given back to its author alone, and kept nowhere. What one could
// get wrong: "kept nowhere" is looked up in the store's own file once it is closed, and in every line of the log.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { valuesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';

const CHILD = 'Jamie Carter, DOB 14/03/2015';
const STORY = `${CHILD}, has no school place.`;
const SENTENCE = `Please take out “${CHILD}”: it looks like a child’s date of birth or age.`;

let folder: string;
let store: Store;
let assistant: Assistant;
let owner: Person;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
  store = await openEmbeddedStore({ file: join(folder, 'programme.db') });
  assistant = await startAssistant({ bound: true, store });
  owner = assistant.person('owner');
  await assistant.person('office').say('help', 'channel');
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Ends the assistant; everything that the store's file holds, as text, and everything that was logged. */
async function everythingKept(): Promise<{ stored: string; logged: string }> {
  await assistant.stop();
  await store.close();
  const stored = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  return { stored, logged: JSON.stringify(assistant.logged) };
}

async function expectNothingKept(): Promise<void> {
  const { stored, logged } = await everythingKept();
  expect(stored).toContain('Posts recruited');
  expect(logged).toContain('identifying-text-refused');
  for (const part of ['Jamie', 'Carter', '14/03/2015', 'has no school place']) {
    expect(stored).not.toContain(part);
    expect(logged).not.toContain(part);
  }
}

test('An update comes back with what was typed and the words to take out; mended, it is saved', async () => {
  const form = await owner.say('update M02');
  const typed = { stated: 'green', commentary: STORY };
  const refused = await owner.press(form, 'Post update', typed);
  expect(wordsOf(refused)).toContain('One thing to mend before this can be saved. What you typed is still here.');
  expect(wordsOf(refused)).toContain(SENTENCE);
  expect(wordsOf(refused)).toContain('This check cannot see everything, so look for more.');
  expect(valuesOf(refused)).toMatchObject(typed);
  const posted = await owner.press(refused, 'Post update', { commentary: 'A place is still to be found.' });
  expect(wordsOf(posted)).toContain('M02 updated');
  await assistant.settled();
  expect(assistant.announced()).toHaveLength(1);
  await expectNothingKept();
});

test('A risk comes back from the dialog of a channel, to its author alone', async () => {
  const form = await owner.open(await owner.say('raise risk', 'channel'), 'Open');
  const before = assistant.connector.sent.length;
  const refused = await owner.follow(form, 'Raise the risk', {
    cause: STORY,
    event: `UPN b801200005001`,
    consequence: '',
  });
  expect(wordsOf(refused)).toContain('2 things to mend');
  expect(wordsOf(refused)).toContain(SENTENCE);
  expect(wordsOf(refused)).toContain('Please take out “b801200005001”: it looks like a unique pupil number (UPN).');
  expect(valuesOf(refused)).toMatchObject({ cause: STORY, event: 'UPN b801200005001' });
  await assistant.settled();
  expect(assistant.connector.sent).toHaveLength(before);
  await expectNothingKept();
});

test('A message is neither repeated nor searched by, in the chat or the channel', async () => {
  for (const where of ['personal', 'channel'] as const)
    for (const text of [STORY, `update ${STORY}`, `history ${STORY}`]) {
      const answer = await owner.say(text, where);
      const words = wordsOf(answer);
      expect(words).toContain('Your message seems to hold a child’s date of birth or age. I have kept nothing of it.');
      expect(words).toContain(`Please delete it from this ${where === 'personal' ? 'chat' : 'channel'}, as I cannot`);
      expect(words).toContain('This check is a guard, not a guarantee.');
    }
  expect(JSON.stringify(assistant.connector.sent)).not.toContain('Carter');
  await expectNothingKept();
});

test('A form that an old client sends as a message is not given back in front of others', async () => {
  const form = await owner.say('update M02');
  const pressed = owner.pressing(form, 'Post update', { stated: 'green', commentary: STORY }) as {
    value: { action: { verb: string; data: Record<string, unknown> } };
  };
  const { verb, data } = pressed.value.action;
  await owner.send({ ...owner.saying('', 'channel'), value: { ...data, verb } });
  expect(JSON.stringify(assistant.connector.sent.at(-1))).toContain('Your message seems to hold');
  expect(JSON.stringify(assistant.connector.sent)).not.toContain('Carter');
  await expectNothingKept();
});

test('A file whose name may identify a child is neither fetched nor named', async () => {
  for (const name of ['Jamie_Carter_14.03.2015.xlsx', 'EHCP_9434765919_final.xlsx', 'Jamie%20Carter%20Year%206.xlsx']) {
    const content = { downloadUrl: 'https://files.example.org/1', uniqueId: '1', fileType: 'xlsx' };
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    await owner.send({ ...owner.saying('', 'personal'), attachments: [{ contentType, name, content }] });
    const answer = JSON.stringify(assistant.connector.sent.at(-1));
    expect(answer).toContain('The name of your file seems to hold');
    expect(answer).not.toContain('Carter');
    expect(answer).not.toContain('9434765919');
  }
  await expectNothingKept();
});

test('Whoever may not open the form is not shown it by typing what is refused', async () => {
  const form = await owner.say('update M02');
  const refused = await assistant.person('member').press(form, 'Post update', { stated: 'green', commentary: STORY });
  expect(wordsOf(refused)).toContain('Not yours to change');
  expect(JSON.stringify(refused)).not.toContain('Carter');
  await expectNothingKept();
});

test('Each form about a risk, and a withdrawal, keeps what was typed and names the words', async () => {
  const office = assistant.person('office');
  const raised = await office.press(await office.say('raise risk'), 'Raise the risk', {
    cause: 'few therapists',
    event: 'posts stay unfilled',
    consequence: 'the offer comes late',
    category: 'workforce capacity',
    workstream: 'WS2',
    inherentLikelihood: '4',
    inherentImpact: '3',
    residualLikelihood: '3',
    residualImpact: '3',
    targetLikelihood: '2',
    targetImpact: '2',
    proximity: 'this year',
    ownerId: 'lead2',
  });
  expect(wordsOf(raised)).toContain('R01 raised');
  const forms = [
    ['risks.open-reassess', 'Save the reassessment', 'commentary'],
    ['risks.open-action', 'Add the action', 'what'],
    ['risks.open-escalate', 'Escalate', 'reason'],
    ['risks.open-accept', 'Accept it', 'reason'],
    ['risks.open-close', 'Close it', 'reason'],
    ['risks.open-happened', 'It has happened', 'reason'],
  ] as const;
  const opening = (verb: string) => ({
    type: 'AdaptiveCard',
    body: [
      {
        type: 'ActionSet',
        actions: [{ type: 'Action.Execute', title: 'Open', verb, data: { programmeId: 'test-area', ref: 'R01' } }],
      },
    ],
  });
  for (const [verb, button, field] of forms) {
    const refused = await office.press(await office.press(opening(verb), 'Open'), button, { [field]: STORY });
    expect(wordsOf(refused), verb).toContain(SENTENCE);
    expect(valuesOf(refused)[field], verb).toBe(STORY);
  }
  const posted = await owner.press(await owner.say('update M02'), 'Post update', {
    stated: 'green',
    commentary: 'Fine.',
  });
  const form = await owner.press(await owner.press(posted, 'History'), 'Withdraw my last entry');
  const refused = await owner.press(form, 'Withdraw it', { reason: STORY });
  expect(wordsOf(refused)).toContain(SENTENCE);
  expect(valuesOf(refused).reason).toBe(STORY);
  await assistant.settled();
  await expectNothingKept();
});
