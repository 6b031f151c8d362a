import { beforeEach, describe, expect, it } from 'vitest';
import { answerCheckIn } from '../../src/check-ins/actions.js';
import { payEffects } from '../../src/check-ins/effects.js';
import { checkInForm } from '../../src/check-ins/form-view.js';
import { fieldsOf } from '../../src/check-ins/forms.js';
import { saveDraft } from '../../src/check-ins/later.js';
import { openCheckIn } from '../../src/check-ins/opening.js';
import { type CheckIn, checkIns } from '../../src/check-ins/schema.js';
import type { Decision } from '../../src/decisions/schema.js';
import { ProductError } from '../../src/errors.js';
import { postUpdate } from '../../src/milestones/actions.js';
import { milestones, UpdateFields } from '../../src/milestones/schema.js';
import { issues, risks } from '../../src/risks/schema.js';
import { type Head, readHead, requireHead } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { bytesOf, MOST_BYTES, titlesOf, wordsOf } from '../support/card-reader.js';
import { createWorld, PROGRAMME, testPlan, type World } from '../support/world.js';
import { checkIn, formOn, typeCheckIn, WHOLE } from './answering.js';

const plannedRisk = (ref: string, likelihood: number, impact: number) => ({
  ref,
  cause: 'few therapists',
  event: `posts of ${ref} stay unfilled`,
  consequence: 'the offer is late',
  category: 'workforce capacity' as const,
  workstream: 'WS2',
  ownerId: 'lead2',
  inherent: { likelihood: 5, impact: 5 },
  residual: { likelihood, impact },
  target: { likelihood: 1, impact: 1 },
  proximity: 'this quarter' as const,
  response: 'treat' as const,
  reviewOn: '2027-01-29',
  milestones: [],
  withheldReason: '',
});

const plan = { ...testPlan, risks: [plannedRisk('R01', 3, 4), plannedRisk('R02', 2, 3), plannedRisk('R03', 2, 2)] };
const THIS_WEEK = 'WS2-2026-W48';
const LAST_WEEK = 'WS2-2026-W47';
let world: World;

beforeEach(async () => {
  world = await createWorld({ plan });
});

const answerOf = async (ref = THIS_WEEK): Promise<Head<CheckIn>> =>
  (await requireHead(world.deps, checkIns, PROGRAMME, ref)).body;
const milestone = async (ref: string) => (await requireHead(world.deps, milestones, PROGRAMME, ref)).body.newest;
const risk = async (ref: string) => (await requireHead(world.deps, risks, PROGRAMME, ref)).body.newest;
const decisions = async () => listAll<Head<Decision>>(world.deps.store, ['decision'], PROGRAMME);

/** Last week's answer, so that this week something can be the same. */
async function answeredLastWeek(noChange = false): Promise<void> {
  world.at('2026-11-19T10:00:00.000Z');
  await checkIn(world, 'lead2', LAST_WEEK, noChange ? { ...WHOLE, noChange: 'true', moved: '' } : WHOLE);
  world.at('2026-11-26T10:00:00.000Z');
}

describe('who may answer', () => {
  it.each(['lead2', 'deputy2', 'office'])('%s may', async (memberId) => {
    expect(await checkIn(world, memberId, THIS_WEEK)).toMatchObject({ outcome: 'saved' });
  });

  it.each(['lead1', 'member', 'observer', 'chair', 'owner'])('%s may not, and is told who does', async (memberId) => {
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, WHOLE);
    const refused = await answerCheckIn(await world.turn(memberId), form).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'FORBIDDEN',
      advice: expect.stringContaining('WS2 lead or the programme office'),
    });
    expect(await readHead(world.deps, checkIns, PROGRAMME, THIS_WEEK)).toBeUndefined();
  });
});

