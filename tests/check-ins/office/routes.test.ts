// What the programme office sees of the weekly asking, through its commands and buttons: sums, sending again, two hundred of
// them, twelve weeks, and what comes.

import { beforeEach, describe, expect, it } from 'vitest';
import { digestJob } from '../../../src/check-ins/digest/job.js';
import { checkInJob } from '../../../src/check-ins/job.js';
import { officeCommands, officeVerbs } from '../../../src/check-ins/office/routes.js';
import { unreachedJob } from '../../../src/check-ins/office/unreached-job.js';
import { listDeliveries, planDelivery } from '../../../src/jobs/deliveries.js';
import { type Delivery, deliveriesOf, deliveryId, type JobRun } from '../../../src/jobs/delivery.js';
import { newMemory, runJobs } from '../../../src/jobs/runner.js';
import { mondayOf, periodAfter, weekOf } from '../../../src/jobs/schedule.js';
import { setLeave } from '../../../src/programmes/leave.js';
import { timetableOf } from '../../../src/programmes/timetable.js';
import { bytesOf, MOST_BYTES, titlesOf, wordsOf } from '../../support/card-reader.js';
import { button, conversation } from '../../support/conversation.js';
import { createWorld, PROGRAMME, testPlan, type World } from '../../support/world.js';
import { checkIn } from '../answering.js';

const { press: send, type: say, find } = conversation(officeCommands, officeVerbs);
const WEEK = '2026-W48';
const PROMPT = '2026-11-26T09:30:00.000Z';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
const press = (verb: string, form: Record<string, unknown>) => send(world, 'office', verb, form);
const type = (text: string, by = 'office') => say(world, by, text);
const known = () => listDeliveries(world.deps, PROGRAMME, WEEK);

/** Puts a message into the week as if it had ended so. */
async function ended(state: Delivery['state'], more: Partial<Delivery> = {}, period = WEEK): Promise<Delivery> {
  const planned = {
    kind: 'prompt',
    about: 'WS2',
    memberId: 'lead2',
    place: 'personal' as const,
    notBefore: PROMPT,
    until: '2026-11-27T09:30:00.000Z',
    ...more,
  };
  const stored = await planDelivery(world.deps, PROGRAMME, period, planned);
  const body: Delivery = { ...stored.body, state, reason: more.reason ?? `why it was ${state}` };
  await world.deps.store.replace('delivery', { ...stored, body });
  return body;
}

