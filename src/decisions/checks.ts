// What the forms about decisions must say before they are saved, a sentence a field. Pure. What one could get wrong: these give
// what was asked or the sentences, never both; nothing here knows who may do what.

import type { IsoDate } from '../calendar.js';
import { Body } from '../programmes/bodies.js';
import type { Checked } from '../programmes/changing.js';
import { checkDay, hasProblems, type Problems, requireText } from '../programmes/problems.js';
import type { Programme } from '../programmes/schema.js';
import type { AskFields, ChangeFields } from './forms.js';
import { DECISION_LETTERS, type Decision } from './schema.js';

type Asked = Pick<Decision, 'text' | 'body' | 'byOn'>;

/** What is asked, of whom and by when, and for which workstream. */
export function checkAsk(
  fields: AskFields,
  programme: Programme,
  today: IsoDate,
): Checked<Asked & Pick<Decision, 'workstream'>, AskFields> {
  const problems: Problems<AskFields> = {};
  const asked = checkAsked(problems, fields, today);
  const workstream = programme.workstreams.find((one) => one.id === fields.workstream)?.id;
  if (workstream === undefined) problems.workstream = 'Choose the workstream it is for.';
  if (!asked || workstream === undefined || hasProblems(problems)) return { problems };
  return { ok: { ...asked, workstream } };
}

/** What is asked instead, and why. */
export function checkChange(
  fields: ChangeFields,
  today: IsoDate,
): Checked<{ asked: Asked; reason: string }, ChangeFields> {
  const problems: Problems<ChangeFields> = {};
  const asked = checkAsked(problems, fields, today);
  const reason = requireText(problems, fields, 'reason', DECISION_LETTERS, 'Say why it is changed.');
  return !asked || hasProblems(problems) ? { problems } : { ok: { asked, reason } };
}

/** Why a decision is taken back. */
export function checkTakeBack(fields: { reason: string }): Checked<string, { reason: string }> {
  const problems: Problems<{ reason: string }> = {};
  const reason = requireText(problems, fields, 'reason', DECISION_LETTERS, 'Say why it need not be decided any more.');
  return hasProblems(problems) ? { problems } : { ok: reason };
}

type AskedFields = Pick<AskFields, 'text' | 'body' | 'byOn'>;

function checkAsked(problems: Problems<AskedFields>, fields: AskedFields, today: IsoDate): Asked | undefined {
  const text = requireText(problems, fields, 'text', DECISION_LETTERS, 'Say what is to be decided.');
  const body = Body.safeParse(fields.body);
  if (!body.success) problems.body = 'Choose who is to decide.';
  const byOn = fields.byOn.trim();
  if (byOn < today) problems.byOn = 'This date has passed already; give one that is still to come.';
  checkDay(problems, 'byOn', byOn, 'Give the date it is needed by, such as 2027-01-08.');
  return body.success ? { text, body: body.data, byOn } : undefined;
}
