import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { withdrawEntry } from '../../src/programmes/withdraw.js';
import { completeAction } from '../../src/risks/responses.js';
import { heldRisk } from '../../src/risks/rules.js';
import { risks } from '../../src/risks/schema.js';
import { requireHead } from '../../src/storage/ledger.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';
import { accept, addAction, close, escalate, markHappened, raiseRisk, reassess } from './acts.js';
import { actionForm, escalateForm, raiseForm, reasonForm, reassessForm } from './forms.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const head = async (ref = 'R01') => (await requireHead(world.deps, risks, PROGRAMME, ref)).body;
const raise = async (by = 'lead2', more = {}) => raiseRisk(await world.turn(by), raiseForm(more));
const count = async () => {
  let found = 0;
  for await (const page of world.deps.store.list(['risk'], PROGRAMME)) found += page.length;
  return found;
};

describe('raising a risk', () => {
  it.each(['office', 'chair', 'lead1', 'owner', 'member'])('is for %s too', async (memberId) => {
    expect(await raise(memberId)).toMatchObject({ outcome: 'saved', entry: { ref: 'R01', by: memberId } });
  });

  it('is not for an observer, who is told whom to ask', async () => {
    const refused = await raise('observer').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'FORBIDDEN', advice: expect.stringContaining('programme office') });
    expect(await count()).toBe(0);
  });

  it('gives one reference to a form, however often and at once it is sent', async () => {
    const turn = await world.turn('lead2');
    const form = raiseForm();
    const results = await Promise.all([raiseRisk(turn, form), raiseRisk(turn, form), raiseRisk(turn, form)]);
    expect(results.map((result) => result.outcome).sort()).toEqual(['already', 'already', 'saved']);
    expect(await count()).toBe(1);
  });

  it('gives the next reference to the next form', async () => {
    await raise();
    expect(await raise()).toMatchObject({ entry: { ref: 'R02' } });
  });

  it('recognises the same form even on a day when its review date has passed', async () => {
    const form = raiseForm();
    await raiseRisk(await world.turn('lead2'), form);
    world.at('2027-03-01T09:00:00Z');
    expect(await raiseRisk(await world.turn('lead2'), form)).toMatchObject({
      outcome: 'already',
      entry: { ref: 'R01' },
    });
  });

  it('takes the same form with other words as a conflict and loses neither', async () => {
    const form = raiseForm();
    await raiseRisk(await world.turn('lead2'), form);
    const other = await raiseRisk(await world.turn('lead2'), { ...form, event: 'posts are filled and left again' });
    expect(other).toMatchObject({
      outcome: 'conflict',
      theirs: { ref: 'R01', state: { event: 'posts stay unfilled' } },
    });
    expect(await count()).toBe(1);
  });

  it('links only milestones that exist', async () => {
    expect(await raise('lead2', { milestones: 'M02, M77' })).toMatchObject({
      outcome: 'refused',
      problems: { milestones: expect.stringContaining('M77') },
    });
    expect(await raise('lead2', { milestones: 'm02' })).toMatchObject({ entry: { state: { milestones: ['M02'] } } });
  });

  it('owes its card to everyone', async () => {
    const owner = { ownerId: 'lead2' };
    expect(await raise('lead2', owner)).toMatchObject({ entry: { owes: [{ effect: 'announce' }] } });
  });
});

describe('who may change a risk', () => {
  it.each(['owner', 'lead2', 'deputy2', 'office'])('%s may', async (memberId) => {
    await raise('member');
    expect(await reassess(await world.turn(memberId), reassessForm(1))).toMatchObject({ outcome: 'saved' });
  });

  it.each(['member', 'lead1', 'chair', 'observer'])('%s may not, not even having raised it', async (memberId) => {
    await raise(memberId === 'observer' ? 'lead2' : memberId);
    const turn = await world.turn(memberId);
    const changes = [
      () => reassess(turn, reassessForm(1)),
      () => addAction(turn, actionForm(1)),
      () => escalate(turn, escalateForm(1)),
      () => accept(turn, reasonForm(1)),
      () => close(turn, reasonForm(1)),
      () => markHappened(turn, reasonForm(1)),
    ];
    for (const change of changes)
      expect(await change().catch((error: unknown) => error)).toMatchObject({
        code: 'FORBIDDEN',
        advice: expect.stringContaining('its owner (Milestone owner), WS2 lead or the programme office'),
      });
    expect((await head()).newest.version).toBe(1);
  });
});

