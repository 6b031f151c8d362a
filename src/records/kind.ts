// A kind of record, as one value: everything that every kind is asked for. Pitfall: what is written here of a kind is all that the product knows of it
// in general (references, show, history, withdrawal, who may read); a register adds its forms and lists, and nothing lists kinds by hand.

import { ProductError } from '../errors.js';
import { notice } from '../programmes/cards.js';
import { showHistory, type Telling, type TypedReason, withdrawForm } from '../programmes/history.js';
import type { Holdings } from '../programmes/owning.js';
import { WhichRecord } from '../programmes/schema.js';
import { WithdrawForm, withdrawEntry } from '../programmes/withdraw.js';
import type { Turn } from '../routes.js';
import { type Answer, type Command, capture, defineVerb, type Verb } from '../routes.js';
import type { Entry, RecordType } from '../storage/entry.js';
import { type Head, requireHead, type StoredHead } from '../storage/ledger.js';
import { requireMayReadWhole } from './read-record.js';

export interface Kind<S> {
  /** How the ledger keeps it: its name, letter, schema of texts and figures. */
  type: RecordType<S>;
  /** What its verbs begin with: `decisions`. */
  feature: string;
  /** What people call one: `decision`. */
  name: string;
  /** A reference as an example: `D03`. */
  example: string;
  title(state: S): string;
  holdings: Holdings<S>;
  telling(turn: Pick<Turn, 'actor'>): Telling<S>;
  /** The card that says what an entry did: to the person, and in the channel to everyone. */
  posted(turn: Pick<Turn, 'actor'>, entry: Entry<S>): Answer;
  /** One record, and what may be done. */
  detail(turn: Turn, head: Head<S>): Answer | Promise<Answer>;
  /** Whether it may still be changed at all. */
  takes(state: S): boolean;
  /** Throws FORBIDDEN, with whom to ask, unless this person may change it. */
  requireMayChange(turn: Turn, ref: string, state: S): void;
  /** Set where each reads their own, in private: it gets no card in the channel, and is opened there in a dialog. */
  private?: true;
  /** What to do when an entry can no longer be withdrawn. */
  tooLate: string;
  /** "is decided already", to follow its reference when it takes no change any more. */
  saySettled(state: S): { heading: string; sentence: string };
}

/** A record that this person may read here, to be changed. Throws UNKNOWN (no such record) and FORBIDDEN. */
export async function requireStored<S>(turn: Turn, kind: Kind<S>, ref: string): Promise<StoredHead<S>> {
  const head = await requireHead(turn.deps, kind.type, turn.actor.programmeId, ref);
  await requireMayReadWhole(turn, kind.type.kind, ref, head.body.newest.state);
  return head;
}

/** The same, to be shown. */
export async function requireRecord<S>(turn: Turn, kind: Kind<S>, ref: string): Promise<Head<S>> {
  return (await requireStored(turn, kind, ref)).body;
}

/** What people may type for kinds: `D03` opens one, `history D03` tells its history. */
export function kindCommands(...kinds: readonly Kind<never>[]): Command[] {
  return kinds.flatMap((kind) => commandsOf(kind as unknown as Kind<unknown>));
}

function commandsOf(kind: Kind<unknown>): Command[] {
  const { feature, name, example, type } = kind;
  const named = new RegExp(`^(?<ref>${type.prefix}\\d{1,5})$`, 'i');
  const told = new RegExp(`^history\\s+(?<ref>${type.prefix}\\d{1,5})$`, 'i');
  const read = (pattern: RegExp, text: string): Record<string, string> | undefined => {
    const ref = capture(pattern, text)?.ref?.toUpperCase();
    return ref === undefined ? undefined : { ref };
  };
  const opens = (verb: string, label: (ref: string) => string): Pick<Command, 'audience' | 'opens'> => ({
    audience: 'me',
    opens: ({ ref = '' }) => ({ verb: `${feature}.${verb}`, fields: { ref }, label: label(ref) }),
  });
  const a = /^[aeio]/.test(name) ? 'an' : 'a';
  return [
    {
      name: example,
      help: `Open ${a} ${name} by its reference`,
      matches: (text) => read(named, text),
      offeredTo: () => true,
      ...(kind.private
        ? opens('show', (ref) => `${name.replace(/^./, (letter) => letter.toUpperCase())} ${ref}`)
        : { audience: 'everyone' as const }),
      run: async (turn, { ref = '' }) => kind.detail(turn, await requireRecord(turn, kind, ref)),
    },
    {
      name: `history ${example}`,
      help: `See who changed ${a} ${name}, when and what`,
      matches: (text) => read(told, text),
      offeredTo: () => true,
      ...opens('show-history', (ref) => `History of ${ref}`),
      run: async (turn, { ref = '' }) => showHistory(turn, await requireRecord(turn, kind, ref), kind.telling(turn)),
    },
  ];
}

/** The verbs that every kind has: show, its history, and withdrawing one's own newest entry. Kinds of one feature share them, told apart by their letters. */
export function kindVerbs(...kinds: readonly Kind<never>[]): Verb[] {
  const [{ feature } = { feature: '' }] = kinds;
  const kindOf = (ref: string): Kind<unknown> => {
    const kind = kinds.find(({ type }) => ref.startsWith(type.prefix));
    if (!kind) throw new ProductError('UNKNOWN', `${ref} is none of ${feature}`);
    return kind as unknown as Kind<unknown>;
  };
  const openWithdrawal = async (turn: Turn, { ref }: { ref: string }, typed?: TypedReason) => {
    const kind = kindOf(ref);
    return withdrawForm(turn, await requireRecord(turn, kind, ref), kind.telling(turn), typed);
  };
  const withdraw = async (turn: Turn, form: WithdrawForm): Promise<Answer> => {
    const kind = kindOf(form.ref);
    await requireRecord(turn, kind, form.ref);
    const result = await withdrawEntry(turn, kind.type, kind.holdings, form, kind.private && { owes: [] });
    if (result.outcome === 'refused')
      return withdrawForm(turn, result.head, kind.telling(turn), { ...form, problem: result.problem });
    if (result.outcome !== 'conflict') return kind.posted(turn, result.entry);
    return notice(
      `${form.ref} has changed since`,
      [`Somebody saved another entry, so yours can no longer be withdrawn. ${kind.tooLate}`],
      { quoted: form.reason },
    );
  };
  return [
    defineVerb(`${feature}.show`, WhichRecord, async (turn, { ref }) =>
      kindOf(ref).detail(turn, await requireRecord(turn, kindOf(ref), ref)),
    ),
    defineVerb(`${feature}.show-history`, WhichRecord, async (turn, { ref }) =>
      showHistory(turn, await requireRecord(turn, kindOf(ref), ref), kindOf(ref).telling(turn)),
    ),
    defineVerb(`${feature}.open-withdrawal`, WhichRecord, (turn, form) => openWithdrawal(turn, form)),
    defineVerb(`${feature}.withdraw`, WithdrawForm, withdraw, (turn, form, { reason: problem = '' }) =>
      openWithdrawal(turn, form, { ...form, problem }),
    ),
  ];
}
