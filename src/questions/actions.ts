// What people do with questions: ask one, and list those they may read. What one could get wrong: rights are asked first, and a form is recognised
// before it is checked, so that a second delivery gets its first answer on any later day.

import { ProductError } from '../errors.js';
import { todayOf } from '../programmes/changing.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
import { isOnlyObserver } from '../programmes/rights.js';
import type { Turn } from '../routes.js';
import { type Committed, effectKey, type Head, requireHead } from '../storage/ledger.js';
import { createRecord, recogniseNew } from '../storage/new-record.js';
import { type Kind, listAll } from '../storage/store.js';
import { AskFields, type AskForm } from './forms.js';
import { checkAsk, heldQuestion, mayRead } from './rules.js';
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

/** Throws FORBIDDEN unless this person may read the question. */
export function requireMayRead({ actor }: Pick<Turn, 'actor'>, ref: string, question: Question): void {
  if (mayRead(actor.programme, actor.member, question)) return;
  throw new ProductError('FORBIDDEN', `${ref} is not theirs to read`, {
    advice: `${ref} is read by whoever asked it, whoever is asked, Board chairs and the programme office.`,
  });
}

/** One question that this person may read. Throws UNKNOWN and FORBIDDEN. */
export async function requireQuestion(turn: Turn, ref: string): Promise<Head<Question>> {
  const head = (await requireHead(turn.deps, questions, turn.actor.programmeId, ref)).body;
  requireMayRead(turn, ref, head.newest.state);
  return head;
}

/** Every question that this person may read, in no order. One query. */
export async function listQuestions(turn: Pick<Turn, 'deps' | 'actor'>): Promise<Head<Question>[]> {
  const { programme, programmeId, member } = turn.actor;
  const found = await listAll<Head<Question>>(turn.deps.store, ['question'], programmeId);
  return found.map(({ body }) => body).filter(({ newest: { state } }) => mayRead(programme, member, state));
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

/** The record that is asked about: what it is called and whose it is; undefined when there is none. One read. */
export async function readAsked(
  { deps, actor }: Pick<Turn, 'deps' | 'actor'>,
  about: string,
): Promise<{ title: string; ownerId: string } | undefined> {
  const kind = KINDS[about.charAt(0)];
  if (!kind) return undefined;
  const head = (await deps.store.read<Head<Record<string, unknown>>>(kind, actor.programmeId, about))?.body;
  const state = head?.newest.state;
  if (!state) return undefined;
  const [title, ownerId] = [
    state.title ?? state.event ?? state.what ?? state.text ?? state.reason,
    state.ownerId ?? state.askedBy ?? state.requestedBy,
  ];
  return { title: String(title ?? about), ownerId: String(ownerId ?? '') };
}
