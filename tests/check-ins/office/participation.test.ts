// Who was asked and who answered, by table.

import { describe, expect, it } from 'vitest';
import { answeredOf, composeParticipation, countTurnouts } from '../../../src/check-ins/office/participation.js';
import type { CheckIn } from '../../../src/check-ins/schema.js';
import type { Head } from '../../../src/storage/ledger.js';

/** An answer as its head keeps it; `late`, entry by entry. */
const answer = (ref: string, ...late: boolean[]): Head<CheckIn> =>
  ({
    newest: { ref, version: late.length, state: { late: late.at(-1) } },
    trail: late.map((one, n) => ({ version: n + 1, figures: { late: one } })),
  }) as unknown as Head<CheckIn>;

describe('participation', () => {
  const figures = new Map<string, Record<string, number>>([
    ['2026-W47', { 'asked WS1': 1, 'asked WS2': 1, 'asked WS3': 1, 'away WS3': 1, 'asked WS4': 1 }],
    ['2026-W48', { 'asked WS1': 1 }],
  ]);
  const weeks = composeParticipation(['2026-W46', '2026-W47', '2026-W48'], ['WS1', 'WS2', 'WS3', 'WS4'], figures, [
    answer('WS1-2026-W47', false, true),
    answer('WS2-2026-W47', true),
    answer('WS3-2026-W48', false),
    answer('WS1-2026-W30', false),
  ]);

  it('tells each workstream’s week: in time, late, away, or not answered', () => {
    expect(weeks.map(({ turnouts }) => Object.fromEntries(turnouts))).toEqual([
      {},
      { WS1: 'in time', WS2: 'late', WS3: 'away', WS4: 'none' },
      { WS1: 'none', WS3: 'in time' },
    ]);
  });

  it('adds up: asked is answered and not answered, and who was away is not among them', () => {
    const counts = countTurnouts(weeks);
    expect(counts).toEqual({ 'in time': 2, late: 1, away: 1, none: 2 });
    expect(answeredOf(counts)).toEqual({ answered: 3, asked: 5 });
    expect(answeredOf(countTurnouts(weeks, 'WS1'))).toEqual({ answered: 1, asked: 2 });
  });
});
