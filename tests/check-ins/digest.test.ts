// What the channel reads of a week, from facts by table; and the card it becomes, however long the week was.

import { describe, expect, it } from 'vitest';
import { drawDigest } from '../../src/check-ins/digest/cards.js';
import { composeDigest, type Digest } from '../../src/check-ins/digest/compose.js';
import { turnoutFigures } from '../../src/check-ins/digest/turnout.js';
import type { Milestone } from '../../src/milestones/schema.js';
import type { Programme } from '../../src/programmes/schema.js';
import type { Figures } from '../../src/storage/entry.js';
import { forSurface } from '../../src/teams/surfaces.js';
import { bytesOf, MOST_BYTES, titlesOf, wordsOf } from '../support/card-reader.js';
import { PROGRAMME, testPlan } from '../support/world.js';
import { answer, decision, delivery, facts, head, milestone, risk, TODAY } from './week-facts.js';

const { programme } = testPlan;

const digestOf = (given: Parameters<typeof facts>[0], of: Programme = programme) =>
  composeDigest(of, facts(given), TODAY);
const section = (digest: Digest, heading: string) =>
  digest.attention.find((one) => one.heading.startsWith(heading))?.lines ?? [];

describe('what needs a look', () => {
  const then = (forecastOn: string) => ['2026-11-01T10:00:00.000Z', { forecastOn }] as [string, Figures];

  it.each([
    ['red by what was said', { stated: 'red' }, undefined, 'Forecast 31 Dec · Milestone owner'],
    [
      'red by its dates while nobody has said',
      { stated: null, forecastOn: '2026-11-20', baselineOn: '2026-11-20' },
      undefined,
      'Forecast passed, 20 Nov · 5 working days late · Milestone owner',
    ],
    [
      'green, and later than a week ago',
      { forecastOn: '2027-01-15', slipCause: 'partner' },
      then('2026-12-31'),
      'Forecast 31 Dec → 15 Jan 2027, partner · 10 working days late · Milestone owner',
    ],
    ['green, and earlier than a week ago', { forecastOn: '2026-12-18' }, then('2026-12-31'), undefined],
    ['green, and as it was', {}, then('2026-12-31'), undefined],
    ['green, and only as old as this week', { forecastOn: '2027-01-15' }, undefined, undefined],
    [
      'complete',
      { stated: 'blue', actualOn: '2026-11-20', evidenceUrl: 'https://example.org' },
      then('2026-11-01'),
      undefined,
    ],
  ] as const)('a milestone that is %s', (_, state, was, told) => {
    const digest = digestOf({
      milestones: [head('M02', milestone(state as Partial<Milestone>), was ? { was: [...was] } : {})],
    });
    const lines = section(digest, 'Red');
    expect(lines.map((line) => line.facts)).toEqual(told === undefined ? [] : [told]);
    for (const line of lines)
      expect(line).toMatchObject({ ref: 'M02', opens: { verb: 'milestones.show', ref: 'M02' } });
  });

  it('red comes before what only slipped, and the longest slip before the shorter', () => {
    const slipped = (ref: string, forecastOn: string) =>
      head(ref, milestone({ forecastOn, stated: 'amber' }), { was: then('2026-12-31') });
    const milestones = [
      slipped('M03', '2027-01-08'),
      slipped('M04', '2027-02-12'),
      head('M09', milestone({ stated: 'red' })),
    ];
    expect(section(digestOf({ milestones }), 'Red').map(({ ref }) => ref)).toEqual(['M09', 'M04', 'M03']);
  });

  it('a blocker says what, who and by when, and opens its check-in', () => {
    const blocker = { what: 'The route is not signed', organisation: 'NHS provider', byOn: '2026-12-11' } as const;
    expect(section(digestOf({ answers: [answer('WS2', { blocker })] }), 'Blocked')).toEqual([
      {
        ref: 'WS2',
        title: 'The route is not signed',
        facts: 'Waits for NHS provider · needed by 11 Dec',
        status: null,
        opens: { verb: 'check-ins.show', ref: 'WS2-2026-W48' },
      },
    ]);
  });

  it('what looks better than the facts says why', () => {
    const milestones = [head('M02', milestone({ slips: 3 }))];
    expect(section(digestOf({ milestones }), 'Looks better')[0]?.facts).toBe('Forecast moved later 3 times');
  });

  it('a response action that is late names its risk and owner; one that is done or of a closed risk does not', () => {
    const action = { n: 1, what: 'Agree a shared bank', ownerId: 'lead2', dueOn: '2026-11-20', doneOn: null };
    const risks = [
      head(
        'R01',
        risk({ actions: [action, { ...action, n: 2, doneOn: '2026-11-19' }, { ...action, n: 3, dueOn: TODAY }] }),
      ),
      head('R02', risk({ state: 'closed', actions: [action] })),
    ];
    const lines = section(digestOf({ risks }), 'Response actions');
    expect(lines.map(({ ref, title, facts: told }) => [ref, title, told])).toEqual([
      ['R01', 'Agree a shared bank', 'Was due 20 Nov · WS2 lead'],
    ]);
  });

  it('a decision is told in the week it was asked, while it is asked', () => {
    const decisions = [
      head('D01', decision()),
      head('D02', decision({ state: 'withdrawn' })),
      head('D03', decision(), { was: ['2026-11-12T10:00:00.000Z', {}] }),
    ];
    expect(digestOf({ decisions }).decisions).toMatchObject([
      { ref: 'D01', facts: 'Asked of the Board, needed by 3 Dec · WS2 lead', opens: { verb: 'decisions.show' } },
    ]);
  });

  it('says so when nothing is', () => {
    const digest = digestOf({ answers: [answer('WS1'), answer('WS2')] });
    expect(digest.attention).toEqual([]);
    const { card } = drawDigest({ programmeId: PROGRAMME, programme, period: '2026-W48' }, digest);
    expect(wordsOf(card)).toContain('Nothing is red, slipped or blocked.');
  });
});