describe('an answer', () => {
  it('is saved once, however often it is sent, and changes nothing that was not typed', async () => {
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, WHOLE);
    const turn = await world.turn('lead2');
    const [first, second] = await Promise.all([answerCheckIn(turn, form), answerCheckIn(turn, form)]);
    const third = await answerCheckIn(turn, form);
    expect([first.outcome, second.outcome].sort()).toEqual(['already', 'saved']);
    expect(third.outcome).toBe('already');
    expect((await answerOf()).newest).toMatchObject({
      version: 1,
      by: 'lead2',
      state: { moved: WHOLE.moved, late: false },
    });
    for (const ref of ['M02', 'M03']) expect((await milestone(ref)).version).toBe(1);
    for (const ref of ['R01', 'R02', 'R03']) expect((await risk(ref)).version).toBe(1);
  });

  it('asks first for what is overdue, then for what comes next', async () => {
    const { card } = await openCheckIn(await world.turn('lead1'), 'WS1-2026-W48', false);
    const words = wordsOf(card);
    expect(words.indexOf('M01')).toBeLessThan(words.indexOf('M04'));
    expect(words).toContain('Milestones: 1 overdue');
    expect(words).toContain('Dates say');
  });

  it('may update milestones, move risks, ask for a decision and name who blocks, all from one sending', async () => {
    const sent = await checkIn(world, 'lead2', THIS_WEEK, {
      ...WHOLE,
      stated: 'amber',
      statedReason: 'Two posts are still out.',
      m1ForecastOn: '2027-01-15',
      m1Stated: 'amber',
      m1SlipCause: 'workforce',
      m2Stated: 'amber',
      m2Reason: 'It waits for the posts.',
      why: 'm2',
      r1Movement: 'up',
      escalateTo: 'RDG',
      escalationReason: 'Agree cover.',
      r2Movement: 'down',
      r3Movement: 'happened',
      blockedWhat: 'Job descriptions',
      blockedBy: 'ICB',
      blockedByOn: '2026-12-04',
      decisionText: 'Whether agency cover may be used',
      decisionBody: 'Board',
      decisionByOn: '2026-12-03',
    });
    expect(sent).toMatchObject({ outcome: 'saved' });
    const applied = 'applied' in sent ? sent.applied : [];
    expect(applied.map((one) => one.outcome)).toEqual(Array(6).fill('saved'));
    expect(await milestone('M02')).toMatchObject({
      version: 2,
      origin: THIS_WEEK,
      did: 'milestones.post-update',
      state: { forecastOn: '2027-01-15', stated: 'amber', commentary: WHOLE.moved },
    });
    expect(await milestone('M03')).toMatchObject({ version: 2, origin: THIS_WEEK, state: { stated: 'amber' } });
    expect(await risk('R01')).toMatchObject({
      version: 2,
      origin: THIS_WEEK,
      state: { residual: { likelihood: 4 }, escalation: { to: 'RDG' } },
    });
    expect(await risk('R02')).toMatchObject({ state: { residual: { likelihood: 1 } } });
    expect(await risk('R03')).toMatchObject({ state: { state: 'materialised' } });
    expect(await listAll(world.deps.store, [issues.kind], PROGRAMME)).toHaveLength(1);
    expect((await decisions()).map(({ body }) => body.newest)).toMatchObject([
      { origin: THIS_WEEK, state: { body: 'Board', byOn: '2026-12-03', workstream: 'WS2' } },
    ]);
    expect((await answerOf()).newest.state.blocker).toEqual({
      what: 'Job descriptions',
      organisation: 'ICB',
      byOn: '2026-12-04',
    });
  });

  it('is finished by the sweep when the process died after it was saved, each effect once', async () => {
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, {
      ...WHOLE,
      stated: 'amber',
      statedReason: 'Late.',
      m1ForecastOn: '2027-01-15',
      m1Stated: 'amber',
      m1SlipCause: 'workforce',
      r2Movement: 'up',
      decisionText: 'Whether cover may be used',
      decisionBody: 'RDG',
      decisionByOn: '2026-12-03',
    });
    const turn = await world.turn('lead2');
    // Everything but the answer itself cannot be written for now.
    const { store } = world.deps;
    const only = (kind: string) => {
      if (kind !== 'check-in') throw new ProductError('UNAVAILABLE', 'gone');
    };
    const broken: typeof store = {
      ...store,
      create: async (kind, draft) => {
        only(kind);
        return store.create(kind, draft);
      },
      replace: async (kind, record) => {
        only(kind);
        return store.replace(kind, record);
      },
    };
    const sent = await answerCheckIn({ ...turn, deps: { ...turn.deps, store: broken } }, form);
    expect(sent).toMatchObject({
      outcome: 'saved',
      applied: [{ outcome: 'pending' }, { outcome: 'pending' }, { outcome: 'pending' }],
    });
    const { newest } = await answerOf();
    expect(newest.owes).toEqual([{ effect: 'check-ins.apply' }]);
    await Promise.all([payEffects(world.deps, PROGRAMME, newest), payEffects(world.deps, PROGRAMME, newest)]);
    await payEffects(world.deps, PROGRAMME, newest);
    expect((await milestone('M02')).version).toBe(2);
    expect((await risk('R02')).version).toBe(2);
    expect(await decisions()).toHaveLength(1);
    expect(await answerCheckIn(turn, form)).toMatchObject({
      outcome: 'already',
      applied: [{ outcome: 'saved' }, { outcome: 'saved' }, { outcome: 'saved' }],
    });
  });

  it('leaves what somebody else changed meanwhile, shows both values, and saves the rest', async () => {
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, {
      ...WHOLE,
      stated: 'amber',
      statedReason: 'Late.',
      m1ForecastOn: '2027-01-15',
      m1Stated: 'amber',
      m1SlipCause: 'workforce',
      r2Movement: 'up',
    });
    const theirs = UpdateFields.parse({ stated: 'green', forecastOn: '2026-12-30', commentary: 'Earlier, even.' });
    await postUpdate(await world.turn('owner'), {
      ...theirs,
      programmeId: PROGRAMME,
      ref: 'M02',
      opened: 1,
      form: form.form,
    });
    const sent = await answerCheckIn(await world.turn('lead2'), form);
    expect(sent).toMatchObject({ outcome: 'saved', applied: [{ outcome: 'conflict' }, { outcome: 'saved' }] });
    expect((await milestone('M02')).state.forecastOn).toBe('2026-12-30');
    expect((await risk('R02')).state.residual.likelihood).toBe(3);
    const words = wordsOf((await openCheckIn(await world.turn('lead2'), THIS_WEEK, false)).card);
    expect(words).toContain('M02 changed while you were writing');
    for (const value of ['30 December 2026', '15 January 2027', 'Earlier, even.']) expect(words).toContain(value);
    expect(words).toContain('[Update with mine]');
  });

  it('given on two devices with other words is a conflict, and neither is lost', async () => {
    const phone = await typeCheckIn(world, 'lead2', THIS_WEEK, WHOLE);
    const desk = await typeCheckIn(world, 'lead2', THIS_WEEK, { ...WHOLE, moved: 'Three offers are accepted.' });
    const turn = await world.turn('lead2');
    expect(await answerCheckIn(turn, phone)).toMatchObject({ outcome: 'saved' });
    const second = await answerCheckIn(turn, desk);
    expect(second).toMatchObject({ outcome: 'conflict', theirs: { state: { moved: WHOLE.moved } } });
    // The same form with other words is no second delivery either.
    expect(await answerCheckIn(turn, { ...phone, moved: 'Other words.' })).toMatchObject({ outcome: 'conflict' });
    const ontop = await answerCheckIn(turn, { ...desk, opened: 1 });
    expect(ontop).toMatchObject({ outcome: 'saved', entry: { version: 2 } });
  });

  it('can be changed until the next prompt, and no longer', async () => {
    await checkIn(world, 'lead2', THIS_WEEK);
    world.at('2026-12-03T09:29:00.000Z');
    expect(await checkIn(world, 'lead2', THIS_WEEK, { ...WHOLE, moved: 'More.' })).toMatchObject({
      outcome: 'saved',
      entry: { version: 2 },
    });
    world.at('2026-12-03T09:31:00.000Z');
    expect(await checkIn(world, 'lead2', THIS_WEEK, { ...WHOLE, moved: 'Too late.' })).toMatchObject({
      outcome: 'closed',
    });
    expect((await answerOf()).newest.state.moved).toBe('More.');
  });

  it('is marked late after the close, and the digest that went out owes a new face', async () => {
    world.at('2026-11-27T12:30:00.000Z');
    await checkIn(world, 'lead2', THIS_WEEK);
    expect((await answerOf()).newest).toMatchObject({ state: { late: true }, owes: [{ effect: 'check-ins.apply' }] });
    world.at('2026-11-30T12:30:00.000Z');
    await checkIn(world, 'lead1', 'WS1-2026-W48', { ...WHOLE, m1Stated: 'red' });
    const late = (await answerOf('WS1-2026-W48')).newest;
    expect(late).toMatchObject({ state: { late: true } });
    expect(late.owes).toContainEqual({ effect: 'check-ins.refresh-digest' });
  });

  it('may be given early, before anybody is asked', async () => {
    world.at('2026-11-24T10:00:00.000Z');
    expect(await checkIn(world, 'lead2', THIS_WEEK)).toMatchObject({
      outcome: 'saved',
      entry: { state: { late: false } },
    });
  });
});

