// Which sections follow the statuses on a summary, in the order in which a Board asks for them; domain.md section 5. Pure. What one could get wrong:
// a section of which there is nothing is said in one sentence, never left out in silence.

import { formatDay } from '../calendar.js';
import type { Summary, SummaryLine } from './schema.js';

export interface Following {
  heading: string;
  lines: SummaryLine[];
  /** What is said where there are none. */
  calm: string;
  /** Shown whole, however many. */
  whole?: boolean;
}

/** Everything after the statuses, in the order in which it is asked for. */
export function followingSections(
  summary: Summary,
  view: { forChair: boolean; seesFinance: boolean; questions: SummaryLine[] },
): Following[] {
  const worry = `${summary.beyondAppetite} of ${summary.openRisks} open risks beyond appetite`;
  const before = summary.nextBoardOn ? `, ${formatDay(summary.nextBoardOn)}` : '';
  return [
    ...(view.forChair
      ? [
          {
            heading: 'Exceptions to acknowledge',
            lines: summary.exceptions,
            calm: 'No exception waits to be acknowledged.',
          },
        ]
      : []),
    { heading: 'Milestones late', lines: summary.late, calm: 'No milestone is late.' },
    {
      heading: `Due before the next Board${before}`,
      lines: summary.dueBeforeBoard,
      calm: 'No milestone is due before the next Board.',
    },
    { heading: 'To be forecast again', lines: summary.toReforecast, calm: 'Nothing is to be forecast again.' },
    { heading: `Top risks: ${worry}`, lines: summary.topRisks, calm: 'There are no open risks.' },
    { heading: 'Agreed actions late', lines: summary.actionsLate, calm: 'No agreed action is late.' },
    ...(view.forChair
      ? [{ heading: 'Looks better than the facts', lines: summary.watermelons, calm: 'There are no watermelon flags.' }]
      : []),
    ...(view.seesFinance
      ? [{ heading: 'Finance', lines: summary.finance, calm: 'No finance figures are entered.', whole: true }]
      : []),
    ...(view.questions.length > 0 || view.forChair
      ? [{ heading: 'Questions and answers', lines: view.questions, calm: 'No question is open.' }]
      : []),
    { heading: 'Not reported', lines: summary.notReported, calm: 'Everybody with something due has reported.' },
  ];
}