describe('who took part', () => {
  const who = (given: Parameters<typeof facts>[0]) =>
    Object.fromEntries(digestOf(given).who.map(({ label, text }) => [label, text]));

  it('nobody yet', () => {
    expect(who({})).toEqual({ Answered: 'None yet', 'Still to come': 'WS1, WS2; a late answer updates this card' });
  });

  it('everybody', () => {
    expect(who({ answers: [answer('WS1', {}, { by: 'lead1' }), answer('WS2')] })).toEqual({
      Answered: 'All 2, thank you',
    });
  });

  it('one late, the deputy for one who is away', () => {
    const given = {
      answers: [answer('WS2', { late: true }, { by: 'deputy2', at: '2026-11-27T15:00:00.000Z' })],
      deliveries: [delivery('WS2', 'lead2', 'prompt', 'skipped'), delivery('WS2', 'deputy2', 'handover')],
    };
    expect(who(given)).toEqual({
      Answered: 'WS2 (1 of 2)',
      Late: 'WS2',
      'Stood in': 'WS2 deputy for WS2 lead, who is away',
      'Still to come': 'WS1; a late answer updates this card',
    });
    expect(digestOf(given).updatedAt).toBe('2026-11-27T15:00:00.000Z');
  });

  it('one away with nobody to stand in is not said to be missing', () => {
    const deliveries = [delivery('WS1', 'lead1', 'prompt', 'skipped'), delivery('WS2', 'lead2', 'prompt')];
    expect(who({ deliveries })).toMatchObject({
      Away: 'WS1, with nobody to stand in',
      'Still to come': 'WS2; a late answer updates this card',
    });
  });

  it('is counted by workstream; an observer who was asked is not', () => {
    const watching: Programme = {
      ...programme,
      members: programme.members.map((one) => (one.id === 'lead1' ? { ...one, roles: ['observer'] } : one)),
    };
    const deliveries = [
      delivery('WS1', 'lead1', 'prompt'),
      delivery('WS2', 'lead2', 'prompt', 'skipped'),
      delivery('WS2', 'deputy2', 'handover'),
      delivery('WS2', 'deputy2', 'reminder'),
    ];
    const answers = new Map([['WS2', answer('WS2', { late: true })]]);
    expect(turnoutFigures(watching, deliveries, answers)).toEqual({
      asked: 1,
      answered: 1,
      late: 1,
      away: 0,
      'asked WS2': 1,
    });
    const away = [delivery('WS1', 'lead1', 'prompt', 'skipped'), delivery('WS2', 'lead2', 'prompt')];
    expect(turnoutFigures(programme, away, new Map())).toEqual({
      asked: 1,
      answered: 0,
      late: 0,
      away: 1,
      'asked WS1': 1,
      'away WS1': 1,
      'asked WS2': 1,
    });
  });

  it('is late only when the first answer was', () => {
    const first = ['2026-11-27T10:00:00.000Z', { late: false }] as [string, Figures];
    const changed = answer('WS2', { late: true }, { at: '2026-11-27T15:00:00.000Z', was: first });
    const digest = digestOf({ answers: [changed] });
    expect(digest.workstreams.map(({ late }) => late)).toEqual([false, false]);
    expect(digest.updatedAt).toBe('2026-11-27T15:00:00.000Z');
  });
});