describe('no change since last week', () => {
  it('is offered from the second check-in on, and then needs no words', async () => {
    const first = await openCheckIn(await world.turn('lead2'), THIS_WEEK, false);
    expect(wordsOf(first.card)).toContain('from the second check-in on');
    await answeredLastWeek();
    const { card } = await openCheckIn(await world.turn('lead2'), THIS_WEEK, false);
    expect(wordsOf(card)).toContain('Last answer, week ending 20 Nov: Green, confidence 4 of 5, by WS2 lead');
    // Two ticks and a press: everything else is filled in.
    const form = formOn(card, { noChange: 'true', nothingIdentifying: 'true' });
    expect(await answerCheckIn(await world.turn('lead2'), form)).toMatchObject({
      outcome: 'saved',
      entry: { state: { noChange: true } },
    });
  });

  it('is refused when something is changed all the same', async () => {
    await answeredLastWeek();
    const sent = await checkIn(world, 'lead2', THIS_WEEK, { ...WHOLE, noChange: 'true', r1Movement: 'down' });
    expect(sent).toMatchObject({
      outcome: 'refused',
      problems: { noChange: expect.stringContaining('nothing changed') },
    });
  });

  it('is not offered after two weeks of it running, nor when a forecast has passed', async () => {
    world.at('2026-11-05T10:00:00.000Z');
    await checkIn(world, 'lead2', 'WS2-2026-W45');
    for (const [at, week] of [
      ['2026-11-12', 'W46'],
      ['2026-11-19', 'W47'],
    ]) {
      world.at(`${at}T10:00:00.000Z`);
      expect(
        await checkIn(world, 'lead2', `WS2-2026-${week}`, { ...WHOLE, moved: '', noChange: 'true' }),
      ).toMatchObject({ outcome: 'saved' });
    }
    world.at('2026-11-26T10:00:00.000Z');
    expect(await checkIn(world, 'lead2', THIS_WEEK, { ...WHOLE, moved: '', noChange: 'true' })).toMatchObject({
      outcome: 'refused',
      problems: { noChange: expect.stringContaining('after 2 weeks') },
    });
    const overdue = await openCheckIn(await world.turn('lead1'), 'WS1-2026-W48', false);
    expect(wordsOf(overdue.card)).toContain('a forecast has passed');
  });
});

