import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { postUpdate } from '../../src/milestones/actions.js';
import { heldMilestone } from '../../src/milestones/rules.js';
import { milestones, type UpdateForm } from '../../src/milestones/schema.js';
import { withdrawEntry } from '../../src/programmes/withdraw.js';
import { requireHead } from '../../src/storage/ledger.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const update = (more: Partial<UpdateForm> = {}): UpdateForm => ({
  programmeId: PROGRAMME,
  ref: 'M02',
  opened: 1,
  form: randomUUID(),
  stated: 'green',
  statedReason: '',
  forecastOn: '2026-12-31',
  actualOn: '',
  evidenceUrl: '',
  slipCause: '',
  slipText: '',
  commentary: 'Two offers accepted.',
  correctionReason: '',
  ...more,
});

const head = async (ref = 'M02') => (await requireHead(world.deps, milestones, PROGRAMME, ref)).body;

describe('who may update a milestone', () => {
  it.each(['owner', 'lead2', 'deputy2', 'office'])('%s may', async (memberId) => {
    expect(await postUpdate(await world.turn(memberId), update())).toMatchObject({ outcome: 'saved' });
  });

  it.each(['lead1', 'member', 'observer', 'chair'])('%s may not, and is told whom to ask', async (memberId) => {
    const refused = await postUpdate(await world.turn(memberId), update()).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'FORBIDDEN',
      advice: expect.stringContaining('its owner (Milestone owner), WS2 lead or the programme office'),
    });
    expect((await head()).newest.version).toBe(1);
  });
});

describe('an update', () => {
  it('is saved once, however often it is sent, and says who and what', async () => {
    const form = update({ forecastOn: '2027-01-15', slipCause: 'workforce', stated: 'amber' });
    const turn = await world.turn('owner');
    const results = await Promise.all([postUpdate(turn, form), postUpdate(turn, form), postUpdate(turn, form)]);
    expect(results.map((result) => result.outcome).sort()).toEqual(['already', 'already', 'saved']);
    expect((await head()).newest).toMatchObject({
      version: 2,
      by: 'owner',
      was: { forecastOn: '2026-12-31', stated: null },
      state: { slips: 1 },
    });
  });

  it('that is refused stores nothing', async () => {
    expect(await postUpdate(await world.turn('owner'), update({ commentary: '' }))).toMatchObject({
      outcome: 'refused',
      problems: { commentary: expect.any(String) },
    });
    expect((await head()).newest.version).toBe(1);
  });

  it('opened before somebody else saved is a conflict with both values', async () => {
    await postUpdate(await world.turn('lead2'), update({ commentary: 'The lead wrote this.' }));
    const late = await postUpdate(await world.turn('owner'), update({ commentary: 'The owner wrote this.' }));
    expect(late).toMatchObject({
      outcome: 'conflict',
      theirs: { by: 'lead2', state: { commentary: 'The lead wrote this.' } },
    });
  });

  it('from a second device with other words is a conflict, not a loss', async () => {
    const form = update();
    await postUpdate(await world.turn('owner'), form);
    expect(await postUpdate(await world.turn('owner'), { ...form, commentary: 'Other words.' })).toMatchObject({
      outcome: 'conflict',
    });
  });
});

describe('a wrong entry', () => {
  it('is corrected by its author from where things stood before it', async () => {
    const turn = await world.turn('owner');
    await postUpdate(turn, update({ forecastOn: '2027-01-15', slipCause: 'workforce', stated: 'amber' }));
    const corrected = update({ opened: 2, corrects: 2, correctionReason: 'Wrong milestone' });
    expect(await postUpdate(turn, corrected)).toMatchObject({
      outcome: 'saved',
      entry: { version: 3, corrects: 2, reason: 'Wrong milestone', state: { slips: 0, forecastOn: '2026-12-31' } },
    });
    await expect(
      postUpdate(await world.turn('lead2'), update({ opened: 3, corrects: 3, correctionReason: 'Not mine' })),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is withdrawn by its author, with a reason, and stays in history', async () => {
    const turn = await world.turn('owner');
    await postUpdate(turn, update({ commentary: 'Wrong milestone.' }));
    const form = { programmeId: PROGRAMME, ref: 'M02', opened: 2, form: randomUUID(), reason: '' };
    expect(await withdrawEntry(turn, milestones, heldMilestone, form)).toMatchObject({
      outcome: 'refused',
      problem: 'Say what was wrong with the entry.',
    });
    const withdrawn = await withdrawEntry(turn, milestones, heldMilestone, { ...form, reason: 'It was about M03' });
    expect(withdrawn).toMatchObject({
      outcome: 'saved',
      entry: { version: 3, corrects: 2, state: { commentary: '' } },
    });
    expect(await withdrawEntry(turn, milestones, heldMilestone, { ...form, reason: 'It was about M03' })).toMatchObject(
      {
        outcome: 'already',
      },
    );
  });

  it('of somebody else cannot be withdrawn', async () => {
    await postUpdate(await world.turn('owner'), update());
    const form = { programmeId: PROGRAMME, ref: 'M02', opened: 2, form: randomUUID(), reason: 'I do not like it' };
    await expect(withdrawEntry(await world.turn('lead2'), milestones, heldMilestone, form)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
