// F4 and F17: two years of weekly prompts in virtual time, over three replicas whose clocks differ, with processes that go away
// in the middle of a send, outages of hours and days, holidays and both changes of the clocks.
//
// A replica that goes away is not killed as a process: a chosen call of its store or messenger never comes back, nor does any
// later one, and a new one is composed in its place (tests/support/abandoned.ts). Real kills are in killed-commits and F7.
//
// Guards whose removal makes this fail: the conditional change of a delivery and its holder (jobs/deliveries.ts), `sending`
// written before the send (jobs/sending.ts), the predictable id of a delivery, `isAllowed` in jobs/schedule.ts, and the walk
// back to the newest settled week (jobs/looks.ts).

import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { type Bot, composeBot } from '../../src/bot.js';
import type { Deps, SendOutcome } from '../../src/deps.js';
import { listDeliveries } from '../../src/jobs/deliveries.js';
import { mondayOf, type Week, weekOf } from '../../src/jobs/schedule.js';
import { countDeliveries, readTally } from '../../src/jobs/tally.js';
import { loadPlan } from '../../src/plans/plan-file.js';
import { timetableOf } from '../../src/programmes/timetable.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { rememberPersonal } from '../../src/teams/conversations.js';
import { type Mortal, mortal } from '../support/abandoned.js';
import { bindChannel } from '../support/bind-channel.js';
import { size, startRun } from '../support/fault-run.js';
import { leadsPlan, outagesIn, PLACE, weeksFrom, ZONE } from './leads-plan.js';

const WEEKS = size(36, 104);
const PEOPLE = size(8, 200);
const KILLS = size(12, 50);
const FIRST_WEEK = '2026-W10';
const SKEWS_S = [-30, 0, 30];
/** Seconds after each moment at which the replicas look, besides some times a week at random. */
const LOOKS_S = [-20, 0, 30, 120, 300, 2_400];
const LOOKS_A_WEEK = size(4, 8);
/** For a busy machine, on which the full form ran for ten minutes; the short one takes four seconds on an idle one. */
const TIME_LIMIT_MS = size(180_000, 1_800_000);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Shown {
  at: string;
  key: string;
}

