// F2: Teams delivers a submit again, at once or later, under the same activity id or a new one, to any replica; each submit
// takes effect once, and every delivery of it gets the same card.
//
// Guards whose removal makes this fail: `recognise` in storage/ledger.ts (a later delivery becomes a conflict), the claim of
// `form:<id>` in storage/new-record.ts (a second delivery raises a second risk), and the announcement's own record, created
// before the send, in teams/announcements.ts (a card shown twice).

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CardJson } from '../../src/deps.js';
import { type Delivery, deliveriesOf } from '../../src/jobs/delivery.js';
import { recordTypes } from '../../src/records.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { listAll } from '../../src/storage/store.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { startAssistant } from '../support/assistant.js';
import { startFakeConnector } from '../support/fake-connector.js';
import { FAULT_PROGRAMME, faultPlan, goTo, reassessTyped, riskTyped, updateTyped } from '../support/fault-plan.js';
import { inFlight, size, startRun } from '../support/fault-run.js';
import type { Person } from '../support/person.js';

const SUBMITS = size(150, 1_000);
const RECORDS = size(12, 40);
const PEOPLE = 10;

/** One form to be filled and sent: over which record, and by which of its buttons. */
interface Work {
  n: number;
  kind: 'update' | 'reassess' | 'raise';
  ref: string;
}

test('each submit takes effect once and answers the same card, however often and wherever it is delivered', async () => {
  const run = startRun('F2');
  const plan = faultPlan({ people: PEOPLE, milestones: RECORDS, risks: RECORDS });
  const store = await openEmbeddedStore({ file: ':memory:' });
  const connector = await startFakeConnector();
  const first = await startAssistant({ bound: true, plan, store, connector });
  const second = await startAssistant({ bound: true, plan, store, connector });
  try {
    await first.person('person1').say('hello', 'channel');
    const people = Array.from({ length: PEOPLE }, (_, n) => first.person(`person${n + 1}`));
    const before = await verifyProgramme(first.deps, recordTypes, FAULT_PROGRAMME);
    let deliveries = 0;

    /** Delivers one filled form 1 to 4 times, and holds every answer against the first. */
    const deliver = async (card: CardJson, title: string, typed: Record<string, string>, person: Person, n: number) => {
      const random = run.of(n);
      const activity = person.pressing(card, title, typed);
      const pressed = { ...activity, value: structuredClone(activity.value) };
      const times = 1 + random.below(4);
      const answers: unknown[] = [];
      const sends = Array.from({ length: times }, (_, copy) => ({
        url: random.pick([first.url, second.url]),
        activity: copy > 0 && random.chance(0.5) ? { ...pressed, id: randomUUID() } : pressed,
        laterMs: random.chance(0.5) ? 0 : random.below(30),
      }));
      await Promise.all(
        sends.map(async ({ url, activity: sent, laterMs }) => {
          if (laterMs > 0) await wait(laterMs);
          const response = await fetch(`${url}/api/messages`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(sent),
          });
          expect(response.status, `FAULT_SEED=${run.seed}`).toBe(200);
          answers.push(await response.json());
        }),
      );
      deliveries += times;
      for (const answer of answers) expect(answer, `FAULT_SEED=${run.seed}`).toEqual(answers[0]);
      return { activity: pressed, answer: answers[0] };
    };

    const kept: { activity: Record<string, unknown>; answer: unknown }[] = [];
    const queues = queuesOf(SUBMITS);
    await inFlight(queues, 16, async (queue) => {
      for (const work of queue) {
        const person = run.of(-work.n - 1).pick(people);
        kept.push(await fill(person, work, (card, title, typed) => deliver(card, title, typed, person, work.n)));
      }
    });
    // Long after, when the records have moved on, some come again.
    for (let late = 0; late < SUBMITS / 10; late += 1) {
      const { activity, answer } = run.random.pick(kept);
      const again = await people[0]?.send({ ...activity, id: randomUUID() });
      expect(again, `FAULT_SEED=${run.seed}`).toEqual({ status: 200, body: answer });
      deliveries += 1;
    }
    await Promise.all([first.settled(), second.settled()]);

    const after = await verifyProgramme(first.deps, recordTypes, FAULT_PROGRAMME);
    const effects = after.entries - before.entries;
    const sent = await listAll<Delivery>(store, ['delivery'], deliveriesOf(FAULT_PROGRAMME, '2026-W48'));
    const announced = sent.filter(({ body: { kind } }) => kind === 'announce');
    const shown = first.announced().length;
    run.print({ submits: SUBMITS, deliveries, effects, 'cards in the channel': shown });
    expect(after.faults).toEqual([]);
    expect(effects, `FAULT_SEED=${run.seed}`).toBe(SUBMITS);
    expect(announced.filter(({ body }) => body.state === 'sent')).toHaveLength(SUBMITS);
    expect(shown, `FAULT_SEED=${run.seed}`).toBe(SUBMITS);
  } finally {
    await first.stop();
    await second.stop();
    await connector.stop();
    await store.close();
  }
});

/** Forms over one record follow each other, so that none is a conflict; raising meets nothing and goes on beside them. */
function queuesOf(submits: number): Work[][] {
  const queues = new Map<string, Work[]>();
  for (let n = 0; n < submits; n += 1) {
    const kind = n % 5 < 3 ? 'update' : n % 5 === 3 ? 'reassess' : 'raise';
    const record = String((n % RECORDS) + 1).padStart(2, '0');
    const ref = kind === 'update' ? `M${record}` : kind === 'reassess' ? `R${record}` : '';
    const name = ref || `raise ${n % 8}`;
    queues.set(name, [...(queues.get(name) ?? []), { n, kind, ref }]);
  }
  return [...queues.values()];
}

async function fill<T>(
  person: Person,
  { n, kind, ref }: Work,
  deliver: (card: CardJson, title: string, typed: Record<string, string>) => Promise<T>,
): Promise<T> {
  if (kind === 'raise')
    return deliver(await person.press(goTo('risks.open-raise', {}), 'Go'), 'Raise the risk', riskTyped(`submit ${n}`));
  if (kind === 'reassess') {
    const form = await person.press(goTo('risks.open-reassess', { ref }), 'Go');
    return deliver(form, 'Save the reassessment', reassessTyped(`Submit ${n}`));
  }
  const form = await person.press(goTo('milestones.open-update', { ref }), 'Go');
  return deliver(form, 'Post update', updateTyped(`Submit ${n}`));
}
