// A store as it was written before scheme 2 (old-store.jsonl: tests/support/lived-in.ts run by the code of 28 November 2026): it opens, shows and verifies
// as before, goes on under the new scheme, and is covered whole from the first daily walk on.
// Pitfall: the file is never written again; what it holds cannot be made by today's code.

import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { checkChains } from '../../src/chain-watch.js';
import { milestones } from '../../src/milestones/schema.js';
import { readPerson, requireActor } from '../../src/programmes/actor.js';
import { peopleOf } from '../../src/programmes/schema.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { commit, listHistory, requireHead } from '../../src/storage/ledger.js';
import type { Draft, Kind } from '../../src/storage/store.js';
import { reportStore } from '../../src/verification/report.js';
import { createWorld, PROGRAMME, TENANT, type World } from '../support/world.js';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.at('2027-01-15T09:00:00.000Z');
  const store = await openEmbeddedStore({ file: ':memory:', now: () => new Date('2027-01-15T09:00:00.000Z') });
  for (const line of readFileSync(new URL('old-store.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')) {
    const { kind, ...draft } = JSON.parse(line) as Draft<unknown> & { kind: Kind };
    await store.create(kind, draft);
  }
  world.deps.store = store;
});

async function verify(anchor?: string) {
  const lines: string[] = [];
  const faults = await reportStore(world.deps, { anchor, programme: PROGRAMME }, (line) => void lines.push(line));
  return { faults, text: lines.join('\n') };
}
const move = async () => {
  const head = await requireHead(world.deps, milestones, PROGRAMME, 'M01');
  const change = { by: 'office', did: 'milestones.post-update', effect: crypto.randomUUID() };
  return commit(world.deps, milestones, PROGRAMME, head, change, {
    ...head.body.newest.state,
    commentary: 'All well.',
  });
};

it('verifies, also against an anchor of twenty digits, and says what is not covered yet', async () => {
  const [shown] = (await world.deps.store.list(['anchor'], `anchors:${PROGRAMME}`)[Symbol.asyncIterator]().next())
    .value;
  expect(shown.id).toMatch(/^[\dA-F]{5}(-[\dA-F]{5}){3}$/);
  const { faults, text } = await verify(shown.id);
  expect(text).not.toContain('FAULT');
  expect(faults).toBe(0);
  expect(text).toContain('everything the anchor was made from is still as it was');
  expect(text).toContain('the next daily walk takes them in');
  expect(text).toContain('was taken out before redactions had an entry of their own');
});

it('shows its history, takes new entries, and never goes back to the old scheme', async () => {
  await move();
  const head = (await requireHead(world.deps, milestones, PROGRAMME, 'M01')).body;
  const told: string[] = [];
  for await (const { scheme, state } of listHistory(world.deps, PROGRAMME, head))
    told.push(`${scheme} ${state.commentary}`);
  expect(told).toEqual([
    '2 All well.',
    'undefined Two posts are filled.',
    'undefined [redacted]',
    'undefined reported on time: nothing new',
    'undefined ',
  ]);
  expect((await verify()).faults).toBe(0);
});

it('finds words that moved into a salt, in the old scheme too', async () => {
  const [partition, id] = [`${PROGRAMME}:M01`, 'M01@2'];
  // biome-ignore lint/suspicious/noExplicitAny: whoever alters a body writes what they like
  const entry = await world.deps.store.read<any>('entry', partition, id);
  if (!entry) throw new Error('no such entry');
  const [first, rest] = entry.body.state.commentary.split(':');
  entry.body.salts['state.commentary'] += `:${first}`;
  entry.body.state.commentary = rest;
  await world.deps.store.replace('entry', entry);
  expect((await verify()).text).toContain('FAULT: milestone M01@2 was altered: the salt of commentary is none');
});

it('is covered whole from the first daily walk on, and people are who they were', async () => {
  const objectId = world.objectIdOf('office');
  const before = await requireActor(world.deps, TENANT, objectId, PROGRAMME);
  await checkChains(world.deps);
  expect(await requireActor(world.deps, TENANT, objectId, PROGRAMME)).toEqual(before);
  const { faults, text } = await verify();
  expect(faults).toBe(0);
  expect(text).not.toContain('the next daily walk');
  const person = await world.deps.store.read('person', peopleOf(TENANT), world.objectIdOf('observer'));
  if (!person) throw new Error('nobody');
  const office = { memberships: { [PROGRAMME]: 'office' } };
  await world.deps.store.replace('person', { ...person, body: office });
  expect((await readPerson(world.deps, TENANT, world.objectIdOf('observer')))?.memberships).toEqual(office.memberships);
  expect((await verify()).text).toMatch(
    /FAULT: person .* says this is office of test-area, and the ledger knows nothing/,
  );
});
