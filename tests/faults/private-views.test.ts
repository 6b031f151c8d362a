// F13: random sequences of what people do, in their own chats and in the channel. No activity, to the channel or to anybody
// else, ever carries what one person typed and has not saved; what is asked of the Board never reaches the channel.
//
// Guard whose removal makes this fail: `surface` and audience in teams/routing.ts (a form typed for in a channel becomes an
// *Open* card), and that an answer to a press goes back in the call itself, to the one who pressed.

import { afterEach, expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { wordsOf } from '../support/card-reader.js';
import { faultPlan, headingOf, riskTyped, updateTyped } from '../support/fault-plan.js';
import { type Random, size, startRun } from '../support/fault-run.js';
import { CHANNEL, type Person } from '../support/person.js';

const PEOPLE = 20;
const SEQUENCES = size(60, 1_000);
const MOST_STEPS = 6;
const TOKEN = /private-[0-9a-f-]{36}/g;

let assistant: Assistant;
afterEach(() => assistant.stop());

test('what a person typed and did not save is shown to nobody else', async () => {
  const run = startRun('F13');
  assistant = await startAssistant({
    bound: true,
    plan: faultPlan({ people: PEOPLE, milestones: 8, risks: 8, mixed: true }),
  });
  const people = Array.from({ length: PEOPLE }, (_, n) => assistant.person(`person${n + 1}`));
  /** Whose each token is, and those that were saved and may be read by all. */
  const owners = new Map<string, string>();
  const saved = new Set<string>();
  let answers = 0;

  /** Notes a text that only its author may see until it is saved. */
  const typedBy = (person: Person, random: Random): string => {
    const token = `private-${random.uuid()}`;
    owners.set(token, person.objectId);
    return token;
  };
  const check = (seen: unknown, reader: string) => {
    answers += 1;
    for (const token of JSON.stringify(seen ?? '').match(TOKEN) ?? [])
      if (!saved.has(token)) expect(owners.get(token), `${token} reached ${reader}`).toBe(reader);
  };
  /** Sends a form; when it was saved its words are everybody's, otherwise they stay its author's. */
  const submit = async (
    person: Person,
    form: CardJson,
    button: string,
    typed: Record<string, string>,
    token: string,
  ) => {
    const answer = await person.press(form, button, typed);
    if (/^(M|R)\d+ (updated|raised)/.test(headingOf(answer))) saved.add(token);
    check(answer, person.objectId);
    return answer;
  };

  const steps: ((person: Person, random: Random) => Promise<void>)[] = [
    async (person, random) =>
      check(
        await person.say(random.pick(['help', 'summary', 'milestones', 'risks', 'heat map', 'M01', 'R01'])),
        person.objectId,
      ),
    async (person, random) =>
      check(
        await person.say(
          random.pick(['help', 'summary', 'update M01', 'raise risk', 'history M02', 'risks']),
          'channel',
        ),
        'the channel',
      ),
    async (person, random) => {
      const token = typedBy(person, random);
      check(await person.say(`nobody knows this command ${token}`), person.objectId);
    },
    async (person, random) => {
      const form = await person.say(`update M0${1 + random.below(8)}`);
      if (!wordsOf(form).includes('[Post update]')) return check(form, person.objectId);
      const token = typedBy(person, random);
      const wrong: Record<string, string> = random.chance(0.5) ? { stated: 'red' } : {};
      await submit(person, form, 'Post update', { ...updateTyped(token), ...wrong }, token);
    },
    async (person, random) => {
      const form = await person.say('raise risk');
      if (!wordsOf(form).includes('[Raise the risk]')) return check(form, person.objectId);
      const token = typedBy(person, random);
      const wrong: Record<string, string> = random.chance(0.5) ? { reviewOn: '2020-01-01' } : {};
      await submit(person, form, 'Raise the risk', { ...riskTyped(token), ...wrong }, token);
    },
    async (person, random) => {
      // Two devices: the second form is stale once the first is saved, so its words end on a conflict card.
      const name = `update M0${1 + random.below(8)}`;
      const [first, second] = [await person.say(name), await person.say(name)];
      if (!wordsOf(first).includes('[Post update]')) return;
      for (const form of [first, second]) {
        const token = typedBy(person, random);
        await submit(person, form, 'Post update', updateTyped(token), token);
      }
    },
    async (person, random) => {
      const open = await person.say('raise risk', 'channel');
      const dialog = await person.open(open, 'Open');
      if (!wordsOf(dialog).includes('[Raise the risk]')) return check(dialog, person.objectId);
      const token = typedBy(person, random);
      const refused = await person.submit(dialog, 'Raise the risk', { ...riskTyped(token), reviewOn: '2020-01-01' });
      check(refused, person.objectId);
    },
  ];

  for (let n = 0; n < SEQUENCES; n += 1) {
    const random = run.of(n);
    const person = random.pick(people);
    const other = random.pick(people);
    const length = 1 + random.below(MOST_STEPS);
    const walk = async (who: Person) => {
      for (let step = 0; step < length; step += 1) await random.pick(steps)(who, random);
    };
    await walk(person);
    if (other !== person) await walk(other);
  }
  await assistant.settled();
  for (const { conversationId, activity } of assistant.connector.sent) {
    const shared = conversationId.startsWith(CHANNEL);
    check(activity, shared ? 'the channel' : conversationId.replace(/^a:/, ''));
    if (shared) expect(JSON.stringify(activity)).not.toMatch(/Needs your decision|Looks better than the facts/);
  }
  const kept = [...owners.keys()].filter((token) => !saved.has(token)).length;
  expect(kept).toBeGreaterThan(0);
  expect(saved.size).toBeGreaterThan(0);
  run.print({
    sequences: SEQUENCES,
    'answers and messages': answers,
    'texts saved': saved.size,
    'texts kept private': kept,
  });
});
