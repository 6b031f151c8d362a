import { describe, expect, it } from 'vitest';
import { type Decision, decisions } from '../../src/decisions/schema.js';
import type { Milestone } from '../../src/milestones/schema.js';
import { milestones } from '../../src/milestones/schema.js';
import { NEW_RISK, type Risk, risks } from '../../src/risks/schema.js';
import type { RecordType } from '../../src/storage/entry.js';
import type { Head } from '../../src/storage/ledger.js';
import { compose } from '../../src/summary/compose.js';
import { NO_HEADS } from '../../src/summary/reading-heads.js';
import { testPlan } from '../support/world.js';

const { programme } = testPlan;
const TODAY = '2026-11-26';

const milestone = (more: Partial<Milestone> = {}): Milestone => ({
  title: 'Posts recruited',
  workstream: 'WS2',
  ownerId: 'lead2',
  baselineOn: '2026-12-31',
  forecastOn: '2026-12-31',
  actualOn: null,
  stated: 'green',
  statedReason: '',
  slipCause: null,
  slipText: '',
  slips: 0,
  commentary: 'On track.',
  evidenceUrl: '',
  external: false,
  gate: 'none',
  dateSource: 'D',
  ...more,
});

const risk = (more: Partial<Risk> = {}): Risk => ({
  ...NEW_RISK,
  cause: 'few therapists',
  event: 'posts stay unfilled',
  consequence: 'the offer is late',
  category: 'workforce capacity',
  workstream: 'WS2',
  ownerId: 'lead2',
  inherent: { likelihood: 5, impact: 4 },
  residual: { likelihood: 4, impact: 4 },
  target: { likelihood: 3, impact: 3 },
  proximity: 'this quarter',
  response: 'treat',
  reviewOn: '2027-01-15',
  milestones: [],
  ...more,
});

/** A head as the ledger would leave it after these states, a day each from 1 September or the days given. */
function head<S>(
  type: RecordType<S>,
  ref: string,
  states: S[],
  days: string[] = [],
  did = `${type.kind}s.post-update`,
): Head<S> {
  const trail = states.map((state, n) => ({
    version: n + 1,
    at: `${days[n] ?? `2026-09-${String(n + 1).padStart(2, '0')}`}T10:00:00.000Z`,
    by: 'lead2',
    did: n === 0 ? 'programmes.load-plan' : did,
    figures: type.figures(state),
  }));
  const last = trail.at(-1);
  const state = states.at(-1);
  if (!last || !state) throw new Error('a head needs a state');
  return {
    newest: {
      kind: type.kind,
      ref,
      version: last.version,
      at: last.at,
      by: last.by,
      did: last.did,
      state,
      was: {},
      reworded: [],
      salts: {},
      effect: '',
      previous: '',
      hash: '',
    },
    trail,
    owing: [],
  };
}

const m = (ref: string, states: Milestone[], days?: string[]) => head(milestones, ref, states, days);
const r = (ref: string, states: Risk[], days?: string[]) => head(risks, ref, states, days, 'risks.reassess');

describe('what changed since the last Board', () => {
  it('is told from the figures on that day, later forecasts first', () => {
    const { changes, lastBoardOn, nextBoardOn } = compose(
      programme,
      {
        ...NO_HEADS,
        milestones: [
          m(
            'M02',
            [milestone(), milestone({ forecastOn: '2027-01-15' }), milestone({ forecastOn: '2027-02-12' })],
            ['2026-07-01', '2026-10-08', '2026-11-20'],
          ),
          m('M03', [milestone(), milestone({ forecastOn: '2026-12-18' })], ['2026-07-01', '2026-11-01']),
          m('M05', [milestone(), milestone({ actualOn: '2026-11-02', stated: 'blue' })], ['2026-07-01', '2026-11-02']),
          m('M06', [milestone(), milestone({ forecastOn: '2027-03-01' })], ['2026-07-01', '2026-09-30']),
        ],
        risks: [
          r('R01', [risk({ residual: { likelihood: 3, impact: 4 } }), risk()], ['2026-07-01', '2026-11-03']),
          r('R15', [risk()], ['2026-11-10']),
        ],
        decisions: [],
        finance: [],
      },
      TODAY,
    );
    expect([lastBoardOn, nextBoardOn]).toEqual(['2026-10-08', '2026-12-03']);
    expect(changes.map(({ ref, facts }) => `${ref} ${facts}`)).toEqual([
      'M02 Forecast 15 Jan 2027 → 12 Feb 2027',
      'R01 Residual 12 → 16',
      'R15 New risk, residual 16',
      'M03 Forecast 31 Dec → 18 Dec',
      'M05 Completed 2 Nov',
    ]);
  });
});

