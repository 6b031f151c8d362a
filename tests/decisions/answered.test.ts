import { beforeEach, describe, expect, it } from 'vitest';
import { applyAskedDecision } from '../../src/decisions/answered.js';
import { type Decision, decisions } from '../../src/decisions/schema.js';
import { type Head, requireHead } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { type Fault, faultyStore } from '../support/faulty-store.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const made = (effect = 'form.content/200') => ({ by: 'lead2', effect, origin: 'WS2-2026-W48', on: '2026-11-26' });
const asked = { text: 'Agree agency rates until March', body: 'Board' as const, byOn: '2026-12-03', workstream: 'WS2' };
const apply = (deps = world.deps) => applyAskedDecision(deps, PROGRAMME, made(), asked);
const list = async () =>
  (await listAll<Head<Decision>>(world.deps.store, ['decision'], PROGRAMME)).map((stored) => stored.body.newest);

describe('a decision asked for in an answer', () => {
  it('is one decision of the day of the answer, however often and at once it is applied', async () => {
    const all = await Promise.all([apply(), apply(), apply()]);
    expect(all.map((result) => result.outcome).sort()).toEqual(['already', 'already', 'saved']);
    world.at('2027-03-01T09:00:00Z');
    expect(await apply()).toMatchObject({ outcome: 'already', entry: { ref: 'D01' } });
    expect((await requireHead(world.deps, decisions, PROGRAMME, 'D01')).body.newest).toMatchObject({
      version: 1,
      by: 'lead2',
      did: 'decisions.ask',
      origin: 'WS2-2026-W48',
      state: { ...asked, askedBy: 'lead2', askedOn: '2026-11-26', state: 'asked' },
    });
  });

  it('of another answer is another decision', async () => {
    await apply();
    await applyAskedDecision(world.deps, PROGRAMME, made('other.content/200'), asked);
    expect((await list()).map((entry) => entry.ref).sort()).toEqual(['D01', 'D02']);
  });

  it.each<Fault>(['lost', 'dropped', 'unavailable', 'dies'])(
    'is there once when any step of applying it is %s and it is applied again',
    async (fault) => {
      for (let step = 1; step < 30; step += 1) {
        world = await createWorld();
        const store = faultyStore(world.deps.store, (n) => (n === step ? fault : undefined));
        await apply({ ...world.deps, store }).catch(() => undefined);
        await apply();
        expect((await list()).length, `step ${step}`).toBe(1);
        if (store.calls.length < step) break;
      }
    },
  );
});
