// Who is asked in a week, reminded, asked elsewhere, and who is left in peace; planned again and again, as several processes do.

import { beforeEach, describe, expect, it } from 'vitest';
import { checkInJob } from '../../src/check-ins/job.js';
import { comeBack, passOn, SnoozeForm, setAway, snooze } from '../../src/check-ins/later.js';
import { planDelivery } from '../../src/jobs/deliveries.js';
import { type Delivery, deliveriesOf, deliveryId, type JobRun, type StoredDelivery } from '../../src/jobs/delivery.js';
import { weekOf } from '../../src/jobs/schedule.js';
import { readProgramme } from '../../src/programmes/actor.js';
import { timetableOf } from '../../src/programmes/timetable.js';
import { listAll } from '../../src/storage/store.js';
import { wordsOf } from '../support/card-reader.js';
import { createWorld, PROGRAMME, testPlan, type World } from '../support/world.js';
import { checkIn, typeCheckIn, WHOLE } from './answering.js';

const WEEK = '2026-W48';
const THIS_WEEK = `WS2-${WEEK}`;
let world: World;
beforeEach(async () => {
  world = await createWorld();
});

async function look(at: string): Promise<JobRun> {
  world.at(at);
  const { deps } = world;
  const programme = (await readProgramme(deps, PROGRAMME))?.body.newest.state ?? testPlan.programme;
  const partition = deliveriesOf(PROGRAMME, WEEK);
  const list = async () =>
    new Map<string, StoredDelivery>(
      (await listAll<Delivery>(deps.store, ['delivery'], partition)).map((one) => [one.id, one]),
    );
  const run: JobRun = {
    deps,
    programmeId: PROGRAMME,
    programme,
    now: new Date(at),
    week: weekOf(timetableOf(programme), programme.zone, WEEK),
    known: await list(),
    plan: async (planned) => {
      await planDelivery(deps, PROGRAMME, WEEK, planned);
      run.known = await list();
    },
  };
  return run;
}

/** Plans at an instant, twice, and gives what is planned by then: `id` to state, with why when it is not sent. */
async function planned(at: string): Promise<Record<string, string>> {
  await checkInJob.plan(await look(at));
  const run = await look(at);
  await checkInJob.plan(run);
  return Object.fromEntries([...run.known].map(([id, { body }]) => [id, body.reason || body.state]));
}

/** Says how a delivery ended, as the engine would. */
async function end(id: string, state: Delivery['state']): Promise<void> {
  const stored = await world.deps.store.read<Delivery>('delivery', deliveriesOf(PROGRAMME, WEEK), id);
  if (!stored) throw new Error(`there is no ${id}`);
  await world.deps.store.replace('delivery', { ...stored, body: { ...stored.body, state } });
}

const PROMPT = '2026-11-26T09:30:00.000Z';
const REMINDER = '2026-11-27T09:30:00.000Z';

describe('the prompt', () => {
  it('is planned at its time, once for each lead of each workstream', async () => {
    expect(await planned('2026-11-26T09:29:59.000Z')).toEqual({});
    expect(await planned(PROMPT)).toEqual({ 'WS1:lead1:prompt': 'planned', 'WS2:lead2:prompt': 'planned' });
  });

  it('is not sent to who answered early', async () => {
    world.at('2026-11-25T10:00:00.000Z');
    await checkIn(world, 'lead2', THIS_WEEK);
    expect(await planned(PROMPT)).toEqual({
      'WS1:lead1:prompt': 'planned',
      'WS2:lead2:prompt': 'answered before it was asked',
    });
  });

  it('goes to the deputy of who is on leave, and says for whom', async () => {
    world.at('2026-11-25T10:00:00.000Z');
    await setAway(await world.turn('lead2'), {
      programmeId: PROGRAMME,
      until: '2026-12-01',
      form: crypto.randomUUID(),
    });
    expect(await planned(PROMPT)).toEqual({
      'WS1:lead1:prompt': 'planned',
      'WS2:lead2:prompt': 'on leave until 1 December 2026; the deputy is asked',
      'WS2:deputy2:handover': 'planned',
    });
    const run = await look(PROMPT);
    const handover = run.known.get('WS2:deputy2:handover')?.body;
    const drawn = await checkInJob.draws.handover?.(run, handover ? [handover] : []);
    expect(drawn && 'message' in drawn ? wordsOf(drawn.message.card) : drawn).toContain(
      'You are asked for WS2 lead, who is away.',
    );
  });

  it('is skipped for who is on leave with nobody to stand in', async () => {
    world.at('2026-11-25T10:00:00.000Z');
    await setAway(await world.turn('lead1'), {
      programmeId: PROGRAMME,
      until: '2026-12-01',
      form: crypto.randomUUID(),
    });
    expect(await planned(PROMPT)).toMatchObject({
      'WS1:lead1:prompt': 'on leave until 1 December 2026, and nobody stands in',
    });
  });

  it('is planned even long after its time, so that a missed one is counted as missed', async () => {
    const late = await planned('2026-12-02T10:00:00.000Z');
    expect(Object.keys(late)).toContain('WS2:lead2:prompt');
    const run = await look('2026-12-02T10:00:00.000Z');
    expect(run.known.get('WS2:lead2:prompt')?.body.until).toBe('2026-11-27T09:30:00.000Z');
  });

  it('shows the form, filled in, and nothing once it was answered', async () => {
    const run = await look(PROMPT);
    await checkInJob.plan(run);
    const prompt = run.known.get('WS2:lead2:prompt')?.body;
    const drawn = await checkInJob.draws.prompt?.(run, prompt ? [prompt] : []);
    expect(drawn && 'message' in drawn ? wordsOf(drawn.message.card) : '').toContain('[Send check-in]');
    await checkIn(world, 'deputy2', THIS_WEEK);
    expect(await checkInJob.draws.prompt?.(await look(PROMPT), prompt ? [prompt] : [])).toEqual({ skip: 'answered' });
  });

  it('that reached nobody in their own chat is asked in the channel, where no form is shown', async () => {
    await planned(PROMPT);
    await end('WS2:lead2:prompt', 'blocked');
    const run = await look(PROMPT);
    const blocked = run.known.get('WS2:lead2:prompt')?.body;
    if (!blocked) throw new Error('it is gone');
    await checkInJob.ended?.(run, blocked);
    await checkInJob.ended?.(run, blocked);
    const fallback = run.known.get('WS2:lead2:fallback')?.body;
    expect(fallback).toMatchObject({ place: 'channel', state: 'planned', memberId: 'lead2' });
    const drawn = await checkInJob.draws.fallback?.(run, fallback ? [fallback] : []);
    const words = drawn && 'message' in drawn ? wordsOf(drawn.message.card) : '';
    expect(words).toContain('[Open]');
    expect(words).not.toContain('Send check-in');
  });
});

