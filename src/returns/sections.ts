// The questions of a return, section by section, as domain.md section 4 has them. Pure. What one could get wrong: which questions there
// are follows from the registers as they stand, so a milestone that is green by now is no longer asked about.

import { formatShortDay } from '../calendar.js';
import type { Milestone } from '../milestones/schema.js';
import type { Risk } from '../risks/schema.js';
import type { Head } from '../storage/ledger.js';
import { milestonesAsked, risksAsked, sayBrag, sayMilestone, sayRisk } from './asked.js';
import type { Facts } from './facts.js';
import { kpisOf } from './measured.js';
import { choice, confidence, type Question, words } from './questions.js';
import { FINANCE, ICB, OFFICE, PCF, type Seat, seatName, seatOfShared } from './seats.js';

export interface ReturnSection {
  /** `confidence-WS6`. */
  id: string;
  /** Its place in the return, 1 to 14. */
  number: number;
  title: string;
  seat: Seat;
  questions: Question[];
  /** `kpis`: it is done in the KPI register, by KPI; nothing is asked here. */
  register?: 'kpis';
  /** Only for those who may read finance detail. */
  restricted?: true;
}

const EAH_STAGES = [
  { value: 'designing', title: 'Designing the model' },
  { value: 'commissioning', title: 'Commissioning and recruiting' },
  { value: 'first settings', title: 'First settings receive support' },
  { value: 'part', title: 'Reaching part of the area' },
  { value: 'whole', title: 'Reaching the whole area' },
];

/** Every section of a return that somebody answers, in the return's order. */
export function sectionsOf(facts: Facts): ReturnSection[] {
  const { programme } = facts;
  const shared = (
    id: Parameters<typeof seatOfShared>[1],
    number: number,
    title: string,
    questions: Question[],
  ): ReturnSection => ({ id, number, title, seat: seatOfShared(programme, id), questions });
  const every = (build: (workstream: string) => ReturnSection[]) =>
    programme.workstreams.flatMap((workstream) => build(workstream.id));
  return [
    section('header', 1, 'Header', OFFICE, [
      words('author', 'Who prepared this return, as a role', 120, { suggests: 'Programme office' }),
      words('version', 'Which version of the plan it reports against', 120),
      words('changes', 'What has changed in the partnership since last quarter', 600, { optional: true }),
    ]),
    section('overall', 2, 'Delivery confidence, whole programme', OFFICE, confidence()),
    ...every((id) => [
      section(`confidence-${id}`, 2, `Delivery confidence, ${seatName(programme, id)}`, id, confidence()),
    ]),
    ...every((id) => milestoneSections(facts, id)),
    section('changes', 4, 'Change requests', OFFICE, [
      words('note', 'Anything to add on what was asked and decided', 600, { optional: true }),
    ]),
    ...every((id) =>
      kpisOf(facts, id).length === 0
        ? []
        : [{ ...section(`kpis-${id}`, 5, `KPIs, ${seatName(programme, id)}`, id, []), register: 'kpis' as const }],
    ),
    shared('eah', 6, 'Experts at Hand: stage and reach', [
      choice('stage', 'Where Experts at Hand stands', EAH_STAGES),
      words('reach', 'Who it reaches, and what they say of it', 800),
      words('barriers', 'What is in the way', 600, { optional: true }),
    ]),
    shared('places', 7, 'Specialist places and capital', [
      words('progress', 'Progress on places and bases this quarter', 800),
      words('next', 'What opens next, and what could delay it', 600, { optional: true }),
    ]),
    section('risks', 8, 'Risks', OFFICE, [
      ...risksAsked(facts).flatMap((head) => riskQuestions(facts, head)),
      words('note', 'What the top risks mean for delivery', 800),
    ]),
    shared('workforce', 9, 'Workforce', [
      words('position', 'Posts filled, vacant and at risk, by profession', 800),
      words('action', 'What is being done about the gaps', 600),
    ]),
    section('icb', 10, 'Statement of the Integrated Care Board', ICB, [
      words('statement', 'The Integrated Care Board’s own statement', 1200),
    ]),
    section('pcf', 10, 'Statement of the Parent Carer Forum', PCF, [
      choice('consulted', 'Whether the Forum was consulted on this return', [
        { value: 'yes', title: 'Consulted' },
        { value: 'partly', title: 'Partly consulted' },
        { value: 'no', title: 'Not consulted' },
      ]),
      words('statement', 'The Parent Carer Forum’s own statement', 1200, {
        unless: ({ consulted }) => consulted === 'no',
      }),
    ]),
    shared('coproduction', 10, 'You said, we did, impact', [
      words('said', 'You said: what families and young people told us', 600),
      words('did', 'We did: what changed because of it', 600),
      words('impact', 'Impact: what is different for them', 600),
    ]),
    shared('equalities', 11, 'Equalities', [
      words('reach', 'Which groups are reached less, and how we know', 800),
      words('action', 'What is being done about it', 600),
      {
        ...words('reviewed', 'Equality impact assessment last reviewed on', 10, { optional: true }),
        kind: 'day' as const,
      },
    ]),
    shared('dependencies', 12, 'External dependencies and assumptions', [
      words('assumptions', 'What the plan assumes, and how sure that is', 800),
    ]),
    shared('asks', 13, 'Asks', [
      words('adviser', 'What we ask of the DfE adviser; say “nothing this quarter” if so', 600),
      words('board', 'What we ask of the Board; say “nothing this quarter” if so', 600),
    ]),
    {
      ...section('finance', 14, 'Finance', FINANCE, [
        choice('current', 'The figures in the register are those of this quarter', [
          { value: 'yes', title: 'Yes, they are complete' },
          { value: 'no', title: 'Not yet' },
        ]),
        words('commentary', 'What the figures say, and what is being done about breaches', 1000),
      ]),
      restricted: true,
    },
  ];
}

