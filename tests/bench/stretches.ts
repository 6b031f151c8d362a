// How long one request can keep everybody else waiting: requests with the longest and oddest values through production's own
// `main.js`, and the processor time of the longest stretch in which its answering thread let nothing else through.
// Pitfall: a collection of garbage or a busy machine makes any stretch longer, so what is over the bound is measured again.

import type { Plan } from '../../src/plans/plan-file.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import { startAssistant } from '../support/assistant.js';
import { type Crawled, crawl } from '../support/crawl.js';
import { commandWords, type OddRequest } from '../support/odd-requests.js';
import { POPULATED_AT, passing, populate } from '../support/populated.js';
import type { Apart } from './apart.js';
import type { Stretch } from './stretch-sampler.js';
import { JOBS_KEY, openLine, type TeamsSide, type Who } from './teams-side.js';

/** People among whom requests are shared, since the door takes 60 in ten seconds of each. */
const PEOPLE = 24;

/** Fills a store of its own; gives the plan, and every form that it leads to. */
export async function prepare(file: string, grow?: (plan: Plan) => Promise<void>): Promise<[Plan, Crawled]> {
  const store = await openEmbeddedStore({ file });
  const plan = await populate(store, PEOPLE);
  const assistant = await startAssistant({ plan, store, at: POPULATED_AT });
  const crawled = await crawl([assistant.person('all-rounder-1')], commandWords, passing(assistant));
  await assistant.stop();
  await store.close();
  await grow?.(plan);
  return [plan, crawled];
}

export interface Slow {
  name: string;
  /** Processor of the longest stretch, the least of several tries, in milliseconds. */
  ms: number;
}

export interface Stretches {
  /** Sends one, again while it seems to take longer than `bound` milliseconds. Throws for a status of 5xx. */
  measure(request: OddRequest, bound: number): Promise<Slow>;
  /** A run of the clock. */
  runClock(bound: number): Promise<Slow>;
  /** The most memory held so far beyond what was held when it was warm, in megabytes. */
  grownMb(): number;
}

const MOST_TRIES = 6;

/** Opens a line to production, warm. */
export async function openStretches(side: TeamsSide, production: Apart, plan: Plan): Promise<Stretches> {
  const post = openLine(production, side.authorization.good);
  const people: Who[] = plan.people
    .filter(({ memberId }) => memberId.startsWith('all-rounder'))
    .map(({ objectId }) => ({ tenantId: plan.tenantId, objectId }));
  let sent = 0;
  let most = 0;
  const look = async () => {
    const stretch = await production.ask<Stretch>('stretch');
    most = Math.max(most, stretch.residentBytes);
    return stretch.ms;
  };
  const once = async (request: OddRequest) => {
    sent += 1;
    const who = people[sent % people.length] as Who;
    const made = request.make();
    const body = 'text' in made ? side.saying(who, made.text) : side.pressing(who, made.verb, made.data);
    const { status, text } = await post(body);
    if (status >= 500) throw new Error(`${request.name} was answered ${status}: ${text.slice(0, 300)}`);
    return look();
  };
  const least = async (name: string, bound: number, work: () => Promise<number>): Promise<Slow> => {
    let ms = await work();
    for (let tries = 1; ms > bound && tries < MOST_TRIES; tries += 1) ms = Math.min(ms, await work());
    return { name, ms };
  };
  const clock = async () => {
    const headers = { authorization: `Bearer ${JOBS_KEY}` };
    await fetch(`${production.url}/api/jobs/run`, { method: 'POST', headers });
    return look();
  };
  for (const { objectId } of people) await post(side.saying({ tenantId: plan.tenantId, objectId }, 'help'));
  for (const words of commandWords) await once({ name: words, make: () => ({ text: words }) });
  await clock();
  await look();
  const warm = most;
  return {
    measure: (request, bound) => least(request.name, bound, () => once(request)),
    runClock: (bound) => least('a run of the clock', bound, clock),
    grownMb: () => (most - warm) / 2 ** 20,
  };
}
