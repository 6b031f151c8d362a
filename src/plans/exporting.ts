// A programme's plan as the rows of its workbook. Pure. What one could get wrong: what is written here and put in again must change nothing, so every
// value is written as the columns read it.

import { sayStatus } from '../milestones/rules.js';
import type { Milestone } from '../milestones/schema.js';
import type { Member } from '../programmes/schema.js';
import type { Risk } from '../risks/schema.js';
import type { Present } from './checking.js';
import type { PlanRows } from './workbook.js';

/** Every sheet's rows as the programme stands. */
export function rowsOf({ id, programme, milestones, risks, contacts }: Present): PlanRows {
  const { name, localArea, zone, tolerances, scoring } = programme;
  return {
    programme: [{ id, name, localArea, zone, ...tolerances, ...scoring }],
    workstreams: programme.workstreams.map((workstream) => ({ ref: workstream.id, name: workstream.name })),
    people: programme.members.map((member) => personRow(member, contacts.get(member.id) ?? '')),
    meetings: [
      ...programme.boards.map(({ on }) => ({ what: 'Board', on })),
      ...programme.returns.map(({ dueOn }) => ({ what: 'Return', on: dueOn })),
    ],
    milestones: [...milestones].map(([ref, milestone]) => milestoneRow(ref, milestone)),
    risks: [...risks].map(([ref, risk]) => riskRow(ref, risk)),
  };
}

function personRow({ id, name, organisation, roles, leads, deputy, signsAs }: Member, contact: string) {
  return { name, ref: id, contact, organisation, roles, leads, deputy: deputy ?? '', signsAs: signsAs ?? '' };
}

function milestoneRow(ref: string, milestone: Milestone) {
  const { title, workstream, ownerId, baselineOn, external, dependsOn = [], gate, dateSource } = milestone;
  const { stated, forecastOn, actualOn, evidenceUrl, commentary } = milestone;
  return {
    ref,
    title,
    workstream,
    owner: ownerId,
    baselineOn,
    external,
    dependsOn,
    gate,
    dateSource,
    // Until somebody reports, the forecast is the baseline, and nobody said so.
    forecastOn: stated === null && forecastOn === baselineOn ? '' : forecastOn,
    stated: stated === null ? '' : sayStatus(stated),
    actualOn: actualOn ?? '',
    evidenceUrl,
    commentary,
  };
}

function riskRow(ref: string, risk: Risk) {
  const { cause, event, consequence, category, workstream, ownerId, proximity, response, reviewOn } = risk;
  const { inherent, residual, target, milestones, withheldReason } = risk;
  return {
    ref,
    cause,
    event,
    consequence,
    category,
    workstream,
    owner: ownerId,
    inherentLikelihood: inherent.likelihood,
    inherentImpact: inherent.impact,
    residualLikelihood: residual.likelihood,
    residualImpact: residual.impact,
    targetLikelihood: target.likelihood,
    targetImpact: target.impact,
    proximity,
    response,
    reviewOn,
    milestones,
    withheldReason,
  };
}
