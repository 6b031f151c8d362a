// What becomes of a delivery: every state it can take, by table, and what happens when processes meet, stop or come back late.

import { beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/deps.js';
import { ProductError } from '../../src/errors.js';
import { changeDelivery, markSent } from '../../src/jobs/deliveries.js';
import type { Delivery } from '../../src/jobs/delivery.js';
import { type Fault, faultyStore } from '../support/faulty-store.js';
import { PROGRAMME } from '../support/world.js';
import { NOON, sweep, sweeping, type Told, WEEK } from './sweeping.js';

const ID = 'WS2:lead2:prompt';
let look: Awaited<ReturnType<typeof sweeping>>;
beforeEach(async () => {
  look = await sweeping();
});
const prompt = async () => (await look.stored())[ID] as Delivery;
/** Changes the prompt in the store, as another process would. */
async function set(change: Partial<Delivery>): Promise<void> {
  const { run } = await look.open();
  const stored = run.known.get(ID);
  if (stored) await changeDelivery(look.world.deps, stored, change);
}

describe('a delivery that is due', () => {
  const later: SendOutcome = { outcome: 'later', notBefore: new Date('2026-11-26T12:05:00.000Z') };
  it.each<[string, Told, Partial<Delivery>, number]>([
    ['taken by Teams', {}, { state: 'sent', reason: '', activityId: 'a-1', conversationId: 'a:chat', attempts: 1 }, 1],
    ['not answered clearly', { send: () => ({ outcome: 'unknown' }) }, { state: 'unknown', attempts: 1 }, 1],
    ['refused', { send: () => ({ outcome: 'refused' }) }, { state: 'failed', attempts: 1 }, 1],
    ['for a chat that is gone', { send: () => ({ outcome: 'inactive' }) }, { state: 'blocked', attempts: 1 }, 1],
    [
      'put off by Teams',
      { send: () => later },
      { state: 'planned', notBefore: later.notBefore.toISOString(), attempts: 1 },
      1,
    ],
    ['no longer needed', { draw: () => ({ skip: 'answered' }) }, { state: 'skipped', reason: 'answered' }, 0],
    ['for nobody who is reached', { find: async () => undefined }, { state: 'blocked' }, 0],
    [
      'for a chat that cannot be opened yet',
      { find: async () => 'later' as const },
      { state: 'planned', attempts: 1 },
      0,
    ],
    ['not drawn', { draw: () => Promise.reject(new Error('broken')) }, { state: 'planned', attempts: 1 }, 0],
    [
      'held back by the limits',
      { wait: async () => new Date('2026-11-26T12:00:30.000Z') },
      { state: 'planned', attempts: 0, notBefore: '2026-11-26T12:00:30.000Z' },
      0,
    ],
  ])('that is %s ends so', async (_what, told, expected, posts) => {
    await look.plan();
    await look.look(told);
    expect(await prompt()).toMatchObject(expected);
    expect(look.sent).toHaveLength(posts);
  });

  it('costs four writes from its plan to the word of Teams', async () => {
    let writes = 0;
    const counting: Told['wrap'] = (store) =>
      faultyStore(store, (_n, call) => {
        if (/^(create|replace)/.test(call)) writes += 1;
        return undefined;
      });
    const { run, jobs } = await look.open({ wrap: counting });
    await run.plan({ ...(await look.plan()).body });
    writes = 1;
    await sweep(run, jobs);
    expect(await prompt()).toMatchObject({ state: 'sent' });
    expect(writes).toBe(4);
  });

  it('is left alone before its time, after hours and on days off', async () => {
    await look.plan({ notBefore: '2026-11-26T12:00:01.000Z', until: '2026-12-01T09:30:00.000Z' });
    for (const at of [NOON, '2026-11-26T18:30:00.000Z', '2026-11-27T06:59:00.000Z', '2026-11-28T12:00:00.000Z']) {
      look.at(at);
      await look.look();
      expect(await prompt(), at).toMatchObject({ state: 'planned', attempts: 0 });
    }
  });

  it('is not sent once the hours or its own time end while it waits for the limits', async () => {
    await look.plan();
    const given: string[] = [];
    for (const at of ['2026-11-26T20:00:00.000Z', '2026-11-27T09:31:00.000Z']) {
      look.at(NOON);
      const wait = async () => {
        look.at(at);
        return { used: () => undefined, giveBack: () => void given.push(at) };
      };
      await set({ notBefore: NOON });
      await look.look({ wait });
      expect(await prompt(), at).toMatchObject({ state: 'planned', attempts: 0 });
    }
    expect(look.sent).toEqual([]);
    expect(given).toHaveLength(2);
  });

  it('is marked late when it goes out half an hour after its own time, however often it was put off before', async () => {
    await look.plan();
    await look.look({ send: () => ({ outcome: 'later', notBefore: new Date('2026-11-26T12:20:00.000Z') }) });
    expect(await prompt()).toMatchObject({ late: false });
    look.at('2026-11-26T12:21:00.000Z');
    await look.look();
    expect(await prompt()).toMatchObject({ state: 'sent', late: true, dueAt: '2026-11-26T11:50:00.000Z' });
  });

  it('is put off longer each time, until it has failed', async () => {
    await look.plan();
    const waits: number[] = [];
    while ((await prompt()).state === 'planned') {
      await set({ notBefore: NOON });
      await look.look({ send: () => ({ outcome: 'later', notBefore: new Date('2026-11-26T12:00:01.000Z') }) });
      waits.push(Date.parse((await prompt()).notBefore) - Date.parse(NOON));
    }
    expect(waits[0]).toBe(1_000);
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
    expect(Math.max(...waits.slice(0, -1))).toBeLessThanOrEqual(60 * 60_000);
    expect(await prompt()).toMatchObject({
      state: 'failed',
      attempts: 30,
      reason: 'Teams asked to wait, again and again',
    });
  });
});

describe('a delivery that was left behind', () => {
  const past = '2026-11-26T11:59:59.000Z';
  const held = '2026-11-26T12:01:00.000Z';
  const over = '2026-11-26T11:59:00.000Z';
  it.each<[string, Partial<Delivery>, Partial<Delivery>, number]>([
    ['claimed, its lease over, is sent', { state: 'claimed', changedAt: past }, { state: 'sent' }, 1],
    ['claimed, its lease running, is left', { state: 'claimed', changedAt: held }, { state: 'claimed' }, 0],
    ['sending, its lease running, is left', { state: 'sending', changedAt: held }, { state: 'sending' }, 0],
    ['sending, its lease over, is unknown', { state: 'sending', changedAt: past }, { state: 'unknown' }, 0],
    ['planned, its time over, is missed', { state: 'planned', until: over }, { state: 'missed' }, 0],
    [
      'claimed, lease and time over, is missed',
      { state: 'claimed', changedAt: past, until: over },
      { state: 'missed' },
      0,
    ],
    [
      'claimed, its time over but held, is left',
      { state: 'claimed', changedAt: held, until: over },
      { state: 'claimed' },
      0,
    ],
    ['unknown stays unknown', { state: 'unknown' }, { state: 'unknown' }, 0],
    ['sent stays sent', { state: 'sent', until: over }, { state: 'sent' }, 0],
  ])('%s', async (_what, before, after, posts) => {
    await look.plan();
    await set({ holder: 'another', ...before });
    await look.look();
    expect(await prompt()).toMatchObject(after);
    expect(look.sent).toHaveLength(posts);
  });

  it('says why it was put off before its time passed', async () => {
    await look.plan();
    await look.look({ find: async () => 'later' });
    look.at('2026-11-27T09:31:00.000Z');
    await look.look();
    expect((await prompt()).reason).toBe('its time passed before it could be sent: the chat could not be opened');
  });

  it('is planned as skipped when that is known at once, and never sent', async () => {
    await look.plan({ skip: 'on leave' });
    await look.look();
    expect(await prompt()).toMatchObject({ state: 'skipped', reason: 'on leave', attempts: 0 });
  });
});

describe('several processes', () => {
  // Guard: the holder of changeDelivery; by state and time alone, clocks that agree would make two of one claim.
  it('that look in the same millisecond send once', async () => {
    await look.plan();
    const looks = [await look.open(), await look.open(), await look.open()];
    await Promise.all(looks.map(({ run, jobs }) => sweep(run, jobs)));
    expect(look.sent).toEqual(['prompt WS2']);
    expect(await prompt()).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('leave it to the one whose report comes late: unknown becomes what Teams said', async () => {
    await look.plan();
    await look.look({
      send: async () => {
        look.at('2026-11-26T12:05:00.000Z');
        await look.look();
        expect(await prompt()).toMatchObject({ state: 'unknown' });
        return { outcome: 'sent', activityId: 'late' };
      },
    });
    expect(await prompt()).toMatchObject({ state: 'sent', activityId: 'late', attempts: 1 });
    expect(look.sent).toHaveLength(1);
  });

  it('are told that an unknown one was seen, by its person’s answer', async () => {
    await look.plan();
    await look.look({ send: () => ({ outcome: 'unknown' }) });
    await markSent(look.world.deps, PROGRAMME, WEEK, {
      about: 'WS2',
      memberId: 'lead2',
      kinds: ['reminder', 'prompt'],
    });
    expect(await prompt()).toMatchObject({ state: 'sent', reason: 'answered' });
  });

  it('do not both send what one of them holds longer than its lease', async () => {
    await look.plan();
    const slow = await look.open({
      draw: async (deliveries) => {
        look.at('2026-11-26T12:05:00.000Z');
        await look.look();
        return { message: { card: {}, summary: `late ${deliveries[0]?.kind}` } };
      },
    });
    await sweep(slow.run, slow.jobs);
    expect(look.sent).toEqual(['prompt WS2']);
  });
});

describe('a store that fails', () => {
  const failAt = (fault: Fault, nth: number): Told['wrap'] => {
    let replaces = 0;
    return (store) =>
      faultyStore(store, (_n, call) => {
        if (call !== 'replace delivery') return undefined;
        replaces += 1;
        return replaces === nth ? fault : undefined;
      });
  };
  it.each<[Fault, number, Partial<Delivery>, number]>([
    ['lost', 1, { state: 'sent', attempts: 1 }, 1],
    ['dropped', 1, { state: 'sent', attempts: 1 }, 1],
    // Nothing was claimed, so the same look tries again.
    ['unavailable', 1, { state: 'sent', attempts: 1 }, 1],
    ['lost', 2, { state: 'sent', attempts: 1 }, 1],
    ['dropped', 2, { state: 'sent', attempts: 1 }, 1],
    ['unavailable', 2, { state: 'planned', attempts: 1 }, 0],
    ['lost', 3, { state: 'sent', attempts: 1 }, 1],
    ['dropped', 3, { state: 'sent', attempts: 1 }, 1],
    ['unavailable', 3, { state: 'sent', attempts: 1 }, 1],
  ])('%s at write %i of a sweep', async (fault, nth, expected, posts) => {
    await look.plan();
    await look.look({ wrap: failAt(fault, nth) });
    expect(await prompt()).toMatchObject(expected);
    expect(look.sent).toHaveLength(posts);
  });
});

describe('several notices of one person', () => {
  it('go out as one message, and each ends as it did', async () => {
    for (const about of ['M01@2', 'M02@3', 'M03@1']) await look.plan({ kind: 'notice', about });
    await look.plan({ kind: 'notice', about: 'M09@1', memberId: 'lead1' });
    await look.look({ together: ['notice'] });
    expect(look.sent.sort()).toEqual(['notice M01@2, notice M02@3, notice M03@1', 'notice M09@1']);
    expect(new Set(Object.values(await look.stored()).map(({ state }) => state))).toEqual(new Set(['sent']));
  });

  it('are one message even when two processes look at once', async () => {
    for (const about of ['M01@2', 'M02@3', 'M03@1']) await look.plan({ kind: 'notice', about });
    const told = { together: ['notice'] };
    const looks = [await look.open(told), await look.open(told)];
    await Promise.all(looks.map(({ run, jobs }) => sweep(run, jobs)));
    expect(look.sent).toEqual(['notice M01@2, notice M02@3, notice M03@1']);
  });
});

describe('what is sent again or shown again', () => {
  it('is drawn as what it repeats', async () => {
    await look.plan({ kind: 'resend-1', carries: { kind: 'prompt' } });
    await look.plan({ kind: 'resend-2', carries: { kind: 'notice-202611260900' } });
    await look.look();
    expect(look.sent.sort()).toEqual(['notice WS2', 'prompt WS2']);
  });
});

describe('a job', () => {
  it('is told of each delivery that ended, and sends at once what it plans then', async () => {
    await look.plan();
    const told: Told = {
      find: async (_run, { place }) =>
        place === 'channel'
          ? { address: { conversationId: '19:c', serviceUrl: 'http://127.0.0.1:1/', tenantId: 't' } }
          : undefined,
      ended: async (run, { state, place, about, memberId }) => {
        if (state !== 'blocked' || place !== 'personal') return;
        await run.plan({
          kind: 'fallback',
          about,
          memberId,
          place: 'channel',
          notBefore: NOON,
          until: '2026-11-27T09:30:00.000Z',
        });
      },
    };
    await look.look(told);
    expect(look.sent).toEqual(['fallback WS2']);
    expect((await look.stored())['WS2:lead2:fallback']).toMatchObject({ state: 'sent' });
  });

  it('that failed to plan what follows is told again; the others were told all the same', async () => {
    await look.plan();
    await look.plan({ about: 'WS1', memberId: 'lead1' });
    const told: string[] = [];
    const ended: Told['ended'] = async (_run, { about }) => {
      told.push(about);
      if (told.length === 1) throw new ProductError('UNAVAILABLE', 'scripted');
    };
    await expect(look.look({ ended })).rejects.toThrow('scripted');
    expect(told).toHaveLength(2);
    await look.look({ ended });
    expect(told).toHaveLength(3);
    await look.look({ ended });
    expect(told).toHaveLength(3);
  });

  it('is told everything again by a process that has just started', async () => {
    await look.plan();
    const told: string[] = [];
    const ended: Told['ended'] = async (_run, { about, state }) => void told.push(`${about} ${state}`);
    await look.look({ ended });
    const restarted: Told['wrap'] = (store) => ({ ...store });
    await look.look({ ended, wrap: restarted });
    expect(told).toEqual(['WS2 sent', 'WS2 sent']);
    expect(look.sent).toHaveLength(1);
  });

  it('sends nothing more once the process is to end', async () => {
    await look.plan();
    const { run, jobs } = await look.open();
    await sweep({ ...run, stopping: () => true }, jobs);
    expect(await prompt()).toMatchObject({ state: 'planned' });
  });
});
