// How it is going, measured: the indicators of the quarter to be recorded, and how sure each partner is of each workstream. Pure. What one could get
// wrong: a value that nobody recorded is missing, never zero.

import { isWide, LEVELS, spreads } from '../../confidence/rules.js';
import { kpiRow } from '../../kpis/reporting.js';
import { quarterToRecord } from '../../kpis/rules.js';
import { workstreamName } from '../../programmes/actor.js';
import { type BuildSection, list, text, words } from './blocks.js';

export const kpiBlocks: BuildSection = ({ kpis, today }) => {
  const quarter = quarterToRecord(today);
  return list(
    `Quarter ${quarter}`,
    [
      text('Ref'),
      words('Indicator'),
      text('Baseline'),
      text('Expected'),
      text('Value'),
      text('Direction'),
      text('Course'),
      words('What is behind it'),
    ],
    kpis.map(({ newest: { ref, state } }) => {
      const row = kpiRow(state, quarter);
      const value = row.missing ? 'Not recorded yet' : row.value;
      return [ref, row.title, row.baseline, row.trajectory, value, row.direction, row.course, row.narrative];
    }),
    'The plan defines no indicator.',
  );
};

export const confidenceBlocks: BuildSection = ({ programme, confidence }) =>
  list(
    'That the workstream delivers what the plan says, 1 very unlikely to 5 very likely',
    [text('Workstream'), words('What each partner says'), text('Between them'), text('Not said by')],
    spreads(programme, confidence).map((spread) => [
      workstreamName(programme, spread.workstream),
      spread.scores
        .map(({ state }) => `${state.partner}: ${state.score} ${LEVELS[state.score - 1] ?? ''}`)
        .join('; ') || 'Nobody yet',
      spread.scores.length < 2
        ? 'Nothing to compare'
        : `${spread.points} ${spread.points === 1 ? 'point' : 'points'}${isWide(spread) ? ': ask why' : ''}`,
      spread.missing.join(', '),
    ]),
    'No workstreams.',
  );
