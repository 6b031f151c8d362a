// F5 and F6: prompts to very many people through a connector that keeps Teams' published limits and fails as Teams does. F5:
// everybody is asked once and no limit is ever exceeded. F6: what may have been shown is never sent again. F17: the sum holds.
//
// Guards whose removal makes this fail: the windows of teams/pace.ts (F5), `later` for 429 and 412 (messenger.ts), and that
// nothing makes `planned` of `unknown` (jobs/endings.ts), nor the SDK's own repeats (outbound.ts) (F6).

import { afterEach, expect, test } from 'vitest';
import { listDeliveries } from '../../src/jobs/deliveries.js';
import type { Counts } from '../../src/jobs/tally.js';
import { type Assistant, startAssistant } from '../support/assistant.js';
import type { Script } from '../support/fake-connector.js';
import { size, startRun } from '../support/fault-run.js';
import { openReferee } from '../support/limits.js';
import { chatOf, meetMany, planOfMany } from '../support/many-people.js';
import { PROGRAMME } from '../support/world.js';

const PROMPT_AT = Date.parse('2026-11-26T09:30:00.000Z');
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An assistant at the moment of the prompt, which many people get; from here on its clock goes on by itself. */
async function startWithMany(people: number, sendsPerSecond?: number): Promise<Assistant & { skip(ms: number): void }> {
  const plan = planOfMany(people);
  const assistant = await startAssistant({ plan, sendsPerSecond });
  closing.push(() => assistant.stop());
  await meetMany(assistant.deps, plan, assistant.connector.url);
  // The first calls of a process are the slowest by far; here they are not to pass for a silent connector.
  const { connector, deps } = assistant;
  const to = { conversationId: 'a:first', serviceUrl: connector.url, tenantId: plan.tenantId };
  for (let n = 0; n < 6; n += 1) await deps.messenger.send(to, { card: { type: 'AdaptiveCard' }, summary: 'first' });
  connector.calls.length = 0;
  connector.sent.length = 0;
  let began = performance.now();
  const move = () => assistant.at(new Date(PROMPT_AT + performance.now() - began).toISOString());
  move();
  const clock = setInterval(move, 10);
  closing.push(async () => clearInterval(clock));
  return {
    ...assistant,
    skip: (ms) => {
      began -= ms;
      move();
    },
  };
}

/** Looks until nothing waits any more, as the runner would; gives the sum. */
async function lookUntilDone({ bot }: Assistant): Promise<Counts> {
  for (;;) {
    const { counts, troubled } = await bot.runJobs();
    expect(troubled).toBe(0);
    if (counts.waiting === 0) return counts;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Posts by chat, as far as they were accepted. */
function shownIn({ connector }: Assistant): Map<string, number> {
  const shown = new Map<string, number>();
  for (const { conversationId } of connector.sent) shown.set(conversationId, (shown.get(conversationId) ?? 0) + 1);
  return shown;
}

const sumOf = ({ sent, blocked, failed, unknown, missed, skipped }: Counts) =>
  sent + blocked + failed + unknown + missed + skipped;

test('F5: everybody is asked once, a third of them after 429, and no limit of Teams is exceeded', async () => {
  const run = startRun('F5');
  const people = size(80, 1_000);
  const assistant = await startWithMany(people, 50);
  const referee = openReferee();
  /** How often a chat is still to be answered 429, and whether that names a time. */
  const throttled = new Map<string, { times: number; named: boolean }>();
  for (let n = 0; n < people; n += 1)
    if (run.random.chance(0.3))
      throttled.set(chatOf(n), { times: 1 + run.random.below(2), named: run.random.chance(0.5) });
  const third = throttled.size;
  let refused = 0;
  const throttle: Script = (call) => {
    const exceeded = referee.exceeds(call);
    const chat = throttled.get(decodeURIComponent(call.path.split('/')[3] ?? ''));
    if (!exceeded && !(chat && chat.times > 0)) return undefined;
    if (chat) chat.times -= 1;
    refused += 1;
    return { status: 429, ...(chat?.named && { headers: { 'retry-after': '1' } }) };
  };
  assistant.connector.script(throttle);
  const began = performance.now();
  const counts = await lookUntilDone(assistant);
  const seconds = (performance.now() - began) / 1_000;
  run.print({
    people,
    'answered 429 at first': third,
    'answers 429': refused,
    sent: counts.sent,
    unknown: counts.unknown,
    failed: counts.failed,
    'above a limit': referee.excess(),
    'in the busiest second': referee.busiestSecond(),
    'a second in all': (assistant.connector.calls.length / seconds).toFixed(1),
    sum: `${counts.planned} = ${sumOf(counts)}`,
  });
  expect(
    assistant.logged
      .filter(({ event }) => event === 'card not delivered')
      .filter(({ fields }) => fields.outcome !== 'later'),
  ).toEqual([]);
  expect(counts).toMatchObject({ planned: people, sent: people });
  expect([...shownIn(assistant).values()].filter((times) => times !== 1)).toEqual([]);
  expect(shownIn(assistant).size).toBe(people);
  expect(referee.excess()).toBe(0);
});

test('F6: what Teams took without saying so is never sent again, and listed as unknown', async () => {
  const run = startRun('F6');
  const people = size(80, 1_000);
  const assistant = await startWithMany(people);
  const ambiguous = new Map<string, ReturnType<Script>>();
  for (let n = 0; n < people; n += 1)
    if (run.random.chance(0.1))
      ambiguous.set(
        chatOf(n),
        run.random.pick([
          { status: 500, accept: true },
          { status: 503, accept: true, headers: { 'retry-after': '0' } },
          { reset: true, accept: true },
          { silence: true, accept: true },
        ]),
      );
  assistant.connector.script((call) => ambiguous.get(decodeURIComponent(call.path.split('/')[3] ?? '')));
  const counts = await lookUntilDone(assistant);
  assistant.connector.script();
  // Nothing changes by looking again, not after leases have ended either.
  for (let looks = 0; looks < 3; looks += 1) {
    assistant.skip(2 * 60_000);
    await assistant.bot.runJobs();
  }
  const shown = shownIn(assistant);
  const duplicates = [...shown.values()].filter((times) => times > 1).length;
  run.print({
    people,
    'taken without saying so': ambiguous.size,
    sent: counts.sent,
    unknown: counts.unknown,
    duplicates,
    sum: `${counts.planned} = ${sumOf(counts)}`,
  });
  const deliveries = [...(await listDeliveries(assistant.deps, PROGRAMME, '2026-W48')).values()].map(
    ({ body }) => body,
  );
  const unknown = deliveries.filter(({ state }) => state === 'unknown').map(({ memberId }) => memberId);
  const expected = [...Array(people).keys()].filter((n) => ambiguous.has(chatOf(n))).map((n) => `many${n}`);
  expect(unknown.sort()).toEqual(expected.sort());
  expect(deliveries.filter(({ state, reason }) => state === 'unknown' && reason === '')).toEqual([]);
  expect(duplicates).toBe(0);
  expect(shown.size).toBe(people);
  expect(counts).toMatchObject({ planned: people, sent: people - ambiguous.size, unknown: ambiguous.size });
  expect(sumOf(counts)).toBe(counts.planned);
});
