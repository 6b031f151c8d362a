// F11: activities that no Teams client sends, by hand and generated. Each is refused with a status or answered with a card;
// none ends in a 5xx or a crash, and none changes a record.
//
// Guards whose removal makes this fail: the shape of an activity and its limits in request-body.ts (the SDK throws on what is
// missing), and the strict parse of every verb's data in teams/router.ts (a 'good enough' form would be saved).

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordTypes } from '../../src/records.js';
import { anchorLines, fingerprint } from '../../src/storage/anchor.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import { FAULT_PROGRAMME, faultPlan, goTo, headingOf, updateTyped } from '../support/fault-plan.js';
import { inFlight, size, startRun } from '../support/fault-run.js';
import { badActivities, type Good, type Json } from './bad-activities.js';

const GENERATED = size(500, 5_000);

/** What a submit cannot do without; a generated activity has at least one of these broken. */
const NEEDED: string[][] = [
  ['type'],
  ['channelId'],
  ['serviceUrl'],
  ['from'],
  ['from', 'aadObjectId'],
  ['conversation'],
  ['name'],
  ['value'],
  ['value', 'action'],
  ['value', 'action', 'verb'],
  ['value', 'action', 'data'],
  ['value', 'action', 'data', 'ref'],
  ['value', 'action', 'data', 'opened'],
  ['value', 'action', 'data', 'form'],
  ['value', 'action', 'data', 'forecastOn'],
  ['value', 'action', 'data', 'stated'],
];

/** Whatever else is changed with it. */
const BESIDES: string[][] = [
  // Left empty it is no fault: the tenant then stands in the channel data alone.
  ['conversation', 'tenantId'],
  ['id'],
  ['replyToId'],
  ['recipient'],
  ['recipient', 'id'],
  ['channelData'],
  ['entities'],
  ['attachments'],
  ['text'],
  ['timestamp'],
  ['conversation', 'id'],
  ['conversation', 'conversationType'],
  ['value', 'trigger'],
  ['value', 'action', 'data', 'commentary'],
  ['value', 'action', 'data', 'card'],
  ['value', 'action', 'data', 'corrects'],
];

test('what no Teams client sends is refused or answered, never a fault, and changes nothing', async () => {
  const run = startRun('F11');
  const assistant = await startAssistant({ bound: true, plan: faultPlan({ people: 3, milestones: 2, risks: 2 }) });
  const statuses: Record<number, number> = {};
  try {
    const good = await goodSubmit(assistant);
    const before = await stateOf(assistant);
    const send = async (wrong: string, body: unknown) => {
      const response = await fetch(`${assistant.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
      const text = await response.text();
      expect(response.status, `${wrong}, FAULT_SEED=${run.seed}: ${JSON.stringify(body).slice(0, 2_000)}`).toBeLessThan(
        500,
      );
      // Neither a fault's reference nor an error's own words: bad input is an ordinary thing.
      expect(text, wrong).not.toMatch(/Something went wrong|Error:|\bat \/|node_modules/);
    };

    const byHand = badActivities(good);
    for (const [wrong, body] of byHand) await send(wrong, body);
    const generated = fc.sample(spoiled(good.activity), { numRuns: GENERATED, seed: run.seed });
    await inFlight(generated, 16, (activity) => send('generated', activity));

    await assistant.settled();
    const after = await stateOf(assistant);
    expect(after, `FAULT_SEED=${run.seed}`).toEqual(before);
    expect(assistant.announced()).toEqual([]);
    // It still works, and what it was given all along was one step from a good submit.
    const answer = await assistant.person('person1').send(good.activity);
    expect(headingOf((answer.body as { value: Json }).value)).toBe('M01 updated');
    const told = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
    run.print({ 'by hand': byHand.length, generated: GENERATED, [`(${told.join(', ')})`]: 'answers' });
    expect(byHand.length).toBe(60);
  } finally {
    await assistant.stop();
  }
});

async function goodSubmit(assistant: Assistant): Promise<Good> {
  const person = assistant.person('person1');
  const form = await person.press(goTo('milestones.open-update', { ref: 'M01' }), 'Go');
  const activity = structuredClone(person.pressing(form, 'Post update', updateTyped('All is well.')));
  const value = activity.value as Json;
  const action = value.action as Json;
  return { activity, value, action, data: action.data as Json };
}

/** One hash over every head, and whether the chains hold. */
async function stateOf({ deps }: Assistant) {
  const { heads, faults, entries } = await verifyProgramme(deps, recordTypes, FAULT_PROGRAMME);
  return { hash: fingerprint(anchorLines(heads)), faults, entries };
}

/** The good activity with one thing it needs broken, and up to three others changed in any way. */
function spoiled(good: Json): fc.Arbitrary<Json> {
  const anything = fc.oneof(
    fc.constantFrom(undefined, null, '', 0, -1, true, [], {}, '__proto__', '${x}', '\u0000', '1e400'),
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.jsonValue({ maxDepth: 4 }),
    fc.bigInt().map(String),
  );
  const change = (paths: string[][]) => fc.record({ path: fc.constantFrom(...paths), to: anything });
  return fc.tuple(change(NEEDED), fc.array(change(BESIDES), { maxLength: 3 })).map(([needed, besides]) => {
    const activity = structuredClone(good);
    for (const { path, to } of [...besides, needed]) put(activity, path, to);
    return activity;
  });
}

function put(into: Json, path: readonly string[], to: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) into[first] = to;
  else if (typeof into[first] === 'object' && into[first] !== null) put(into[first] as Json, rest, to);
}
