import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../src/deps.js';
import { isError } from '../../src/errors.js';
import { compareAnchor, keepAnchor, readAnchor } from '../../src/storage/anchor.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { RecordType } from '../../src/storage/entry.js';
import { hashEntry } from '../../src/storage/hashing.js';
import {
  commit,
  createHead,
  effectKey,
  entriesOf,
  type Head,
  listHistory,
  recognise,
  requireHead,
} from '../../src/storage/ledger.js';
import { createRecord, reserveNumbers } from '../../src/storage/new-record.js';
import { readAsOf } from '../../src/storage/past.js';
import type { Store } from '../../src/storage/store.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { type Fault, faultyStore } from '../support/faulty-store.js';

interface Note {
  count: number;
  text: string;
  lines: { text: string; done: boolean }[];
}

const notes: RecordType<Note> = {
  kind: 'milestone',
  prefix: 'N',
  texts: new Set(['text']),
  figures: (note) => ({ count: note.count }),
};
const types = [notes] as unknown as RecordType<never>[];
const P = 'programme-a';

let store: Store;
let deps: Deps;
let now: Date;

function depsOn(on: Store): Deps {
  const quiet = () => undefined;
  const messenger = {
    send: async () => ({ outcome: 'refused' as const }),
    update: async () => ({ outcome: 'refused' as const }),
  };
  return {
    store: on,
    clock: { now: () => now },
    messenger,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  };
}

beforeEach(async () => {
  now = new Date('2026-11-26T09:00:00.000Z');
  store = await openEmbeddedStore({ file: ':memory:' });
  deps = depsOn(store);
});

const note = (count: number, text = `text ${count}`): Note => ({
  count,
  text,
  lines: [{ text: 'a line', done: false }],
});
const by = (effect: string) => ({ by: 'someone', did: 'notes.change', effect });

async function begin(ref = 'N01'): Promise<void> {
  await createHead(deps, notes, P, ref, by(effectKey('begin', 't', 'p', ref)), note(1));
}

/** What a form does: recognise, then commit. */
async function submit(on: Deps, opened: number, effect: string, state: Note) {
  const head = await requireHead(on, notes, P, 'N01');
  return (await recognise(on, P, head.body, opened, effect)) ?? (await commit(on, notes, P, head, by(effect), state));
}

async function versions(): Promise<number[]> {
  const head = await requireHead(deps, notes, P, 'N01');
  const found: number[] = [];
  for await (const entry of listHistory(deps, P, head.body)) found.push(entry.version);
  return found;
}