test(
  'in two years nobody is asked twice or at a wrong hour, and every week’s sum holds',
  async () => {
    const run = startRun('F4');
    const { random } = run;
    let now = new Date(`${mondayOf(FIRST_WEEK)}T00:00:00.000Z`);
    const store = await openEmbeddedStore({ file: ':memory:', now: () => now });
    const plan = leadsPlan(PEOPLE);
    const timetable = timetableOf(plan.programme);
    const shown: Shown[] = [];
    const seen = new Map<string, number>();
    const troubles: Record<string, number> = {};
    const count = (event: string) => {
      troubles[event] = (troubles[event] ?? 0) + 1;
    };
    let activity = 0;

    /** Teams, which now and then asks to wait, refuses, or does not say what it did. */
    const send = (clock: Deps['clock']): Deps['messenger']['send'] => {
      return async (to, message): Promise<SendOutcome> => {
        const chance = random.next();
        if (chance < 0.02) return { outcome: 'later', notBefore: new Date(clock.now().getTime() + 90_000) };
        if (chance < 0.03) return { outcome: 'inactive' };
        if (chance < 0.035) return { outcome: 'refused' };
        if (chance < 0.04) return { outcome: 'unknown' };
        const key = keyOf(to.conversationId, JSON.stringify(message.card));
        shown.push({ at: now.toISOString(), key });
        seen.set(key, (seen.get(key) ?? 0) + 1);
        activity += 1;
        return chance < 0.05 ? { outcome: 'unknown' } : { outcome: 'sent', activityId: `m${activity}` };
      };
    };
    const depsWith = (skewS: number): Deps => {
      const clock = { now: () => new Date(now.getTime() + skewS * 1000) };
      const update: Deps['messenger']['update'] = async (_to, activityId) => ({ outcome: 'sent', activityId });
      const note = () => undefined;
      const log = { debug: note, info: note, warn: count, error: count };
      return { store, clock, log, messenger: { send: send(clock), update } };
    };
    const setUp = depsWith(0);
    await loadPlan(setUp, plan);
    await bindChannel(setUp, { ...PLACE, conversationId: '19:channel' }, plan.id);
    for (const { objectId, memberId } of plan.people)
      await rememberPersonal(setUp, objectId, { ...PLACE, conversationId: `a:${memberId}` });

    const start = (skewS: number): Replica => {
      const process = mortal(depsWith(skewS));
      return { process, bot: composeBot({ deps: process.deps, dialogs: true }), skewS };
    };
    let replicas = SKEWS_S.map(start);
    let kills = 0;
    const look = async (at: number, victim: number | undefined) => {
      now = new Date(at);
      if (victim !== undefined) replicas[victim]?.process.dieIn(1 + random.below(PEOPLE * 3), random.chance(0.5));
      const ends = await Promise.all(
        replicas.map(({ bot, process }) => Promise.race([bot.runJobs().then(() => 'done' as const), process.gone])),
      );
      kills += ends.filter((end) => end === 'gone').length;
      if (victim !== undefined) replicas[victim]?.process.dieIn(Number.POSITIVE_INFINITY, false);
      replicas = replicas.map((replica, n) => (ends[n] === 'gone' ? start(replica.skewS) : replica));
    };

    const weeks = weeksFrom(FIRST_WEEK, WEEKS).map((period) => weekOf(timetable, ZONE, period));
    const outages = outagesIn(weeks.map(({ moments }) => moments.find(({ kind }) => kind === 'prompt')));
    const isOut = (at: number) => outages.some(({ from, until }) => from <= at && at < until);
    const totals = { planned: 0, sent: 0, blocked: 0, failed: 0, unknown: 0, missed: 0, skipped: 0, late: 0 };
    const inChannel = { sent: 0, unknown: 0 };
    const known = new Set<string>();
    /** Holds a week that is over against what was shown of it. Done in its time: deliveries are kept for 400 days. */
    const audit = async ({ period, moments, skipped }: Week) => {
      const deliveries = [...(await listDeliveries(setUp, plan.id, period)).values()];
      const counts = countDeliveries(deliveries);
      const tally = (await readTally(setUp, plan.id, period))?.body;
      const { planned, waiting, ...ended } = counts;
      const where = `${period}, FAULT_SEED=${run.seed}`;
      // F17, by the records and by the sum that is kept of them.
      expect(waiting, where).toBe(0);
      expect(
        Object.values(ended).reduce((sum, one) => sum + one, 0),
        where,
      ).toBe(planned);
      expect(tally, where).toMatchObject({ counts, settledAt: expect.any(String) });

      const prompts = deliveries.filter(({ body }) => body.kind === 'prompt');
      expect(prompts.length, where).toBe(skipped ? 0 : plan.programme.members.flatMap(({ leads }) => leads).length);
      const prompt = moments.find(({ kind }) => kind === 'prompt');
      const disturbed = outages.some(
        ({ from, until }) => prompt && from < Date.parse(prompt.until) && until > Date.parse(prompt.at),
      );
      for (const { body } of deliveries) {
        if (body.place === 'channel') {
          // Prompts of whom nobody reached in their own chat, and the digest.
          inChannel.sent += body.state === 'sent' ? 1 : 0;
          inChannel.unknown += body.state === 'unknown' ? 1 : 0;
          continue;
        }
        const key = `a:${body.memberId} ${body.about}-${period} ${body.kind}`;
        const times = seen.get(key) ?? 0;
        const may = body.state === 'sent' ? [1] : body.state === 'unknown' ? [0, 1] : [0];
        expect(may, `${key} is ${body.state}: ${where}`).toContain(times);
        known.add(key);
        if (!disturbed && body.kind === 'prompt') expect(body.state, `${key}: ${where}`).not.toBe('missed');
        if (body.late) totals.late += 1;
      }
      for (const name of Object.keys(ended) as (keyof typeof ended)[]) totals[name] += ended[name];
      totals.planned += planned;
    };

    const times = weeks.flatMap(({ period, moments }, n) => {
      const begins = Date.parse(`${mondayOf(period)}T00:00:00.000Z`);
      const after = (instant: number, seconds: readonly number[], kills: boolean) =>
        seconds.map((later) => ({ n, at: instant + later * 1000, kills: kills && later <= 60 }));
      return [
        ...moments.flatMap(({ kind, at }) => after(Date.parse(at), LOOKS_S, kind === 'prompt' || kind === 'reminder')),
        ...Array.from({ length: LOOKS_A_WEEK }, () => after(begins + random.below(7 * DAY_MS), [0], false)).flat(),
      ];
    });
    for (const { until } of outages)
      times.push(...[0, 120, 600].map((s) => ({ n: 0, at: until + s * 1000, kills: false })));
    times.sort((a, b) => a.at - b.at);
    let looks = 0;
    const unaudited = [...weeks];
    const auditOver = async (weeksAgo: number) => {
      const before = now.getTime() - weeksAgo * 7 * DAY_MS;
      for (let [week] = unaudited; week && Date.parse(mondayOf(week.period)) < before; [week] = unaudited) {
        await audit(week);
        unaudited.shift();
      }
    };
    for (const time of times.filter(({ at }) => !isOut(at))) {
      // An outage leaves no process behind, and so no memory.
      if (outages.some(({ until }) => now.getTime() < until && until <= time.at)) replicas = SKEWS_S.map(start);
      const due = time.kills && kills < Math.min(KILLS, (1.3 * KILLS * (time.n + 1)) / WEEKS);
      await look(time.at, due ? random.below(replicas.length) : undefined);
      looks += replicas.length;
      await auditOver(8);
    }
    // On a Sunday night two weeks later everything asked is over, and nothing is sent.
    await look(Date.parse(mondayOf(weeks.at(-1)?.period ?? '')) + 21 * DAY_MS - 2 * HOUR_MS, undefined);
    await look(now.getTime() + HOUR_MS, undefined);
    await auditOver(0);

    run.print({
      weeks: WEEKS,
      people: PEOPLE,
      looks,
      'replicas gone': kills,
      outages: outages.length,
      messages: shown.length,
      ...totals,
    });
    // Nothing was shown that no delivery of these weeks knows, and nothing at an hour or on a day at which nothing is sent.
    const personal = [...seen].filter(([key]) => !key.startsWith('19:'));
    expect(personal.filter(([key, times]) => !known.has(key) || times > 1)).toEqual([]);
    const shownInChannel = shown.filter(({ key }) => key.startsWith('19:')).length;
    expect(shownInChannel).toBeGreaterThanOrEqual(inChannel.sent);
    expect(shownInChannel).toBeLessThanOrEqual(inChannel.sent + inChannel.unknown);
    expect(kills).toBe(KILLS);
    expect(totals.sent).toBeGreaterThan(0.5 * totals.planned);
    for (const { at, key } of shown) {
      expect(isAllowedNear(at), `${key} at ${at}, FAULT_SEED=${run.seed}`).toBe(true);
      // In summer as in winter: half past nine in the programme's zone, unless an outage or its end was in the way.
      if (!key.endsWith('prompt') || key.startsWith('19:') || isNearOutage(at)) continue;
      const local = DateTime.fromISO(at, { zone: ZONE });
      const late = local.diff(local.startOf('day').set({ hour: 9, minute: 30 }), 'minutes').minutes;
      expect(late >= -1 && late < 45, `${key} at ${local.toISO()}, FAULT_SEED=${run.seed}`).toBe(true);
    }
    expect(troubles['job-failed'] ?? 0, `FAULT_SEED=${run.seed}`).toBe(0);
    await store.close();

    function isNearOutage(instant: string): boolean {
      const at = Date.parse(instant);
      return outages.some(({ from, until }) => from - 2 * DAY_MS < at && at < until + 4 * DAY_MS);
    }

    /** A clock thirty seconds ahead opens the day thirty seconds early. */
    function isAllowedNear(instant: string): boolean {
      const local = DateTime.fromISO(instant, { zone: ZONE });
      const [opens, closes] = [
        local.set({ hour: 7, minute: 59, second: 30 }),
        local.set({ hour: 18, minute: 0, second: 30 }),
      ];
      return local >= opens && local < closes && local.weekday < 6 && !plan.isOff(local.toFormat('yyyy-MM-dd'));
    }
  },
  TIME_LIMIT_MS,
);

interface Replica {
  process: Mortal;
  bot: Bot;
  skewS: number;
}

/** Whom a message was for, which check-in it asks for, and whether it is the prompt, a reminder or a deputy's. */
function keyOf(conversationId: string, card: string): string {
  const ref = /WS\d+-\d{4}-W\d\d/.exec(card)?.[0] ?? '?';
  const kind = card.includes('A reminder') ? 'reminder' : card.includes('You are asked for') ? 'handover' : 'prompt';
  return `${conversationId} ${ref} ${kind}`;
}
