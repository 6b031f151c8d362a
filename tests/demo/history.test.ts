// The demo's plan and history, and the stories they must be able to tell (domain.md section 7). What one could get wrong:
// the stories are read through the product's own rules and summary, not from the rows that made them.

import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_BEGINS_AT } from '../../src/demo/clock.js';
import { replayHistory } from '../../src/demo/history.js';
import { readDemoPlan } from '../../src/demo/seed.js';
import type { Deps } from '../../src/deps.js';
import { calculateStatus, isOverdue, slipDays } from '../../src/milestones/rules.js';
import type { Milestone } from '../../src/milestones/schema.js';
import { loadPlan, type Plan } from '../../src/plans/plan-file.js';
import { ROLES } from '../../src/programmes/roles.js';
import { isBeyondAppetite, movementOf, scoreOf } from '../../src/risks/rules.js';
import type { Risk } from '../../src/risks/schema.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { type Head, listHistory } from '../../src/storage/ledger.js';
import { listAll } from '../../src/storage/store.js';
import { compose } from '../../src/summary/compose.js';
import { NO_HEADS } from '../../src/summary/reading-heads.js';

const TODAY = '2026-11-26';
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let plan: Plan;
let deps: Deps;
let now = new Date('2026-07-01T08:00:00.000Z');
let milestones: Head<Milestone>[];
let risks: Head<Risk>[];

const milestone = (ref: string) => stateOf(milestones, ref);
const risk = (ref: string) => stateOf(risks, ref);

function stateOf<S>(heads: Head<S>[], ref: string): S {
  const found = heads.find((head) => head.newest.ref === ref);
  if (!found) throw new Error(`there is no ${ref}`);
  return found.newest.state;
}

async function headsOf<S>(kind: 'milestone' | 'risk'): Promise<Head<S>[]> {
  return (await listAll<Head<S>>(deps.store, [kind], plan.id)).map((stored) => stored.body);
}

const replay = () =>
  replayHistory(deps, plan, (instant) => {
    now = instant;
  });

beforeAll(async () => {
  plan = await readDemoPlan();
  const store = await openEmbeddedStore({ file: ':memory:' });
  const send = async () => ({ outcome: 'refused' as const });
  deps = { store, clock: { now: () => now }, messenger: { send, update: send }, log: silent };
  await loadPlan(deps, plan);
  const replayed = await replay();
  expect(replayed.known).toBe(0);
  milestones = await headsOf('milestone');
  risks = await headsOf('risk');
});

describe('the plan', () => {
  it('has the eight workstreams, 28 milestones, 14 risks, six Boards and four returns of the report', () => {
    const { programme } = plan;
    expect(programme.workstreams.map((one) => one.id)).toEqual([
      'WS1',
      'WS2',
      'WS3',
      'WS4',
      'WS5',
      'WS6',
      'WS7',
      'WS8',
    ]);
    expect(plan.milestones.map((one) => one.ref)).toEqual(numbered('M', 28));
    expect(plan.risks.map((one) => one.ref)).toEqual(numbered('R', 14));
    expect([programme.boards.length, programme.returns.length]).toEqual([6, 4]);
  });

  it('says of each date whether the report states it', () => {
    const stated = plan.milestones.filter((one) => one.dateSource === 'S').map((one) => one.ref);
    expect(stated).toEqual(['M01', 'M02', 'M03', 'M05', 'M27']);
  });

  it('has somebody in every role and from every partner, each with an object id of their own', () => {
    const { members } = plan.programme;
    const roles = new Set(members.flatMap((member) => member.roles));
    expect(ROLES.filter((role) => !roles.has(role))).toEqual([]);
    expect(new Set(members.map((member) => member.organisation))).toEqual(
      new Set(['LA', 'ICB', 'PCF', 'NHS provider', 'schools and trusts', 'DfE']),
    );
    expect(plan.people.map((person) => person.memberId)).toEqual(members.map((member) => member.id));
    expect(new Set(plan.people.map((person) => person.objectId)).size).toBe(members.length);
    for (const deputy of members.flatMap((member) => member.deputy ?? []))
      expect(members.map((member) => member.id)).toContain(deputy);
  });

  it('links risks only to milestones that exist', () => {
    const refs = plan.milestones.map((one) => one.ref);
    expect(plan.risks.flatMap((one) => one.milestones).filter((ref) => !refs.includes(ref))).toEqual([]);
  });
});