describe('a commit', () => {
  it('keeps every state, newest first, in a chain that verifies', async () => {
    await begin();
    for (let version = 1; version <= 5; version += 1) await submit(deps, version, randomUUID(), note(version + 1));
    expect(await versions()).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await verifyProgramme(deps, types, P)).toMatchObject({ records: 1, entries: 6, faults: [] });
  });

  it('answers the same form a second time with its first entry, however late', async () => {
    await begin();
    const effect = effectKey('form-1', 'tenant', 'person', { count: 2 });
    const first = await submit(deps, 1, effect, note(2));
    await submit(deps, 2, randomUUID(), note(3));
    const again = await submit(deps, 1, effect, note(2));
    expect(again).toMatchObject({ outcome: 'already' });
    expect('entry' in again && 'entry' in first && again.entry).toEqual('entry' in first && first.entry);
    expect(await versions()).toHaveLength(3);
  });

  it('shows a conflict, and stores nothing, when somebody else took the place or the words differ', async () => {
    await begin();
    await submit(deps, 1, effectKey('form-1', 't', 'anna', 'x'), note(2));
    const other = await submit(deps, 1, effectKey('form-2', 't', 'ben', 'y'), note(9));
    const otherWords = await submit(deps, 1, effectKey('form-1', 't', 'anna', 'z'), note(8));
    expect([other.outcome, otherWords.outcome]).toEqual(['conflict', 'conflict']);
    expect(await versions()).toHaveLength(2);
  });

  it('lets exactly one of many racing writers through', async () => {
    await begin();
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) => submit(deps, 1, effectKey(`form-${n}`, 't', `p${n}`, n), note(n))),
    );
    expect(results.filter((result) => result.outcome === 'saved')).toHaveLength(1);
    expect(results.filter((result) => result.outcome === 'conflict')).toHaveLength(39);
    expect((await verifyProgramme(deps, types, P)).faults).toEqual([]);
  });

  it('never lets a record go back in time when a clock does', async () => {
    await begin();
    now = new Date('2026-11-25T09:00:00.000Z');
    await submit(deps, 1, randomUUID(), note(2));
    const head = await requireHead(deps, notes, P, 'N01');
    expect(head.body.newest.at).toBe('2026-11-26T09:00:00.000Z');
  });

  it('tells what changed without repeating free text', async () => {
    await begin();
    await submit(deps, 1, randomUUID(), { ...note(7, 'other words'), lines: [{ text: 'a line', done: true }] });
    const { newest } = (await requireHead(deps, notes, P, 'N01')).body;
    expect(newest.was).toEqual({ count: 1 });
    expect(newest.reworded).toEqual(['lines', 'text']);
    expect(JSON.stringify(newest.was)).not.toContain('text 1');
  });

  it('reads any past instant exactly', async () => {
    await begin();
    for (let day = 27; day <= 29; day += 1) {
      now = new Date(`2026-11-${day}T12:00:00.000Z`);
      await submit(deps, day - 26, randomUUID(), note(day));
    }
    const head = (await requireHead(deps, notes, P, 'N01')).body;
    expect((await readAsOf(deps, P, head, '2026-11-28T23:00:00.000Z'))?.state.count).toBe(28);
    expect((await readAsOf(deps, P, head, '2026-11-26T09:00:00.000Z'))?.state.count).toBe(1);
    expect(await readAsOf(deps, P, head, '2026-11-26T08:59:59.000Z')).toBeUndefined();
  });

  it('keeps a bounded trail, so that a head costs the same after years', async () => {
    await begin();
    for (let version = 1; version <= 60; version += 1) await submit(deps, version, randomUUID(), note(version));
    const head = (await requireHead(deps, notes, P, 'N01')).body;
    expect(head.trail).toHaveLength(40);
    expect(head.trail.at(-1)).toMatchObject({ version: 61, figures: { count: 60 } });
  });
});

describe('a write that goes wrong', () => {
  // The guard: commit() reads again and looks for its own effect key before it tries once more (ledger.ts).
  const faults: Fault[] = ['lost', 'dropped', 'unavailable', 'dies'];
  for (const fault of faults)
    it(`(${fault}) at any step of a commit loses nothing and counts nothing twice`, async () => {
      for (let step = 1; step <= 4; step += 1) {
        store = await openEmbeddedStore({ file: ':memory:' });
        deps = depsOn(store);
        await begin();
        const effect = effectKey('form-1', 't', 'p', 'x');
        const faulty = depsOn(faultyStore(store, (n) => (n === step ? fault : undefined)));
        const first = await submit(faulty, 1, effect, note(2)).catch((error: unknown) => error);
        const acknowledged = !(first instanceof Error);
        if (acknowledged) expect(await versions()).toEqual([2, 1]);
        const again = await submit(deps, 1, effect, note(2));
        expect(['saved', 'already']).toContain(again.outcome);
        expect(await versions()).toEqual([2, 1]);
        expect((await verifyProgramme(deps, types, P)).faults).toEqual([]);
      }
    });
});

