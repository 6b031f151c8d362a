// What "up", "down" and "has happened" mean for a risk, as an answer says them in one word. Pure. What one could get wrong: one
// word stands for a whole reassessment, so it is held to the same rules; it may not be a way around appetite.

import { addDays } from '../calendar.js';
import { hasProblems, type Problems, requireText } from '../programmes/problems.js';
import type { Scoring } from '../programmes/schema.js';
import { type About, savedAs, type Typed } from '../records/fields.js';
import { type Checked, checkReassess } from './checks.js';
import { COMMENTARY_LETTERS, type ReassessKey, reassessFields } from './fields.js';
import { isBeyondAppetite, isLive, sayState, scoreOf } from './rules.js';
import type { Risk, Score } from './schema.js';

/** How a risk was said to have moved. */
export interface MovementSaid {
  movement: 'up' | 'down' | 'happened';
  /** A body or `none`; counts only when the risk is beyond appetite. */
  escalateTo: string;
  escalationReason: string;
}

/** Where a sentence about a movement belongs on the answer's form. */
export type MovementFields = Typed<'movement' | 'commentary' | 'escalateTo' | 'escalationReason'>;

/** Days until the next review, where the one that was planned has come. */
const REVIEW_DAYS = 28;

/** The risk after a movement, or a sentence for each field that is wrong. `about.today` is the day of the answer. */
export function checkMovement(
  risk: Risk,
  said: MovementSaid,
  commentary: string,
  about: About,
): Checked<Risk, keyof MovementFields> {
  if (!isLive(risk))
    return { problems: { movement: `It is ${sayState(risk.state).toLowerCase()}, so it does not move any more.` } };
  if (said.movement === 'happened') return checkHappened(risk, commentary, about);
  const residual = moved(risk.residual, said.movement, about.programme.scoring);
  if (!residual)
    return {
      problems: {
        movement:
          said.movement === 'up'
            ? 'Its score cannot go up any more: it stays the same, or it has happened.'
            : 'Its score cannot go down any more: it stays the same, or it can be closed.',
      },
    };
  const checked = checkReassess(risk, fieldsOf(risk, residual, said, commentary, about), about);
  return 'problems' in checked ? { problems: onForm(checked.problems) } : checked;
}

/** One level more or less likely; where likelihood is at its end, of more or less impact. */
function moved(residual: Score, movement: 'up' | 'down', { size }: Scoring): Score | undefined {
  const step = movement === 'up' ? 1 : -1;
  const fits = (level: number) => level >= 1 && level <= size;
  const { likelihood, impact } = residual;
  if (fits(likelihood + step)) return { likelihood: likelihood + step, impact };
  return fits(impact + step) ? { likelihood, impact: impact + step } : undefined;
}

/** The reassessment that the one word stands for. */
function fieldsOf(
  risk: Risk,
  residual: Score,
  said: MovementSaid,
  commentary: string,
  about: About,
): Typed<ReassessKey> {
  const { programme, today } = about;
  // What is left after controls cannot be more than there was before them, nor less than what is planned to be left.
  const inherent = scoreOf(residual) > scoreOf(risk.inherent) ? residual : risk.inherent;
  const target = scoreOf(risk.target) > scoreOf(residual) ? residual : risk.target;
  const standing = savedAs(reassessFields, { ...risk, inherent, residual, target });
  // Who was told, and why nobody was, stands until something else is said of a risk that is beyond appetite.
  const beyond = isBeyondAppetite(scoreOf(residual), programme.scoring);
  const says = said.escalateTo !== 'none' || (said.escalationReason.trim() !== '' && risk.escalation === null);
  const heard = beyond && says && (said.movement === 'up' || standing.escalationReason === '');
  return {
    ...standing,
    ...(heard && { escalateTo: said.escalateTo, escalationReason: said.escalationReason }),
    reviewOn: risk.reviewOn > today ? risk.reviewOn : addDays(today, REVIEW_DAYS),
    commentary,
  };
}

function checkHappened(risk: Risk, commentary: string, about: About): Checked<Risk, keyof MovementFields> {
  const problems: Problems<MovementFields> = {};
  const fields: MovementFields = { movement: '', commentary, escalateTo: '', escalationReason: '' };
  const what = requireText(problems, fields, 'commentary', COMMENTARY_LETTERS, 'Say in a sentence what happened.');
  if (hasProblems(problems)) return { problems };
  return { ok: { ...risk, state: 'materialised', happened: { what, on: about.today } } };
}

/** The sentences of a reassessment, where the answer's form has a field for them; any other says that the risk needs its own form. */
function onForm(problems: Problems<Typed<ReassessKey>>): Problems<MovementFields> {
  const { commentary, escalateTo, escalationReason, ...others } = problems;
  const other = Object.values(others).find((problem) => problem !== undefined);
  return {
    ...(commentary && { commentary }),
    ...(escalateTo && { escalateTo }),
    ...(escalationReason && { escalationReason }),
    ...(other && { movement: `Reassess it on its own card, since something else is to be mended: ${other}` }),
  };
}