describe('the history', () => {
  it('changes nothing when it is done again', async () => {
    const before = JSON.stringify([await headsOf('milestone'), await headsOf('risk')]);
    const again = await replay();
    expect(again.saved).toBe(0);
    expect(again.known).toBeGreaterThan(70);
    expect(JSON.stringify([await headsOf('milestone'), await headsOf('risk')])).toBe(before);
  });

  it('ends before the demo begins', () => {
    const newest = [...milestones, ...risks].map((head) => head.newest.at).sort();
    expect(newest.at(-1)?.localeCompare(DEMO_BEGINS_AT)).toBe(-1);
  });

  it('tells of a green M18 that slipped a third time since the October Board, under R01 at 16', async () => {
    const m18 = milestone('M18');
    expect(m18).toMatchObject({ stated: 'green', slips: 3, forecastOn: '2027-02-12', baselineOn: '2026-12-31' });
    expect(calculateStatus(m18, plan.programme.tolerances, TODAY)).toBe('red');
    expect(m18.statedReason).not.toBe('');
    expect(scoreOf(risk('R01').residual)).toBe(16);
    expect(risk('R01').milestones).toContain('M18');
    const head = milestones.find((one) => one.newest.ref === 'M18') as Head<Milestone>;
    const forecasts: string[] = [];
    for await (const entry of listHistory(deps, plan.id, head)) forecasts.unshift(entry.state.forecastOn);
    expect([...new Set(forecasts)]).toEqual(['2026-12-31', '2027-01-15', '2027-01-29', '2027-02-12']);
    expect(head.newest.at > '2026-10-08').toBe(true);
  });

  it('raises three flags on M18 in the summary, and one for words said twice on M17', () => {
    const { watermelons } = compose(plan.programme, { ...NO_HEADS, milestones, risks }, TODAY);
    const reasonsOf = (ref: string) => watermelons.find((flag) => flag.ref === ref)?.facts ?? '';
    expect(reasonsOf('M18').split('; ')).toHaveLength(3);
    expect(reasonsOf('M17')).toMatch(/same words/);
  });

  it('has completed what was due until October, with evidence, but M14 is overdue and M15 amber', () => {
    for (const ref of numbered('M', 13)) {
      expect(milestone(ref), ref).toMatchObject({ stated: 'blue' });
      expect(new URL(milestone(ref).evidenceUrl)).toMatchObject({ protocol: 'https:', host: 'example.org' });
    }
    expect(isOverdue(milestone('M14'), TODAY)).toBe(true);
    expect(milestone('M15').stated).toBe('amber');
    expect(calculateStatus(milestone('M15'), plan.programme.tolerances, TODAY)).toBe('amber');
    expect(slipDays(milestone('M05'), TODAY)).toBe(0);
  });

  it('has risks that moved up, down and not at all, one closed and one raised in November', () => {
    const movements = new Set(risks.map((head) => movementOf(head.newest.state)));
    expect(movements).toEqual(new Set(['new', 'up', 'same', 'down']));
    expect(risk('R07').state).toBe('closed');
    expect(risks.find((head) => head.newest.ref === 'R15')?.newest.at.slice(0, 7)).toBe('2026-11');
    expect(risks.filter((head) => head.newest.state.actions.length > 0).length).toBeGreaterThanOrEqual(5);
  });

  it('has one risk beyond appetite with the Board, one explained, and one that still needs a decision', () => {
    const beyond = risks.filter(
      ({ newest: { state } }) =>
        state.state !== 'closed' && isBeyondAppetite(scoreOf(state.residual), plan.programme.scoring),
    );
    expect(beyond.map((head) => head.newest.ref).sort()).toEqual(['R01', 'R04', 'R06', 'R10']);
    expect(risk('R01').escalation?.to).toBe('Board');
    expect(risk('R06').withheldReason).not.toBe('');
    expect([risk('R10').escalation, risk('R10').withheldReason]).toEqual([null, '']);
  });
});

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}${String(n + 1).padStart(2, '0')}`);
}
