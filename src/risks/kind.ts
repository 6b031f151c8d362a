// The kinds of record that a risk and an issue are. Pitfall: both have the verbs of one feature, told apart by the letter of the reference; an issue is as
// restricted as the risk it came from.

import { requireMayChange } from '../programmes/rights.js';
import type { Kind } from '../records/kind.js';
import { findIssueOf } from './registers.js';
import { heldIssue, heldRisk, isLive, sayState } from './rules.js';
import { type Issue, issues, type Risk, risks } from './schema.js';
import { issueTelling, riskTelling } from './telling.js';
import { issueDetail, postedIssueAnswer, postedRiskAnswer, riskDetail } from './views.js';

export const riskKind: Kind<Risk> = {
  type: risks,
  feature: 'risks',
  name: 'risk',
  example: 'R04',
  title: ({ event }) => event,
  holdings: heldRisk,
  telling: ({ actor }) => riskTelling(actor),
  posted: (turn, entry) => postedRiskAnswer(turn, entry),
  detail: async (turn, head) => {
    const { ref, state } = head.newest;
    return riskDetail(turn, head, state.state === 'materialised' ? await findIssueOf(turn, ref) : undefined);
  },
  takes: isLive,
  requireMayChange: ({ actor }, ref, risk) => requireMayChange(actor.programme, actor.member, ref, risk),
  saySettled: ({ state }) => ({
    heading: `is ${sayState(state).toLowerCase()}`,
    sentence: 'It is no longer open, so nothing was changed. Its history says who settled it and why.',
  }),
  tooLate: 'Reassess the risk instead.',
};

export const issueKind: Kind<Issue> = {
  type: issues,
  feature: 'risks',
  name: 'issue',
  example: 'I01',
  title: ({ event }) => event,
  holdings: heldIssue,
  telling: () => issueTelling(),
  posted: postedIssueAnswer,
  detail: issueDetail,
  takes: ({ state }) => state === 'open',
  requireMayChange: ({ actor }, ref, issue) => requireMayChange(actor.programme, actor.member, ref, issue),
  saySettled: () => ({ heading: 'is resolved already', sentence: 'Nothing was changed.' }),
  tooLate: 'Reassess the risk instead.',
};