/**
 * A section by its id, or undefined when the return does not have it. `typed`: questions a form was opened with, so that words on a
 * milestone that turned green meanwhile are kept.
 */
export function sectionOf(facts: Facts, id: string, typed: readonly string[] = []): ReturnSection | undefined {
  const found = sectionsOf(facts).find((one) => one.id === id);
  const workstream = /^milestones-(WS\d{1,2})/.exec(id)?.[1];
  if (workstream === undefined || typed.length === 0) return found;
  const heads = typed.flatMap((ref) => {
    const head = facts.milestones.find(({ newest }) => newest.ref === ref);
    return head?.newest.state.workstream === workstream ? [head] : [];
  });
  if (heads.length === 0) return found;
  const fresh = found?.questions.filter((question) => !typed.includes(question.id)) ?? [];
  return {
    ...(found ?? section(id, 3, `Milestones, ${seatName(facts.programme, workstream)}`, workstream, [])),
    questions: [...heads.map((head) => milestoneQuestion(facts, head)), ...fresh],
  };
}

function section(id: string, number: number, title: string, seat: Seat, questions: Question[]): ReturnSection {
  return { id, number, title, seat, questions };
}

/** Milestones that one form asks about: more would not fit on a card. */
const MILESTONES_A_FORM = 12;

function milestoneSections(facts: Facts, workstream: string): ReturnSection[] {
  const asked = milestonesAsked(facts, workstream);
  const forms = Math.ceil(asked.length / MILESTONES_A_FORM);
  return Array.from({ length: forms }, (_, n) => {
    const some = asked.slice(n * MILESTONES_A_FORM, (n + 1) * MILESTONES_A_FORM);
    const part = forms === 1 ? '' : `, part ${n + 1} of ${forms}`;
    return section(
      `milestones-${workstream}${n === 0 ? '' : `-${n + 1}`}`,
      3,
      `Milestones, ${seatName(facts.programme, workstream)}${part}`,
      workstream,
      some.map((head) => milestoneQuestion(facts, head)),
    );
  });
}

function milestoneQuestion(facts: Facts, head: Head<Milestone>): Question {
  const { ref, state } = head.newest;
  return words(ref, `${ref}: why it is ${sayBrag(facts, head)}, and what is done about it`, 400, {
    facts: sayMilestone(facts, head),
    suggests: state.commentary,
  });
}

function riskQuestions(facts: Facts, head: Head<Risk>): Question[] {
  const { ref, state } = head.newest;
  const told = state.escalation?.to === 'corporate';
  return [
    {
      ...choice(
        `${ref}-register`,
        `${ref} in the corporate risk register`,
        [
          { value: 'yes', title: 'Include' },
          { value: 'no', title: 'Not yet' },
        ],
        sayRisk(facts, head),
      ),
      suggests: told ? 'yes' : '',
    },
    words(`${ref}-why`, `${ref}: why`, 300, {
      unless: (answers) => answers[`${ref}-register`] === 'yes',
      suggests: told
        ? `Escalated on ${formatShortDay(state.escalation?.on ?? '', facts.today)}.`
        : state.withheldReason,
    }),
  ];
}
