// What of a summary is the reader's own: a lead's workstreams, an owner's milestones, the finance lead's money, questions put to them. Pure. What one
// could get wrong: nothing is told here that the rest of the summary does not hold; it only comes first.

import { owns } from '../programmes/rights.js';
import type { Member, Programme } from '../programmes/schema.js';
import { isUnanswered } from '../questions/rules.js';
import type { Heads } from './reading-heads.js';
import type { Summary, SummaryLine } from './schema.js';

/** What concerns a member in person, most pressing first; empty for whoever owns and leads nothing. */
export function concernsOf(programme: Programme, member: Member, heads: Heads, summary: Summary): SummaryLine[] {
  const mine = new Set([
    ...heads.milestones
      .filter(({ newest: { state } }) => member.leads.includes(state.workstream) || owns(programme, member, state))
      .map(({ newest: { ref } }) => ref),
    ...heads.actions
      .filter(({ newest: { state } }) => owns(programme, member, state))
      .map(({ newest: { ref } }) => ref),
    ...heads.questions
      .filter(({ newest: { state } }) => isUnanswered(state) && state.ownerId === member.id)
      .map(({ newest: { ref } }) => ref),
  ]);
  const money = member.roles.includes('finance lead') ? summary.finance.filter(isTrouble) : [];
  const lines = [
    ...money,
    ...summary.questions,
    ...summary.toReforecast.filter(({ ref }) => ref.startsWith('M') || member.roles.includes('finance lead')),
    ...summary.actionsLate,
    ...summary.late,
    ...summary.notReported,
    ...summary.dueBeforeBoard,
  ].filter(({ ref }) => mine.has(ref) || ref.startsWith('F'));
  const seen = new Set<string>();
  return lines.filter(({ ref, title }) => {
    // Finance has several lines of one year.
    const key = ref.startsWith('F') ? `${ref} ${title}` : ref;
    return seen.has(key) ? false : seen.add(key);
  });
}

function isTrouble({ status }: SummaryLine): boolean {
  return status?.kind === 'status' && status.status !== 'green';
}
