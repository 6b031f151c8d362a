// A small programme in memory for tests of actions: deps with a set clock and a recording messenger, and an actor for each
// member. What one could get wrong: every world has its own store, so tests never meet.

import { randomUUID } from 'node:crypto';
import type { Clock } from '../../src/clock.js';
import type { ConversationAddress, Deps, Messenger, OutgoingCard } from '../../src/deps.js';
import type { Log } from '../../src/log.js';
import { loadPlan, type Plan } from '../../src/plans/plan-file.js';
import { type Actor, requireActor } from '../../src/programmes/actor.js';
import type { Turn } from '../../src/routes.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import type { Store } from '../../src/storage/store.js';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const PROGRAMME = 'test-area';

export interface World {
  deps: Deps;
  /** Messages sent, oldest first. */
  sent: { to: ConversationAddress; message: OutgoingCard; updates?: string }[];
  /** Log lines, so that a test can say what the operator would find. */
  logged: { event: string; fields: Record<string, unknown> }[];
  at(instant: string): void;
  actor(memberId: string): Promise<Actor>;
  turn(memberId: string): Promise<Turn>;
  objectIdOf(memberId: string): string;
}

const MEMBERS = ['office', 'chair', 'lead1', 'lead2', 'deputy2', 'owner', 'member', 'observer'] as const;

/** A plan of two workstreams, four milestones and two risks. */
export const testPlan: Plan = {
  id: PROGRAMME,
  tenantId: TENANT,
  programme: {
    name: 'Test plan',
    localArea: 'Test area',
    zone: 'Europe/London',
    workstreams: [
      { id: 'WS1', name: 'Inclusive mainstream' },
      { id: 'WS2', name: 'Experts at Hand' },
    ],
    members: [
      { id: 'office', name: 'Programme office', organisation: 'LA', roles: ['programme office'], leads: [] },
      { id: 'chair', name: 'Board chair', organisation: 'LA', roles: ['board chair'], leads: [] },
      { id: 'lead1', name: 'WS1 lead', organisation: 'LA', roles: ['workstream lead'], leads: ['WS1'] },
      {
        id: 'lead2',
        name: 'WS2 lead',
        organisation: 'ICB',
        roles: ['workstream lead'],
        leads: ['WS2'],
        deputy: 'deputy2',
      },
      { id: 'deputy2', name: 'WS2 deputy', organisation: 'ICB', roles: ['member'], leads: [] },
      { id: 'owner', name: 'Milestone owner', organisation: 'PCF', roles: ['milestone owner'], leads: [] },
      { id: 'member', name: 'Member', organisation: 'schools and trusts', roles: ['member'], leads: [] },
      { id: 'observer', name: 'DfE adviser', organisation: 'DfE', roles: ['observer'], leads: [] },
    ],
    boards: [{ on: '2026-10-08' }, { on: '2026-12-03' }],
    returns: [{ dueOn: '2027-01-22' }],
    tolerances: { greenDays: 5, amberDays: 20 },
    scoring: { size: 5, mediumFrom: 5, highFrom: 15, appetite: 15 },
  },
  people: MEMBERS.map((memberId, n) => ({ objectId: `22222222-2222-4222-8222-22222222222${n}`, memberId })),
  milestones: [
    {
      ref: 'M01',
      title: 'Fund reaching schools',
      workstream: 'WS1',
      ownerId: 'lead1',
      baselineOn: '2026-09-30',
      dateSource: 'D',
      external: false,
      gate: 'none',
    },
    {
      ref: 'M02',
      title: 'Posts recruited',
      workstream: 'WS2',
      ownerId: 'owner',
      baselineOn: '2026-12-31',
      dateSource: 'D',
      external: false,
      gate: 'none',
    },
    {
      ref: 'M03',
      title: 'Offer defined',
      workstream: 'WS2',
      ownerId: 'lead2',
      baselineOn: '2027-03-31',
      dateSource: 'D',
      external: false,
      gate: 'none',
    },
    {
      ref: 'M04',
      title: 'New duty in force',
      workstream: 'WS1',
      ownerId: 'lead1',
      baselineOn: '2027-09-01',
      dateSource: 'D',
      external: true,
      gate: 'needs legislation',
    },
  ],
  risks: [],
};

/** A fresh world at Thursday 26 November 2026, 09:00 in London, on the embedded store in memory unless another is given. */
export async function createWorld(options: { plan?: Plan; store?: Store; clock?: Clock } = {}): Promise<World> {
  const plan = options.plan ?? testPlan;
  let now = new Date('2026-11-26T09:00:00.000Z');
  const sent: World['sent'] = [];
  const logged: World['logged'] = [];
  const messenger: Messenger = {
    send: async (to, message) => {
      sent.push({ to, message });
      return { outcome: 'sent', activityId: `sent-${sent.length}` };
    },
    update: async (to, activityId, message) => {
      sent.push({ to, message, updates: activityId });
      return { outcome: 'sent', activityId };
    },
  };
  const note = (event: string, fields = {}) => void logged.push({ event, fields });
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const store = options.store ?? (await openEmbeddedStore({ file: ':memory:', now: () => now }));
  const deps: Deps = { store, clock: options.clock ?? { now: () => now }, messenger, log };
  await loadPlan(deps, plan);
  const objectIdOf = (memberId: string) =>
    plan.people.find((person) => person.memberId === memberId)?.objectId ?? randomUUID();
  const actor = (memberId: string) => requireActor(deps, plan.tenantId, objectIdOf(memberId), plan.id);
  const address = { conversationId: 'a:test', serviceUrl: 'http://127.0.0.1:1/', tenantId: plan.tenantId };
  return {
    deps,
    sent,
    logged,
    at: (instant) => {
      now = new Date(instant);
    },
    actor,
    turn: async (memberId) => ({ deps, actor: await actor(memberId), origin: { where: 'personal', address } }),
    objectIdOf,
  };
}
