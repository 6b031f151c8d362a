// The digest in the channel: sent once, drawn when it is sent, and replaced where it lies when an answer comes late.

import { beforeEach, describe, expect, it } from 'vitest';
import { digestJob } from '../../src/check-ins/digest/job.js';
import { payDigest } from '../../src/check-ins/digest/refresh.js';
import { checkInJob } from '../../src/check-ins/job.js';
import { checkIns } from '../../src/check-ins/schema.js';
import type { SendOutcome } from '../../src/deps.js';
import { type Delivery, deliveriesOf } from '../../src/jobs/delivery.js';
import { runJobs } from '../../src/jobs/runner.js';
import { readTally } from '../../src/jobs/tally.js';
import { requireHead } from '../../src/storage/ledger.js';
import { openCarrier } from '../../src/teams/carrier.js';
import { reachedWorld, sweepFor } from '../jobs/counted-runs.js';
import { bindChannel } from '../support/bind-channel.js';
import { wordsOf } from '../support/card-reader.js';
import { PROGRAMME, TENANT, type World } from '../support/world.js';
import { checkIn } from './answering.js';

const WEEK = '2026-W48';
const THIS_WEEK = `WS2-${WEEK}`;
const jobs = [checkInJob, digestJob];
const carrier = openCarrier(true);
let world: World;

beforeEach(async () => {
  world = await reachedWorld();
  await look('2026-11-26T09:30:00.000Z');
  world.sent.length = 0;
});

async function look(at: string) {
  world.at(at);
  return runJobs(world.deps, jobs, sweepFor(jobs));
}

/** The digest as everyone last saw it. */
const shown = () => {
  const last = world.sent.findLast(({ to }) => to.conversationId === '19:channel');
  return { words: last ? wordsOf(last.message.card) : '', updates: last?.updates, count: world.sent.length };
};

/** Says that the digest is in a state, as another process may have left it. */
async function leave(change: Partial<Delivery>): Promise<void> {
  const stored = await world.deps.store.read<Delivery>('delivery', deliveriesOf(PROGRAMME, WEEK), 'all::digest');
  if (!stored) throw new Error('there is no digest');
  await world.deps.store.replace('delivery', { ...stored, body: { ...stored.body, ...change } });
}

const pay = async () => {
  const head = await requireHead(world.deps, checkIns, PROGRAMME, THIS_WEEK);
  return payDigest(world.deps, jobs, carrier, PROGRAMME, head.body.newest);
};

describe('the digest', () => {
  it('goes to the channel once, at its time, with buttons that open dialogs', async () => {
    await checkIn(world, 'lead2', THIS_WEEK);
    await look('2026-11-27T12:59:59.000Z');
    expect(shown().words).toBe('');
    await look('2026-11-27T13:00:00.000Z');
    await look('2026-11-27T13:01:00.000Z');
    expect(world.sent.filter(({ to }) => to.conversationId === '19:channel')).toHaveLength(1);
    expect(shown().words).toContain('1 of 2 answered');
    expect(shown().words).toContain('Two offers are accepted.');
    expect(JSON.stringify(world.sent.at(-1)?.message.card)).not.toContain('Action.Execute');
  });

  it('is not sent days later', async () => {
    await look('2026-12-01T13:00:00.000Z');
    const stored = await world.deps.store.read<Delivery>('delivery', deliveriesOf(PROGRAMME, WEEK), 'all::digest');
    expect(stored?.body.state).toBe('missed');
  });

  it('leaves its figures with the sum of the week', async () => {
    await checkIn(world, 'lead2', THIS_WEEK);
    await look('2026-11-27T13:00:00.000Z');
    expect((await readTally(world.deps, PROGRAMME, WEEK))?.body.figures).toEqual({
      asked: 2,
      answered: 1,
      late: 0,
      away: 0,
      'asked WS1': 1,
      'asked WS2': 1,
    });
  });
});

describe('a late answer', () => {
  beforeEach(async () => {
    await look('2026-11-27T13:00:00.000Z');
    world.sent.length = 0;
    world.at('2026-11-27T15:20:00.000Z');
    await checkIn(world, 'lead2', THIS_WEEK);
  });

  it('owes a newer digest, and an answer in time does not', async () => {
    const { newest } = (await requireHead(world.deps, checkIns, PROGRAMME, THIS_WEEK)).body;
    expect(newest.owes).toEqual([{ effect: 'check-ins.apply' }, { effect: 'check-ins.refresh-digest' }]);
  });

  it('replaces the card where it lies, marked late, however often it is paid', async () => {
    await pay();
    await pay();
    expect(world.sent.every(({ updates, to }) => updates !== undefined && to.conversationId === '19:channel')).toBe(
      true,
    );
    const { words, count } = shown();
    expect(count).toBe(2);
    expect(words).toContain('Updated 27 November 2026, 15:20');
    expect(words).toContain('answered late');
    expect(words).toContain('1 of 2 answered');
    expect(JSON.stringify(world.sent.at(-1)?.message.card)).not.toContain('Action.Execute');
  });

  it('that somebody deleted is posted again, once, with the late answer on it', async () => {
    world.deps.messenger.update = async () => ({ outcome: 'inactive' });
    const before = world.sent.length;
    await pay();
    expect(world.sent.slice(before).map(({ to }) => to.conversationId)).toEqual(['19:channel']);
    expect(shown()).toMatchObject({ updates: undefined, words: expect.stringContaining('1 of 2 answered') });
    const stored = await world.deps.store.read<Delivery>('delivery', deliveriesOf(PROGRAMME, WEEK), 'all::digest');
    expect(stored?.body).toMatchObject({ state: 'sent', activityId: expect.any(String) });
  });

  it('that another overtakes is shown with it', async () => {
    const { update } = world.deps.messenger;
    let others = 1;
    world.deps.messenger.update = async (to, id, message) => {
      if (others-- > 0) await checkIn(world, 'lead1', `WS1-${WEEK}`);
      return update(to, id, message);
    };
    await pay();
    expect(shown().words).toContain('2 of 2 answered');
  });

  it('is shown in the channel that has the digest, though the programme posts elsewhere by now', async () => {
    const elsewhere = { conversationId: '19:elsewhere', serviceUrl: 'http://127.0.0.1:1/', tenantId: TENANT };
    await bindChannel(world.deps, elsewhere, PROGRAMME);
    await pay();
    expect(world.sent.map(({ to }) => to.conversationId)).toEqual(['19:channel']);
  });

  it.each(['claimed', 'sending'] as const)('waits while the digest is %s', async (state) => {
    await leave({ state });
    await expect(pay()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(world.sent).toEqual([]);
  });

  it.each(['planned', 'missed', 'blocked', 'unknown'] as const)(
    'has nothing to replace when it is %s',
    async (state) => {
      await leave({ state, conversationId: '', activityId: '' });
      await pay();
      expect(world.sent).toEqual([]);
    },
  );

  it.each([
    [{ outcome: 'unknown' }, 'rejects'],
    [{ outcome: 'later', notBefore: new Date(0) }, 'rejects'],
    [{ outcome: 'inactive' }, 'resolves'],
    [{ outcome: 'refused' }, 'resolves'],
  ] as [SendOutcome, 'rejects' | 'resolves'][])(
    'that ends %o is tried again only where that helps: it %s',
    async (outcome, how) => {
      world.deps.messenger.update = async () => outcome;
      if (how === 'rejects') await expect(pay()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      else await pay();
      expect(world.logged.at(-1)).toMatchObject({ event: 'digest-updated', fields: { outcome: outcome.outcome } });
    },
  );
});
