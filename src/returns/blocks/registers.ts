// Sections 4, 5, 7, 8 and 12: what the registers of decisions, KPIs, capital, risks and external dates say. Pure. What one could get
// wrong: "new" and "closed" are of the quarter, by the day in the programme's zone on which an entry was made.

import { dayOf, formatDay, type IsoDate } from '../../calendar.js';
import { decisionLine, sayState as sayDecision } from '../../decisions/rules.js';
import { NOTHING_ENTERED } from '../../finance/schema.js';
import { quarterId, refOf, sayYear } from '../../financial-years.js';
import { kpiRow } from '../../kpis/reporting.js';
import { sayStatus } from '../../milestones/rules.js';
import { sayOutcome } from '../../programmes/outcomes.js';
import { isPastReview, sayMovement, sayScore, sayState, scoreOf } from '../../risks/rules.js';
import type { Head } from '../../storage/ledger.js';
import { highest, risksAsked, statusOf } from '../asked.js';
import type { Block, Column } from '../content.js';
import type { Facts } from '../facts.js';
import { answerTo } from '../schema.js';
import type { ReturnSection } from '../sections.js';
import type { Sent } from '../sent.js';

const text = (title: string): Column => ({ title, kind: 'text' });
const words = (title: string): Column => ({ title, kind: 'words' });

/** What was asked of a body in the quarter, and what came of it. */
export function changeBlocks(facts: Facts): Block[] {
  const { decisions } = facts;
  const asked = decisions.filter(
    ({ newest: { state } }) => within(facts, state.askedOn) || (state.outcome && within(facts, state.outcome.on)),
  );
  if (asked.length === 0) return [{ kind: 'fact', text: 'Nothing was asked of a body this quarter.' }];
  return [
    {
      kind: 'table',
      caption:
        'Asked of the Reform Delivery Group, the Board or the corporate risk register this quarter, or settled by them',
      columns: [text('Ref'), words('What was asked'), text('Of whom and by when'), text('Concerns'), text('State')],
      rows: asked.map(({ newest: { ref, state } }) => [
        ref,
        state.text,
        decisionLine(state),
        state.concerns.join(', '),
        state.outcome ? sayOutcome(state.outcome) : sayDecision(state.state),
      ]),
    },
  ];
}

/** Each KPI with the quarter's value beside its trajectory. */
export function kpiBlocks({ kpis, round }: Facts): Block[] {
  if (kpis.length === 0) return [{ kind: 'fact', text: 'The plan defines no KPI.' }];
  return [
    {
      kind: 'table',
      caption: 'Key performance indicators',
      columns: [
        text('Ref'),
        words('Indicator'),
        text('Workstream'),
        text('Baseline'),
        text('Trajectory'),
        text('This quarter'),
        text('Direction'),
        words('Source'),
        text('Data quality'),
        words('Narrative'),
      ],
      rows: kpis.map(({ newest: { ref, state } }) => {
        const row = kpiRow(state, quarterId(round.quarter));
        return [
          ref,
          row.title,
          row.workstream,
          row.baseline,
          row.trajectory,
          row.missing ? 'Not recorded yet' : row.value,
          row.direction,
          row.source,
          row.quality,
          row.narrative,
        ];
      }),
    },
    {
      kind: 'fact',
      text: 'Data quality: A complete and checked, B complete but not yet checked, C partly estimated, D an estimate or known to have gaps.',
    },
  ];
}

/** High needs capital and the places it makes. */
export function placesBlocks(facts: Facts): Block[] {
  const year = facts.round.quarter.year;
  const state = facts.finance.find(({ newest }) => newest.ref === refOf(year))?.newest.state ?? NOTHING_ENTERED;
  const places = [state.capitalPlacesOpen, state.capitalPlacesPlanned].map((count) => count ?? 'not entered');
  return [
    {
      kind: 'table',
      caption: `High needs capital ${sayYear(year)}`,
      columns: [text('Figure'), { title: 'Amount', kind: 'money' }, text('How sure')],
      rows: (
        [
          ['Allocation', state.capitalAllocation],
          ['Committed', state.capitalCommitted],
          ['Spent', state.capitalSpent],
        ] as const
      ).map(([label, figure]) => [label, figure?.pence ?? null, figure?.status ?? 'not entered']),
    },
    { kind: 'fact', text: `Places open: ${places[0]}; planned: ${places[1]}.` },
  ];
}

