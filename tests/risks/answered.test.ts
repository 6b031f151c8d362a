import { beforeEach, describe, expect, it } from 'vitest';
import { applyAnsweredMovement } from '../../src/risks/answered.js';
import { type Issue, issues, risks } from '../../src/risks/schema.js';
import { type Head, requireHead } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { type Fault, faultyStore } from '../support/faulty-store.js';
import { createWorld, PROGRAMME, testPlan, type World } from '../support/world.js';
import { raiseRisk, reassess } from './acts.js';
import { raiseForm, reassessForm } from './forms.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await raiseRisk(await world.turn('lead2'), raiseForm());
  await raiseRisk(await world.turn('lead2'), raiseForm({ event: 'posts are left again' }));
});

const made = (n: number) => ({ by: 'lead2', effect: `form.content/${n}`, origin: 'WS2-2026-W48', on: '2026-11-26' });
const said = (ref: string, movement: 'up' | 'down' | 'happened') => ({
  ref,
  opened: 1,
  movement,
  escalateTo: 'Board',
  escalationReason: 'Agree agency rates',
});
const apply = (n: number, ref: string, movement: 'up' | 'down' | 'happened', deps = world.deps) =>
  applyAnsweredMovement(deps, PROGRAMME, testPlan.programme, made(n), said(ref, movement), 'The advert closed.');
const head = async (ref = 'R01') => (await requireHead(world.deps, risks, PROGRAMME, ref)).body;
const listIssues = async () =>
  (await listAll<Head<Issue>>(world.deps.store, ['issue'], PROGRAMME)).map((stored) => stored.body.newest);

describe('what an answer says of a risk', () => {
  it('is one entry with the answer as its origin, however often and at once it is applied', async () => {
    const all = await Promise.all([apply(1, 'R01', 'up'), apply(1, 'R01', 'up'), apply(1, 'R01', 'up')]);
    expect(all.map((result) => result.outcome).sort()).toEqual(['already', 'already', 'saved']);
    world.at('2027-03-01T09:00:00Z');
    expect(await apply(1, 'R01', 'up')).toMatchObject({ outcome: 'already', entry: { version: 2 } });
    expect((await head()).newest).toMatchObject({
      version: 2,
      by: 'lead2',
      did: 'risks.reassess',
      origin: 'WS2-2026-W48',
      state: { residual: { likelihood: 4, impact: 4 }, escalation: { to: 'Board' }, reviewedOn: '2026-11-26' },
    });
  });

  it('is checked as of the day of the answer, however late it is applied', async () => {
    world.at('2027-01-11T09:00:00Z');
    expect(await apply(1, 'R01', 'down')).toMatchObject({
      outcome: 'saved',
      entry: { state: { reviewedOn: '2026-11-26', reviewOn: '2026-12-17' } },
    });
  });

  it('gives way to what somebody else saved first, and stays so', async () => {
    await reassess(await world.turn('owner'), reassessForm(1, { commentary: 'The owner wrote this.' }));
    for (const _ of [1, 2])
      expect(await apply(1, 'R01', 'up')).toMatchObject({ outcome: 'conflict', theirs: { by: 'owner' } });
  });

  it('owes the channel nothing', async () => {
    await apply(1, 'R01', 'up');
    expect(JSON.stringify((await head()).newest.owes ?? [])).not.toContain('announce');
  });

  it('makes one issue for each of two risks that have happened, however often it is applied', async () => {
    for (const _ of [1, 2, 3]) {
      await Promise.all([apply(1, 'R01', 'happened'), apply(2, 'R02', 'happened')]);
      await Promise.all([apply(2, 'R02', 'happened'), apply(1, 'R01', 'happened')]);
    }
    const found = await listIssues();
    expect(found.map((issue) => issue.state.riskRef).sort()).toEqual(['R01', 'R02']);
    expect(new Set(found.map((issue) => issue.ref)).size).toBe(2);
    expect((await requireHead(world.deps, issues, PROGRAMME, found[0]?.ref ?? '')).body.newest.version).toBe(1);
  });

  it.each<Fault>(['lost', 'dropped', 'unavailable', 'dies'])(
    'is there once when any step of applying it is %s and it is applied again',
    async (fault) => {
      for (let step = 1; step < 60; step += 1) {
        world = await createWorld();
        await raiseRisk(await world.turn('lead2'), raiseForm());
        const store = faultyStore(world.deps.store, (n) => (n === step ? fault : undefined));
        await apply(1, 'R01', 'happened', { ...world.deps, store }).catch(() => undefined);
        await apply(1, 'R01', 'happened');
        await apply(1, 'R01', 'happened');
        expect((await head()).newest.version, `step ${step}`).toBe(2);
        expect((await listIssues()).length, `step ${step}`).toBe(1);
        if (store.calls.length < step) break;
      }
    },
  );
});
