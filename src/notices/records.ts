// How the records that people own are told to them, by the first letter of their references. What one could get wrong: the words
// are each register's own, so a notice says what the record's history says.

import { heldAction, markAction } from '../agreed-actions/rules.js';
import { type AgreedAction, agreedActions } from '../agreed-actions/schema.js';
import { actionTelling } from '../agreed-actions/telling.js';
import type { IsoDate } from '../calendar.js';
import { type Mark, shorten } from '../cards/markup.js';
import { markDecision } from '../decisions/cards.js';
import { heldDecision } from '../decisions/rules.js';
import { type Decision, decisions } from '../decisions/schema.js';
import { decisionTelling } from '../decisions/telling.js';
import { heldYear } from '../finance/landed.js';
import { type FinanceYear, financeYears } from '../finance/schema.js';
import { financeTelling } from '../finance/telling.js';
import { markStatus, shownStatus } from '../milestones/cards.js';
import { heldChange, markChange } from '../milestones/change-control/rules.js';
import { type ChangeRequest, changeRequests } from '../milestones/change-control/schema.js';
import { changeTelling } from '../milestones/change-control/views.js';
import { heldMilestone } from '../milestones/rules.js';
import { type Milestone, milestones } from '../milestones/schema.js';
import { milestoneTelling } from '../milestones/views.js';
import type { Actor } from '../programmes/actor.js';
import type { Telling } from '../programmes/history.js';
import type { Holdings } from '../programmes/owning.js';
import { heldQuestion, markQuestion } from '../questions/rules.js';
import { type Question, questions } from '../questions/schema.js';
import { questionTelling } from '../questions/views.js';
import { markScore } from '../risks/cards.js';
import { heldIssue, heldRisk, sayState, scoreOf } from '../risks/rules.js';
import { type Issue, issues, type Risk, risks } from '../risks/schema.js';
import { issueTelling, riskTelling } from '../risks/telling.js';
import type { RecordType } from '../storage/entry.js';

/** What telling needs of a kind of record. */
export interface Told<S> {
  type: RecordType<S>;
  holdings: Holdings<S>;
  telling(actor: Actor): Telling<S>;
  mark(state: S, actor: Actor, today: IsoDate): Mark;
}

const milestone: Told<Milestone> = {
  type: milestones,
  holdings: heldMilestone,
  telling: () => milestoneTelling,
  mark: (state, actor, today) => markStatus(shownStatus(state, actor, today)),
};

const risk: Told<Risk> = {
  type: risks,
  holdings: heldRisk,
  telling: riskTelling,
  mark: (state, { programme }) => markScore(scoreOf(state.residual), programme.scoring),
};

const issue: Told<Issue> = {
  type: issues,
  holdings: heldIssue,
  telling: issueTelling,
  mark: ({ state }) =>
    state === 'open'
      ? { word: sayState(state), shape: '◆', color: 'Attention' }
      : { word: sayState(state), shape: '✔', color: 'Accent' },
};

const decision: Told<Decision> = {
  type: decisions,
  holdings: heldDecision,
  telling: () => decisionTelling,
  mark: (state, _, today) => markDecision(state, today),
};

const action: Told<AgreedAction> = {
  type: agreedActions,
  holdings: heldAction,
  telling: actionTelling,
  mark: (state, _, today) => markAction(state, today),
};

const financeYear: Told<FinanceYear> = {
  type: financeYears,
  holdings: heldYear,
  telling: () => financeTelling('F'),
  mark: () => ({ word: 'Forecast again', shape: '▲', color: 'Warning' }),
};

const change: Told<ChangeRequest> = {
  type: changeRequests,
  holdings: heldChange,
  telling: () => changeTelling,
  mark: (state, _, today) => markChange(state, today),
};

const question: Told<Question> = {
  type: questions,
  holdings: heldQuestion,
  telling: () => questionTelling,
  mark: (state, _, today) => markQuestion(state, today),
};

const BY_LETTER: Record<string, Told<never>> = Object.fromEntries(
  [milestone, risk, issue, decision, action, question, change, financeYear].map((told) => [
    told.type.prefix,
    told as unknown as Told<never>,
  ]),
);

/** How the record of a reference is told; undefined for a kind that nobody owns. */
export function toldAs(ref: string): Told<unknown> | undefined {
  return BY_LETTER[ref.charAt(0)] as unknown as Told<unknown> | undefined;
}

/** Letters of what a change says: a line is told twice, to eyes and to screen readers. */
const CHANGE_LETTERS = 220;

/** What an entry changed, on one line: "Forecast: 31 December 2026 → 15 January 2027 · Status: Green → Amber". */
export function sayChanges(lines: readonly { label: string; text: string }[]): string {
  return shorten(lines.map(({ label, text }) => `${label}: ${text}`).join(' · '), CHANGE_LETTERS);
}
