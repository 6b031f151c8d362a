// A programme that asks very many people at once, each in a chat of their own. What one could get wrong: they lead the few
// workstreams together, so each is asked once, and one answer would do for all of a workstream.

import type { Deps } from '../../src/deps.js';
import type { Plan } from '../../src/plans/plan-file.js';
import { rememberPersonal } from '../../src/teams/conversations.js';
import { bindChannel } from './bind-channel.js';
import { testPlan } from './world.js';

/** A plan in which so many people lead a workstream, besides the members of the test plan, who lead none. */
export function planOfMany(people: number): Plan {
  const { programme } = testPlan;
  const leads = Array.from({ length: people }, (_, n) => ({
    id: `many${n}`,
    name: `Lead ${n}`,
    organisation: 'LA' as const,
    roles: ['workstream lead' as const],
    leads: [programme.workstreams[n % programme.workstreams.length]?.id ?? ''],
  }));
  return {
    ...testPlan,
    // Without Boards, before which others would be asked besides.
    programme: {
      ...programme,
      boards: [],
      members: [...programme.members.map((one) => ({ ...one, leads: [] })), ...leads],
    },
    people: [...testPlan.people, ...leads.map(({ id }, n) => ({ objectId: objectIdOf(n), memberId: id }))],
  };
}

/** The chat of the n-th of them. */
export function chatOf(n: number): string {
  return `a:${objectIdOf(n)}`;
}

/** Everybody has met the assistant, and it has a channel. */
export async function meetMany(deps: Deps, plan: Plan, serviceUrl: string): Promise<void> {
  const at = { serviceUrl, tenantId: plan.tenantId };
  await bindChannel(deps, { ...at, conversationId: '19:general@thread.tacv2' }, plan.id);
  for (const { objectId } of plan.people)
    await rememberPersonal(deps, objectId, { ...at, conversationId: `a:${objectId}` });
}

function objectIdOf(n: number): string {
  return `33333333-3333-4333-8333-${String(n).padStart(12, '0')}`;
}
