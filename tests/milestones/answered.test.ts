import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { postUpdate } from '../../src/milestones/actions.js';
import { applyAnsweredUpdate } from '../../src/milestones/answered.js';
import { heldMilestone } from '../../src/milestones/rules.js';
import { milestones, UpdateFields } from '../../src/milestones/schema.js';
import { milestoneTelling } from '../../src/milestones/views.js';
import { showHistory } from '../../src/programmes/history.js';
import { withdrawEntry } from '../../src/programmes/withdraw.js';
import { requireHead } from '../../src/storage/ledger.js';
import { type Fault, faultyStore } from '../support/faulty-store.js';
import { createWorld, PROGRAMME, testPlan, type World } from '../support/world.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const made = { by: 'deputy2', effect: 'form.content/1', origin: 'WS2-2026-W48', on: '2026-11-26' };
const slip = { stated: 'amber', forecastOn: '2027-01-15', slipCause: 'workforce', commentary: 'One offer accepted.' };
const apply = (fields: Partial<UpdateFields> = slip, deps = world.deps) =>
  applyAnsweredUpdate(deps, PROGRAMME, testPlan.programme, made, {
    ref: 'M02',
    opened: 1,
    fields: UpdateFields.parse(fields),
  });
const head = async () => (await requireHead(world.deps, milestones, PROGRAMME, 'M02')).body;

describe('what an answer says of a milestone', () => {
  it('is one update with the answer as its origin, however often and at once it is applied', async () => {
    const all = await Promise.all([apply(), apply(), apply()]);
    expect(all.map((result) => result.outcome).sort()).toEqual(['already', 'already', 'saved']);
    expect((await head()).newest).toMatchObject({
      version: 2,
      by: 'deputy2',
      did: 'milestones.post-update',
      origin: 'WS2-2026-W48',
      state: { slips: 1, forecastOn: '2027-01-15' },
    });
    expect(JSON.stringify((await head()).newest.owes ?? [])).not.toContain('announce');
  });

  it('is checked as of the day of the answer, however late it is applied', async () => {
    // On 1 March the forecast has passed and the dates say Red; on 26 November they said Green.
    world.at('2027-03-01T09:00:00Z');
    expect(await apply({ stated: 'green', forecastOn: '2026-12-31', commentary: 'On its way.' })).toMatchObject({
      outcome: 'saved',
    });
  });

  it('that the rules refuse stores nothing', async () => {
    expect(await apply({ ...slip, slipCause: '' })).toMatchObject({ outcome: 'refused' });
    expect((await head()).newest.version).toBe(1);
  });

  it('gives way to what somebody else saved first, and stays so', async () => {
    const fields = UpdateFields.parse({
      stated: 'green',
      forecastOn: '2026-12-31',
      commentary: 'The owner wrote this.',
    });
    const form = { programmeId: PROGRAMME, ref: 'M02', opened: 1, form: randomUUID(), ...fields };
    await postUpdate(await world.turn('owner'), form);
    for (const _ of [1, 2]) expect(await apply()).toMatchObject({ outcome: 'conflict', theirs: { by: 'owner' } });
  });

  it('stays withdrawn once its author took it back, however often it is applied again', async () => {
    await apply();
    const form = { programmeId: PROGRAMME, ref: 'M02', opened: 2, form: randomUUID(), reason: 'Another milestone' };
    expect(await withdrawEntry(await world.turn('deputy2'), milestones, heldMilestone, form)).toMatchObject({
      outcome: 'saved',
    });
    expect(await apply()).toMatchObject({ outcome: 'already', entry: { version: 2 } });
    expect((await head()).newest).toMatchObject({ version: 3, state: { forecastOn: '2026-12-31', slips: 0 } });
  });

  it('is told in the history as said in the check-in of that week', async () => {
    await apply();
    const { card } = await showHistory(await world.turn('owner'), await head(), milestoneTelling);
    expect(JSON.stringify(card)).toContain('Updated in the check-in of week 48');
    expect(JSON.stringify(card)).toContain('Set out in the plan"');
  });

  it.each<Fault>(['lost', 'dropped', 'unavailable', 'dies'])(
    'is there once when any step of applying it is %s and it is applied again',
    async (fault) => {
      for (let step = 1; step < 20; step += 1) {
        world = await createWorld();
        const store = faultyStore(world.deps.store, (n) => (n === step ? fault : undefined));
        await apply(slip, { ...world.deps, store }).catch(() => undefined);
        await apply();
        expect((await head()).newest, `step ${step}`).toMatchObject({ version: 2, state: { slips: 1 } });
        if (store.calls.length < step) break;
      }
    },
  );
});
