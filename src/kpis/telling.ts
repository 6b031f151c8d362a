// A KPI's entries in words. Pure. What one could get wrong: the quarter an entry recorded is told from the entry, since later ones record
// others.

import type { Telling } from '../programmes/history.js';
import { resultOf, sayQuality, sayValue } from './rules.js';
import type { Kpi } from './schema.js';

/** How a KPI's history is told. */
export const kpiTelling: Telling<Kpi> = {
  feature: 'kpis',
  title: ({ title }) => title,
  what: ({ did, state }) => {
    if (did === 'programmes.load-plan') return 'Defined by the plan';
    if (did === 'kpis.withdraw-entry') return 'Entry withdrawn';
    return `${did === 'kpis.correct-result' ? 'Corrected' : 'Recorded'} ${state.recorded}`;
  },
  changes: ({ did, state, was }) => {
    const result = resultOf(state, state.recorded);
    if (did === 'programmes.load-plan' || !result) return [];
    const before = was.results && resultOf({ results: was.results }, state.recorded);
    const now = sayValue(state, result.value);
    return [
      {
        label: state.recorded,
        text: before && before.value !== result.value ? `${sayValue(state, before.value)} → ${now}` : now,
      },
      { label: 'Source', text: result.source },
      { label: 'Data quality', text: sayQuality(result.quality) },
    ];
  },
  said: ({ state }) => resultOf(state, state.recorded)?.narrative ?? '',
  correctable: true,
};
