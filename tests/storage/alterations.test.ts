// A store that has seen everything, altered directly in its file in every way that altered/alterations.ts lists (proofs.md F20): what `verify` finds without
// an anchor, what only with one, and that its words and its exit code agree.
// Pitfall: each alteration works on a copy of the closed file; the anchor is the one that was noted before.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deps } from '../../src/deps.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { KINDS } from '../../src/storage/store.js';
import { COVERAGE } from '../../src/verification/coverage.js';
import { reportStore } from '../../src/verification/report.js';
import { liveIn } from '../support/lived-in.js';
import { PROGRAMME } from '../support/world.js';
import { alterations } from './altered/alterations.js';
import { alterFile } from './altered/store-file.js';

const folder = mkdtempSync(join(tmpdir(), 'altered-'));
const lived = join(folder, 'lived.db');
const anchors = new Map<string, string>();
let parts: Omit<Deps, 'store'>;
const found = { without: 0, with: 0, tried: 0 };

beforeAll(async () => {
  const world = await liveIn(await openEmbeddedStore({ file: lived }));
  parts = world.deps;
  const { lines } = await verify(world.deps.store);
  for (const [n, line] of lines.entries()) {
    const print = /anchor of today: (\S+)/.exec(line)?.[1];
    const of = lines.slice(0, n).findLast((one) => /^\S+: \d+ records/.test(one));
    if (print && of) anchors.set(of.split(':')[0] ?? '', print);
  }
  await world.deps.store.close();
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(
    `F20: ${found.without} of ${found.tried} alterations found without an anchor, ${found.with} with one\n`,
  );
});

async function verify(store: Deps['store'], anchor?: string) {
  const lines: string[] = [];
  const faults = await reportStore({ ...parts, store }, { anchor }, (line) => void lines.push(line));
  const said = lines.flatMap((line) => /^\s*FAULT: (.*)$/.exec(line)?.[1] ?? []);
  expect(said.length, lines.join('\n')).toBe(faults);
  expect(/is as it was saved|is still as it was$|anchor of today/.test(lines.at(-1) ?? ''), lines.join('\n')).toBe(
    faults === 0 && !/^There is no programme/.test(lines.at(-1) ?? ''),
  );
  return { lines, faults: said };
}

async function inCopy<T>(
  alter: Parameters<typeof alterFile>[1],
  work: (store: Deps['store']) => Promise<T>,
): Promise<T> {
  const file = join(folder, 'copy.db');
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  copyFileSync(lived, file);
  alterFile(file, alter);
  const store = await openEmbeddedStore({ file });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

describe('a store altered behind its ledger’s back', () => {
  it('is found clean before, with and without an anchor', async () => {
    await inCopy(
      () => {},
      async (store) => {
        expect((await verify(store)).faults).toEqual([]);
        const { faults, lines } = await verify(store, anchors.get(PROGRAMME));
        expect(faults).toEqual([]);
        expect(lines.join('\n')).toContain('everything the anchor was made from is still as it was');
      },
    );
  });

  it.each(alterations.map((one) => [one.name, one] as const))('%s', async (_, { names, needsAnchor, alter }) => {
    found.tried += 1;
    await inCopy(alter, async (store) => {
      const without = (await verify(store)).faults;
      if (needsAnchor) expect(without).toEqual([]);
      else
        expect(
          without.some((fault) => names.test(fault)),
          without.join('\n'),
        ).toBe(true);
      found.without += without.length > 0 ? 1 : 0;
    });
    await inCopy(alter, async (store) => {
      const { faults } = await verify(store, anchors.get(PROGRAMME));
      expect(
        faults.some((fault) => names.test(fault) || /the anchor given|this store keeps nothing/.test(fault)),
        faults.join('\n'),
      ).toBe(true);
      found.with += 1;
    });
  });

  it('is altered in at least forty ways, of every kind that is covered', () => {
    expect(alterations.length).toBeGreaterThanOrEqual(40);
    const tried = alterations.map(({ name, names }) => `${name} ${names.source}`).join('\n');
    const covered = KINDS.filter((kind) => COVERAGE[kind].by !== 'none');
    // An issue is made by a payer, and the places of the record have tests of their own.
    expect(covered.filter((kind) => !tried.includes(kind))).toEqual(['issue', 'binding']);
  });

  it('says of every kind of document what is covered, or why it is not', async () => {
    await inCopy(
      () => {},
      async (store) => {
        const { lines } = await verify(store);
        for (const kind of KINDS) expect(lines.join('\n'), kind).toMatch(new RegExp(`overed.*\\b${kind}\\b`));
      },
    );
  });
});
