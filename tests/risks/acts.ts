// What people do with risks, as tests say it. Pitfall: these are the product's own forms, saved without their cards.
import { checkFields } from '../../src/records/fields.js';
import { raised } from '../../src/risks/checks.js';
import { type RaiseKey, raiseFields } from '../../src/risks/fields.js';
import {
  accepting,
  addingAction,
  closing,
  escalating,
  happening,
  raising,
  reassessing,
  resolving,
} from '../../src/risks/forms.js';
import { openIssueNow } from '../../src/risks/issues.js';
import type { Risk } from '../../src/risks/schema.js';
import { testPlan } from '../support/world.js';
import { type RaiseForm, raiseForm } from './forms.js';

export const raiseRisk = raising.make;
export const reassess = reassessing.save;
export const addAction = addingAction.save;
export const escalate = escalating.save;
export const accept = accepting.save;
export const close = closing.save;
export const resolveIssue = resolving.save;

/** Says that a risk has happened, and names its issue when that could be made at once. */
export async function markHappened(
  turn: Parameters<typeof happening.save>[0],
  form: Parameters<typeof happening.save>[1],
) {
  const result = await happening.save(turn, form);
  if (result.outcome !== 'saved' && result.outcome !== 'already') return result;
  const issue = await openIssueNow(turn.deps, turn.actor.programmeId, result.entry);
  return { ...result, ...(issue && { issue }) };
}

export const about = { programme: testPlan.programme, today: '2026-11-26', by: 'lead2' };

/** The risk that a form describes, or what is wrong with it. */
export function checkRaise(
  more: Partial<RaiseForm> = {},
  by = about,
): { ok: Risk } | { problems: Record<string, string> } {
  const { typed, problems } = checkFields<Risk, RaiseKey>(raiseFields, raiseForm(more), by);
  const ok = raised(typed, by, problems);
  const said = Object.entries(problems).filter((pair): pair is [RaiseKey, string] => pair[1] !== undefined);
  return said.length > 0 ? { problems: Object.fromEntries(said) } : { ok };
}
