import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CARD_BYTES } from '../../src/cards/define-card.js';
import { applyAskedDecision } from '../../src/decisions/answered.js';
import { takingBack } from '../../src/decisions/forms.js';
import { postUpdate } from '../../src/milestones/actions.js';
import { applyAnsweredUpdate } from '../../src/milestones/answered.js';
import { heldMilestone } from '../../src/milestones/rules.js';
import { milestones, UpdateFields } from '../../src/milestones/schema.js';
import { planNotice } from '../../src/notices/paying.js';
import { setLeave } from '../../src/programmes/leave.js';
import { withdrawEntry } from '../../src/programmes/withdraw.js';
import { completeAction } from '../../src/risks/responses.js';
import { risks } from '../../src/risks/schema.js';
import { requireHead } from '../../src/storage/ledger.js';
import { takeBackForm } from '../decisions/forms.js';
import { addAction, markHappened, raiseRisk, reassess, resolveIssue } from '../risks/acts.js';
import { actionForm, raiseForm, reasonForm, reassessForm } from '../risks/forms.js';
import { createWorld, PROGRAMME, testPlan, type World } from '../support/world.js';
import { look, payAtOnce, sentTo } from './look.js';

let world: World;
let paid: { settled(): Promise<void> };
beforeEach(async () => {
  world = await createWorld();
  paid = payAtOnce(world);
});

const turn = (by: string) => world.turn(by);
const update = async (by: string, opened: number, more: Partial<UpdateFields> = {}) =>
  postUpdate(await turn(by), {
    programmeId: PROGRAMME,
    ref: 'M02',
    opened,
    form: randomUUID(),
    ...UpdateFields.parse({ stated: 'green', forecastOn: '2026-12-31', commentary: 'Two offers accepted.', ...more }),
  });
/** Pays what is owed, lets the clock look, and says what each person was sent. */
const told = async () => {
  await paid.settled();
  return look(world);
};
const states = (deliveries: Awaited<ReturnType<typeof look>>) =>
  deliveries.map(({ memberId, about, state, reason }) => [memberId, about, state, reason].filter(Boolean).join(' '));

describe('an owner', () => {
  it('is told once when somebody else changes their milestone, with who and what', async () => {
    await update('lead2', 1, { forecastOn: '2027-01-15', slipCause: 'workforce', stated: 'amber' });
    expect(states(await told())).toEqual(['owner M02@2 sent']);
    const [card = '', ...more] = sentTo(world, 'owner');
    expect(more).toEqual([]);
    for (const words of [
      'M02 has changed',
      'Updated · WS2 lead · 26 November 2026, 09:00',
      '31 December 2026 → 15 January 2027',
    ])
      expect(card).toContain(words);
    await told();
    expect(world.sent).toHaveLength(1);
  });

  it('is told nothing of what they change themselves, nor of what the plan says', async () => {
    await update('owner', 1);
    expect(await told()).toEqual([]);
  });

  it('is told that they are named, and whoever had it before that it is theirs no longer', async () => {
    await raiseRisk(await turn('lead2'), raiseForm({ ownerId: 'member' }));
    await told();
    expect(sentTo(world, 'member')[0]).toContain('R01 names you');
    await reassess(await turn('lead2'), reassessForm(1, { ownerId: 'owner' }));
    await told();
    expect(sentTo(world, 'owner')[0]).toContain('Yours now');
    expect(sentTo(world, 'member')[1]).toContain('R01 is yours no longer');
    expect(sentTo(world, 'member')[1]).toContain('Member → Milestone owner');
    expect(sentTo(world, 'lead2')).toEqual([]);
  });

  it('of a response action is told when it is given to them and when somebody else calls it done', async () => {
    await raiseRisk(await turn('owner'), raiseForm());
    await addAction(await turn('owner'), actionForm(1));
    await told();
    expect(sentTo(world, 'member')[0]).toContain('Something in it is yours to do now');
    expect(sentTo(world, 'member')[0]).toContain('Ask the universities');
    await completeAction(await turn('lead2'), {
      programmeId: PROGRAMME,
      ref: 'R01',
      opened: 2,
      form: randomUUID(),
      n: 1,
    });
    await told();
    expect(sentTo(world, 'member')[1]).toContain('Response action done · WS2 lead');
    expect(sentTo(world, 'owner')[0]).toContain('Response action done · WS2 lead');
  });

  it('is told when a risk of theirs has happened and when its issue is resolved by others', async () => {
    await raiseRisk(await turn('owner'), raiseForm());
    await markHappened(await turn('lead2'), reasonForm(1));
    await resolveIssue(await turn('lead2'), reasonForm(1, { ref: 'I01' }));
    expect(states(await told()).sort()).toEqual(['owner I01@2 sent', 'owner R01@2 sent']);
    const [card = ''] = sentTo(world, 'owner');
    for (const words of ['2 changes to what is yours', 'Has happened · WS2 lead', 'Resolved · WS2 lead'])
      expect(card).toContain(words);
  });

  it('is told what an answer changed, and in which week’s check-in', async () => {
    const made = { by: 'deputy2', effect: 'form.content/1', origin: 'WS2-2026-W48', on: '2026-11-26' };
    const fields = UpdateFields.parse({ stated: 'green', forecastOn: '2026-12-31', commentary: 'On its way.' });
    await applyAnsweredUpdate(world.deps, PROGRAMME, testPlan.programme, made, { ref: 'M02', opened: 1, fields });
    await told();
    expect(sentTo(world, 'owner')[0]).toContain('Updated in the check-in of week 48 · WS2 deputy');
  });

  it('is told when an entry on what is theirs is withdrawn, and such an entry can be withdrawn', async () => {
    await update('lead2', 1);
    const form = { programmeId: PROGRAMME, ref: 'M02', opened: 2, form: randomUUID(), reason: 'Wrong milestone' };
    expect(await withdrawEntry(await turn('lead2'), milestones, heldMilestone, form)).toMatchObject({
      outcome: 'saved',
    });
    await told();
    expect(sentTo(world, 'owner')[0]).toContain('Withdrew entry 2 · WS2 lead');
  });

  it('is told when what they asked of a body is taken back by others', async () => {
    const made = { by: 'lead2', effect: 'form.content/200', origin: 'WS2-2026-W48', on: '2026-11-26' };
    const asked = { text: 'Agree agency rates', body: 'Board' as const, byOn: '2026-12-03', workstream: 'WS2' };
    await applyAskedDecision(world.deps, PROGRAMME, made, asked);
    await takingBack.save(await turn('office'), takeBackForm(1));
    await told();
    expect(sentTo(world, 'lead2')[0]).toContain('Taken back · Programme office');
  });
});

