// Sections 2 and 3: delivery confidence, and the milestones with why they are where they are. Pure. What one could get wrong: last
// quarter's confidence is what was sent then, never what it would look like today.

import { saySlip, sayStatus, slipDays } from '../../milestones/rules.js';
import { dueNextQuarter, forecastAt, sayMilestone, statusOf } from '../asked.js';
import type { Block, Column } from '../content.js';
import type { Facts } from '../facts.js';
import { answerTo } from '../schema.js';
import { seatName } from '../seats.js';
import type { ReturnSection } from '../sections.js';
import type { Sent } from '../sent.js';
import { saidBlocks } from './said.js';

const text = (title: string): Column => ({ title, kind: 'text' });
const words = (title: string): Column => ({ title, kind: 'words' });
const day = (title: string): Column => ({ title, kind: 'day' });
const number = (title: string): Column => ({ title, kind: 'number' });

/** The confidence of each workstream in one table, then why and the road to green. */
export function confidenceBlocks(
  facts: Facts,
  own: readonly ReturnSection[],
  sent: Sent,
  former: ReadonlyMap<string, string>,
): Block[] {
  const rows = own.map((section) => {
    const now = answerTo(sent.get(section.id)?.state, 'confidence');
    return [
      section.id === 'overall' ? 'Whole programme' : seatName(facts.programme, section.seat),
      sayConfidence(now),
      sayConfidence(former.get(section.id) ?? ''),
    ];
  });
  return [
    {
      kind: 'table',
      caption: 'Delivery confidence',
      columns: [text('Workstream'), text('This quarter'), text('Last quarter')],
      rows,
    },
    ...own.flatMap((section) => saidBlocks(section, sent, true)),
  ];
}

/** "Amber/green", or that nobody has said. */
export function sayConfidence(value: string): string {
  return value === '' ? 'Not said' : `${value.slice(0, 1).toUpperCase()}${value.slice(1)}`;
}

/** Every milestone in one table, the words on those that are not green or complete, and what is due next quarter. */
export function milestoneBlocks(facts: Facts, own: readonly ReturnSection[], sent: Sent): Block[] {
  const { milestones, round, today } = facts;
  const rows = milestones.map((head) => {
    const { ref, state } = head.newest;
    return [
      ref,
      state.title,
      state.workstream,
      state.baselineOn,
      forecastAt(head, round.from) ?? null,
      state.forecastOn,
      state.actualOn,
      sayStatus(statusOf(facts, head)),
      saySlip(slipDays(state, today)),
      state.slips,
    ];
  });
  const next = dueNextQuarter(facts);
  return [
    {
      kind: 'table',
      caption: 'Milestones',
      columns: [
        text('Ref'),
        words('Milestone'),
        text('Workstream'),
        day('Baseline'),
        day('Forecast at the quarter’s beginning'),
        day('Forecast'),
        day('Actual'),
        text('Status'),
        text('Slip'),
        number('Times moved'),
      ],
      rows,
    },
    ...commentaries(facts, own, sent),
    next.length === 0
      ? { kind: 'fact', text: 'No milestone falls due next quarter.' }
      : {
          kind: 'table',
          caption: 'Due next quarter',
          columns: [text('Ref'), words('Milestone'), day('Forecast'), text('Status')],
          rows: next.map((head) => [
            head.newest.ref,
            head.newest.state.title,
            head.newest.state.forecastOn,
            sayStatus(statusOf(facts, head)),
          ]),
        },
  ];
}

function commentaries(facts: Facts, own: readonly ReturnSection[], sent: Sent): Block[] {
  return own.flatMap((section) => {
    const entry = sent.get(section.id);
    const said = section.questions.flatMap((question): Block[] => {
      const head = facts.milestones.find(({ newest }) => newest.ref === question.id);
      if (!head) return [];
      const answer = answerTo(entry?.state, question.id);
      const title = `${question.id}, ${sayStatus(statusOf(facts, head)).toLowerCase()}. ${sayMilestone(facts, head)}.`;
      return [
        answer === ''
          ? { kind: 'fact', text: `${title} Nobody has written why yet.` }
          : { kind: 'said', label: title, words: answer, by: entry?.by ?? '' },
      ];
    });
    return said.length === 0 ? [] : [{ kind: 'heading' as const, text: section.title }, ...said];
  });
}
