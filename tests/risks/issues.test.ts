import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { withdrawEntry } from '../../src/programmes/withdraw.js';
import { openIssue } from '../../src/risks/issues.js';
import { listIssues } from '../../src/risks/registers.js';
import { heldRisk } from '../../src/risks/rules.js';
import { risks } from '../../src/risks/schema.js';
import { requireHead } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { createWorld, PROGRAMME, type World } from '../support/world.js';
import { markHappened, raiseRisk, resolveIssue } from './acts.js';
import { raiseForm, reasonForm } from './forms.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const head = async () => (await requireHead(world.deps, risks, PROGRAMME, 'R01')).body;
const count = async () => (await listAll(world.deps.store, ['issue'], PROGRAMME)).length;

describe('a risk that has happened', () => {
  beforeEach(async () => raiseRisk(await world.turn('lead2'), raiseForm()));

  it('becomes one issue that keeps the link, however often it is said or paid', async () => {
    const turn = await world.turn('owner');
    const form = reasonForm(1, { reason: 'Nobody applied.' });
    const [first, second] = [await markHappened(turn, form), await markHappened(turn, form)];
    expect(first).toMatchObject({ outcome: 'saved', issue: { newest: { ref: 'I01' } } });
    expect(second).toMatchObject({ outcome: 'already', issue: { newest: { ref: 'I01' } } });
    const entry = (await head()).newest;
    expect(entry.owes).toEqual([{ effect: 'announce' }, { effect: 'risks.open-issue' }]);
    await Promise.all([openIssue(world.deps, PROGRAMME, entry), openIssue(world.deps, PROGRAMME, entry)]);
    const made = await listIssues(turn);
    expect(made.map((issue) => issue.newest)).toMatchObject([
      {
        ref: 'I01',
        origin: 'R01',
        state: { riskRef: 'R01', event: 'posts stay unfilled', what: 'Nobody applied.', state: 'open' },
      },
    ]);
  });

  it('is made an issue by the sweep when the process died in between', async () => {
    await markHappened(await world.turn('owner'), reasonForm(1));
    const entry = (await head()).newest;
    await world.deps.store.delete('issue', PROGRAMME, 'I01');
    await openIssue(world.deps, PROGRAMME, entry);
    expect(await count()).toBe(1);
  });

  it('is saved all the same when the issue cannot be made at once', async () => {
    const { store } = world.deps;
    const turn = await world.turn('owner');
    const create: typeof store.create = (kind, draft) =>
      kind === 'issue' ? Promise.reject(new Error('the store went away')) : store.create(kind, draft);
    const deps = { ...turn.deps, store: { ...store, create } };
    const result = await markHappened({ ...turn, deps }, reasonForm(1));
    expect(result).toMatchObject({ outcome: 'saved', entry: { state: { state: 'materialised' } } });
    expect('issue' in result).toBe(false);
    await openIssue(world.deps, PROGRAMME, (await head()).newest);
    expect(await count()).toBe(1);
  });

  it('cannot be taken back, since another record came of it', async () => {
    const turn = await world.turn('owner');
    await markHappened(turn, reasonForm(1));
    const form = { programmeId: PROGRAMME, ref: 'R01', opened: 2, form: randomUUID(), reason: 'wrong' };
    await expect(withdrawEntry(turn, risks, heldRisk, form)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('leaves an issue that its owner resolves once', async () => {
    await markHappened(await world.turn('owner'), reasonForm(1));
    const form = { ...reasonForm(1, { reason: 'Two people started.' }), ref: 'I01' };
    await expect(resolveIssue(await world.turn('member'), form)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const turn = await world.turn('owner');
    expect(await resolveIssue(turn, form)).toMatchObject({
      outcome: 'saved',
      entry: { state: { state: 'resolved', resolution: 'Two people started.', resolvedOn: '2026-11-26' } },
    });
    expect(await resolveIssue(turn, form)).toMatchObject({ outcome: 'already' });
  });
});