describe('what needs the Board', () => {
  const d = (ref: string, more: Partial<Decision>) =>
    head<Decision>(decisions, ref, [
      {
        text: `Agree ${ref}`,
        body: 'Board',
        byOn: '2026-12-03',
        workstream: 'WS2',
        concerns: [],
        askedBy: 'lead2',
        askedOn: '2026-11-12',
        origin: null,
        state: 'asked',
        withdrawnReason: '',
        ...more,
      },
    ]);

  it('is first what it is asked to decide, soonest needed first, and nothing that others decide', () => {
    const asked = [
      d('D01', {}),
      d('D02', { byOn: '2026-11-20' }),
      d('D03', { body: 'RDG' }),
      d('D04', { state: 'withdrawn' }),
    ];
    const told = r('R02', [
      risk({ escalation: { to: 'Board', reason: 'needs money', on: '2026-11-12', by: 'lead2' } }),
    ]);
    const summary = compose(
      programme,
      { ...NO_HEADS, milestones: [], risks: [told], decisions: asked, finance: [] },
      TODAY,
    );
    expect(summary.decisions.map(({ ref, facts }) => `${ref} ${facts}`)).toEqual([
      'D02 Was needed by 20 Nov · asked by WS2 lead',
      'D01 Needed by 3 Dec · asked by WS2 lead',
      'R02 Escalated to the Board on 12 November 2026: agree the response',
    ]);
  });

  it('is what was escalated to it, then what is beyond appetite with nothing recorded', () => {
    const { decisions, beyondAppetite, openRisks } = compose(
      programme,
      {
        ...NO_HEADS,
        milestones: [],
        risks: [
          r('R01', [risk()]),
          r('R02', [risk({ escalation: { to: 'Board', reason: 'needs money', on: '2026-11-12', by: 'lead2' } })]),
          r('R03', [risk({ withheldReason: 'An action lands next week' })]),
          r('R04', [risk({ state: 'closed' })]),
          r('R05', [risk({ residual: { likelihood: 2, impact: 4 } })]),
        ],
        decisions: [],
        finance: [],
      },
      TODAY,
    );
    expect(decisions.map((line) => line.ref)).toEqual(['R02', 'R01']);
    expect(decisions[0]?.facts).toBe('Escalated to the Board on 12 November 2026: agree the response');
    expect([beyondAppetite, openRisks]).toEqual([3, 4]);
  });
});

describe('watermelons', () => {
  it('are named with every reason', () => {
    const slipped = milestone({ forecastOn: '2027-02-12', slips: 3, statedReason: 'hope' });
    const same = m('M18', [slipped, slipped, slipped]);
    const { watermelons } = compose(
      programme,
      {
        ...NO_HEADS,
        milestones: [same, m('M19', [milestone()])],
        risks: [r('R01', [risk({ milestones: ['M18'] })])],
        decisions: [],
        finance: [],
      },
      TODAY,
    );
    expect(watermelons).toHaveLength(1);
    expect(watermelons[0]).toMatchObject({
      ref: 'M18',
      facts:
        'stated Green, the dates say Red; forecast moved later 3 times; the same words in the last two updates; high risk R01 under a green milestone',
    });
  });

  it('include what is complete without evidence, and leave out honest red', () => {
    const { watermelons } = compose(
      programme,
      {
        ...NO_HEADS,
        milestones: [
          m('M05', [milestone({ actualOn: '2026-11-02', stated: 'blue' })]),
          m('M06', [milestone({ stated: 'red', forecastOn: '2027-03-31' })]),
        ],
        risks: [],
        decisions: [],
        finance: [],
      },
      TODAY,
    );
    expect(watermelons.map(({ ref, facts }) => [ref, facts])).toEqual([['M05', 'complete without evidence']]);
  });
});

describe('the rest', () => {
  const heads = {
    ...NO_HEADS,
    milestones: [
      m(
        'M01',
        [milestone({ workstream: 'WS1', baselineOn: '2026-10-30', forecastOn: '2026-11-20', stated: 'amber' })],
        ['2026-07-01'],
      ),
      m('M02', [milestone(), milestone({ forecastOn: '2027-02-12', stated: 'red' })], ['2026-07-01', '2026-11-20']),
      m('M03', [milestone({ forecastOn: '2026-12-02', baselineOn: '2026-12-02' })], ['2026-07-01']),
      m(
        'M04',
        [milestone({ actualOn: '2026-10-01', stated: 'blue', evidenceUrl: 'https://example.org' })],
        ['2026-07-01'],
      ),
    ],
    risks: [],
    decisions: [],
    finance: [],
  };
  const summary = compose(programme, heads, TODAY);

  it('counts and orders what is late and what is due before the Board', () => {
    expect(summary.counts).toEqual({ red: 1, amber: 1, green: 1, blue: 1 });
    expect(summary.late.map((line) => line.ref)).toEqual(['M02', 'M01']);
    expect(summary.dueBeforeBoard.map((line) => line.ref)).toEqual(['M01', 'M03']);
  });

  it('gives each workstream its worst status and its trend', () => {
    expect(summary.workstreams.map(({ id, status, trend }) => [id, status, trend])).toEqual([
      ['WS1', 'amber', 'same'],
      ['WS2', 'red', 'worse'],
    ]);
  });

  it('names who has something due and has not reported', () => {
    expect(summary.notReported.map((line) => line.ref)).toEqual(['M01', 'M03']);
  });
});
