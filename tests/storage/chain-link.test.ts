// The link from an entry to the one before it. Pitfall: an entry that was rewritten and hashed again by itself is whole in every other way.

import { expect, test } from 'vitest';
import { milestones } from '../../src/milestones/schema.js';
import type { Entry, RecordType } from '../../src/storage/entry.js';
import { hashEntry } from '../../src/storage/hashing.js';
import { commit, listHistory, requireHead } from '../../src/storage/ledger.js';
import { checkEntry } from '../../src/storage/verify-entry.js';
import { createWorld, PROGRAMME } from '../support/world.js';

test('An entry that follows another than the one before it is a fault, however well it is hashed', async () => {
  const { deps } = await createWorld();
  const head = await requireHead(deps, milestones, PROGRAMME, 'M02');
  const change = { by: 'owner', did: 'milestones.post-update', effect: 'a.b' };
  await commit(deps, milestones, PROGRAMME, head, change, { ...head.body.newest.state, commentary: 'Two offers.' });
  const now = (await requireHead(deps, milestones, PROGRAMME, 'M02')).body;
  const [second, first] = (await all(listHistory(deps, PROGRAMME, now))) as [Entry<never>, Entry<never>];
  const check = (entry: Entry<never>) =>
    checkEntry(milestones as unknown as RecordType<never>, PROGRAMME, 'M02', entry, first);
  expect(check(second)).toEqual([]);
  const moved = { ...second, previous: 'f'.repeat(64) };
  const rehashed = { ...moved, hash: hashEntry(milestones as unknown as RecordType<never>, PROGRAMME, moved) };
  expect(check(rehashed)).toEqual(['does not follow the entry before it']);
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
