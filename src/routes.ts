// What a feature offers to people: commands they type and verbs their cards send. What one could get wrong: a route says
// what to show, never where; the Teams folder turns an answer into a reply, a dialog or a card replaced in place.

import type * as z from 'zod/v4';
import type { CardJson, ConversationAddress, Deps } from './deps.js';
import type { Actor } from './programmes/actor.js';
import type { Member, Programme } from './programmes/schema.js';

/** What a route gives back: one card, always to the person who asked and nobody else (unless the command is `everyone`). */
export interface Answer {
  card: CardJson;
  /** The card in one plain sentence, for notifications and screen readers. */
  summary: string;
  /** Set when the work of a dialog is finished: the sentence it closes with. */
  closes?: string;
  /** A file that goes with it; the Teams folder decides how it reaches the person. */
  file?: OfferedFile;
  /** Set where a file can be sent in return: the Teams folder adds the link to the page that takes it. */
  takesFile?: true;
}

/** A file on offer: who makes it, from what, and what people read of it beforehand. */
export interface OfferedFile {
  maker: string;
  /** What the maker's form takes, `programmeId` included. */
  data: Record<string, unknown>;
  /** `Return 2026-27 Q3.docx` */
  name: string;
  description: string;
  /** How large it is at the moment, or about. */
  bytes: number;
}

export interface MadeFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** Something a feature can make a file of. It is made anew each time it is fetched, so that rights are asked again then. */
export interface FileMaker<F = unknown> {
  name: string;
  form: z.ZodType<F>;
  make(turn: Turn, form: F): Promise<MadeFile>;
  /** In place of `make`, for a file that holds nothing of any programme. */
  makeForAll?(deps: Deps): Promise<MadeFile>;
}

/** One maker of files, its form type inferred from the schema. */
export function defineFile<S extends z.ZodType>(
  name: string,
  form: S,
  make: (turn: Turn, form: z.infer<S>) => Promise<MadeFile>,
): FileMaker {
  return { name, form, make: make as FileMaker['make'] };
}

/** Where an action came from. */
export interface Origin {
  /** `personal`: a chat with one person; `shared`: a channel or group chat that others read too. */
  where: 'personal' | 'shared';
  address: ConversationAddress;
  /** Set where the answer is shown to the person alone although others read there: in a dialog, or in their own chat instead. */
  alone?: true;
  /** The *Open* card in a shared conversation that this work began from, to be replaced by its result. */
  card?: { conversationId: string; activityId: string };
  /** What a shared conversation is, where the programme office may bind it; absent: it may not be, such as a meeting's chat. */
  bindable?: { kind: 'channel' | 'group chat'; teamId?: string };
}

export interface Turn {
  deps: Deps;
  actor: Actor;
  origin: Origin;
}

/** Somebody who speaks, before it is known whether they are in a programme. */
export interface Visit {
  deps: Deps;
  tenantId: string;
  /** Entra object id. */
  objectId: string;
  origin: Origin;
}

/** What became of a file that somebody sent: the card for their chat, and the same for the page it was sent by. */
export interface Taken extends Answer {
  /** Each may repeat a person's words. */
  lines: { label: string; text: string }[];
}

/** Bytes of a file that somebody sends, at most. */
export const MOST_BYTES = 5 * 1024 * 1024;

/** What takes a file that somebody sends. */
export type TakeFile = (visit: Visit, file: SentFile) => Promise<Taken>;

/** A file that somebody sends. It is read only once it is known that they may send it. */
export interface SentFile {
  name: string;
  /** Throws with advice when it cannot be had, or is larger than MOST_BYTES. */
  read(): Promise<Uint8Array>;
}

/** What an *Open* card in a channel opens. */
export interface Opening {
  verb: string;
  fields: Record<string, string>;
  /** Our own words: "Update M18". */
  label: string;
}

