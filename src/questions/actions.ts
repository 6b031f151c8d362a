// What people do with questions: ask one, and list those they may read. What one could get wrong: rights are asked first, and a form is recognised
// before it is checked, so that a second delivery gets its first answer on any later day.

import { ProductError } from '../errors.js';
import { todayOf } from '../programmes/changing.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
import { isOnlyObserver } from '../programmes/rights.js';
import { readableTo, requireMayRead } from '../records/may-read.js';
import { readRecord } from '../records/read-record.js';
import type { Turn } from '../routes.js';
import { type Committed, effectKey, type Head, requireHead } from '../storage/ledger.js';
import { createRecord, recogniseNew } from '../storage/new-record.js';
import { type Kind, listAll } from '../storage/store.js';
import { AskFields, type AskForm } from './forms.js';
import { checkAsk, heldQuestion } from './rules.js';
import { type Question, questions } from './schema.js';

export type AskResult = Committed<Question> | { outcome: 'refused'; problems: Problems<AskFields> };

/** Puts a question to a person, once per form; they are told at once. Throws FORBIDDEN for observers, and the store's codes. */
export async function askQuestion(turn: Turn, form: AskForm): Promise<AskResult> {
  const { deps, actor } = turn;
  requireMayAsk(turn);
  const fields = AskFields.parse(form);
  const { about } = form;
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { fields, about });
  const checked = checkAsk(fields, actor.programme, todayOf(turn));
  if ('problems' in checked) {
    const known = await recogniseNew(deps, questions, actor.programmeId, effect);
    return known ?? { outcome: 'refused', problems: checked.problems };
  }
  const state: Question = {
    ...checked.ok,
    about: about ?? null,
    askedBy: actor.member.id,
    askedOn: todayOf(turn),
    answer: '',
    answeredBy: null,
    answeredOn: null,
  };
  const owes = owesTelling(heldQuestion, actor.member.id, undefined, state);
  const change = { by: actor.member.id, did: 'questions.ask', effect, owes };
  return createRecord(deps, questions, actor.programmeId, change, () => state);
}

/** Throws FORBIDDEN unless this person may ask. */
export function requireMayAsk({ actor }: Pick<Turn, 'actor'>): void {
  if (!isOnlyObserver(actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers ask no questions here', {
    advice: 'As an observer you read this programme. Ask the programme office what you want to know.',
  });
}

/** One question that this person may read. Throws UNKNOWN and FORBIDDEN. */
export async function requireQuestion(turn: Turn, ref: string): Promise<Head<Question>> {
  const head = (await requireHead(turn.deps, questions, turn.actor.programmeId, ref)).body;
  requireMayRead(turn, 'question', ref, head.newest.state);
  return head;
}

/** Every question that this person may read where they ask, in no order. One query. */
export async function listQuestions(turn: Turn): Promise<Head<Question>[]> {
  const found = await listAll<Head<Question>>(turn.deps.store, ['question'], turn.actor.programmeId);
  return readableTo(
    turn,
    found.map(({ body }) => body),
  );
}

/** What a question may be about, by the letter of its reference. */
const KINDS: Record<string, Kind> = {
  M: 'milestone',
  R: 'risk',
  I: 'issue',
  D: 'decision',
  A: 'action',
  C: 'change-request',
};

/** The record that is asked about: what it is called and whose it is; undefined when there is none. Throws FORBIDDEN for one they may not read. */
export async function readAsked(turn: Turn, about: string): Promise<{ title: string; ownerId: string } | undefined> {
  const kind = KINDS[about.charAt(0)];
  const head = kind && (await readRecord<Record<string, unknown>>(turn, kind, about));
  if (!head) return undefined;
  const { state } = head.newest;
  const [title, ownerId] = [
    state.title ?? state.event ?? state.what ?? state.text ?? state.reason,
    state.ownerId ?? state.askedBy ?? state.requestedBy,
  ];
  return { title: String(title ?? about), ownerId: String(ownerId ?? '') };
}