describe('who may look', () => {
  it.each(['delivery', 'Participation', 'next prompts', 'next prompt'])(
    '“%s” is for the office alone',
    async (text) => {
      await expect(type(text, 'lead2')).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect(wordsOf((await type(text)).card)).not.toBe('');
      expect(find(text)?.command.audience).toBe('me');
    },
  );

  it('is asked again of each button', async () => {
    await ended('blocked');
    const { data } = button(await type('delivery'), 'Send again');
    await expect(send(world, 'lead2', 'check-ins.send-again', data)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(send(world, 'chair', 'check-ins.show-delivery', { page: 1 })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('delivery', () => {
  it('adds up: planned is what was sent, what was not, what was not needed and what is still to go', async () => {
    for (const [n, state] of (
      ['sent', 'sent', 'blocked', 'unknown', 'missed', 'skipped', 'planned'] as const
    ).entries())
      await ended(state, { about: `WS${n}` });
    await ended('failed', {}, '2026-W47');
    const words = wordsOf((await type('delivery')).card).split('\n');
    const row = (label: string) => {
      const at = words.findIndex((line) => line.startsWith(label));
      return [words[at + 1], words[at + 2]];
    };
    expect(row('Week to')).toEqual(['27 Nov', '20 Nov']);
    expect(row('Planned')).toEqual(['7', '1']);
    const parts = ['Sent', 'Blocked', 'Failed', 'Unknown', 'Missed', 'Not needed', 'Still to go'].map(row);
    expect(parts.map(([here]) => here)).toEqual(['2', '1', '0', '1', '1', '1', '1']);
    for (const week of [0, 1])
      expect(parts.reduce((sum, cells) => sum + Number(cells[week]), 0)).toBe(Number(row('Planned')[week]));
  });

  it('says who was not reached, why, and what became of it', async () => {
    await ended('blocked', { reason: 'they have blocked it' });
    await ended('sent', { kind: 'fallback', place: 'channel' });
    await ended('unknown', { about: 'WS1', memberId: 'lead1', reason: 'it may or may not have been shown' });
    const words = wordsOf((await type('delivery')).card);
    expect(words).toContain('they have blocked it · asked in the channel instead');
    expect(words).toContain('it may or may not have been shown');
    expect(words).toContain('2 messages in these two weeks.');
    await checkIn(world, 'lead2', `WS2-${WEEK}`);
    expect(wordsOf((await type('delivery')).card)).toContain(
      '2 messages in these two weeks, 1 of them made good since.',
    );
  });

  it('says that everybody was reached when nobody was not', async () => {
    await ended('sent');
    expect(wordsOf((await type('delivery')).card)).toContain('Everybody was reached.');
  });

  it('says why nobody was asked in a week', async () => {
    const plan = structuredClone(testPlan);
    plan.programme.timetable = {
      ...timetableOf({}),
      closures: [{ name: 'Half-term', from: '2026-11-16', until: '2026-11-22' }],
    };
    world = await createWorld({ plan });
    expect(wordsOf((await type('delivery')).card)).toContain(
      'Week ending 20 November 2026. Nobody is asked: Half-term.',
    );
  });

  it('shows two hundred, ten at a time, each once, and every page fits', async () => {
    for (let n = 1; n <= 200; n += 1)
      await ended('blocked', { about: `M${n}@1`, kind: 'notice', reason: 'w'.repeat(400) });
    let answer = await type('delivery');
    const seen = new Set<string>();
    for (let number = 1; ; number += 1) {
      expect(bytesOf(answer.card)).toBeLessThan(MOST_BYTES);
      const found = [...wordsOf(answer.card).matchAll(/what has changed in (M\d+)/g)].map(([, ref]) => ref ?? '');
      expect(found).toHaveLength(10);
      for (const ref of found) seen.add(ref);
      if (number === 20) break;
      const { verb, data } = button(answer, 'Next 10');
      answer = await press(verb, data);
    }
    expect(seen.size).toBe(200);
    expect(titlesOf(answer.card)).not.toContain('Next 10');
    expect(titlesOf(answer.card)).toContain('Previous 10');
  });
});

describe('sending again', () => {
  it('plans one more message of the same kind, however often its button is pressed', async () => {
    await ended('blocked', { carries: { from: 'lead1' } });
    const { verb, data } = button(await type('delivery'), 'Send again');
    const [first] = await Promise.all([press(verb, data), press(verb, data)]);
    const third = await press(verb, data);
    expect(wordsOf(first.card)).toContain('Sent again within a few minutes: the check-in of WS2, to WS2 lead.');
    expect(wordsOf(third.card)).toContain('was asked for already');
    expect([...(await known()).keys()].sort()).toEqual(['WS2:lead2:prompt', 'WS2:lead2:resend-1']);
    expect((await known()).get('WS2:lead2:resend-1')?.body).toMatchObject({
      state: 'planned',
      place: 'personal',
      carries: { from: 'lead1', kind: 'prompt' },
      until: '2026-12-03T09:30:00.000Z',
    });
    expect(titlesOf(third.card)).not.toContain('Send again');
  });

  it('asks first when the message may have been shown', async () => {
    await ended('unknown');
    const { verb, data } = button(await type('delivery'), 'Send again');
    const asked = await press(verb, data);
    expect(wordsOf(asked.card)).toContain('It may show twice');
    expect((await known()).size).toBe(1);
    const yes = button(asked, 'Send it again');
    await press(yes.verb, yes.data);
    expect([...(await known()).keys()]).toContain('WS2:lead2:resend-1');
  });

  it('can be done once more when that reached nobody either', async () => {
    await ended('blocked');
    await ended('failed', { kind: 'resend-1', carries: { kind: 'prompt' } });
    const { verb, data } = button(await type('delivery'), 'Send again');
    await press(verb, data);
    expect([...(await known()).keys()]).toContain('WS2:lead2:resend-2');
  });

  it('waits for the allowed hours, and says until when', async () => {
    world.at('2026-11-27T19:00:00.000Z');
    await ended('blocked');
    const { verb, data } = button(await type('delivery'), 'Send again');
    expect(wordsOf((await press(verb, data)).card)).toContain('Sent again on 30 November 2026, 08:00');
  });

  it('is offered neither for what is answered nor for a week that is over', async () => {
    await ended('blocked');
    await ended('blocked', {}, '2026-W47');
    const before = button(await type('delivery'), 'Send again');
    await checkIn(world, 'lead2', `WS2-${WEEK}`);
    world.at('2026-11-26T10:00:00.000Z');
    const answer = await type('delivery');
    expect(titlesOf(answer.card)).not.toContain('Send again');
    expect(wordsOf(answer.card)).toContain('that week is over');
    expect(wordsOf((await press(before.verb, before.data)).card)).toContain('Nothing was sent');
    const old = { ...before.data, period: '2026-W47' };
    expect(wordsOf((await press(before.verb, old)).card)).toContain('that week is over');
    expect((await known()).size).toBe(1);
  });

  it('knows only messages that there are', async () => {
    const form = { period: WEEK, id: 'WS9:lead2:prompt', next: 1 };
    await expect(press('check-ins.send-again', form)).rejects.toMatchObject({ code: 'UNKNOWN' });
  });
});

describe('participation', () => {
  /** Lets the clock ask in so many weeks up to the one the world is in. */
  async function askFor(weeks: string[]): Promise<void> {
    const memory = newMemory();
    for (const period of weeks) {
      world.at(`${addThursday(period)}T09:30:00.000Z`);
      await runJobs(world.deps, [checkInJob, digestJob], async () => undefined, memory);
    }
  }
  const addThursday = (period: string) =>
    new Date(Date.parse(mondayOf(period)) + 3 * 86_400_000).toISOString().slice(0, 10);

  it('tells by week and by workstream who was asked and who answered, in time or late', async () => {
    await askFor([WEEK, '2026-W49']);
    await checkIn(world, 'lead2', 'WS2-2026-W49');
    world.at('2026-12-05T09:00:00.000Z');
    await checkIn(world, 'lead1', 'WS1-2026-W49');
    const words = wordsOf((await type('participation')).card);
    expect(words).toContain('2 of 4 check-ins were answered, 1 of them in time.');
    expect(words).toMatch(/4 Dec\n2\n1\n1\n0\n0/);
    expect(words).toMatch(/27 Nov\n2\n0\n0\n0\n2/);
    expect(words).toContain('1 of 2 answered, 1 late');
    expect(words).toContain('○ ●');
  });

  it('counts whom nobody stood in for as away, and not as silent', async () => {
    world.at('2026-11-25T09:00:00.000Z');
    const who = { memberId: 'lead1', by: 'lead1', effect: 'leave' };
    await setLeave(world.deps, PROGRAMME, who, '2026-11-25', { from: '2026-11-25', until: '2026-12-01' });
    await askFor([WEEK]);
    const words = wordsOf((await type('participation')).card);
    expect(words).toContain('0 of 1 check-ins were answered, 0 of them in time. 1 more were not asked for');
    expect(words).toContain('not asked · away in 1');
  });

  it('says when nobody was asked yet', async () => {
    expect(wordsOf((await type('participation')).card)).toContain('No check-in has been asked for yet.');
  });

  it('fits with twenty workstreams of long names over twelve weeks, and compares the last four', async () => {
    const plan = structuredClone(testPlan);
    plan.programme.workstreams = Array.from({ length: 20 }, (_, n) => ({ id: `WS${n + 1}`, name: 'Ä'.repeat(80) }));
    plan.programme.members.push(
      ...plan.programme.workstreams.slice(2).map(({ id }, n) => ({
        id: `lead${n + 3}`,
        name: `${id} lead`,
        organisation: 'LA' as const,
        roles: ['workstream lead' as const],
        leads: [id],
      })),
    );
    world = await createWorld({ plan });
    const weeks = ['2026-W48'];
    while (weeks.length < 12) weeks.push(periodAfter(weeks.at(-1) ?? ''));
    await askFor(weeks);
    const { card } = await type('participation');
    expect(bytesOf(card)).toBeLessThan(MOST_BYTES);
    expect(wordsOf(card)).toContain('In the last four of these weeks 0 of 80; in the four before 0 of 80.');
    expect(wordsOf(card)).toContain('WS20 Ä');
  });
});

describe('next prompts', () => {
  it('tells four weeks with days and times, what is moved or skipped and why, and who is asked instead', async () => {
    const plan = structuredClone(testPlan);
    plan.programme.timetable = {
      ...timetableOf({}),
      closures: [{ name: 'Programme away days', from: '2027-05-17', until: '2027-05-21' }],
    };
    const lead1 = plan.programme.members.find(({ id }) => id === 'lead1');
    const lead2 = plan.programme.members.find(({ id }) => id === 'lead2');
    if (!lead1 || !lead2) throw new Error('the plan has other people');
    lead1.leave = [{ from: '2027-05-11', until: '2027-05-14' }];
    lead2.leave = [{ from: '2027-04-29', until: '2027-05-04' }];
    world = await createWorld({ plan });
    world.at('2027-04-29T08:00:00.000Z');
    const words = wordsOf((await type('next prompts')).card);
    expect(words).toMatch(/Thursday 29 April, 09:30\s+Workstream leads are asked/);
    expect(words).toContain('WS2 lead (WS2) is away until 4 May 2027: WS2 deputy is asked instead');
    expect(words).toContain('WS1 lead (WS1) is away until 14 May 2027: nobody stands in');
    expect(words).toContain('Nobody is asked: Programme away days');
    expect(words).toMatch(
      /Tuesday 4 May, 09:30\s+Owners are told what falls due\nMoved from Monday 3 May 2027: bank holiday/,
    );
  });
});

describe('what the office is told by itself', () => {
  async function look(at: string): Promise<JobRun> {
    world.at(at);
    const { programme } = testPlan;
    const all = await known();
    return {
      deps: world.deps,
      programmeId: PROGRAMME,
      programme,
      now: new Date(at),
      week: weekOf(timetableOf(programme), programme.zone, WEEK),
      known: all,
      plan: async (delivery) => {
        if (!all.has(deliveryId(delivery)))
          all.set(deliveryId(delivery), await planDelivery(world.deps, PROGRAMME, WEEK, delivery));
      },
    };
  }
  const ids = async () => [...(await known()).keys()].filter((id) => id.includes('office'));
  const draw = async (at: string) => {
    const drawn = await unreachedJob.draws['office-unreached']?.(await look(at), []);
    return drawn && 'message' in drawn ? wordsOf(drawn.message.card) : drawn?.skip;
  };

  it('is planned once for a week, when a question reached nobody', async () => {
    await unreachedJob.plan(await look(PROMPT));
    await ended('sent', { about: 'WS1', memberId: 'lead1' });
    await ended('failed', { kind: 'due', about: 'all' });
    await unreachedJob.plan(await look(PROMPT));
    expect(await ids()).toEqual([]);
    await ended('blocked');
    await unreachedJob.plan(await look(PROMPT));
    await unreachedJob.plan(await look('2026-11-27T09:40:00.000Z'));
    expect(await ids()).toEqual(['all:office:office-unreached']);
    const told = await world.deps.store.read<Delivery>(
      'delivery',
      deliveriesOf(PROGRAMME, WEEK),
      (await ids())[0] ?? '',
    );
    expect(told?.body.notBefore).toBe('2026-11-26T09:40:00.000Z');
  });

  it('is not planned for a week that is over', async () => {
    await ended('blocked');
    await unreachedJob.plan(await look('2026-12-03T09:30:00.000Z'));
    expect(await ids()).toEqual([]);
  });

  it('names everybody who was not reached by then, those asked in the channel too, and nobody who has answered', async () => {
    await ended('blocked', { reason: 'they have blocked it' });
    await ended('sent', { kind: 'fallback', place: 'channel' });
    await ended('unknown', { about: 'WS1', memberId: 'lead1', reason: 'it may or may not have been shown' });
    const words = await draw('2026-11-26T09:40:00.000Z');
    expect(words).toContain('WS2 lead, check-in of WS2: they have blocked it; asked in the channel instead.');
    expect(words).toContain('WS1 lead, check-in of WS1: it may or may not have been shown.');
    await checkIn(world, 'lead1', `WS1-${WEEK}`);
    expect(await draw('2026-11-26T09:41:00.000Z')).not.toContain('WS1 lead');
    await checkIn(world, 'lead2', `WS2-${WEEK}`);
    expect(await draw('2026-11-26T09:42:00.000Z')).toBe('everybody was reached or has answered');
  });
});
