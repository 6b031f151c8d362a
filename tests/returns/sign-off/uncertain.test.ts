// A step whose store fails at any call: what was acknowledged stands, what was not is whole or absent, and the same form ends it. What one
// could get wrong: the frozen content is written before the record that names it, so every named fingerprint has its content.

import { describe, expect, it } from 'vitest';
import { recordTypes } from '../../../src/records.js';
import { prepareReturn, recordSent, type StepResult, signReturn } from '../../../src/returns/sign-off/actions.js';
import { requireFrozen } from '../../../src/returns/sign-off/frozen.js';
import { returnRecords } from '../../../src/returns/sign-off/schema.js';
import { recheckReturns } from '../../../src/returns/sign-off/watching.js';
import type { Turn } from '../../../src/routes.js';
import type { Entry } from '../../../src/storage/entry.js';
import { readHead } from '../../../src/storage/ledger.js';
import { verifyProgramme } from '../../../src/storage/verify.js';
import { TWO_BREACHES } from '../../finance/world.js';
import { type Fault, faultyStore } from '../../support/faulty-store.js';
import { PROGRAMME, type World } from '../../support/world.js';
import {
  approvedByAll,
  approving,
  opening,
  prepare,
  REF,
  sending,
  setFinance,
  signedBy,
  writtenReturn,
} from './prepared.js';

interface Step {
  name: string;
  /** What must have happened before. */
  before(world: World): Promise<void>;
  /** The step, ready to be taken any number of times with the same form. */
  ready(world: World): Promise<(turn: Turn) => Promise<StepResult | undefined>>;
  by: string;
  /** Entries of the return once it is done. */
  entries: number;
}

const STEPS: Step[] = [
  {
    name: 'preparing',
    by: 'office',
    before: async () => {},
    ready: async (world) => {
      const form = await opening(world);
      return (turn) => prepareReturn(turn, form);
    },
    entries: 1,
  },
  {
    name: 'preparing again',
    by: 'office',
    before: async (world) => {
      await signedBy(world, 1);
      await setFinance(world, 'eah', { ...TWO_BREACHES, eahDirect: '2.40m' });
    },
    ready: async (world) => {
      const form = await opening(world);
      return (turn) => prepareReturn(turn, form);
    },
    entries: 3,
  },
  {
    name: 'a signature',
    by: 's151',
    before: async (world) => void (await prepare(world)),
    ready: async (world) => {
      const form = await approving(world);
      return (turn) => signReturn(turn, form);
    },
    entries: 2,
  },
  {
    name: 'sending',
    by: 'office',
    before: approvedByAll,
    ready: async (world) => {
      const form = await sending(world);
      return (turn) => recordSent(turn, form);
    },
    entries: 6,
  },
  {
    name: 'a stop',
    by: 'office',
    before: async (world) => {
      await signedBy(world, 1);
      await setFinance(world, 'eah', { ...TWO_BREACHES, eahDirect: '2.40m' });
    },
    ready: async (world) => {
      const stored = await world.deps.store.read<{ newest: Entry<never> }>('finance', PROGRAMME, 'F2627');
      const entry = stored?.body.newest as Entry<never>;
      return async ({ deps }) => void (await recheckReturns(deps, PROGRAMME, entry));
    },
    entries: 3,
  },
];

const FAULTS: Fault[] = ['lost', 'dropped', 'unavailable', 'dies'];

/** Reads are many and alike: every so many is tried, beside every write. */
const READS_APART = 13;

describe.each(STEPS)('$name', ({ before, ready, by, entries }) => {
  it.each(FAULTS)('whose store call is %s, wherever that is, ends once and verifies', async (fault) => {
    const calls = await callsOf();
    const isWrite = (n: number) => /^(create|replace)/.test(calls[n - 1] ?? '');
    const points = calls.map((_, n) => n + 1).filter((n) => isWrite(n) || (fault !== 'lost' && n % READS_APART === 1));
    expect(points.filter(isWrite).length).toBeGreaterThan(0);
    for (const at of points) {
      const { world, step, turn } = await start();
      const store = faultyStore(world.deps.store, (n) => (n === at ? fault : undefined));
      const first = await step({ ...turn, deps: { ...turn.deps, store } }).catch((error: unknown) => error);
      const where = `${fault} at ${store.calls[at - 1]}`;
      if (fault === 'dies' || fault === 'unavailable') expect(first, where).toBeInstanceOf(Error);
      // Only the answer was lost: that is found again without anybody pressing twice.
      if (fault === 'lost') expect(first, where).not.toBeInstanceOf(Error);
      // Whatever came of it, what the record names is there already, and the same form ends it.
      await requireNamed(world);
      const again = await step(turn);
      expect(again?.outcome ?? 'saved', where).toMatch(/saved|already/);
      const head = (await readHead(world.deps, returnRecords, PROGRAMME, REF))?.body;
      expect(head?.newest.version, where).toBe(entries);
      await requireNamed(world);
      expect((await verifyProgramme(world.deps, recordTypes, PROGRAMME)).faults).toEqual([]);
      await world.deps.store.close();
    }
  });

  async function start() {
    const world = await writtenReturn();
    await before(world);
    return { world, step: await ready(world), turn: await world.turn(by) };
  }

  /** The store calls of the step when all goes well. */
  async function callsOf(): Promise<readonly string[]> {
    const { world, step, turn } = await start();
    const store = faultyStore(world.deps.store, () => undefined);
    await step({ ...turn, deps: { ...turn.deps, store } });
    return store.calls;
  }
});

async function requireNamed(world: World): Promise<void> {
  const record = (await readHead(world.deps, returnRecords, PROGRAMME, REF))?.body.newest.state;
  if (record) await requireFrozen(world.deps, PROGRAMME, REF, record.fingerprint);
}
