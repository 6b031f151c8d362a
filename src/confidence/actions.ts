// What partners do with their confidence: score, and score again. What one could get wrong: a person scores for their own organisation only, and
// the newest score of any of its members stands.

import * as z from 'zod/v4';
import { ProductError } from '../errors.js';
import { workstreamName } from '../programmes/actor.js';
import { todayOf } from '../programmes/changing.js';
import { hasProblems, type Problems } from '../programmes/problems.js';
import { aboutOf } from '../records/draw-form.js';
import { checkFields, formOf, type Typed } from '../records/fields.js';
import type { Turn } from '../routes.js';
import { type Committed, commit, effectKey, type Head, readHead, recognise } from '../storage/ledger.js';
import { createNamed } from '../storage/new-record.js';
import { listAll } from '../storage/store.js';
import { type ScoreKey, scoreFields } from './fields.js';
import { checkWhy, partnerOf } from './rules.js';
import { type Confidence, confidenceRef, confidences, type Partner } from './schema.js';

export const ScoreForm = formOf(scoreFields).extend({
  programmeId: z.string().min(1).max(80),
  workstream: z.string().regex(/^WS\d{1,2}$/),
  /** The version of the score that the form was opened at; 0 while there is none. */
  opened: z.number().int().min(0),
  form: z.uuid(),
});
export type ScoreForm = z.infer<typeof ScoreForm>;

export type ScoreResult =
  | Committed<Confidence>
  | { outcome: 'refused'; head: Head<Confidence> | undefined; problems: Problems<Typed<ScoreKey>> };

/** Saves a partner's score. Throws FORBIDDEN for whoever speaks for no partner, UNKNOWN for a workstream there is not, and the store's codes. */
export async function score(turn: Turn, form: ScoreForm): Promise<ScoreResult> {
  const { deps, actor } = turn;
  const partner = requirePartner(turn, form.workstream);
  const ref = confidenceRef(form.workstream, partner);
  const fields = { score: form.score, why: form.why };
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { ...fields, workstream: form.workstream });
  const head = await readHead(deps, confidences, actor.programmeId, ref);
  if (!head && form.opened > 0) throw new ProductError('MALFORMED', `${ref} has no version ${form.opened}`);
  const known = head && (await recognise(deps, actor.programmeId, head.body, form.opened, effect));
  if (known) return known;
  const { typed, problems } = checkFields(scoreFields, fields, aboutOf(turn));
  checkWhy(typed, problems);
  if (hasProblems(problems)) return { outcome: 'refused', head: head?.body, problems };
  const change = { by: actor.member.id, did: 'confidence.score', effect };
  const state: Confidence = {
    workstream: form.workstream,
    partner,
    score: Number(typed.score),
    why: typed.why,
    scoredBy: actor.member.id,
    scoredOn: todayOf(turn),
  };
  return head
    ? commit(deps, confidences, actor.programmeId, head, change, state)
    : createNamed(deps, confidences, actor.programmeId, ref, change, state);
}

/** The partner this person speaks for. Throws FORBIDDEN, and UNKNOWN for a workstream there is not. */
export function requirePartner({ actor }: Pick<Turn, 'actor'>, workstream: string): Partner {
  if (!actor.programme.workstreams.some(({ id }) => id === workstream))
    throw new ProductError('UNKNOWN', `there is no workstream ${workstream}`, {
      advice: `This programme has no workstream ${workstream}.`,
    });
  const partner = partnerOf(actor.member);
  if (partner) return partner;
  throw new ProductError('FORBIDDEN', 'they speak for no partner', {
    advice: `How sure a partner is of ${workstreamName(actor.programme, workstream)} is scored by members of the LA, the ICB, NHS providers, schools and trusts, and the PCF.`,
  });
}

/** Every score of the programme, in no order. One query. */
export async function listScores(turn: Pick<Turn, 'deps' | 'actor'>): Promise<Head<Confidence>[]> {
  const found = await listAll<Head<Confidence>>(turn.deps.store, ['confidence'], turn.actor.programmeId);
  return found.map((stored) => stored.body);
}
