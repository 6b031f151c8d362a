// A Board's pack from the chair's press to the file: frozen once, the same for ever, for each reader what that reader may see. What one could get
// wrong: the document is drawn from what was frozen, so what happens in the registers afterwards must not show in it.

import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { returnPlan } from '../returns/world.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { titlesOf, wordsOf } from '../support/card-reader.js';
import type { Person } from '../support/person.js';
import { PROGRAMME } from '../support/world.js';

let assistant: Assistant;
let chair: Person;
let lead: Person;
const MAKE = 'Make the pack for 3 December 2026';

beforeEach(async () => {
  assistant = await startAssistant({ plan: returnPlan(), consent: false });
  [chair, lead] = [assistant.person('chair'), assistant.person('lead2')];
});
afterEach(() => assistant.stop());

/** The words of a pack as it comes by its link. */
async function downloaded(person: Person, card: CardJson): Promise<string> {
  const offer = await person.press(card, 'Download');
  const url = /"url":"([^"]+\/files\/[^"]+)"/.exec(JSON.stringify(offer))?.[1] ?? '';
  const response = await fetch(url);
  expect(response.headers.get('content-disposition')).toContain('Board pack 2026-12-03 version');
  const parts = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return new TextDecoder().decode(parts['word/document.xml']).replace(/<[^>]+>/g, '|');
}

async function slip(): Promise<void> {
  const form = await lead.press(await lead.say('M03'), 'Update');
  await lead.press(form, 'Post update', {
    stated: 'amber',
    statedReason: 'We expect to catch up',
    forecastOn: '2027-06-30',
    slipCause: 'workforce',
    slipText: 'Two posts are empty',
    commentary: 'Interviews in January',
  });
}

test('It is frozen: what moves afterwards is in the next version, and the first says the same as ever', async () => {
  const asked = { text: 'Agree agency rates', body: 'Board', byOn: '2026-12-03', workstream: 'WS2' };
  await lead.press(await lead.say('decision'), 'Ask for it', asked);
  const list = await chair.say('board pack');
  expect(wordsOf(list)).toContain('No pack has been made yet.');
  const made = await chair.press(list, MAKE);
  expect(wordsOf(made)).toContain('The pack is made');
  const first = await downloaded(chair, made);
  for (const words of ['Board of 3 December 2026', 'Agree agency rates', 'Hash over all records', 'Experts at Hand'])
    expect(first).toContain(words);

  await slip();
  const next = await chair.say('board pack 3 december');
  const second = await chair.press(next, MAKE);
  expect(wordsOf(second)).toContain('Version 1, which is kept.');
  const words = await downloaded(chair, second);
  expect(words).toContain('workforce: Two posts are empty');
  expect(words).toContain('It takes the place of version 1');
  // The first is drawn again, and not a letter of it has changed.
  const kept = await chair.press(await chair.say('board packs'), 'Open Board of 3 December 2026, version 1');
  expect(wordsOf(kept)).toContain('Superseded by');
  expect(await downloaded(chair, kept)).toBe(first);
});

test('The same picture is one pack, a second delivery its own card, and a second device sees what was made', async () => {
  const list = await chair.say('board pack');
  const other = await assistant.person('office').say('board pack');
  const activity = chair.pressing(list, MAKE);
  const first = await chair.send(activity);
  await slip();
  expect((await chair.send({ ...activity, id: crypto.randomUUID() })).body).toEqual(first.body);
  const late = await assistant.person('office').press(other, MAKE);
  expect(wordsOf(late)).toContain('Somebody made a pack meanwhile');
  const again = await chair.press(await chair.say('board pack'), MAKE);
  expect(wordsOf(again)).toContain('version 2');
  const same = await chair.press(await chair.say('board pack'), MAKE);
  expect(wordsOf(same)).toContain('Nothing has changed since this pack');
  expect(wordsOf(await chair.say('board pack'))).toContain('2 packs, kept as frozen.');
});

test('Members read it without finance detail, under the same fingerprint; only chair and office make it; observers do neither', async () => {
  const made = await chair.press(await chair.say('board pack'), MAKE);
  const member = assistant.person('member');
  const list = await member.say('board pack');
  expect(titlesOf(list)).not.toContain(MAKE);
  const opened = await member.press(list, 'Open Board of 3 December 2026, version 1');
  const [theirs, whole] = [await downloaded(member, opened), await downloaded(chair, made)];
  const print = /[0-9a-f]{64}/.exec(whole)?.[0] ?? 'none';
  expect(theirs).toContain(print);
  expect(theirs).toContain('Left out of this copy');
  expect(theirs).not.toContain('full-year forecast against the grant');
  expect(whole).toContain('full-year forecast against the grant');
  const stolen = member.pressing(await chair.say('board pack'), MAKE);
  expect(JSON.stringify((await member.send(stolen)).body)).toContain('made by its chair or the programme office');
  expect(wordsOf(await assistant.person('observer').say('board pack'))).toContain('for members of the programme');
});

test('A frozen pack that somebody altered in the store is not given at all', async () => {
  const made = await chair.press(await chair.say('board pack'), MAKE);
  const [kept] = await readAll('board-pack-content');
  if (!kept) throw new Error('nothing is frozen');
  await assistant.deps.store.replace('board-pack-content', {
    ...kept,
    body: { ...(kept.body as object), localArea: 'Elsewhere' },
  });
  const refused = await chair.press(made, 'Download');
  expect(JSON.stringify(refused)).not.toContain('/files/');
});

test('A Board that has met, or none of that day, gets no new pack', async () => {
  const past = await chair.say('board pack 8 October 2026');
  expect(wordsOf(past)).toContain('That Board has met.');
  expect(titlesOf(past).join()).not.toContain('Make the pack');
  const none = await chair.say('board pack 31 February');
  expect(wordsOf(none)).toContain('The Boards are on 8 October 2026, 3 December 2026');
});

test('After a restart the pack is there, and its card still works', async () => {
  const store = await openEmbeddedStore({ file: ':memory:' });
  const one = await startAssistant({ plan: returnPlan(), consent: false, store });
  const made = await one.person('chair').press(await one.person('chair').say('board pack'), MAKE);
  await one.stop();
  const two = await startAssistant({ plan: returnPlan(), consent: false, store });
  expect(await downloaded(two.person('chair'), made)).toContain('Board of 3 December 2026');
  await two.stop();
  await store.close();
});

async function readAll(kind: 'board-pack-content') {
  const found = [];
  for await (const page of assistant.deps.store.list([kind], `board-packs:${PROGRAMME}`)) found.push(...page);
  return found;
}
