// What people can type and press about partners' confidence. What one could get wrong: which partner a person speaks for follows from the member
// looked up on every action, never from the card.

import * as z from 'zod/v4';
import { showConflict } from '../programmes/conflict.js';
import { showHistory } from '../programmes/history.js';
import type { Problems } from '../programmes/problems.js';
import { aboutOf } from '../records/draw-form.js';
import { conflictRows, type Typed } from '../records/fields.js';
import { type Answer, type Command, capture, defineVerb, type Opening, type Turn, type Verb } from '../routes.js';
import { readHead, requireHead } from '../storage/ledger.js';
import { listScores, requirePartner, ScoreForm, score } from './actions.js';
import { type ScoreKey, scoreFields } from './fields.js';
import { partnerOf } from './rules.js';
import { confidenceRef, confidences } from './schema.js';
import { confidenceTelling, scoredAnswer, scoreForm, spreadDetail, spreadList, toScore } from './views.js';

const { programmeId, workstream } = ScoreForm.shape;
/** A workstream, under the name by which every card opens what it lists. */
const Which = z.object({ programmeId, ref: workstream });
const ConfidenceRef = z.string().regex(/^WS\d{1,2}-[A-Z]{2,3}$/);

export const confidenceCommands: Command[] = [
  {
    name: 'confidence',
    help: 'See how sure each partner is, widest spread first; or confidence WS4',
    matches: (text) => capture(/^confidence(?:\s+(?:in\s+|of\s+|by\s+partner)?(?<workstream>ws\d{1,2})?)?$/i, text),
    offeredTo: () => true,
    audience: 'everyone',
    run: async (turn, { workstream: id }) =>
      id ? spreadDetail(turn, await listScores(turn), id.toUpperCase()) : spreadList(turn, await listScores(turn), 1),
  },
  {
    name: 'score WS4',
    help: 'Say how sure your organisation is of a workstream',
    matches: (text) => capture(/^score(?:\s+(?<workstream>ws\d{1,2}))?$/i, text),
    offeredTo: (member) => partnerOf(member) !== undefined,
    audience: 'me',
    opens: ({ workstream: id }): Opening =>
      id
        ? {
            verb: 'confidence.open-score',
            fields: { workstream: id.toUpperCase() },
            label: `Score ${id.toUpperCase()}`,
          }
        : { verb: 'confidence.list-mine', fields: {}, label: 'Score' },
    run: async (turn, { workstream: id }) =>
      id ? openScore(turn, { workstream: id.toUpperCase() }) : toScore(turn, await listScores(turn)),
  },
];

export const confidenceVerbs: Verb[] = [
  defineVerb(
    'confidence.list',
    z.object({ programmeId, page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    async (turn, form) => spreadList(turn, await listScores(turn), form.page),
  ),
  defineVerb('confidence.list-mine', z.object({ programmeId }), async (turn) => toScore(turn, await listScores(turn))),
  defineVerb('confidence.show', Which, async (turn, form) => spreadDetail(turn, await listScores(turn), form.ref)),
  defineVerb('confidence.show-history', z.object({ programmeId, ref: ConfidenceRef }), async (turn, form) =>
    showHistory(
      turn,
      (await requireHead(turn.deps, confidences, turn.actor.programmeId, form.ref)).body,
      confidenceTelling,
    ),
  ),
  defineVerb(
    'confidence.open-score',
    ScoreForm.partial().extend({ programmeId, workstream }),
    (turn, form) => openScore(turn, form),
    openScore,
  ),
  defineVerb('confidence.score', ScoreForm, save, openScore),
];

async function openScore(
  turn: Turn,
  sent: { workstream: string } & Partial<ScoreForm>,
  problems: Problems<Typed<ScoreKey>> = {},
): Promise<Answer> {
  const partner = requirePartner(turn, sent.workstream);
  const ref = confidenceRef(sent.workstream, partner);
  const head = (await readHead(turn.deps, confidences, turn.actor.programmeId, ref))?.body;
  const { form, opened } = sent;
  if (form === undefined || opened === undefined) return scoreForm(turn, sent.workstream, head);
  const fields = { score: sent.score ?? '', why: sent.why ?? '' };
  return scoreForm(turn, sent.workstream, head, { fields, problems, form, opened });
}

async function save(turn: Turn, form: ScoreForm): Promise<Answer> {
  const result = await score(turn, form);
  if (result.outcome === 'refused') return openScore(turn, form, result.problems);
  if (result.outcome !== 'conflict') return scoredAnswer(turn, result.entry);
  const { state } = result.theirs;
  return showConflict(turn, {
    feature: 'confidence',
    title: `${state.partner} on ${state.workstream}`,
    theirs: result.theirs,
    rows: conflictRows(scoreFields, state, { score: form.score, why: form.why }, aboutOf(turn)),
    keep: { verb: 'confidence.show', data: { ref: state.workstream } },
    saveVerb: 'confidence.score',
    reopenVerb: 'confidence.open-score',
    form,
  });
}