describe('a new record', () => {
  const raise = (on: Deps, form: string, person: string, words: string) =>
    createRecord(on, notes, P, by(effectKey(form, 't', person, words)), () => note(1, words));

  it('gets the next number, once for each form', async () => {
    await reserveNumbers(deps, notes, P, 14);
    const first = await raise(deps, 'form-1', 'anna', 'words');
    const again = await raise(deps, 'form-1', 'anna', 'words');
    const next = await raise(deps, 'form-2', 'anna', 'words');
    expect([first, again, next].map((one) => [one.outcome, one.head.newest.ref])).toEqual([
      ['saved', 'N15'],
      ['already', 'N15'],
      ['saved', 'N16'],
    ]);
  });

  it('is found as a conflict by the same form with other words', async () => {
    await raise(deps, 'form-1', 'anna', 'words');
    expect(await raise(deps, 'form-1', 'anna', 'other words')).toMatchObject({
      outcome: 'conflict',
      theirs: { ref: 'N01' },
    });
  });

  it('never shares its number, however many are raised at once', async () => {
    const raised = await Promise.all(
      Array.from({ length: 30 }, (_, n) => raise(deps, `form-${n}`, 'anna', `words ${n}`)),
    );
    expect(new Set(raised.map((one) => one.head.newest.ref)).size).toBe(30);
    expect(raised.every((one) => one.outcome === 'saved')).toBe(true);
  });

  it.each(['lost', 'dropped', 'unavailable', 'dies'] as const)(
    'survives a write that is %s at any step',
    async (fault) => {
      for (let step = 1; step <= 6; step += 1) {
        store = await openEmbeddedStore({ file: ':memory:' });
        deps = depsOn(store);
        await reserveNumbers(deps, notes, P, 14);
        const faulty = depsOn(faultyStore(store, (n) => (n === step ? fault : undefined)));
        await raise(faulty, 'form-1', 'anna', 'words').catch((error: unknown) => error);
        const again = await raise(deps, 'form-1', 'anna', 'words');
        expect(['saved', 'already']).toContain(again.outcome);
        const { records, faults } = await verifyProgramme(deps, types, P);
        expect({ records, faults }).toEqual({ records: 1, faults: [] });
      }
    },
  );
});

describe('verify', () => {
  async function three(): Promise<void> {
    await begin();
    await submit(deps, 1, randomUUID(), note(2));
    await submit(deps, 2, randomUUID(), note(3));
  }

  it('finds an altered text, an altered figure, a missing entry and a forged head', async () => {
    const alterations: [string, () => Promise<void>][] = [
      ['N01@2 was altered', () => alter('N01@2', (entry) => ({ ...entry, state: { ...entry.state, text: 'forged' } }))],
      ['N01@1 was altered', () => alter('N01@1', (entry) => ({ ...entry, state: { ...entry.state, count: 99 } }))],
      ['N01@2 is missing', () => store.delete('entry', entriesOf(P, 'N01'), 'N01@2')],
      ['N01@3 was altered', () => alterHead((head) => ({ ...head, newest: { ...head.newest, by: 'somebody else' } }))],
    ];
    for (const [sentence, tamper] of alterations) {
      store = await openEmbeddedStore({ file: ':memory:' });
      deps = depsOn(store);
      await three();
      await tamper();
      expect((await verifyProgramme(deps, types, P)).faults.join('\n')).toContain(sentence);
    }
  });

  it('holds a rewritten history, whose chain is whole, against an anchor', async () => {
    await three();
    const before = await verifyProgramme(deps, types, P);
    const lines = (await readAnchor(deps, P, await keepAnchor(deps, P, before.heads))) ?? [];
    expect(compareAnchor(lines, before.hashes)).toEqual([]);
    await alterHead((head) => {
      const { hash: _, ...entry } = { ...head.newest, state: note(42, 'forged') };
      return { ...head, newest: { ...entry, hash: hashEntry(notes, P, entry) } };
    });
    const { hashes, faults } = await verifyProgramme(deps, types, P);
    expect(faults).toEqual([]);
    expect(compareAnchor(lines, hashes)).toEqual(['milestone N01@3 is not what it was']);
    expect(await readAnchor(deps, P, '00000-00000-00000-00000')).toBeUndefined();
  });

  async function alter(id: string, change: (entry: { state: Note }) => unknown): Promise<void> {
    const found = await store.read<{ state: Note }>('entry', entriesOf(P, 'N01'), id);
    if (!found) throw new Error(`${id} is not there`);
    await store.replace('entry', { ...found, body: change(found.body) });
  }

  async function alterHead(change: (head: Head<Note>) => Head<Note>): Promise<void> {
    const found = await requireHead(deps, notes, P, 'N01');
    await store.replace('milestone', { ...found, body: change(found.body) });
  }
});

describe('free text', () => {
  it('enters the hash by a salted digest, so that the same words do not give the same hash', async () => {
    await begin('N01');
    await begin('N02');
    const [one, two] = await Promise.all(['N01', 'N02'].map((ref) => requireHead(deps, notes, P, ref)));
    expect(one?.body.newest.salts['state.text']).not.toBe(two?.body.newest.salts['state.text']);
    expect(isError(await requireHead(deps, notes, P, 'N99').catch((error: unknown) => error), 'UNKNOWN')).toBe(true);
  });
});
