// The register of milestones by workstream, and the appendix of every date that moved since the last Board. Pure. What one could get wrong: why a
// date moved is what was said at that time, and by whom is a role.

import { dayOf, formatDay } from '../../calendar.js';
import { saySlip, sayStatus, slipDays } from '../../milestones/rules.js';
import type { Milestone } from '../../milestones/schema.js';
import type { Entry } from '../../storage/entry.js';
import { roleOf, statusOf } from '../facts.js';
import { type BuildSection, day, list, text, words } from './blocks.js';

export const milestoneBlocks: BuildSection = (facts) => {
  const { programme, milestones, today } = facts;
  return programme.workstreams.flatMap(({ id, name }) =>
    list(
      `${id} ${name}`,
      [
        text('Ref'),
        words('Milestone'),
        text('Owner'),
        day('Baseline'),
        day('Forecast'),
        day('Actual'),
        text('Status'),
        text('Slip'),
      ],
      milestones
        .filter(({ newest }) => newest.state.workstream === id)
        .map(({ newest: { ref, state } }) => [
          ref,
          state.title,
          roleOf(programme, state.ownerId),
          state.baselineOn,
          state.forecastOn,
          state.actualOn,
          sayStatus(statusOf(facts, state)),
          saySlip(slipDays(state, today)),
        ]),
      'No milestones.',
    ),
  );
};

export const movedBlocks: BuildSection = ({ programme, moved, since }) =>
  list(
    `Forecasts and baselines changed since ${formatDay(since)}`,
    [day('On'), text('Ref'), words('Milestone'), text('Date'), day('From'), day('To'), words('Why'), text('By')],
    moved.flatMap(({ ref, entry }) =>
      (['forecastOn', 'baselineOn'] as const).flatMap((field) => {
        const from = entry.was[field];
        if (!from) return [];
        return [
          [
            dayOf(entry.at, programme.zone),
            ref,
            entry.state.title,
            field === 'forecastOn' ? 'Forecast' : 'Baseline',
            from,
            entry.state[field],
            whyMoved(entry, field),
            roleOf(programme, entry.by),
          ],
        ];
      }),
    ),
    'No date was changed.',
  );

function whyMoved({ state, reason, origin }: Entry<Milestone>, field: 'forecastOn' | 'baselineOn'): string {
  if (field === 'baselineOn') return [reason, origin && `Agreed by ${origin}`].filter(Boolean).join('. ') || 'Not said';
  const cause = [state.slipCause, state.slipText].filter(Boolean).join(': ');
  return [cause, reason, state.commentary].filter(Boolean).join('. ') || 'Not said';
}