describe('the reminder', () => {
  it('goes once to who was asked and has not answered', async () => {
    await planned(PROMPT);
    await end('WS1:lead1:prompt', 'sent');
    await end('WS2:lead2:prompt', 'sent');
    await checkIn(world, 'lead2', THIS_WEEK);
    expect(Object.keys(await planned('2026-11-27T09:29:00.000Z'))).toHaveLength(2);
    expect(await planned(REMINDER)).toEqual({
      'WS1:lead1:prompt': 'sent',
      'WS2:lead2:prompt': 'sent',
      'WS1:lead1:reminder': 'planned',
      'WS2:lead2:reminder': 'answered',
    });
  });

  it('goes to the channel for who could not be reached', async () => {
    await planned(PROMPT);
    await end('WS2:lead2:prompt', 'blocked');
    await planned(REMINDER);
    const run = await look(REMINDER);
    expect(run.known.get('WS2:lead2:reminder')?.body.place).toBe('channel');
    expect(run.known.get('WS1:lead1:reminder')?.body.place).toBe('personal');
  });

  it('is not sent to who asked to be shown it again later, who passed it on, or who is away', async () => {
    await planned(PROMPT);
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, { moved: 'Half' });
    await snooze(await world.turn('lead2'), SnoozeForm.parse({ ...form, until: 'tomorrow' }));
    await passOn(await world.turn('lead1'), `WS1-${WEEK}`);
    expect(await planned(REMINDER)).toMatchObject({
      'WS2:lead2:reminder': 'asked to be shown it again later',
      'WS1:lead1:reminder': 'passed on to the programme office',
    });
  });

  it('skips who went away meanwhile, and their deputy is asked instead', async () => {
    await planned(PROMPT);
    await end('WS2:lead2:prompt', 'sent');
    world.at('2026-11-26T14:00:00.000Z');
    await setAway(await world.turn('lead2'), {
      programmeId: PROGRAMME,
      until: '2026-12-01',
      form: crypto.randomUUID(),
    });
    expect(await planned(REMINDER)).toMatchObject({
      'WS2:deputy2:handover': 'planned',
      'WS2:lead2:reminder': 'away',
      'WS2:deputy2:reminder': 'planned',
    });
    await comeBack(await world.turn('lead2'));
    expect(
      (await readProgramme(world.deps, PROGRAMME))?.body.newest.state.members.find(({ id }) => id === 'lead2')?.leave,
    ).toEqual([]);
  });
});

describe('putting it off', () => {
  it.each([
    ['2 hours', '2026-11-26T09:40:00.000Z', '2026-11-26T11:40:00.000Z'],
    ['2 hours', '2026-11-26T17:10:00.000Z', '2026-11-27T08:00:00.000Z'],
    ['tomorrow', '2026-11-26T09:40:00.000Z', '2026-11-27T09:30:00.000Z'],
    ['Monday', '2026-11-26T09:40:00.000Z', '2026-11-30T09:30:00.000Z'],
  ] as const)('%s from %s shows it again at %s, with what was typed', async (until, at, again) => {
    await planned(PROMPT);
    world.at(at);
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, { moved: 'Half a sentence' });
    const turn = await world.turn('lead2');
    await snooze(turn, SnoozeForm.parse({ ...form, until }));
    await snooze(turn, SnoozeForm.parse({ ...form, until }));
    const run = await look(again);
    const shown = [...run.known.values()].filter(({ body }) => body.kind.startsWith('snooze'));
    expect(shown.map(({ body }) => body.notBefore)).toEqual([again]);
    const drawn = await checkInJob.draws.snooze?.(
      run,
      shown.map(({ body }) => body),
    );
    expect(drawn && 'message' in drawn ? wordsOf(drawn.message.card) : '').toContain('Half a sentence');
    expect(deliveryId(shown[0]?.body ?? { about: '', memberId: '', kind: '' })).toMatch(/^WS2:lead2:snooze-\d{12}$/);
  });

  it('asks the programme office when nobody stands in, or it is not theirs', async () => {
    await planned(PROMPT);
    await setAway(await world.turn('lead1'), {
      programmeId: PROGRAMME,
      until: '2026-12-01',
      form: crypto.randomUUID(),
    });
    await passOn(await world.turn('lead2'), THIS_WEEK);
    const ids = [...(await look(PROMPT)).known.keys()];
    expect(ids).toContain('WS1:office:office-away');
    expect(ids).toContain('WS2:office:office-not-mine');
    await checkIn(world, 'office', THIS_WEEK, WHOLE);
  });
});
