import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CARD_BYTES } from '../../src/cards/define-card.js';
import { postUpdate } from '../../src/milestones/actions.js';
import { UpdateFields } from '../../src/milestones/schema.js';
import { setLeave } from '../../src/programmes/leave.js';
import { completeAction } from '../../src/risks/responses.js';
import { addAction, raiseRisk } from '../risks/acts.js';
import { actionForm, raiseForm } from '../risks/forms.js';
import { createWorld, PROGRAMME, testPlan, type World } from '../support/world.js';
import { look, sentTo } from './look.js';

/** M02 is due on 31 December; M03 is the owner's too and was due on 20 November. */
const [one, two, three, ...others] = testPlan.milestones;
if (!one || !two || !three) throw new Error('the test plan has changed');
const plan = {
  ...testPlan,
  milestones: [
    { ...one, ownerId: 'lead1', baselineOn: '2027-06-30' },
    { ...two, ownerId: 'owner', baselineOn: '2026-12-10' },
    { ...three, ownerId: 'owner', baselineOn: '2026-11-20' },
    ...others,
  ],
};

let world: World;
beforeEach(async () => {
  world = await createWorld({ plan });
  await raiseRisk(await world.turn('lead2'), raiseForm());
  await addAction(await world.turn('lead2'), actionForm(1, { ownerId: 'member', dueOn: '2026-11-27' }));
});

const MONDAY = '2026-11-30T09:30:00Z';
const due = async () => (await look(world)).filter(({ kind }) => kind === 'due');
const states = async () =>
  (await due()).map(({ memberId, state, reason }) => [memberId, state, reason].join(' ').trim());

describe('what is due', () => {
  it('is told to each owner on Monday at half past nine, once, and not before', async () => {
    world.at('2026-11-30T09:29:00Z');
    expect(await states()).toEqual([]);
    world.at(MONDAY);
    expect((await states()).sort()).toEqual(['chair sent', 'member sent', 'owner sent']);
    for (const later of ['2026-11-30T12:00:00Z', '2026-12-01T09:00:00Z', '2026-12-04T09:00:00Z']) {
      world.at(later);
      await look(world);
    }
    expect(world.sent).toHaveLength(3);
    expect(sentTo(world, 'chair')[0]).toContain('Exception to acknowledge');
  });

  it('says what is overdue first, then what is due soon, and opens each', async () => {
    world.at(MONDAY);
    await look(world);
    const [card = ''] = sentTo(world, 'owner');
    expect(card).toContain('1 overdue, 1 due in the next 14 days');
    expect(card.indexOf('M03')).toBeLessThan(card.indexOf('M02'));
    expect(card).toContain('since 20 Nov');
    expect(card).toContain('by 10 Dec');
    expect(sentTo(world, 'member')[0]).toContain('Response action 1 to “posts stay unfilled”');
  });

  it('is told again the week after while it lasts', async () => {
    world.at(MONDAY);
    await look(world);
    world.at('2026-12-07T09:30:00Z');
    await look(world);
    expect(sentTo(world, 'owner')).toHaveLength(2);
  });

  it('leaves out what is complete or done, and whoever has nothing left', async () => {
    await postUpdate(await world.turn('owner'), {
      programmeId: PROGRAMME,
      ref: 'M03',
      opened: 1,
      form: randomUUID(),
      ...UpdateFields.parse({
        stated: 'blue',
        forecastOn: '2026-11-20',
        actualOn: '2026-11-25',
        evidenceUrl: 'https://example.org/minutes',
        commentary: 'Agreed.',
      }),
    });
    await completeAction(await world.turn('member'), {
      programmeId: PROGRAMME,
      ref: 'R01',
      opened: 2,
      form: randomUUID(),
      n: 1,
    });
    world.at(MONDAY);
    expect(await states()).toEqual(['owner sent']);
    expect(sentTo(world, 'owner')[0]).not.toContain('M03');
  });

  it('is not told to a person on leave, and says so', async () => {
    const away = { memberId: 'owner', by: 'owner', effect: 'leave' };
    await setLeave(world.deps, PROGRAMME, away, '2026-11-26', { from: '2026-11-30', until: '2026-12-02' });
    world.at(MONDAY);
    expect((await states()).sort()).toEqual(['chair sent', 'member sent', 'owner skipped away until 2 December 2026']);
  });

  it('is caught up with after an outage until the next working day, and then missed', async () => {
    world.at('2026-12-01T08:30:00Z');
    expect((await due()).map(({ state, late }) => `${state} ${late}`)).toEqual(['sent true', 'sent true', 'sent true']);
    world = await createWorld({ plan });
    world.at('2026-12-02T10:00:00Z');
    expect((await states()).sort()).toEqual(
      ['chair', 'owner'].map((who) => `${who} missed its time passed before it could be sent`),
    );
    expect(world.sent).toEqual([]);
  });

  it('costs one query a week where nothing is due', async () => {
    world = await createWorld({ plan: { ...plan, milestones: [] } });
    const { store } = world.deps;
    let lists = 0;
    world.deps.store = {
      ...store,
      list: (kinds, ...rest) => {
        if (kinds.includes('risk')) lists += 1;
        return store.list(kinds, ...rest);
      },
    };
    world.at(MONDAY);
    for (let n = 0; n < 5; n += 1) await look(world);
    expect(lists).toBe(1);
  });

  it('of two hundred milestones is ten lines and how many more, and fits', async () => {
    const many = Array.from({ length: 200 }, (_, n) => ({
      ...two,
      ref: `M${n + 10}`,
      title: 't'.repeat(160),
      ownerId: 'owner',
      baselineOn: n % 2 === 0 ? '2026-11-20' : '2026-12-10',
    }));
    world = await createWorld({ plan: { ...plan, milestones: many } });
    world.at(MONDAY);
    await look(world);
    const [card = ''] = sentTo(world, 'owner');
    expect(Buffer.byteLength(card)).toBeLessThan(CARD_BYTES);
    expect(card).toContain('100 overdue, 100 due in the next 14 days');
    expect(card).toContain('and 190 more');
  });
});
