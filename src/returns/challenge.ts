// What an adviser would ask of this quarter, from rules over the registers and what was sent. Pure. What one could get wrong: a question is
// never a verdict; each stands on a fact that it names, and opens the form where the answer belongs.

import { formatDay } from '../calendar.js';
import { findExceptions } from '../finance/exceptions.js';
import { figuresOf } from '../finance/views.js';
import { quarterId } from '../financial-years.js';
import { kpiRow } from '../kpis/reporting.js';
import { findWatermelons } from '../warnings/watermelon.js';
import { forecastAt, highest, statusOf } from './asked.js';
import type { Facts } from './facts.js';
import { CONFIDENCE } from './questions.js';
import { answerTo } from './schema.js';
import { seatName } from './seats.js';
import type { ReturnSection } from './sections.js';
import type { Sent } from './sent.js';

export interface Question {
  /** The section it will be asked of. */
  number: number;
  question: string;
  /** The fact it stands on. */
  because: string;
  opens: { verb: string; data: Record<string, string> };
  /** Whether it stands on finance detail. */
  restricted?: true;
}

/**
 * Every question, the hardest first: confidence against facts, money, milestones, KPIs, risks, partners, repeated words. `former`: what
 * was sent last quarter.
 */
export function challengesOf(facts: Facts, sections: readonly ReturnSection[], sent: Sent, former: Sent): Question[] {
  return [
    ...confidenceQuestions(facts, sections, sent, former),
    ...financeQuestions(facts),
    ...milestoneQuestions(facts),
    ...kpiQuestions(facts),
    ...riskQuestions(facts),
    ...partnerQuestions(facts, sent),
    ...sameWordsQuestions(facts, sections, sent, former),
  ];
}

function confidenceQuestions(
  facts: Facts,
  sections: readonly ReturnSection[],
  sent: Sent,
  formerSent: Sent,
): Question[] {
  const { round, programme } = facts;
  return sections.flatMap((section): Question[] => {
    if (section.number !== 2) return [];
    const said = answerTo(sent.get(section.id)?.state, 'confidence');
    if (said === '') return [];
    const opens = { verb: 'returns.open-section', data: { ref: round.ref, section: section.id } };
    const name = section.id === 'overall' ? 'the whole programme' : seatName(programme, section.seat);
    const reds = facts.milestones.filter(
      (head) =>
        (section.id === 'overall' || head.newest.state.workstream === section.seat) && statusOf(facts, head) === 'red',
    );
    const former = answerTo(formerSent.get(section.id)?.state, 'confidence');
    const rank = (value: string) => CONFIDENCE.findIndex((one) => one.value === value);
    const better = former !== '' && rank(said) < rank(former);
    return [
      ...(['green', 'amber/green'].includes(said) && reds.length > 0
        ? [
            {
              number: 2,
              question: `Confidence in ${name} is ${said}. What makes it so while milestones are red?`,
              because: `Red: ${reds.map(({ newest }) => newest.ref).join(', ')}.`,
              opens,
            },
          ]
        : []),
      ...(better
        ? [
            {
              number: 2,
              question: `What changed, that confidence in ${name} is better than last quarter?`,
              because: `It was ${former} and is ${said}.`,
              opens,
            },
          ]
        : []),
    ];
  });
}

const MISSING = 'When will the missing figure be known, and what do you plan with until then?';

/** What is asked of an exception, by its section, or by section and word. */
const ASKED: Record<string, string> = {
  eah: 'How will the split of Experts at Hand be brought within its conditions, and by when?',
  'eah Near the limit': 'What keeps the split of Experts at Hand within its conditions from here on?',
  'eah Early warning': 'How will the rest of the year make up for the split of what is spent?',
  hnb: 'What is being done about the High Needs overspend, and when will it show?',
  reserve: 'What happens when the reserve runs out, and who has agreed to that?',
  capital: 'Which scheme gives way, now that capital is committed beyond its allocation?',
  assurance: 'When will the figures be reconciled?',
};

function financeQuestions({ finance, round, today }: Facts): Question[] {
  const opens = { verb: 'returns.open-section', data: { ref: round.ref, section: 'finance' } };
  return findExceptions(figuresOf(finance), round.quarter.year, today).map(
    ({ text, more, verdict, section, word }) => ({
      number: 14,
      question: verdict === 'unknown' ? MISSING : (ASKED[`${section} ${word}`] ?? ASKED[section] ?? MISSING),
      because: [text, more].filter(Boolean).join(' '),
      opens,
      restricted: true as const,
    }),
  );
}

