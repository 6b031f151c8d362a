// The daily walk over the chains: what the log says when they hold, when one does not, and when nobody can tell.

import { afterEach, expect, it } from 'vitest';
import { checkChains, watchChains } from '../src/chain-watch.js';
import { ProductError } from '../src/errors.js';
import { programmes } from '../src/programmes/schema.js';
import { readHead } from '../src/storage/ledger.js';
import { createWorld, PROGRAMME } from './support/world.js';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function world() {
  const { deps, logged } = await createWorld();
  return { deps, said: () => logged.filter(({ event }) => event.startsWith('chain')) };
}

it('says that they hold, with how much was walked', async () => {
  const { deps, said } = await world();
  await checkChains(deps);
  expect(said()).toEqual([{ event: 'chains-hold', fields: expect.objectContaining({ programmeId: PROGRAMME }) }]);
  expect(said()[0]?.fields.entries).toBeGreaterThan(0);
});

it('says that one does not hold when an entry was altered behind the ledger’s back, and not what it said', async () => {
  const { deps, said } = await world();
  const head = await readHead(deps, programmes, PROGRAMME, 'programme');
  if (!head) throw new Error('no programme');
  const { newest } = head.body;
  const altered = { ...newest, state: { ...newest.state, name: 'Another name' } };
  await deps.store.replace(programmes.kind, { ...head, body: { ...head.body, newest: altered } });
  await checkChains(deps);
  expect(said()).toEqual([
    { event: 'chain-broken', fields: expect.objectContaining({ programmeId: PROGRAMME, faults: 1 }) },
  ]);
  expect(JSON.stringify(said())).not.toContain('Another name');
});

it('says that it could not tell when the store does not answer, and throws nothing', async () => {
  const { deps, said } = await world();
  const list = () => {
    throw new ProductError('UNAVAILABLE', 'gone');
  };
  await checkChains({ ...deps, store: { ...deps.store, list } });
  expect(said().map(({ event }) => event)).toEqual(['chains-not-checked']);
});

it('walks again and again, until it is ended', async () => {
  const { deps, said } = await world();
  const end = watchChains(deps, { firstAfterMs: 1, everyMs: 1 });
  ends.push(end);
  await expect.poll(() => said().length).toBeGreaterThan(2);
  end();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const walked = said().length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(said()).toHaveLength(walked);
});
