// The weeks before the demo begins, as the clock would have kept them: who was asked, reminded and told, week after week. What
// one could get wrong: nothing of it is shown to anybody, since there is no client yet; the records alone are made.

import type { Deps, Messenger } from '../deps.js';
import { jobs } from '../features.js';
import { newMemory, runJobs } from '../jobs/runner.js';
import { type Carrier, sweepDeliveries } from '../jobs/sending.js';
import type { Plan } from '../plans/plan-file.js';
import { comingIn } from './coming.js';

/** Lets everything pass that comes by itself from now, itself included, up to an instant; `at` sets the clock that the deps have. */
export type Look = (until: Date, at: (instant: Date) => void) => Promise<void>;

/** The demo's weeks since its check-ins began. */
export function openPastWeeks(deps: Deps, plan: Plan): Look {
  const sent = async () => ({ outcome: 'sent' as const, activityId: '' });
  const messenger: Messenger = { send: sent, update: sent };
  const address = { conversationId: 'history', serviceUrl: '', tenantId: plan.tenantId };
  const carrier: Carrier = { find: async () => ({ address }), shape: (_run, _delivery, message) => message };
  const memory = newMemory();
  return async (until, at) => {
    const weeks = Math.ceil((until.getTime() - deps.clock.now().getTime()) / WEEK_MS);
    const moments = comingIn(plan.programme, deps.clock.now(), Math.max(weeks, 0)).filter(
      (moment) => new Date(moment.at) <= until,
    );
    const look = () => runJobs({ ...deps, messenger }, jobs, (run) => sweepDeliveries(run, jobs, carrier), memory);
    // What was just planned, such as telling an owner, is sent at once and not at the next moment; a look in which nothing is
    // due looks at one of the weeks that are open.
    for (let open = memory.looks.get(plan.id)?.size ?? 1; open > 0; open -= 1) await look();
    for (const moment of moments) {
      at(new Date(moment.at));
      await look();
    }
  };
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
