// Forms about risks as a person would send them, with what a test wants to be otherwise. What one could get wrong: every
// call is a new form with an id of its own; keep one in a variable to send it twice.
import { randomUUID } from 'node:crypto';
import type { Typed } from '../../src/records/fields.js';
import type { RaiseKey, ReassessKey } from '../../src/risks/fields.js';
import { PROGRAMME } from '../support/world.js';

type Sent = { programmeId: string; ref: string; opened: number; form: string };
export type RaiseForm = Omit<Sent, 'ref' | 'opened'> & Typed<RaiseKey>;
type ReassessForm = Sent & Typed<ReassessKey>;
type ActionForm = Sent & Typed<'what' | 'ownerId' | 'dueOn'>;
type EscalateForm = Sent & Typed<'escalateTo' | 'reason'>;
type ReasonForm = Sent & Typed<'reason' | 'happenedOn'>;

const assessed = {
  inherentLikelihood: '4',
  inherentImpact: '4',
  residualLikelihood: '3',
  residualImpact: '4',
  targetLikelihood: '2',
  targetImpact: '3',
  proximity: 'this quarter',
  response: 'treat',
  ownerId: 'owner',
  reviewOn: '2026-12-17',
  escalateTo: 'none',
  escalationReason: '',
  milestones: '',
};

/** A risk of 12 in WS2, owned by the milestone owner. */
export function raiseForm(more: Partial<RaiseForm> = {}): RaiseForm {
  return {
    programmeId: PROGRAMME,
    form: randomUUID(),
    cause: 'few therapists in the region',
    event: 'posts stay unfilled',
    consequence: 'the offer comes late',
    category: 'workforce capacity',
    workstream: 'WS2',
    ...assessed,
    ...more,
  };
}

const record = (opened: number) => ({ programmeId: PROGRAMME, ref: 'R01', opened, form: randomUUID() });

/** R01 as it was raised, said again. */
export function reassessForm(opened: number, more: Partial<ReassessForm> = {}): ReassessForm {
  return { ...record(opened), ...assessed, commentary: 'Nothing has moved.', ...more };
}

export function actionForm(opened: number, more: Partial<ActionForm> = {}): ActionForm {
  return { ...record(opened), what: 'Ask the universities', ownerId: 'member', dueOn: '2026-12-11', ...more };
}

export function escalateForm(opened: number, more: Partial<EscalateForm> = {}): EscalateForm {
  return { ...record(opened), escalateTo: 'Board', reason: 'Agree agency rates until March', ...more };
}

export function reasonForm(opened: number, more: Partial<ReasonForm> = {}): ReasonForm {
  return { ...record(opened), reason: 'Both posts were filled.', happenedOn: '2026-11-25', ...more };
}