describe('a notice', () => {
  it('waits for the hours in which people are written to, and tells of the evening in one card', async () => {
    world.at('2026-11-26T19:30:00Z');
    await update('lead2', 1);
    await raiseRisk(await turn('lead2'), raiseForm());
    expect(states(await told()).sort()).toEqual(['owner M02@2 planned', 'owner R01@1 planned']);
    world.at('2026-11-27T08:00:00Z');
    expect(states(await told()).sort()).toEqual(['owner M02@2 sent', 'owner R01@1 sent']);
    expect(sentTo(world, 'owner')).toHaveLength(1);
    expect(sentTo(world, 'owner')[0]).toContain('2 changes to what is yours');
  });

  it('of a Saturday is told on Monday, in that week', async () => {
    world.at('2026-11-28T10:00:00Z');
    await update('lead2', 1);
    expect(await told()).toEqual([]);
    world.at('2026-11-30T08:00:00Z');
    expect(states(await told()).filter((line) => line.includes('M02@2'))).toEqual(['owner M02@2 sent']);
  });

  it('is planned once, however often and late its debt is paid', async () => {
    await update('lead2', 1);
    await told();
    const entry = (await requireHead(world.deps, milestones, PROGRAMME, 'M02')).body.newest;
    const [owed] = (entry.owes ?? []).filter((one) => one.effect === 'notices.tell');
    for (const later of ['2026-11-27T09:00:00Z', '2026-11-30T09:00:00Z', '2026-12-04T09:00:00Z']) {
      world.at(later);
      await planNotice(world.deps, PROGRAMME, entry as never, owed ?? { effect: '' });
      await look(world);
    }
    expect(sentTo(world, 'owner').filter((card) => card.includes('M02 has changed'))).toHaveLength(1);
  });

  it('is left out once its owner has changed the record themselves', async () => {
    world.at('2026-11-26T19:30:00Z');
    await update('lead2', 1);
    await update('owner', 2, { commentary: 'I have seen it.' });
    world.at('2026-11-27T08:00:00Z');
    expect(states(await told())).toEqual(['owner M02@2 skipped no longer theirs, or changed by themselves since']);
    expect(world.sent).toEqual([]);
  });

  it('is left out once it is no longer theirs', async () => {
    world.at('2026-11-26T19:30:00Z');
    await raiseRisk(await turn('lead2'), raiseForm({ ownerId: 'member' }));
    await reassess(await turn('lead2'), reassessForm(1, { ownerId: 'owner' }));
    world.at('2026-11-27T08:00:00Z');
    await told();
    expect(sentTo(world, 'member')[0]).toContain('R01 is yours no longer');
    expect(sentTo(world, 'member')[0]).not.toContain('Yours now');
  });

  it('is not sent to a person on leave, and says so', async () => {
    const away = { memberId: 'owner', by: 'owner', effect: 'leave' };
    await setLeave(world.deps, PROGRAMME, away, '2026-11-26', { from: '2026-11-26', until: '2026-12-02' });
    await update('lead2', 1);
    expect(states(await told())).toEqual(['owner M02@2 skipped away until 2 December 2026']);
  });

  it('shows ten of many, the worst first, and fits', async () => {
    world.at('2026-11-26T19:30:00Z');
    for (let n = 0; n < 24; n += 1) {
      const high = n === 20 ? { inherentLikelihood: '5', residualLikelihood: '5', escalationReason: 'Not yet.' } : {};
      await raiseRisk(await turn('lead2'), raiseForm({ event: `${'e'.repeat(295)} ${n}`, ...high }));
    }
    world.at('2026-11-27T08:00:00Z');
    await told();
    const [card = ''] = sentTo(world, 'owner');
    expect(Buffer.byteLength(card)).toBeLessThan(CARD_BYTES);
    expect(card).toContain('24 changes to what is yours');
    expect(card).toContain('and 14 more');
    expect([...card.matchAll(/"text":"(R\d+)"/g)].map((found) => found[1])[0]).toBe('R21');
    expect(sentTo(world, 'owner')).toHaveLength(1);
  });

  it('names no risk that is not there any more as theirs', async () => {
    expect((await requireHead(world.deps, milestones, PROGRAMME, 'M02')).body.newest.owes).toBeUndefined();
    await raiseRisk(await turn('owner'), raiseForm());
    expect(JSON.stringify((await requireHead(world.deps, risks, PROGRAMME, 'R01')).body.newest.owes)).not.toContain(
      'notices',
    );
  });
});
