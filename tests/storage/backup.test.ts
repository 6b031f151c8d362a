// A programme out of one store and into another: embedded, Cosmos DB, embedded. What one could get wrong: not only its records but what jobs and cards know
// must come along, and a file that lost or gained anything must not become a programme.

import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exportProgramme, importProgramme } from '../../src/backup.js';
import { readDemoPlan, seedDemo } from '../../src/demo/seed.js';
import type { Deps } from '../../src/deps.js';
import { requireActor } from '../../src/programmes/actor.js';
import { listProgrammes } from '../../src/programmes/registration.js';
import { openCosmosStore } from '../../src/storage/cosmos-store.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { listAll } from '../../src/storage/store.js';
import { openDeps } from '../plans/world.js';
import { startCosmosEndpoint } from '../support/cosmos-endpoint.js';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let source: Deps;
let lines: string[];
let programmeId: string;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const store = await openEmbeddedStore({ file: ':memory:' });
  const plan = await readDemoPlan();
  programmeId = plan.id;
  await seedDemo(store, log, plan);
  source = { ...(await openDeps('2026-11-26T09:00:00.000Z')), store };
  lines = await collect(exportProgramme(source, programmeId));
}, 60_000);
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function collect(given: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of given) found.push(line);
  return found;
}
async function* each(given: readonly string[]): AsyncIterable<string> {
  yield* given;
}
/** Lines without when they were taken, in an order of their own. */
const compared = ([header = '', ...others]: string[]) => [header.replace(/"takenAt":"[^"]+"/, ''), ...others.sort()];

async function openCosmos(): Promise<Deps> {
  const { endpoint, key, stop } = await startCosmosEndpoint();
  const store = await openCosmosStore({ kind: 'cosmos', endpoint, key, database: 'backup' } as never);
  ends.push(async () => {
    await store.close();
    await stop();
  });
  return { ...source, store };
}
async function openMemory(): Promise<Deps> {
  const store = await openEmbeddedStore({ file: ':memory:' });
  ends.push(() => store.close());
  return { ...source, store };
}

describe('a backup of the demo', () => {
  it('goes from the embedded store to Cosmos DB and back with the same fingerprint and the same content', async () => {
    const cosmos = await openCosmos();
    const there = await importProgramme(cosmos, each(lines));
    const back = await collect(exportProgramme(cosmos, programmeId));
    const embedded = await openMemory();
    const here = await importProgramme(embedded, each(back));
    expect(here.fingerprint).toBe(there.fingerprint);
    expect(here.entries).toBeGreaterThan(100);
    expect(compared(await collect(exportProgramme(embedded, programmeId)))).toEqual(compared(lines));
    const plan = await readDemoPlan();
    const person = plan.people.find(({ memberId }) => memberId === 'ws6-lead');
    const actor = await requireActor(embedded, plan.tenantId, person?.objectId ?? '');
    expect(actor.member.name).toBe('WS6 lead');
  }, 120_000);

  it('carries every document of the programme, whatever its kind', async () => {
    const kinds = new Set(lines.slice(1, -1).map((line) => (JSON.parse(line) as { kind: string }).kind));
    for (const kind of [
      'programme',
      'milestone',
      'risk',
      'check-in',
      'entry',
      'numbering',
      'person',
      'delivery',
      'run',
      'return',
      'finance',
      'kpi',
    ])
      expect(kinds, kind).toContain(kind);
  });

  it('goes on where it was cut off, and is no programme until it is whole', async () => {
    const deps = await openMemory();
    await expect(importProgramme(deps, each(lines.slice(0, Math.floor(lines.length / 2))))).rejects.toMatchObject({
      code: 'MALFORMED',
    });
    expect(await listProgrammes(deps)).toEqual([]);
    await importProgramme(deps, each(lines));
    expect(await listProgrammes(deps)).toEqual([programmeId]);
    await expect(importProgramme(deps, each(lines))).rejects.toMatchObject({ code: 'TAKEN' });
  });

  it('that was changed, cut in a line, or is of another kind is refused', async () => {
    const changed = lines.map((line) => line.replace('"stated":"green"', '"stated":"blue"'));
    await expect(importProgramme(await openMemory(), each(changed))).rejects.toMatchObject({ code: 'MALFORMED' });
    const cut = [...lines.slice(0, 10), (lines[10] ?? '').slice(0, 50)];
    await expect(importProgramme(await openMemory(), each(cut))).rejects.toThrow('cut off');
    await expect(importProgramme(await openMemory(), each(['{"a":1}']))).rejects.toThrow('no backup');
    await expect(importProgramme(await openMemory(), each([]))).rejects.toThrow('empty');
    const foreign = JSON.stringify({ kind: 'milestone', partition: 'other', id: 'M01', at: '', body: {} });
    await expect(importProgramme(await openMemory(), each([lines[0] ?? '', foreign]))).rejects.toThrow(
      'another programme',
    );
  });

  it('joins people who are in another programme of the store', async () => {
    const deps = await openMemory();
    const plan = await readDemoPlan();
    const [person] = plan.people;
    if (!person) throw new TypeError('nobody');
    await deps.store.create('person', {
      id: person.objectId,
      partition: `people:${plan.tenantId}`,
      at: '2026-01-01T00:00:00.000Z',
      body: { memberships: { other: 'somebody' } },
    });
    await importProgramme(deps, each(lines));
    const people = await listAll<{ memberships: object }>(deps.store, ['person'], `people:${plan.tenantId}`);
    expect(people.find(({ id }) => id === person.objectId)?.body.memberships).toEqual({
      other: 'somebody',
      [programmeId]: person.memberId,
    });
  });
});
