// Exceptions, first in the pack: late beyond tolerance, risks beyond appetite, what looks better than the facts, who has not reported. Pure. What
// one could get wrong: an exception is told early and is not a failure; each stands with its reason.

import { calculateStatus, saySlip, sayStatus, slipDays } from '../../milestones/rules.js';
import { sayBody } from '../../programmes/bodies.js';
import { isBeyondAppetite, isLive, sayMovement, sayScore, scoreOf } from '../../risks/rules.js';
import { roleOf, statusOf } from '../facts.js';
import { type BuildSection, day, list, text, words } from './blocks.js';

export const exceptionBlocks: BuildSection = (facts) => {
  const { programme, today, summary, milestones, risks } = facts;
  const beyond = milestones.filter(
    ({ newest: { state } }) => state.actualOn === null && calculateStatus(state, programme.tolerances, today) === 'red',
  );
  const hungry = risks
    .filter(({ newest: { state } }) => isLive(state) && isBeyondAppetite(scoreOf(state.residual), programme.scoring))
    .sort((a, b) => scoreOf(b.newest.state.residual) - scoreOf(a.newest.state.residual));
  const silent = summary.notReported.flatMap(({ ref }) => milestones.filter(({ newest }) => newest.ref === ref));
  return [
    ...list(
      'Milestones late beyond tolerance',
      [
        text('Ref'),
        words('Milestone'),
        text('Owner'),
        day('Baseline'),
        day('Forecast'),
        text('How late'),
        words('Why'),
      ],
      beyond.map(({ newest: { ref, state } }) => [
        ref,
        state.title,
        roleOf(programme, state.ownerId),
        state.baselineOn,
        state.forecastOn,
        saySlip(slipDays(state, today)),
        state.commentary || 'Nobody has said why yet.',
      ]),
      'None.',
    ),
    ...list(
      `Risks beyond appetite (residual ${programme.scoring.appetite} or more)`,
      [
        text('Ref'),
        words('Risk'),
        text('Owner'),
        text('Residual'),
        text('Movement'),
        words('Escalated, or why not yet'),
      ],
      hungry.map(({ newest: { ref, state } }) => [
        ref,
        state.event,
        roleOf(programme, state.ownerId),
        sayScore(scoreOf(state.residual), programme.scoring),
        sayMovement(state),
        state.escalation
          ? `Escalated to ${sayBody(state.escalation.to)}: ${state.escalation.reason}`
          : state.withheldReason || 'Neither escalated nor explained',
      ]),
      'None.',
    ),
    ...list(
      'Looks better than the facts',
      [text('Ref'), words('Milestone'), words('Why it is asked about')],
      summary.watermelons.map(({ ref, title, facts: reasons }) => [ref, title, reasons]),
      'Nothing is flagged.',
    ),
    ...list(
      'Not reported in the last 14 days, and due or late',
      [text('Ref'), words('Milestone'), text('Owner'), day('Forecast'), text('Status')],
      silent.map(({ newest: { ref, state } }) => [
        ref,
        state.title,
        roleOf(programme, state.ownerId),
        state.forecastOn,
        sayStatus(statusOf(facts, state)),
      ]),
      'Everybody with something due has reported.',
    ),
  ];
};
