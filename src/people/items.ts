// What hangs on a person: the open things that are theirs, and giving them to somebody else. What one could get wrong: a risk's actions have owners of
// their own; each record is changed once, with the person who gets it told.

import { heldAction, isOpen } from '../agreed-actions/rules.js';
import { type AgreedAction, agreedActions } from '../agreed-actions/schema.js';
import type { Deps } from '../deps.js';
import { heldMilestone } from '../milestones/rules.js';
import { type Milestone, milestones } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import { type Holdings, owesTelling } from '../programmes/owning.js';
import { heldQuestion, isUnanswered } from '../questions/rules.js';
import { type Question, questions } from '../questions/schema.js';
import { mayRead } from '../records/may-read.js';
import { heldIssue, heldRisk, isLive } from '../risks/rules.js';
import { type Issue, issues, type Risk, risks } from '../risks/schema.js';
import type { Turn } from '../routes.js';
import type { Entry, RecordType } from '../storage/entry.js';
import { commit, type Head, type StoredHead } from '../storage/ledger.js';
import { listAll } from '../storage/store.js';

/** An open thing that is somebody's. */
export interface Item {
  ref: string;
  /** A person's words. */
  title: string;
}

/** How one kind of record is somebody's, and somebody else's instead. */
interface Owned<S> {
  type: RecordType<S>;
  holdings: Holdings<S>;
  title(state: S): string;
  /** Whether anything open of it is theirs. */
  isTheirs(state: S, memberId: string): boolean;
  given(state: S, from: string, to: string): S;
}

const milestone: Owned<Milestone> = {
  type: milestones,
  holdings: heldMilestone,
  title: ({ title }) => title,
  isTheirs: ({ ownerId, actualOn }, id) => actualOn === null && ownerId === id,
  given: (state, _, ownerId) => ({ ...state, ownerId }),
};
const risk: Owned<Risk> = {
  type: risks,
  holdings: heldRisk,
  title: ({ event }) => event,
  isTheirs: (state, id) =>
    isLive(state) && (state.ownerId === id || state.actions.some((one) => one.doneOn === null && one.ownerId === id)),
  given: (state, from, to) => ({
    ...state,
    ownerId: state.ownerId === from ? to : state.ownerId,
    actions: state.actions.map((one) => (one.doneOn === null && one.ownerId === from ? { ...one, ownerId: to } : one)),
  }),
};
const issue: Owned<Issue> = {
  type: issues,
  holdings: heldIssue,
  title: ({ event }) => event,
  isTheirs: ({ ownerId, state }, id) => state === 'open' && ownerId === id,
  given: (state, _, ownerId) => ({ ...state, ownerId }),
};
const action: Owned<AgreedAction> = {
  type: agreedActions,
  holdings: heldAction,
  title: ({ what }) => what,
  isTheirs: (state, id) => isOpen(state) && state.ownerId === id,
  given: (state, _, ownerId) => ({ ...state, ownerId }),
};
const question: Owned<Question> = {
  type: questions,
  holdings: heldQuestion,
  title: ({ text }) => text,
  isTheirs: (state, id) => isUnanswered(state) && state.ownerId === id,
  given: (state, _, ownerId) => ({ ...state, ownerId }),
};
const OWNED = [milestone, risk, issue, action, question] as unknown as readonly Owned<unknown>[];

/** Everything open that is a person's, by reference; what whoever asks may not read has no words. One query. */
export async function listItems({ deps, actor }: Pick<Turn, 'deps' | 'actor'>, memberId: string): Promise<Item[]> {
  const found = await findHeads(deps, actor.programmeId, memberId);
  const readable = ({ kind, state }: Entry<unknown>) => mayRead(actor, 'personal', kind as 'milestone', state);
  return found
    .map(({ owned, head: { body } }) => ({
      ref: body.newest.ref,
      title: readable(body.newest) ? owned.title(body.newest.state) : 'Not everybody reads it',
    }))
    .sort((a, b) => compareNumbered(a.ref, b.ref));
}

/** Gives everything open of one person to another. Gives how many records changed. Safe to repeat. */
export async function giveItems(
  deps: Deps,
  programmeId: string,
  { from, to, by, effect }: { from: string; to: string; by: string; effect: string },
): Promise<number> {
  const found = await findHeads(deps, programmeId, from);
  for (const { owned, head } of found) {
    const { ref, state } = head.body.newest;
    const next = owned.given(state, from, to);
    const owes = owesTelling(owned.holdings, by, state, next);
    const change = { by, did: 'people.give-items', effect: `${effect}/${ref}`, ...(owes.length > 0 && { owes }) };
    // Somebody who changed it in this moment comes first; doing it again gives what is left.
    await commit(deps, owned.type, programmeId, head, change, next);
  }
  return found.length;
}

async function findHeads(deps: Deps, programmeId: string, memberId: string) {
  const kinds = OWNED.map(({ type }) => type.kind);
  const heads = await listAll<Head<unknown>>(deps.store, kinds, programmeId);
  return heads.flatMap((head) => {
    const owned = OWNED.find(({ type }) => type.kind === head.kind);
    return owned?.isTheirs(head.body.newest.state, memberId) ? [{ owned, head: head as StoredHead<unknown> }] : [];
  });
}
