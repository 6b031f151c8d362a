// A past day is found without reading what lies in between, and is exactly what the whole history tells.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Deps } from '../../src/deps.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { type Entry, type RecordType, sayRedacted } from '../../src/storage/entry.js';
import {
  commit,
  createHead,
  entriesOf,
  entryId,
  type Head,
  listHistory,
  requireHead,
  TRAIL_LENGTH,
} from '../../src/storage/ledger.js';
import { listEntries, reachBackTo, readAsOf, readHeadAsOf, readHeadWith } from '../../src/storage/past.js';
import { redactRecord } from '../../src/storage/redacting.js';
import { countingStore } from '../bench/counting-store.js';

interface Note {
  count: number;
  text: string;
}

const notes: RecordType<Note> = {
  kind: 'milestone',
  prefix: 'N',
  texts: new Set(['text']),
  figures: ({ count }) => ({ count }),
};
const P = 'programme-a';
const REF = 'N01';
const BEGAN = Date.parse('2016-11-26T09:00:00.000Z');

/** What happens to a record next, and how many milliseconds after what came before it. */
type Step = { does: 'change' | 'correct' | 'redact' | 'cut off' | 'gap'; after: number };

async function begin() {
  const store = countingStore(await openEmbeddedStore({ file: ':memory:' }));
  let now = BEGAN;
  const quiet = () => undefined;
  const refused = async () => ({ outcome: 'refused' as const });
  const deps: Deps = {
    store,
    clock: { now: () => new Date(now) },
    messenger: { send: refused, update: refused },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  };
  const change = (n: number) => ({ by: 'someone', did: 'notes.change', effect: `form.${n}` });
  await createHead(deps, notes, P, REF, change(0), { count: 0, text: 'text 0' });
  const head = async () => (await requireHead(deps, notes, P, REF)).body;
  /** Takes one step; clocks may go back, as those of several machines do. */
  const take = async ({ does, after }: Step, n: number) => {
    now += after;
    const stored = await requireHead(deps, notes, P, REF);
    const { newest } = stored.body;
    if (does === 'redact') {
      const goes = (_: string, path: string, { count }: Note) => path === 'text' && count % 3 === 0;
      await redactRecord(deps, notes, P, REF, { by: 'office', reason: 'asked for', effect: `redact.${n}`, goes });
    } else if (does === 'cut off') {
      // A writer that ends before its commit leaves a copy of the newest entry.
      const draft = { id: entryId(REF, newest.version), partition: entriesOf(P, REF), at: newest.at, body: newest };
      await store.create('entry', draft).catch(quiet);
    } else if (does === 'gap') {
      // What a damaged store has lost; `verify` says so.
      const lost = Math.ceil(newest.version / 2);
      if (lost > 1 && lost < newest.version) await store.delete('entry', entriesOf(P, REF), entryId(REF, lost));
    } else {
      const corrects = does === 'correct' ? { corrects: newest.version } : {};
      await commit(deps, notes, P, stored, { ...change(n), ...corrects }, { count: n, text: `text ${n}` });
    }
  };
  return { deps, store, head, take };
}

/** The whole history, newest first. */
async function walk(deps: Deps, head: Head<Note>): Promise<Entry<Note>[]> {
  const all: Entry<Note>[] = [];
  for await (const entry of listHistory(deps, P, head)) all.push(sayRedacted(entry));
  return all;
}

const pointOf = ({ version, at, by, did, state }: Entry<Note>) => ({
  version,
  at,
  by,
  did,
  figures: notes.figures(state),
});

const STEPS = fc.array(
  fc.record<Step>({
    does: fc.oneof(
      { weight: 30, arbitrary: fc.constant('change' as const) },
      { weight: 3, arbitrary: fc.constantFrom('correct' as const, 'cut off' as const) },
      { weight: 1, arbitrary: fc.constantFrom('redact' as const, 'gap' as const) },
    ),
    after: fc.oneof(fc.constant(0), fc.integer({ min: -5_000, max: 100_000 })),
  }),
  { minLength: 1, maxLength: 140, size: 'max' },
);

it('tells exactly what the whole history tells, at every instant', async () => {
  await fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      const { deps, store, head, take } = await begin();
      for (const [n, step] of steps.entries()) await take(step, n + 1);
      const present = await head();
      const all = await walk(deps, present);
      const gaps = present.newest.version !== all.length;
      const sorted = async (since?: string) => {
        const found: Entry<Note>[] = [];
        for await (const entry of listEntries(deps, P, present, since)) found.push(entry);
        return found.sort((a, b) => b.version - a.version);
      };
      expect(await sorted()).toEqual(all);
      const instants = [...new Set(all.flatMap(({ at }) => [at, new Date(Date.parse(at) - 1).toISOString()]))];
      // All of them take long where there are many: the outermost, and some of each part.
      const every = Math.ceil(instants.length / 12);
      for (const at of [...instants.filter((_, n) => n % every === 0), instants.at(-1) ?? '']) {
        const until = all.filter((entry) => entry.at <= at);
        expect(await readAsOf(deps, P, present, at)).toEqual(until[0]);
        expect(await sorted(at)).toEqual(all.filter((entry) => entry.at >= at));
        const reached = await reachBackTo(deps, notes, P, present, at);
        const pointThen = reached.trail.findLast((point) => point.at <= at);
        if (!gaps) expect(pointThen).toEqual(until[0] && pointOf(until[0]));
        if (!gaps && !until[0]) expect(reached.trail[0]?.version).toBe(1);
        const then = await readHeadAsOf(deps, notes, P, present, at);
        expect(then?.newest).toEqual(until[0]);
        if (!then || gaps) continue;
        expect(then.trail).toEqual(until.slice(0, TRAIL_LENGTH).map(pointOf).reverse());
      }
      // What an anchor names may share its instant with what came after.
      for (const newest of all.slice(1).filter((_, n) => !gaps && n % every === 0)) {
        const trail = all.filter(({ version }) => version <= newest.version).slice(0, TRAIL_LENGTH);
        const then = await readHeadWith(deps, notes, P, present, newest);
        expect(then).toEqual({ newest, trail: trail.map(pointOf).reverse(), owing: [] });
      }
      await store.close();
    }),
    { numRuns: 25 },
  );
});

it('asks the same few times however long the history is', async () => {
  const asked: number[] = [];
  for (const length of [60, 600]) {
    const { deps, store, head, take } = await begin();
    for (let n = 1; n <= length; n += 1) await take({ does: 'change', after: 1_000 }, n);
    const present = await head();
    const at = new Date(BEGAN + 5_500).toISOString();
    const before = store.counted.length;
    expect((await readHeadAsOf(deps, notes, P, present, at))?.newest.state.count).toBe(5);
    expect((await reachBackTo(deps, notes, P, present, at)).trail[0]?.figures.count).toBe(5);
    asked.push(store.counted.length - before);
    await store.close();
  }
  // The day's entry, those before it, and where the comparison begins.
  expect(asked).toEqual([3, 3]);
});