/** The five highest risks, what is new, closed, moved or past its review, and the decision on the corporate risk register. */
export function riskBlocks(facts: Facts, own: readonly ReturnSection[], sent: Sent): Block[] {
  const { risks, programme, today, round } = facts;
  const zone = programme.zone;
  const top = highest(risks).slice(0, 5);
  const told = (head: Head<{ event: string }>) => head.newest.ref;
  const createdOn = (head: Head<unknown>): IsoDate => {
    const first = head.trail.find(({ version }) => version === 1);
    return first ? dayOf(first.at, zone) : '';
  };
  const sinceBegan = (head: Head<unknown>) =>
    head.trail.filter(({ at }) => dayOf(at, zone) >= round.from && dayOf(at, zone) <= round.until);
  const fresh = risks.filter((head) => within(facts, createdOn(head)));
  const ended = risks.filter(
    (head) =>
      ['closed', 'materialised'].includes(head.newest.state.state) && within(facts, dayOf(head.newest.at, zone)),
  );
  const moved = risks.filter((head) => {
    const scores = new Set(sinceBegan(head).map(({ figures }) => figures.residual));
    return scores.size > 1;
  });
  const late = risks.filter(({ newest }) => isPastReview(newest.state, today));
  const list = (label: string, heads: Head<{ event: string }>[]) =>
    ({ kind: 'fact', text: `${label}: ${heads.length === 0 ? 'none' : heads.map(told).join(', ')}.` }) as const;
  const decided = own.find(({ id }) => id === 'risks');
  return [
    {
      kind: 'table',
      caption: 'The five highest residual risks',
      columns: [
        text('Ref'),
        words('Event'),
        text('Workstream'),
        text('Residual'),
        text('Movement'),
        text('Response'),
        text('Corporate risk register'),
      ],
      rows: top.map(({ newest: { ref, state } }) => [
        ref,
        state.event,
        state.workstream,
        sayScore(scoreOf(state.residual), programme.scoring),
        sayMovement(state),
        state.response,
        sayRegister(answerTo(decided && sent.get(decided.id)?.state, `${ref}-register`)),
      ]),
    },
    list('New this quarter', fresh),
    list('Moved this quarter', moved),
    {
      kind: 'fact',
      text: `Closed or happened this quarter: ${ended.length === 0 ? 'none' : ended.map(({ newest }) => `${newest.ref} (${sayState(newest.state.state).toLowerCase()})`).join(', ')}.`,
    },
    list('Past their review', late),
    list('Beyond appetite', risksAsked(facts)),
  ];
}

function sayRegister(value: string): string {
  return { yes: 'Include', no: 'Not yet' }[value] ?? '';
}

/** What the programme waits for from outside. */
export function dependencyBlocks(facts: Facts): Block[] {
  const waits = facts.milestones.filter(({ newest }) => newest.state.external);
  if (waits.length === 0) return [{ kind: 'fact', text: 'The plan names nothing that it waits for from outside.' }];
  return [
    {
      kind: 'table',
      caption: 'What the programme waits for from outside',
      columns: [
        text('Ref'),
        words('What'),
        { title: 'Baseline', kind: 'day' },
        { title: 'Forecast', kind: 'day' },
        text('State'),
      ],
      rows: waits.map((head) => {
        const { ref, state } = head.newest;
        const landed =
          state.actualOn === null ? sayStatus(statusOf(facts, head)) : `Landed on ${formatDay(state.actualOn)}`;
        return [ref, state.title, state.baselineOn, state.forecastOn, landed];
      }),
    },
  ];
}

function within({ round }: Facts, on: IsoDate): boolean {
  return on >= round.from && on <= round.until;
}