describe('a refused answer', () => {
  it.each([
    [{ moved: '' }, 'moved', 'Say in a sentence what moved'],
    [{ nothingIdentifying: 'false' }, 'nothingIdentifying', 'Tick this'],
    [{ confidence: '' }, 'confidence', 'how sure you are that M02'],
    [{ stated: 'red' }, 'statedReason', 'the dates say Green'],
    [{ m1ForecastOn: '2027-01-15' }, 'm1SlipCause', 'choose why'],
    [{ m1ForecastOn: '2027-01-15', m1SlipCause: 'other' }, 'm1SlipText', 'other reason'],
    [{ m1ForecastOn: 'soon' }, 'm1ForecastOn', 'Give the date'],
    [{ m1Stated: 'blue' }, 'm1ActualOn', 'actual date'],
    [{ m1Stated: 'blue', m1ActualOn: '2026-11-20' }, 'evidenceUrl', 'M02: Complete needs a link'],
    [{ m1Stated: 'red' }, 'm1Reason', 'Give the reason they differ'],
    [{ r1Movement: 'up' }, 'escalationReason', 'R01'],
    [{ r1Movement: 'sideways' }, 'r1Movement', 'Choose how it moved'],
    [{ blockedWhat: 'A signature' }, 'blockedBy', 'Choose who'],
    [{ blockedBy: 'ICB' }, 'blockedWhat', 'Say what you wait for'],
    [{ decisionText: 'Whether to wait' }, 'decisionBody', 'Choose who'],
    [{ decisionText: 'Whether', decisionBody: 'RDG', decisionByOn: '2026-11-01' }, 'decisionByOn', 'has passed'],
    [{ evidenceUrl: 'http://example.org' }, 'evidenceUrl', 'https://'],
    [{ moved: 'x'.repeat(501) }, 'moved', '500 is the most'],
    [{ next: 'x'.repeat(301) }, 'next', '300 is the most'],
  ])('%o says beside %s what is to be mended, and stores nothing', async (typed, field, sentence) => {
    const sent = await checkIn(world, 'lead2', THIS_WEEK, { ...WHOLE, ...typed });
    expect(sent).toMatchObject({ outcome: 'refused', problems: { [field]: expect.stringContaining(sentence) } });
    expect(await readHead(world.deps, checkIns, PROGRAMME, THIS_WEEK)).toBeUndefined();
  });

  it('asks why where it must, shows the reason that stands, and leaves it alone where it was not asked for', async () => {
    const turn = await world.turn('lead2');
    const reason = {
      stated: 'amber',
      statedReason: 'Cover is arranged.',
      forecastOn: '2026-12-31',
      commentary: 'On track.',
    };
    await postUpdate(turn, {
      ...UpdateFields.parse(reason),
      programmeId: PROGRAMME,
      ref: 'M02',
      opened: 1,
      form: crypto.randomUUID(),
    });
    // The status differs from the dates for a reason given before: a check-in that says nothing of it changes nothing.
    const same = await typeCheckIn(world, 'lead2', THIS_WEEK, WHOLE);
    expect(same).toMatchObject({ m1Reason: '', why: '' });
    const later = { ...same, m1ForecastOn: '2027-01-15' };
    const refused = await answerCheckIn(turn, later);
    if (refused.outcome !== 'refused') throw new Error('it was not refused');
    expect(Object.entries(refused.problems).filter(([, problem]) => problem)).toHaveLength(1);
    expect(refused.problems).toMatchObject({ m1SlipCause: expect.stringContaining('choose why') });
    const { card } = checkInForm(turn, refused.subject, {
      fields: fieldsOf(later),
      form: later.form,
      opened: 0,
      problems: refused.problems,
    });
    expect(formOn(card)).toMatchObject({ m1Reason: 'Cover is arranged.', why: 'm1', m1ForecastOn: '2027-01-15' });
    expect(await answerCheckIn(turn, formOn(card, { m1SlipCause: 'workforce' }))).toMatchObject({ outcome: 'saved' });
    expect((await milestone('M02')).state).toMatchObject({
      statedReason: 'Cover is arranged.',
      slipCause: 'workforce',
    });
  });

  it('keeps all that was typed when it is as long as it may be, on a card that fits, with ten risks open', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => ({ ...plannedRisk(`R${n + 10}`, 2, 2), event: 'é'.repeat(160) }));
    const third = {
      ...testPlan.milestones[2],
      ref: 'M05',
      title: 'é'.repeat(160),
    } as (typeof testPlan.milestones)[number];
    world = await createWorld({ plan: { ...plan, risks: ten, milestones: [...testPlan.milestones, third] } });
    const turn = await world.turn('lead2');
    const long = (letters: number) => 'é'.repeat(letters);
    const slots = [1, 2, 3].flatMap((n) => [
      [`m${n}SlipText`, long(300)],
      [`m${n}Reason`, long(300)],
      [`m${n}ForecastOn`, '2027-09-01'],
    ]);
    const texts = {
      moved: long(500),
      next: long(300),
      statedReason: long(300),
      blockedWhat: long(300),
      decisionText: long(300),
      escalationReason: long(300),
    };
    const typed = {
      ...WHOLE,
      ...texts,
      ...Object.fromEntries(slots),
      why: 'm1 m2 m3',
      r7Movement: 'up',
      nothingIdentifying: 'false',
    };
    const sent = await typeCheckIn(world, 'lead2', THIS_WEEK, typed);
    const refused = await answerCheckIn(turn, sent);
    if (refused.outcome !== 'refused') throw new Error('it was not refused');
    const { card } = checkInForm(turn, refused.subject, {
      fields: fieldsOf(sent),
      form: sent.form,
      opened: 0,
      problems: refused.problems,
    });
    expect(bytesOf(card)).toBeLessThanOrEqual(MOST_BYTES);
    expect(formOn(card)).toMatchObject({ ...texts, ...Object.fromEntries(slots), r7Movement: 'up' });
    expect(wordsOf(card)).toContain('more risks stay as they are');
  });

  it('takes no milestone of another workstream, nor a version that never was', async () => {
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, WHOLE);
    const turn = await world.turn('lead2');
    for (const m1 of ['M01@1', 'M02@9', 'M99@1'])
      await expect(answerCheckIn(turn, { ...form, ...{ m1 } })).rejects.toMatchObject({ code: 'MALFORMED' });
  });
});

describe('a draft', () => {
  it('comes back to its author on any device, to nobody else, and goes once it was sent', async () => {
    const form = await typeCheckIn(world, 'lead2', THIS_WEEK, { moved: 'Half a sentence', r1Movement: 'down' });
    await saveDraft(await world.turn('lead2'), form);
    const { card } = await openCheckIn(await world.turn('lead2'), THIS_WEEK, false);
    expect(wordsOf(card)).toContain('Half a sentence');
    expect(wordsOf(card)).toContain('Your draft of 26 November 2026, 09:00 is back.');
    expect(formOn(card)).toMatchObject({ moved: 'Half a sentence', r1Movement: 'down', form: form.form });
    for (const other of ['deputy2', 'office'])
      expect(wordsOf((await openCheckIn(await world.turn(other), THIS_WEEK, false)).card)).not.toContain(
        'Half a sentence',
      );
    await answerCheckIn(await world.turn('lead2'), formOn(card, WHOLE));
    const after = await openCheckIn(await world.turn('lead2'), THIS_WEEK, true);
    expect(wordsOf(after.card)).not.toContain('is back');
    expect(titlesOf(after.card)).toContain('Save the change');
  });
});
