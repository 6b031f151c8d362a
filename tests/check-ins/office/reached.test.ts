// Whom a week's messages did not reach, and what has come of it: by table, without a store.

import { describe, expect, it } from 'vitest';
import { findUnreached, sayNotNeeded } from '../../../src/check-ins/office/reached.js';
import type { Delivery } from '../../../src/jobs/delivery.js';

const PROMPT: Delivery = {
  kind: 'prompt',
  about: 'WS2',
  memberId: 'lead2',
  place: 'personal',
  notBefore: '2026-11-26T09:30:00.000Z',
  until: '2026-11-27T09:30:00.000Z',
  state: 'blocked',
  attempts: 1,
  dueAt: '2026-11-26T09:30:00.000Z',
  changedAt: '2026-11-26T09:30:02.000Z',
  reason: 'they have blocked it',
  late: false,
};
const REMINDER: Delivery = {
  ...PROMPT,
  kind: 'reminder',
  dueAt: '2026-11-27T09:30:00.000Z',
  state: 'sent',
  reason: '',
};
const FALLBACK: Delivery = { ...PROMPT, kind: 'fallback', place: 'channel', state: 'sent', reason: '' };
const AGAIN: Delivery = { ...PROMPT, kind: 'resend-1', state: 'planned', reason: '', carries: { kind: 'prompt' } };

const told = (deliveries: Delivery[], answered: string[] = []) =>
  findUnreached(deliveries, new Set(answered)).map(({ delivery, state, since, settled, next, maySend }) => ({
    kind: delivery.kind,
    state,
    since,
    settled,
    next,
    maySend,
  }));
const ALONE = { kind: 'prompt', state: 'blocked', since: '', settled: false, next: 1, maySend: true };

describe('whom a message did not reach', () => {
  it.each(['blocked', 'failed', 'unknown', 'missed'] as const)('is told when it was %s', (state) => {
    expect(told([{ ...PROMPT, state }])).toEqual([{ ...ALONE, state }]);
  });

  it.each(['planned', 'claimed', 'sending', 'sent', 'skipped'] as const)('is not told when it is %s', (state) => {
    expect(told([{ ...PROMPT, state }])).toEqual([]);
  });

  it.each<[string, Delivery[], string[], Partial<typeof told extends (...args: never) => (infer T)[] ? T : never>]>([
    ['has answered since', [PROMPT], ['WS2'], { since: 'answered since', settled: true, maySend: false }],
    ['got the reminder', [PROMPT, REMINDER], [], { since: 'reached since', settled: true, maySend: false }],
    ['was asked in the channel', [PROMPT, FALLBACK], [], { since: 'asked in the channel instead' }],
    [
      'is being asked in the channel',
      [PROMPT, { ...FALLBACK, state: 'planned' }],
      [],
      { since: 'being asked in the channel instead' },
    ],
    ['is sent it again', [PROMPT, AGAIN], [], { since: 'being sent again', next: 2, maySend: false }],
    [
      'was sent it again',
      [PROMPT, { ...AGAIN, state: 'sent' }],
      [],
      { since: 'sent again', settled: true, next: 2, maySend: false },
    ],
    [
      'was sent it again in vain',
      [PROMPT, { ...AGAIN, state: 'failed' }],
      [],
      { state: 'failed', since: 'sent again without reaching them', next: 2 },
    ],
    [
      'is sent it for the third time',
      [PROMPT, { ...AGAIN, state: 'failed' }, { ...AGAIN, kind: 'resend-10' }],
      [],
      { since: 'being sent again', next: 11, maySend: false },
    ],
  ])('says so when who it was for %s', (_, deliveries, answered, expected) => {
    expect(told(deliveries, answered)[0]).toEqual({ ...ALONE, ...expected });
  });

  it('is not reached by what reached another, or by an earlier message', () => {
    const others = [
      { ...REMINDER, memberId: 'deputy2' },
      { ...REMINDER, about: 'WS1' },
      { ...REMINDER, kind: 'due' },
    ];
    expect(told([PROMPT, ...others])).toEqual([ALONE]);
    expect(
      told([
        { ...REMINDER, state: 'missed' },
        { ...PROMPT, state: 'sent' },
      ]),
    ).toMatchObject([{ settled: false }]);
  });

  it('is one message again, whichever of two is sent again', () => {
    expect(told([PROMPT, { ...REMINDER, state: 'blocked' }, AGAIN]).map(({ since }) => since)).toEqual([
      'being sent again',
      'being sent again',
    ]);
  });

  it('comes first when somebody has to do something about it', () => {
    const early = { ...PROMPT, about: 'WS1', dueAt: '2026-11-20T09:30:00.000Z' };
    expect(findUnreached([early, PROMPT], new Set(['WS1'])).map(({ delivery }) => delivery.about)).toEqual([
      'WS2',
      'WS1',
    ]);
  });
});

it('what was not needed is told by its reasons', () => {
  const skipped = (reason: string): Delivery => ({ ...PROMPT, state: 'skipped', reason });
  expect(sayNotNeeded([skipped('away'), skipped('answered'), skipped('answered'), PROMPT])).toBe(
    'answered (2), away (1)',
  );
});
