// Words taken out of a record for ever. What one could get wrong: the chain must verify before, in the middle and after, whoever reads history must see
// that something was taken out, and somebody who types what such a gap looks like must not make one.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../src/deps.js';
import { type Milestone, milestones } from '../../src/milestones/schema.js';
import type { Entry } from '../../src/storage/entry.js';
import { commit, entriesOf, listHistory, requireHead } from '../../src/storage/ledger.js';
import { redactRecord } from '../../src/storage/redacting.js';
import { listAll } from '../../src/storage/store.js';
import { verifyProgramme } from '../../src/storage/verify.js';
import { demoStanding } from '../plans/world.js';

const BAD = 'The family of the child from 12 Mill Lane';
let deps: Deps;
let programmeId: string;

beforeEach(async () => {
  const { deps: made, standing } = await demoStanding();
  deps = made;
  programmeId = standing.id;
});

async function say(commentary: string, reason?: string): Promise<void> {
  const head = await requireHead(deps, milestones, programmeId, 'M18');
  const state: Milestone = { ...head.body.newest.state, commentary };
  const change = {
    by: 'ws6-lead',
    did: 'milestones.post-update',
    effect: crypto.randomUUID(),
    ...(reason && { reason }),
  };
  expect((await commit(deps, milestones, programmeId, head, change, state)).outcome).toBe('saved');
}

const redaction = {
  by: 'programme-office',
  reason: 'It told of a family.',
  effect: 'r1',
  goes: (text: string, path: string) => path === 'commentary' && text === BAD,
};
const redact = () => redactRecord(deps, milestones, programmeId, 'M18', redaction);
const faults = async () => (await verifyProgramme(deps, [milestones] as never, programmeId)).faults;
async function stored(): Promise<string> {
  const head = await requireHead(deps, milestones, programmeId, 'M18');
  const entries = await listAll<Entry<Milestone>>(deps.store, ['entry'], entriesOf(programmeId, 'M18'));
  return JSON.stringify([head.body, entries.map(({ body }) => body)]);
}

describe('a redaction', () => {
  it('takes the words out of the newest entry and of every older one, and chains verify', async () => {
    await say('All is well.');
    await say(BAD);
    await say(BAD, 'No news');
    const before = (await requireHead(deps, milestones, programmeId, 'M18')).body.newest;
    expect(await redact()).toBe(2);
    expect(await faults()).toEqual([]);
    expect(await stored()).not.toContain(BAD);
    const head = (await requireHead(deps, milestones, programmeId, 'M18')).body;
    expect(head.newest).toMatchObject({
      did: 'ledger.redact',
      reason: 'It told of a family.',
      version: before.version + 1,
    });
    expect(head.newest.state.commentary).toBe('[redacted]');
    const told: string[] = [];
    for await (const entry of listHistory(deps, programmeId, head)) told.push(entry.state.commentary);
    expect(told.slice(0, 4)).toEqual(['[redacted]', '[redacted]', '[redacted]', 'All is well.']);
    // Once more changes nothing.
    expect(await redact()).toBe(0);
    expect((await requireHead(deps, milestones, programmeId, 'M18')).body.newest.version).toBe(head.newest.version);
  });

  it('of words only in older entries leaves the words of the newest as they are, and is an entry all the same', async () => {
    await say(BAD);
    await say('All is well.');
    const before = (await requireHead(deps, milestones, programmeId, 'M18')).body.newest;
    expect(await redact()).toBe(1);
    const { newest } = (await requireHead(deps, milestones, programmeId, 'M18')).body;
    expect(newest).toMatchObject({ version: before.version + 1, did: 'ledger.redact', state: before.state });
    expect(newest.redacts).toEqual({ commentary: [[before.version - 1, before.version - 1]] });
    expect(await faults()).toEqual([]);
  });

  it('that was cut off is finished by the next', async () => {
    await say(BAD);
    await say(BAD);
    const { store } = deps;
    let writes = 0;
    const cut: Deps = {
      ...deps,
      store: {
        ...store,
        replace: async (kind, record) => {
          if (kind === 'entry' && ++writes > 1) throw new Error('the power went');
          return store.replace(kind, record);
        },
      },
    };
    await expect(redactRecord(cut, milestones, programmeId, 'M18', redaction)).rejects.toThrow('the power went');
    expect(await faults()).toEqual([]);
    await redact();
    expect(await stored()).not.toContain(BAD);
    expect(await faults()).toEqual([]);
  });

  it('cannot be pretended: words that look like what is left are words, and a changed digest is found', async () => {
    const typed = `redacted:${'a'.repeat(64)}`;
    await say(typed);
    await say('All is well.');
    expect(await faults()).toEqual([]);
    const [entry] = (await listAll<Entry<Milestone>>(deps.store, ['entry'], entriesOf(programmeId, 'M18'))).filter(
      ({ body }) => body.state.commentary === typed,
    );
    if (!entry) throw new TypeError('no such entry');
    const { 'state.commentary': _, ...salts } = entry.body.salts;
    await deps.store.replace('entry', { ...entry, body: { ...entry.body, salts } });
    expect(await faults()).not.toEqual([]);
  });
});
