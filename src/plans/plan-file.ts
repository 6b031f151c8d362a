// A plan file: a programme with its people, milestones, risks and figures, checked whole and loaded as ledger entries. What one
// could get wrong: loading is safe to repeat; what exists already is left as people have made it since.

import * as z from 'zod/v4';
import { DAY_RULE, isDay, isGiveable } from '../calendar.js';
import type { Deps } from '../deps.js';
import { isError } from '../errors.js';
import { PlannedYear } from '../finance/planned.js';
import { financeYears } from '../finance/schema.js';
import { findInFields, kindsIn } from '../guard/fields.js';
import { sayKinds } from '../guard/kinds.js';
import { kpis, PlannedKpi, plannedKpi } from '../kpis/schema.js';
import { problemOfWaiting } from '../milestones/checks.js';
import { Milestone, milestones, openingMilestone } from '../milestones/schema.js';
import { readProgramme } from '../programmes/actor.js';
import { enrol, listContacts } from '../programmes/directory.js';
import { registerProgramme } from '../programmes/registration.js';
import { PROGRAMME_REF, Programme, programmes } from '../programmes/schema.js';
import { PlannedRisk, plannedRisk, risks } from '../risks/schema.js';
import type { RecordType } from '../storage/entry.js';
import { createHead, effectKey } from '../storage/ledger.js';
import { reserveNumbers } from '../storage/new-record.js';

export const PlannedMilestone = z.object({
  ref: z.string().regex(/^M\d{1,5}$/),
  title: Milestone.shape.title,
  workstream: z.string(),
  ownerId: z.string(),
  baselineOn: Milestone.shape.baselineOn,
  dateSource: Milestone.shape.dateSource,
  external: z.boolean().default(false),
  /** The external milestones it waits for. */
  dependsOn: z.array(z.string()).optional(),
  gate: Milestone.shape.gate.default('none'),
});

export const Plan = z
  .object({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    tenantId: z.uuid(),
    // Where cards are posted is said in Teams, by the programme office, in the place itself.
    programme: Programme.omit({ places: true }),
    /** Which member each Entra object id is. */
    people: z.array(z.object({ objectId: z.uuid(), memberId: z.string() })),
    milestones: z.array(PlannedMilestone),
    risks: z.array(PlannedRisk),
    /** Financial years with the figures known when the plan was made. */
    finance: z.array(PlannedYear).optional(),
    /** What the plan measures itself by. */
    kpis: z.array(PlannedKpi).optional(),
  })
  .superRefine((plan, issues) => {
    const members = new Set(plan.programme.members.map((member) => member.id));
    const workstreams = new Set(plan.programme.workstreams.map((workstream) => workstream.id));
    const fault = (message: string, ...path: (string | number)[]) => issues.addIssue({ code: 'custom', message, path });
    for (const list of ['milestones', 'risks'] as const) {
      const refs = new Set<string>();
      for (const [n, item] of plan[list].entries()) {
        if (refs.has(item.ref)) fault(`${item.ref} is there twice.`, list, n, 'ref');
        refs.add(item.ref);
        for (const [path, found] of Object.entries(findInFields(item)))
          fault(
            `${item.ref} seems to hold ${sayKinds(kindsIn({ path: found }))}. Take it out.`,
            list,
            n,
            ...path.split('.'),
          );
        if (!members.has(item.ownerId))
          fault(`${item.ref} is owned by ${item.ownerId}, who is not a member.`, list, n, 'ownerId');
        if (!workstreams.has(item.workstream))
          fault(`${item.ref} is in ${item.workstream}, which is not a workstream.`, list, n, 'workstream');
      }
    }
    const external = new Set(plan.milestones.filter((one) => one.external).map(({ ref }) => ref));
    for (const [n, { ref, dependsOn = [] }] of plan.milestones.entries()) {
      const problem = problemOfWaiting(ref, dependsOn, (other) => external.has(other));
      if (problem !== undefined) fault(`${ref}: ${problem}`, 'milestones', n, 'dependsOn');
    }
    for (const [n, kpi] of (plan.kpis ?? []).entries()) {
      if (plan.kpis?.findIndex((one) => one.ref === kpi.ref) !== n)
        fault(`${kpi.ref} is there twice.`, 'kpis', n, 'ref');
      if (!workstreams.has(kpi.workstream))
        fault(`${kpi.ref} is in ${kpi.workstream}, which is not a workstream.`, 'kpis', n, 'workstream');
      for (const [path, found] of Object.entries(findInFields(kpi)))
        fault(`${kpi.ref} seems to hold ${sayKinds(kindsIn({ path: found }))}. Take it out.`, 'kpis', n, path);
    }
    for (const [n, { ref, state }] of (plan.finance ?? []).entries()) {
      if (plan.finance?.findIndex((one) => one.ref === ref) !== n)
        fault(`${ref} is there twice.`, 'finance', n, 'year');
      for (const [path, found] of Object.entries(findInFields(state)))
        fault(`${ref} seems to hold ${sayKinds(kindsIn({ path: found }))}. Take it out.`, 'finance', n, path);
    }
    for (const [path, found] of Object.entries(findInFields(plan.programme)))
      fault(
        `The programme seems to hold ${sayKinds(kindsIn({ path: found }))}. Take it out.`,
        'programme',
        ...path.split('.'),
      );
    for (const [n, person] of plan.people.entries()) {
      if (!members.has(person.memberId)) fault(`${person.memberId} is not a member.`, 'people', n, 'memberId');
      const first = plan.people.find(({ objectId }) => objectId.toLowerCase() === person.objectId.toLowerCase());
      if (first && first !== person) fault(`This account is ${first.memberId}’s already.`, 'people', n, 'objectId');
    }
    for (const path of findBeyond(plan)) fault(DAY_RULE, ...path);
    if (!plan.programme.members.some((member) => member.roles.includes('programme office')))
      fault('Somebody must be the programme office.', 'programme', 'members');
  });