/** Something a person can type. */
export interface Command {
  /** As typed, in lower case: `raise risk`. Shown in help. */
  name: string;
  /** One short line for help, beginning with a verb. */
  help: string;
  /** Whether the text (trimmed, mentions removed) is this command; what it captured goes to `run`. */
  matches(text: string): Record<string, string> | undefined;
  /** Whether help offers it to this member. */
  offeredTo(member: Member, programme: Programme): boolean;
  /**
   * Who sees the answer in a shared conversation: `everyone` there, where it is the delivery group's own, or `me`. For `me`, and
   * in any other place, the conversation gets a card with *Open*, which gives whoever presses it a dialog of their own by this
   * verb. `anywhere`: the answer is about the place itself and shows nothing of a record, or asks for itself who may show it.
   */
  audience: 'everyone' | 'me' | 'anywhere';
  /** Verb and fields that the *Open* card sends; absent: the words themselves are run again for whoever presses. */
  opens?(captured: Record<string, string>): Opening;
  run(turn: Turn, captured: Record<string, string>): Promise<Answer>;
  /** In place of `run`, for what people may type who are in no programme. */
  visit?(visit: Visit, captured: Record<string, string>): Promise<Answer>;
}

/**
 * Something a card sends. `form` names every field it may carry; unknown fields are dropped, wrong ones are refused.
 *
 * A form with a field for people's words also says how it is drawn when the guard found in them what may identify a child:
 * `refused` is called instead of `run`, nothing is stored, and `problems` holds a sentence for each such field. Draw the form
 * again as for any other mistake, with what was typed, through the function that opens it, so that the same rights are asked:
 *
 *     defineVerb('risks.raise', RaiseForm, raise, (turn, form, problems) => openRaise(turn, form, problems))
 *
 * The sentences repeat people's words: templates show `problems` in a TextRun. tests/guard/verbs.test.ts finds a form that
 * forgot. For fields within fields the key is the path: `milestones.0.slipText`.
 */
export interface Verb<F = unknown> {
  verb: string;
  form: z.ZodType<F>;
  run(turn: Turn, form: F): Promise<Answer>;
  /** In place of `run`, for what people may press who are in no programme yet; it asks itself what they may do. */
  visit?(visit: Visit, form: F): Promise<Answer>;
  refused?(turn: Turn, form: F, problems: Record<string, string>): Answer | Promise<Answer>;
}

/**
 * Whether a verb only shows something, by the word after its feature's name: what saves or sends anything is never called so.
 * tests/faults/reading.test.ts finds one that changes the record all the same.
 */
export function onlyShows(verb: string): boolean {
  return (
    verb !== 'programmes.choose' &&
    /^[a-z-]+\.(?:open|show|list|read|offer|choose|challenge|ask-which)(?:-|$)/.test(verb)
  );
}

/** One verb, its form type inferred from the schema. */
export function defineVerb<S extends z.ZodType>(
  verb: string,
  form: S,
  run: (turn: Turn, form: z.infer<S>) => Promise<Answer>,
  refused?: (turn: Turn, form: z.infer<S>, problems: Record<string, string>) => Answer | Promise<Answer>,
): Verb {
  return { verb, form, run: run as Verb['run'], ...(refused && { refused: refused as Verb['refused'] }) };
}

/** A verb for people who may be in no programme yet. */
export function defineVisit<S extends z.ZodType>(
  verb: string,
  form: S,
  visit: (visit: Visit, form: z.infer<S>) => Promise<Answer>,
): Verb {
  const run = async ({ deps, actor, origin }: Turn, sent: unknown) =>
    visit({ deps, tenantId: actor.tenantId, objectId: actor.objectId, origin }, sent as z.infer<S>);
  return { verb, form, run, visit: visit as Verb['visit'] };
}

/** What a pattern's named groups caught in a text, or undefined when it does not match whole. */
export function capture(pattern: RegExp, text: string): Record<string, string> | undefined {
  const found = pattern.exec(text);
  return found ? { ...found.groups } : undefined;
}
