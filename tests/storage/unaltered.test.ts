// A store that nobody altered verifies clean, whatever happened to it: a thousand random actions with writes that fail and processes that die, a redaction
// cut off and finished, and a move into another store.
// Pitfall: the actions come from a seed that is printed, so that a run that fails can be done again.

import { expect, it } from 'vitest';
import { exportProgramme, importProgramme } from '../../src/backup.js';
import type { Deps } from '../../src/deps.js';
import { type Milestone, milestones } from '../../src/milestones/schema.js';
import { noteAccess } from '../../src/programmes/access.js';
import { expectPerson } from '../../src/programmes/directory.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { commit, requireHead } from '../../src/storage/ledger.js';
import { redactRecord } from '../../src/storage/redacting.js';
import { reportStore } from '../../src/verification/report.js';
import { type Fault, faultyStore } from '../support/faulty-store.js';
import { liveIn } from '../support/lived-in.js';
import { PROGRAMME, TENANT } from '../support/world.js';

const SEED = Number(process.env.FAULT_SEED ?? 20261128);
const ACTIONS = 1000;

/** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function verify(deps: Deps): Promise<string> {
  const lines: string[] = [];
  const faults = await reportStore(deps, {}, (line) => void lines.push(line));
  return faults === 0 ? '' : lines.filter((line) => line.includes('FAULT')).join('\n');
}

it(`verifies clean after ${ACTIONS} random actions of which many fail (FAULT_SEED=${SEED}), and in another store`, async () => {
  const { deps: whole } = await liveIn();
  const random = randomOf(SEED);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  let deps = whole;
  let failed = 0;
  const move = async (ref: string, commentary: string) => {
    const head = await requireHead(deps, milestones, PROGRAMME, ref);
    const state: Milestone = { ...head.body.newest.state, commentary };
    await commit(deps, milestones, PROGRAMME, head, { by: 'office', did: 'x', effect: crypto.randomUUID() }, state);
  };
  const actions = [
    () => move(pick(['M01', 'M02', 'M03', 'M04']), `Words ${random()}`),
    () => Promise.all([move('M01', 'These.'), move('M01', 'Those.'), move('M02', 'Others.')]),
    () => expectPerson(deps, TENANT, PROGRAMME, `${pick(['a', 'b', 'c'])}@council.example`, pick(['member', 'owner'])),
    () => noteAccess(deps, PROGRAMME, { by: 'office', what: 'audit.trail', name: 'Trail.xlsx', asked: {} }),
    () => {
      const bad = `Words 0.${Math.floor(random() * 10)}`;
      return redactRecord(deps, milestones, PROGRAMME, pick(['M01', 'M02']), {
        by: 'office',
        reason: 'It told of a family.',
        effect: crypto.randomUUID(),
        goes: (text) => text.startsWith(bad),
      });
    },
  ];
  for (let n = 0; n < ACTIONS; n += 1) {
    const fault = pick<Fault | undefined>(['lost', 'dropped', 'unavailable', 'dies', undefined, undefined, undefined]);
    const at = 1 + Math.floor(random() * 8);
    // Another store object is another process to what is remembered in memory.
    if (fault) deps = { ...whole, store: faultyStore(whole.store, (call) => (call === at ? fault : undefined)) };
    await pick(actions)().catch(() => {
      failed += 1;
    });
    if (fault) deps = random() < 0.5 ? whole : { ...whole, store: { ...whole.store } };
    if (n % 100 === 99) expect(await verify(whole), `after ${n + 1}`).toBe('');
  }
  expect(failed).toBeGreaterThan(50);
  const lines: string[] = [];
  for await (const line of exportProgramme(whole, PROGRAMME)) lines.push(line);
  const other = { ...whole, store: await openEmbeddedStore({ file: ':memory:' }) };
  await importProgramme(
    other,
    (async function* () {
      yield* lines;
    })(),
  );
  expect(await verify(other)).toBe('');
}, 180_000);