export type Plan = z.infer<typeof Plan>;

/** Where in a plan a day stands that nobody may give. */
function findBeyond(part: unknown, path: string[] = []): string[][] {
  if (typeof part === 'string') return isDay(part) && !isGiveable(part) ? [path] : [];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => findBeyond(value, [...path, key]));
}

/** How much of a plan was new. */
export interface Loaded {
  created: number;
  known: number;
}

/** Loads a plan in the name of a member (`by`; absent: the programme office): creates what is missing, leaves what exists. The programme itself comes last, so that a half-loaded plan has no members yet. */
export async function loadPlan(deps: Deps, plan: Plan, by?: string): Promise<Loaded> {
  const loaded: Loaded = { created: 0, known: 0 };
  const office = plan.programme.members.find((member) => member.roles.includes('programme office'));
  const load = async <S>(type: RecordType<S>, ref: string, state: S) => {
    const effect = effectKey(`plan:${ref}`, plan.tenantId, plan.id, state);
    const change = { by: by ?? office?.id ?? plan.id, did: 'programmes.load-plan', effect };
    try {
      await createHead(deps, type, plan.id, ref, change, state);
      loaded.created += 1;
    } catch (error) {
      if (!isError(error, 'TAKEN')) throw error;
      loaded.known += 1;
    }
  };
  for (const { ref, ...planned } of plan.milestones) await load(milestones, ref, openingMilestone(planned));
  for (const { ref, ...planned } of plan.risks) await load(risks, ref, plannedRisk(planned));
  for (const { ref, state } of plan.finance ?? []) await load(financeYears, ref, state);
  for (const { ref, ...planned } of plan.kpis ?? []) await load(kpis, ref, plannedKpi(planned));
  await reserveNumbers(deps, milestones, plan.id, highest(plan.milestones));
  await reserveNumbers(deps, risks, plan.id, highest(plan.risks));
  await reserveNumbers(deps, kpis, plan.id, highest(plan.kpis ?? []));
  await enrolPlanned(deps, plan);
  await load(programmes, PROGRAMME_REF, plan.programme);
  await registerProgramme(deps, plan.id, plan.tenantId);
  return loaded;
}

/** A plan that is loaded again, as at every start, brings back neither who has left nor an account that another one took the place of. */
async function enrolPlanned(deps: Deps, { id, tenantId, people }: Plan): Promise<void> {
  const present = await readProgramme(deps, id);
  const members = present?.body.newest.state.members;
  const { emails, objectIds } = await listContacts(deps, tenantId, id);
  for (const { objectId, memberId } of people) {
    const isKnown = emails.has(memberId) || objectIds.has(memberId);
    if (members && (isKnown || !members.some((member) => member.id === memberId))) continue;
    await enrol(deps, tenantId, id, objectId.toLowerCase(), memberId);
  }
}

function highest(items: readonly { ref: string }[]): number {
  return Math.max(0, ...items.map((item) => Number(item.ref.slice(1))));
}
