// The pace within Teams' limits, on a clock that only the test moves. What one could get wrong: Teams sees a call at some
// moment between its slot and its answer, so the windows must hold for every such moment.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Slot } from '../../src/deps.js';
import { openPace, type Pace, PER_CONVERSATION, PER_TENANT, type Window } from '../../src/teams/pace.js';
import { openRandom } from '../support/fault-run.js';
import { mostIn } from '../support/limits.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const chat = (n: number) => ({ tenantId: 't', conversationId: `a:${n}` });
const DAY = 24 * 60 * 60_000;

async function slotOf(pace: Pace, where = chat(1), urgent = true): Promise<Slot> {
  const slot = await pace.take(where, { urgent, withinMs: DAY });
  if (typeof slot === 'number') throw new Error(`no slot for ${slot} ms`);
  return slot;
}

/** The moments at which calls asked for all at once may begin, each answered at once. */
async function beginnings(pace: Pace, calls: number, where: (n: number) => ReturnType<typeof chat>, urgent = true) {
  const began: number[] = [];
  const all = Array.from({ length: calls }, async (_, n) => {
    const slot = await slotOf(pace, where(n), urgent);
    began.push(Math.round(performance.now()));
    slot.used();
  });
  await vi.advanceTimersByTimeAsync(2 * 60 * 60_000);
  await Promise.all(all);
  return began;
}

describe('one conversation', () => {
  it('gets each slot at the earliest moment at which none of its windows is exceeded', async () => {
    const began = await beginnings(openPace(50), 70, () => chat(1));
    expect(began).toEqual(earliestMoments(70, PER_CONVERSATION));
    expect(began.slice(0, 10)).toEqual([0, 0, 0, 0, 0, 0, 0, 1_000, 2_000, 2_000]);
    expect(began[60]).toBe(30_000);
  });

  it('leaves others alone while it is full', async () => {
    const pace = openPace(50);
    for (let n = 0; n < 7; n += 1) (await slotOf(pace)).used();
    expect(await pace.take(chat(1), { urgent: true, withinMs: 500 })).toBe(1_000);
    await slotOf(pace, chat(2));
    expect(performance.now()).toBe(0);
  });

  it('counts a call that is under way, however long that takes, and not one that was given back', async () => {
    const pace = openPace(50);
    const slots = await Promise.all(Array.from({ length: 7 }, () => slotOf(pace)));
    const next = pace.take(chat(1), { urgent: true, withinMs: 9_000 });
    await vi.advanceTimersByTimeAsync(5_000);
    for (const slot of slots.slice(1)) slot.used();
    slots[0]?.giveBack();
    slots[0]?.used();
    expect(typeof (await next)).toBe('object');
    expect(performance.now()).toBe(5_000);
  });

  it('is left alone for as long as Teams asks, and longer each time when Teams does not say', async () => {
    const pace = openPace(50);
    expect(pace.backOff(chat(1), 120_000)).toBe(120_000);
    expect(await pace.take(chat(1), { urgent: true, withinMs: 2_000 })).toBe(120_000);
    await vi.advanceTimersByTimeAsync(120_000);
    pace.accepted(chat(1));
    const waits = Array.from({ length: 12 }, () => pace.backOff(chat(1)));
    for (const [n, wait] of waits.entries()) {
      const whole = Math.min(400 * 2 ** n, 60_000);
      expect(wait).toBeGreaterThanOrEqual(whole / 2);
      expect(wait).toBeLessThanOrEqual(whole);
    }
  });
});

describe('one tenant', () => {
  it('takes what people wait for at once, up to its limit, and then as the window moves on', async () => {
    const began = await beginnings(openPace(50), 120, chat);
    expect(began).toEqual(earliestMoments(120, [{ limit: PER_TENANT, ms: 1_000 }]));
  });

  it('takes what nobody waits for evenly, so that a reply hardly waits beside it', async () => {
    const pace = openPace(50);
    let sent = 0;
    const flood = Array.from({ length: 400 }, async (_, n) => {
      (await slotOf(pace, chat(n), false)).used();
      sent += 1;
    });
    for (const n of [0, 1, 2]) {
      await vi.advanceTimersByTimeAsync(1_995);
      const asked = performance.now();
      const reply = slotOf(pace, chat(1_000 + n)).then((slot) => slot.used());
      await vi.advanceTimersByTimeAsync(40);
      await reply;
      expect(performance.now() - asked).toBeLessThanOrEqual(40);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all(flood);
    expect(sent).toBe(400);
  });

  it('is shared by several processes, and so are its conversations', async () => {
    const began = await beginnings(openPace(25), 60, chat);
    expect(mostIn(began, 1_000)).toBe(25);
    const one = await beginnings(openPace(25), 10, () => chat(1));
    expect(mostIn(one, 1_000)).toBe(3);
  });
});

it.each([1, 2, 3])('no window is exceeded, whenever Teams sees each call (seed %i)', async (seed) => {
  const random = openRandom(seed);
  const pace = openPace(50);
  const seen: { at: number; conversation: number }[] = [];
  const calls = Array.from({ length: 600 }, async (_, n) => {
    await new Promise((resolve) => setTimeout(resolve, random.below(4_000)));
    const conversation = random.chance(0.2) ? 0 : n % 40;
    const slot = await slotOf(pace, chat(conversation), random.chance(0.3));
    if (random.chance(0.05)) return slot.giveBack();
    const latency = random.below(400);
    const seenAfter = random.below(latency + 1);
    seen.push({ at: performance.now() + seenAfter, conversation });
    await new Promise((resolve) => setTimeout(resolve, latency));
    slot.used();
  });
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  await Promise.all(calls);
  expect(
    mostIn(
      seen.map(({ at }) => at),
      1_000,
    ),
  ).toBeLessThanOrEqual(PER_TENANT);
  for (const { limit, ms } of PER_CONVERSATION)
    for (let n = 0; n < 40; n += 1)
      expect(
        mostIn(
          seen.filter((one) => one.conversation === n).map(({ at }) => at),
          ms,
        ),
      ).toBeLessThanOrEqual(limit);
});

/** By trying: each call at the first millisecond at which no window would hold too many. */
function earliestMoments(calls: number, windows: readonly Window[]): number[] {
  const began: number[] = [];
  for (let at = 0; began.length < calls; ) {
    const now = at;
    if (windows.every(({ limit, ms }) => began.filter((one) => one > now - ms).length < limit)) began.push(now);
    else at += 1;
  }
  return began;
}