describe('the card', () => {
  const ids = Array.from({ length: 20 }, (_, n) => `WS${n + 1}`);
  const twenty = (name: string, lead: string): Programme => ({
    ...programme,
    workstreams: ids.map((id) => ({ id, name })),
    members: ids.map((id) => ({
      id: id.toLowerCase(),
      name: `${id} ${lead}`,
      organisation: 'LA',
      roles: ['workstream lead'],
      leads: [id],
    })),
  });
  const drawn = (of: Programme, given: Parameters<typeof facts>[0]) =>
    drawDigest({ programmeId: PROGRAMME, programme: of, period: '2026-W48' }, digestOf(given, of)).card;

  it('shows each of twenty workstreams with what moved in a week like any other', () => {
    const card = drawn(twenty('Joint commissioning and health', 'lead'), {
      answers: ids
        .slice(0, 17)
        .map((id) => answer(id, { moved: `Two offers of ${id} are accepted, one is withdrawn.` })),
      milestones: ['M1', 'M2', 'M3', 'M4'].map((ref) => head(ref, milestone({ stated: 'red' }))),
      decisions: [head('D01', decision())],
    });
    expect(bytesOf(forSurface(card, 'channel'))).toBeLessThan(MOST_BYTES);
    const words = wordsOf(card);
    for (const id of ids.slice(0, 17)) expect(words).toContain(`Two offers of ${id} are accepted`);
    expect(words.match(/Still to come {2}/g)).toHaveLength(3);
  });

  it('fits with twenty workstreams and the longest of texts, and says what it leaves out', () => {
    const long = 'Ünïcode wörds that go on and on. '.repeat(15);
    const many = twenty(long.slice(0, 80), long.slice(0, 70));
    const card = drawn(many, {
      answers: ids.map((id) =>
        answer(id, {
          moved: long,
          late: true,
          calculated: 'red',
          blocker: { what: long.slice(0, 300), organisation: 'schools and trusts', byOn: '2026-12-11' },
        }),
      ),
      milestones: ids.map((_, n) => head(`M${n}`, milestone({ title: long.slice(0, 160), stated: 'red', slips: 4 }))),
      risks: ids.map((_, n) =>
        head(
          `R${n}`,
          risk({ actions: [{ n: 1, what: long.slice(0, 300), ownerId: 'ws1', dueOn: '2026-11-01', doneOn: null }] }),
        ),
      ),
      decisions: ids.map((_, n) => head(`D${n}`, decision({ text: long.slice(0, 300) }))),
    });
    for (const surface of ['chat', 'channel'] as const)
      expect(bytesOf(forSurface(card, surface))).toBeLessThan(MOST_BYTES);
    const words = wordsOf(card);
    expect(words).toContain('Red, or slipped this week (20)');
    expect(words).toMatch(/and \d+ more/);
    for (const heading of ['Blocked', 'Looks better', 'Response actions', 'Decisions asked', 'By workstream'])
      expect(words).toContain(heading);
    for (const id of ids) expect(words).toContain(`${id} `);
  });

  it('opens the record of each line', () => {
    const digest = digestOf({
      answers: [answer('WS2')],
      milestones: [head('M02', milestone({ stated: 'red', slips: 3 }))],
    });
    const { card, summary } = drawDigest({ programmeId: PROGRAMME, programme, period: '2026-W48' }, digest);
    const titles = titlesOf(card).map((title) => title.split(':')[0]);
    expect(titles).toEqual(expect.arrayContaining(['Open M02', 'Check-in of WS1', 'Check-in of WS2', 'Check in']));
    expect(summary).toBe('Week ending 27 November 2026: 1 of 2 answered · 1 thing to look at');
  });
});
