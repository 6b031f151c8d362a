// People of one name, wherever they are chosen or named: every command and every verb that opens without words is tried. Pitfall: a picker or a list of its
// own making would show two entries that nobody can tell apart.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { walk } from '../support/card-reader.js';
import { PROGRAMME, testPlan } from '../support/world.js';

const TWINS = ['lead1', 'lead2', 'owner'];
const NAME = 'Sarah Jones';
const members = testPlan.programme.members.map((one) => (TWINS.includes(one.id) ? { ...one, name: NAME } : one));
let assistant: Assistant;
beforeAll(async () => {
  assistant = await startAssistant({ plan: { ...testPlan, programme: { ...testPlan.programme, members } } });
});
afterAll(() => assistant.stop());

test('every picker and every list tells them apart by organisation', async () => {
  const office = assistant.person('office');
  const lead = assistant.person('lead1');
  const cards: [string, unknown][] = [];
  for (const verb of assistant.bot.offers.verbs.keys()) {
    const data = {
      programmeId: PROGRAMME,
      ref: 'M02',
      id: 'member',
      about: 'M02',
      page: 1,
      number: 1,
      section: 'round',
    };
    const card = { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', title: 'Go', verb, data }] };
    for (const who of [office, lead]) cards.push([verb, (await who.send(who.pressing(card, 'Go'))).body]);
  }
  for (const text of [
    'action',
    'raise risk',
    'ask M02',
    'ask',
    'decide',
    'milestones',
    'M02',
    'M01',
    'my work',
    'summary',
    'raise issue',
    'people',
  ])
    for (const who of [office, lead]) cards.push([text, await who.say(text)]);
  let pickers = 0;
  let named = 0;
  const wrong: string[] = [];
  for (const [where, card] of cards) {
    walk(card, ({ choices }) => {
      const all = (Array.isArray(choices) ? choices : []).filter(({ value }) => TWINS.includes(value));
      if (all.length < 2) return;
      pickers += 1;
      if (
        new Set(all.map(({ title }) => title)).size !== all.length ||
        !all.every(({ title }) => / \((LA|ICB|PCF)\)$/.test(title))
      )
        wrong.push(`${where}: ${all.map(({ title }) => title)}`);
    });
    for (const line of JSON.stringify(card).match(/"[^"]*Sarah Jones[^"]*"/g) ?? []) {
      named += 1;
      if (/(asks|asked of|owner|by|·) Sarah Jones(?! \()/i.test(line)) wrong.push(`${where}: ${line.slice(0, 120)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(pickers).toBeGreaterThan(10);
  expect(named).toBeGreaterThan(30);
}, 120_000);