describe('a reassessment', () => {
  beforeEach(() => raise());

  it('shows where the score came from, and is one entry however often it is sent', async () => {
    const turn = await world.turn('owner');
    const form = reassessForm(1, { residualLikelihood: '4', escalationReason: 'wait for Friday' });
    const results = await Promise.all([reassess(turn, form), reassess(turn, form)]);
    expect(results.map((result) => result.outcome).sort()).toEqual(['already', 'saved']);
    expect((await head()).newest).toMatchObject({
      version: 2,
      was: { previous: null, residual: { likelihood: 3, impact: 4 } },
      state: { previous: 12, residual: { likelihood: 4 }, withheldReason: 'wait for Friday' },
    });
  });

  it('opened before somebody else saved is a conflict that stores nothing', async () => {
    await reassess(await world.turn('owner'), reassessForm(1, { commentary: 'mine' }));
    const theirs = await reassess(await world.turn('lead2'), reassessForm(1, { commentary: 'hers' }));
    expect(theirs).toMatchObject({ outcome: 'conflict', theirs: { by: 'owner', state: { commentary: 'mine' } } });
    expect((await head()).newest.version).toBe(2);
  });

  it('beyond appetite without a word stores nothing', async () => {
    const result = await reassess(await world.turn('owner'), reassessForm(1, { residualLikelihood: '4' }));
    expect(result).toMatchObject({ outcome: 'refused', problems: { escalationReason: expect.any(String) } });
    expect((await head()).newest.version).toBe(1);
  });

  it('can be withdrawn by its author, and by nobody else', async () => {
    await reassess(await world.turn('owner'), reassessForm(1, { residualLikelihood: '2', targetLikelihood: '1' }));
    const form = { programmeId: PROGRAMME, ref: 'R01', opened: 2, form: randomUUID(), reason: 'wrong risk' };
    await expect(withdrawEntry(await world.turn('lead2'), risks, heldRisk, form)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await withdrawEntry(await world.turn('owner'), risks, heldRisk, form)).toMatchObject({ outcome: 'saved' });
    expect((await head()).newest).toMatchObject({ version: 3, corrects: 2, state: { residual: { likelihood: 3 } } });
  });

  it('leaves the first entry, which only closing can end', async () => {
    const form = { programmeId: PROGRAMME, ref: 'R01', opened: 1, form: randomUUID(), reason: 'wrong' };
    await expect(
      withdrawEntry(await world.turn('lead2'), risks, heldRisk, { ...form, opened: 1 }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('a response action', () => {
  beforeEach(async () => {
    await raise();
    await addAction(await world.turn('owner'), actionForm(1));
  });
  const done = (n: number, opened = 2) => ({ programmeId: PROGRAMME, ref: 'R01', opened, form: randomUUID(), n });

  it.each(['owner', 'member'])('can be called done by %s, who owns the risk or the action', async (memberId) => {
    expect(await completeAction(await world.turn(memberId), done(1))).toMatchObject({
      outcome: 'saved',
      entry: { state: { actions: [{ n: 1, doneOn: '2026-11-26' }], lastDone: 1 } },
    });
  });

  it('cannot be called done by somebody else', async () => {
    await expect(completeAction(await world.turn('lead1'), done(1))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('cannot be called done twice, nor before it is there', async () => {
    await completeAction(await world.turn('member'), done(1));
    expect(await completeAction(await world.turn('owner'), done(1, 3))).toMatchObject({ outcome: 'refused' });
    expect(await completeAction(await world.turn('owner'), done(7, 3))).toMatchObject({ outcome: 'refused' });
  });
});

describe('settling a risk', () => {
  beforeEach(() => raise());

  it('beyond appetite by acceptance keeps the reason for not escalating', async () => {
    const turn = await world.turn('owner');
    await reassess(turn, reassessForm(1, { residualLikelihood: '4', escalateTo: 'RDG', escalationReason: 'help' }));
    expect(await accept(turn, reasonForm(2, { reason: 'cheap enough' }))).toMatchObject({
      entry: {
        state: { state: 'accepted', acceptedReason: 'cheap enough', withheldReason: '', escalation: { to: 'RDG' } },
      },
    });
  });

  it('closes it with a reason, and nothing can be changed afterwards', async () => {
    const turn = await world.turn('owner');
    expect(await close(turn, reasonForm(1, { reason: ' ' }))).toMatchObject({ outcome: 'refused' });
    expect(await close(turn, reasonForm(1))).toMatchObject({ outcome: 'saved', entry: { state: { state: 'closed' } } });
    expect(await escalate(turn, escalateForm(2))).toMatchObject({ outcome: 'settled' });
    expect((await head()).newest.version).toBe(2);
  });
});