function milestoneQuestions(facts: Facts): Question[] {
  const { milestones, risks, programme, today, round } = facts;
  const flags = findWatermelons(milestones, risks, programme.tolerances, programme.scoring, today).map(
    ({ ref, reasons }): Question => ({
      number: 3,
      question: `Is ${ref} really where it is said to be?`,
      because: `${reasons.join('; ')}.`,
      opens: { verb: 'milestones.show', data: { ref } },
    }),
  );
  const moved = milestones.flatMap((head): Question[] => {
    const { ref, state } = head.newest;
    const before = forecastAt(head, round.from);
    if (state.actualOn !== null || before === undefined || state.forecastOn <= before) return [];
    return [
      {
        number: 3,
        question: `Why did ${ref} move this quarter, and what keeps it from moving again?`,
        because: `Its forecast went from ${formatDay(before)} to ${formatDay(state.forecastOn)}.`,
        opens: { verb: 'milestones.show', data: { ref } },
      },
    ];
  });
  return [...flags, ...moved];
}

function kpiQuestions({ kpis, round }: Facts): Question[] {
  const quarter = quarterId(round.quarter);
  return kpis.flatMap(({ newest: { ref, state } }): Question[] => {
    const row = kpiRow(state, quarter);
    const opens = { verb: 'kpis.show', data: { ref } };
    if (row.missing) return [];
    const result = state.results.find((one) => one.quarter === quarter);
    return [
      ...(row.offTrajectory
        ? [
            {
              number: 5,
              question: `Why is ${ref} off its trajectory, and when will it be back?`,
              because: `${row.value} against ${row.trajectory}.`,
              opens,
            },
          ]
        : []),
      ...(result?.quality === 'D' || result?.value === null
        ? [
            {
              number: 5,
              question: `How can ${ref} be relied on, and when will its data be better?`,
              because: result.value === null ? 'Nobody has a value for the quarter.' : 'Its data quality is D.',
              opens,
            },
          ]
        : []),
    ];
  });
}

function riskQuestions({ risks, today, programme }: Facts): Question[] {
  return highest(risks)
    .filter(({ newest: { state } }) => {
      const score = state.residual.likelihood * state.residual.impact;
      return score >= programme.scoring.appetite;
    })
    .flatMap(({ newest: { ref, state } }): Question[] => {
      const open = state.actions.filter(({ doneOn }) => doneOn === null);
      const late = open.filter(({ dueOn }) => dueOn < today);
      const opens = { verb: 'risks.show', data: { ref } };
      if (open.length === 0 && state.response === 'treat')
        return [
          {
            number: 8,
            question: `What is being done about ${ref}?`,
            because: 'It is beyond appetite, to be treated, and has no open action.',
            opens,
          },
        ];
      if (late.length > 0)
        return [
          {
            number: 8,
            question: `Why are the actions on ${ref} late?`,
            because: `${late.length} of ${open.length} open actions are past their date.`,
            opens,
          },
        ];
      return [];
    });
}

function partnerQuestions({ round }: Facts, sent: Sent): Question[] {
  if (answerTo(sent.get('pcf')?.state, 'consulted') !== 'no') return [];
  return [
    {
      number: 10,
      question: 'Why was the Parent Carer Forum not consulted, and when will it be?',
      because: 'Its own statement says “not consulted”.',
      opens: { verb: 'returns.open-section', data: { ref: round.ref, section: 'coproduction' } },
    },
  ];
}

function sameWordsQuestions(
  facts: Facts,
  sections: readonly ReturnSection[],
  sent: Sent,
  formerSent: Sent,
): Question[] {
  const same = (now: string, then: string) =>
    now.trim() !== '' && now.trim().toLowerCase() === then.trim().toLowerCase();
  return sections.flatMap((section) => {
    const former = formerSent.get(section.id)?.state;
    const state = sent.get(section.id)?.state;
    if (!former || !state) return [];
    const repeated = section.questions.filter(
      ({ id, kind }) => kind === 'words' && same(answerTo(state, id), answerTo(former, id)),
    );
    return repeated.map(({ label }) => ({
      number: section.number,
      question: 'Has nothing changed here since last quarter?',
      because: `${section.title}: the words under “${label}” are last quarter’s.`,
      opens: { verb: 'returns.open-section', data: { ref: facts.round.ref, section: section.id } },
    }));
  });
}
