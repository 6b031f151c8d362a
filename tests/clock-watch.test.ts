// Which time from outside proves what. Pitfall: an old activity that Teams delivers again is no news of the clock, and only the
// direction in which it differs says whether it could be.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClockWatch, clockFault, keepConfirmation, watchClock } from '../src/clock-watch.js';
import { openCosmosStore } from '../src/storage/cosmos-store.js';
import { openEmbeddedStore } from '../src/storage/embedded-store.js';
import type { Store } from '../src/storage/store.js';
import { startScriptedCosmos } from './storage/scripted-cosmos.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-26T09:00:00.000Z');

let wall: number;
let mono: number;
let watch: ClockWatch;
let store: Store;
beforeEach(async () => {
  wall = START;
  mono = 0;
  watch = watchClock({ now: () => new Date(wall) }, () => mono);
  store = await openEmbeddedStore({ file: ':memory:' });
});
afterEach(() => store.close());

const pass = (ms: number) => {
  wall += ms;
  mono += ms;
};
const at = (offset: number) => new Date(wall + offset);
const iso = (ms: number) => new Date(ms).toISOString();

describe('Cosmos DB’s time', () => {
  it.each([
    [9 * MINUTE, true],
    [-9 * MINUTE, true],
    [11 * MINUTE, false],
    [-11 * MINUTE, false],
  ])('%i ms from the clock: right is %s (guard: APART_MS)', (offset, right) => {
    watch.heardStore(at(offset));
    expect(watch.fault() === undefined).toBe(right);
  });

  it('is right again once the clock is, with nothing more heard', () => {
    watch.heardStore(at(HOUR));
    expect(watch.fault()).toMatch(/clock is wrong: it says 2026-11-26T09:00.*Cosmos DB says 2026-11-26T10:00/);
    wall += HOUR;
    expect(watch.fault()).toBeUndefined();
  });

  it('is not held against a clock that a sleeping machine kept running (guard: HEARD_FOR_MS, clockFault asks again)', async () => {
    watch.heardStore(at(0));
    wall += 8 * HOUR;
    const asked = { ...store, ping: async () => watch.heardStore(at(0)) };
    expect(await clockFault(watch, asked)).toBeUndefined();
  });

  it('is read from every answer', async () => {
    const cosmos = await startScriptedCosmos();
    const dates: Date[] = [];
    const onDate = (date: Date) => void dates.push(date);
    const opened = await openCosmosStore({ endpoint: cosmos.endpoint, key: 'a2V5', database: 'd', onDate });
    dates.length = 0;
    await opened.ping();
    await opened.close();
    await cosmos.stop();
    expect(dates).toHaveLength(1);
    expect(Math.abs(Number(dates[0]) - Date.now())).toBeLessThan(MINUTE);
  });
});

describe('Teams’ time', () => {
  it('ahead of the clock proves the clock behind, from one sender', () => {
    watch.heardTeams(at(11 * MINUTE), '29:one');
    expect(watch.fault()).toContain('Teams says');
  });

  it('behind the clock proves nothing from one or two: they may be delivered again (guard: AGREEING_SENDERS)', () => {
    watch.heardTeams(at(-2 * HOUR), '29:one');
    watch.heardTeams(at(-3 * HOUR), '29:one');
    watch.heardTeams(at(-2 * HOUR), '29:two');
    expect(watch.fault()).toBeUndefined();
  });

  it('behind the clock from three, and nobody for it, proves it ahead; one for it ends that', () => {
    for (const who of ['29:one', '29:two', '29:three']) watch.heardTeams(at(-2 * HOUR), who);
    expect(watch.fault()).toContain('Teams says');
    watch.heardTeams(at(-MINUTE), '29:four');
    expect(watch.fault()).toBeUndefined();
  });

  it('is forgotten after half an hour', () => {
    for (const who of ['29:one', '29:two', '29:three']) watch.heardTeams(at(-2 * HOUR), who);
    pass(31 * MINUTE);
    expect(watch.fault()).toBeUndefined();
  });
});

describe('the newest entry', () => {
  it.each([
    [59 * MINUTE, true],
    [61 * MINUTE, false],
    [-30 * DAY, true],
  ])('%i ms from the clock: right is %s (guard: BEHIND_STORE_MS)', (offset, right) => {
    watch.kept(iso(wall + offset));
    expect(watch.fault() === undefined).toBe(right);
  });

  it('written by a clock that was wrong then: an operator’s word is enough, for good, and for no later entry', async () => {
    watch.kept(iso(wall + 300 * DAY));
    expect(await clockFault(watch, store)).toContain('newest entry');
    await keepConfirmation(store, { at: iso(wall), newest: iso(wall + 300 * DAY) });
    expect(await clockFault(watch, store)).toBeUndefined();
    pass(9 * DAY);
    expect(await clockFault(watch, store)).toBeUndefined();
    watch.kept(iso(wall + 400 * DAY));
    expect(await clockFault(watch, store)).toContain('newest entry');
  });
});

it('an operator’s word stands for a day against any other (guard: CONFIRMED_FOR_MS)', async () => {
  watch.heardStore(at(HOUR));
  await keepConfirmation(store, { at: iso(wall), newest: '' });
  expect(await clockFault(watch, store)).toBeUndefined();
  pass(25 * HOUR);
  watch.heardStore(at(HOUR));
  expect(await clockFault(watch, store)).toContain('Cosmos DB');
});

describe('after a gap of more than two days nothing may be called missed until a time from outside agrees', () => {
  const gaps: [string, () => void][] = [
    ['the newest entry is older', () => watch.kept(iso(wall - 2 * DAY - MINUTE))],
    ['the clock jumped, or the machine slept', () => (wall += 2 * DAY + MINUTE)],
  ];
  it.each(gaps)('%s', (_what, open) => {
    open();
    expect(watch.mayMiss()).toBe(false);
    watch.heardTeams(at(-2 * HOUR), '29:one');
    expect(watch.mayMiss()).toBe(false);
    watch.heardTeams(at(-MINUTE), '29:two');
    expect(watch.mayMiss()).toBe(true);
  });

  it('two days of an idle process are no gap, nor is a shorter one', () => {
    watch.kept(iso(wall - 2 * DAY + MINUTE));
    pass(3 * DAY);
    expect(watch.mayMiss()).toBe(true);
  });

  it('an operator’s word ends it', () => {
    watch.kept(iso(wall - 9 * DAY));
    watch.confirmed({ at: iso(wall), newest: '' });
    expect(watch.mayMiss()).toBe(true);
  });
});
