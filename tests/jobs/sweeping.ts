// One programme's deliveries swept by the engine with a job, a carrier and a messenger that do as they are told. What one could
// get wrong: each `look` reads the deliveries anew, as a process does that has just started.

import type { OutgoingCard, SendOutcome } from '../../src/deps.js';
import { listDeliveries, planDelivery } from '../../src/jobs/deliveries.js';
import type { Delivery, Drawn, Job, JobRun, PlannedDelivery } from '../../src/jobs/delivery.js';
import { weekOf } from '../../src/jobs/schedule.js';
import { type Carrier, sweepDeliveries } from '../../src/jobs/sending.js';
import { timetableOf } from '../../src/programmes/timetable.js';
import type { Store } from '../../src/storage/store.js';
import { createWorld, PROGRAMME, testPlan } from '../support/world.js';

export const WEEK = '2026-W48';
/** Thursday 26 November 2026: a working day, in allowed hours. */
export const NOON = '2026-11-26T12:00:00.000Z';

export interface Told {
  /** How each send ends. Default: sent. */
  send?: (message: OutgoingCard) => Promise<SendOutcome> | SendOutcome;
  wait?: () => Promise<Date | { used(): void; giveBack(): void }>;
  draw?: (deliveries: readonly Delivery[]) => Promise<Drawn> | Drawn;
  find?: Carrier['find'];
  ended?: Job['ended'];
  together?: string[];
  /** Puts something between the engine and the store. */
  wrap?: (store: Store) => Store;
}

/** A world at noon with nothing planned. */
export async function sweeping() {
  const world = await createWorld();
  world.at(NOON);
  const sent: string[] = [];
  const open = async (told: Told = {}): Promise<{ run: JobRun; jobs: Job[] }> => {
    const deps = {
      ...world.deps,
      store: told.wrap?.(world.deps.store) ?? world.deps.store,
      messenger: {
        ...world.deps.messenger,
        ...(told.wait && { wait: told.wait }),
        send: async (_to: unknown, message: OutgoingCard) => {
          sent.push(message.summary);
          return (await told.send?.(message)) ?? { outcome: 'sent' as const, activityId: `a-${sent.length}` };
        },
      },
    };
    const { programme } = testPlan;
    const known = await listDeliveries(world.deps, PROGRAMME, WEEK);
    const run: JobRun = {
      deps,
      programmeId: PROGRAMME,
      programme,
      now: deps.clock.now(),
      week: weekOf(timetableOf(programme), programme.zone, WEEK),
      known,
      plan: async (planned) => {
        const stored = await planDelivery(deps, PROGRAMME, WEEK, planned);
        if (!known.has(stored.id)) known.set(stored.id, stored);
      },
    };
    const draw = async (_run: JobRun, deliveries: readonly Delivery[]) =>
      (await told.draw?.(deliveries)) ?? {
        message: { card: {}, summary: deliveries.map(({ kind, about }) => `${kind} ${about}`).join(', ') },
      };
    const job: Job = {
      plan: async () => {},
      draws: { prompt: draw, notice: draw, fallback: draw },
      ...(told.together && { together: told.together }),
      ...(told.ended && { ended: told.ended }),
    };
    return { run, jobs: [job] };
  };
  return {
    world,
    /** Summaries of what was handed to Teams. */
    sent,
    at: world.at,
    plan: (planned: Partial<PlannedDelivery> = {}) =>
      planDelivery(world.deps, PROGRAMME, WEEK, { ...PROMPT, ...planned }),
    open,
    /** One look by a process that has just read the deliveries. */
    look: async (told: Told = {}) => {
      const { run, jobs } = await open(told);
      await sweep(run, jobs, told);
    },
    /** Deliveries as they are stored, by id. */
    stored: async () => {
      const found = await listDeliveries(world.deps, PROGRAMME, WEEK);
      return Object.fromEntries([...found].map(([id, { body }]) => [id, body]));
    },
  };
}

/** The sweep of a look that was opened before. */
export function sweep(run: JobRun, jobs: Job[], told: Told = {}): Promise<void> {
  const address = { conversationId: 'a:chat', serviceUrl: 'http://127.0.0.1:1/', tenantId: testPlan.tenantId };
  return sweepDeliveries(run, jobs, {
    find: told.find ?? (async () => ({ address })),
    shape: (_run, _delivery, message) => message,
  });
}

export const PROMPT: PlannedDelivery = {
  kind: 'prompt',
  about: 'WS2',
  memberId: 'lead2',
  place: 'personal',
  notBefore: '2026-11-26T11:50:00.000Z',
  until: '2026-11-27T09:30:00.000Z',
};
