// What a check-in's form holds when it opens: from this week's answer, or pre-filled from the last one and the registers. Pure.
// What one could get wrong: a milestone's status is that which its form shows, so that leaving it alone changes nothing.

import type { IsoDate } from '../calendar.js';
import type { Actor } from '../programmes/actor.js';
import type { Head } from '../storage/ledger.js';
import { shownOf } from './check.js';
import { CheckInFields } from './forms.js';
import { calculateWorkstream } from './rules.js';
import type { CheckIn } from './schema.js';
import type { Subject } from './subject.js';

/** The fields as a form opens: from this week's answer, or pre-filled from the last one and the registers. */
export function freshFields(subject: Subject, actor: Actor, today: IsoDate): CheckInFields {
  const { programme } = actor;
  const answered = subject.answer?.body.newest.state;
  const last = answered ?? lastAnswer(subject)?.newest.state;
  const fields: Record<string, string> = {
    stated: last?.stated ?? calculateWorkstream(subject.open, programme.tolerances, today),
    statedReason: last?.statedReason ?? '',
    confidence: last?.confidence ? String(last.confidence) : '',
    ...(answered && answeredFields(answered)),
  };
  for (const [n, head] of subject.asked.entries()) {
    const slot = `m${n + 1}`;
    fields[slot] = `${head.newest.ref}@${head.newest.version}`;
    for (const [field, shown] of Object.entries(shownOf(head.newest.state, programme, today)))
      fields[`${slot}${field}`] = shown;
  }
  for (const [n, head] of subject.askedRisks.entries()) {
    fields[`r${n + 1}`] = `${head.newest.ref}@${head.newest.version}`;
    fields[`r${n + 1}Movement`] = 'same';
  }
  for (const [n, head] of subject.askedActions.entries()) {
    fields[`a${n + 1}`] = `${head.newest.ref}@${head.newest.version}`;
    fields[`a${n + 1}Done`] = 'open';
  }
  return CheckInFields.parse(fields) as CheckInFields;
}

function answeredFields({ moved, next, noChange, blocker, evidenceUrl }: CheckIn): Record<string, string> {
  return {
    noChange: String(noChange),
    moved,
    next,
    evidenceUrl,
    blockedWhat: blocker?.what ?? '',
    blockedBy: blocker?.organisation ?? '',
    blockedByOn: blocker?.byOn ?? '',
  };
}

/** The newest answer of the weeks before, or undefined. */
export function lastAnswer(subject: Subject): Head<CheckIn> | undefined {
  return subject.former.find((head) => head !== undefined);
}
