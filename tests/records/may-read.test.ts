// The one gate for reading, kind by kind: who reads what where, by the programme's settings. Pitfall: what is said here is said again by the canaries of
// tests/faults/reading.test.ts, over everything that the assistant sends.

import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/programmes/actor.js';
import { mayRead } from '../../src/records/may-read.js';
import { readableBlocks, readableReturn } from '../../src/returns/readable.js';
import { sampleContent } from '../exports/sample-content.js';
import { testPlan } from '../support/world.js';

const { programme } = testPlan;
const as = (id: string) =>
  ({ programme, member: programme.members.find((one) => one.id === id) }) as Pick<Actor, 'programme' | 'member'>;
const OWNED = { ownerId: 'owner', workstream: 'WS2' };
const CORPORATE = {
  risk: { ...OWNED, escalation: { to: 'corporate' } },
  issue: { ...OWNED, corporate: true },
  decision: { body: 'corporate', askedBy: 'owner', workstream: 'WS2' },
};

describe('a corporate-risk item', () => {
  it.each(Object.entries(CORPORATE))(
    '%s is read by whose it is and those the setting names, and in no channel',
    (kind, state) => {
      const reads = (id: string, place: 'personal' | 'channel' = 'personal') =>
        mayRead(as(id), place, kind as 'risk', state as typeof CORPORATE.risk);
      for (const id of ['owner', 'lead2', 'deputy2', 'office', 'chair']) expect(reads(id), id).toBe(true);
      for (const id of ['member', 'observer']) expect(reads(id), id).toBe(false);
      expect(reads('office', 'channel')).toBe(false);
      expect(mayRead({ programme }, 'digest', kind as 'risk', state as typeof CORPORATE.risk)).toBe(false);
    },
  );
});

it('finance detail is read by those the setting names, in a register, a section and a frozen document', () => {
  const of = (id: string) => [
    mayRead(as(id), 'personal', 'finance', undefined),
    mayRead(as(id), 'personal', 'return-section', { section: 'finance' }),
    mayRead(as(id), 'personal', 'section', { restricted: true }),
  ];
  expect(of('lead1')).toEqual([true, true, true]);
  expect(of('member')).toEqual([false, false, false]);
  expect(mayRead(as('member'), 'personal', 'return-section', { section: 'places' })).toBe(true);
});

it('a return has no figures of capital for whoever may not read them, and keeps the words', () => {
  const section = {
    number: 7,
    title: 'Specialist places and capital',
    restricted: false,
    blocks: [
      { kind: 'table' as const, caption: '', columns: [{ title: 'Amount', kind: 'money' as const }], rows: [[765]] },
      { kind: 'fact' as const, text: 'Places open: 4; planned: 9.' },
      { kind: 'said' as const, label: 'Progress', words: 'Two bases opened', by: 'lead1' },
    ],
  };
  const content = { ...sampleContent, sections: [section] };
  const shown = (id: string) => JSON.stringify(readableReturn(as(id) as Actor, content, () => true));
  expect(shown('lead1')).toContain('765');
  for (const hidden of ['765', 'Places open']) expect(shown('member')).not.toContain(hidden);
  expect(shown('member')).toContain('Two bases opened');
});

it('a frozen table loses the rows of what its reader may not read, and says so', () => {
  const table = {
    kind: 'table' as const,
    caption: '',
    columns: [],
    rows: [
      ['R01', 'Secret'],
      ['R02', 'Open'],
    ],
  };
  const left = JSON.stringify(readableBlocks([table], (ref) => ref !== 'R01'));
  expect(left).not.toContain('Secret');
  expect(left).toContain('Open');
  expect(left).toContain('Left out of this copy: 1');
});
