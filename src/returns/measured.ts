// The KPIs of a return: which there are, and which still lack the quarter's value. Pure. What one could get wrong: a value that nobody
// has is recorded as such with its reason, so a KPI without any record for the quarter is a question nobody answered.

import { quarterId } from '../financial-years.js';
import type { Kpi } from '../kpis/schema.js';
import type { Head } from '../storage/ledger.js';
import type { Facts } from './facts.js';

/** The KPIs of a workstream. */
export function kpisOf({ kpis }: Pick<Facts, 'kpis'>, workstream: string): Head<Kpi>[] {
  return kpis.filter(({ newest }) => newest.state.workstream === workstream);
}

/** Those of them that nobody has recorded for the return's quarter. */
export function unmeasured(facts: Facts, workstream: string): Head<Kpi>[] {
  const quarter = quarterId(facts.round.quarter);
  return kpisOf(facts, workstream).filter(
    ({ newest }) => !newest.state.results.some((result) => result.quarter === quarter),
  );
}
