// The card for two people's words on one record: what is saved beside what was typed. What one could get wrong: "save
// mine" sends the typed words again as a change to the version now saved, so it can meet another conflict, never a loss.

import { randomUUID } from 'node:crypto';
import { formatInstant } from '../calendar.js';
import { link, send, shorten } from '../cards/markup.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { nameOf } from './actor.js';
import { conflictCard } from './cards.js';

export interface Conflict<S> {
  feature: string;
  title: string;
  theirs: Entry<S>;
  /** Field by field: its label, the saved value and the typed one, as text. Equal ones are left out. */
  rows: { label: string; saved: string; yours: string }[];
  /** What *Keep what is saved* opens, where that is not the feature's own `show` of the record. */
  keep?: { verb: string; data: Record<string, unknown> };
  /** The verb that saves, and everything the form carried. */
  saveVerb: string;
  /** The verb that opens the form again with what was typed. */
  reopenVerb?: string;
  form: Record<string, unknown>;
}

/** Both values, and the choice. Nothing is stored until the person chooses. */
export function showConflict<S>(turn: Turn, conflict: Conflict<S>): Answer {
  const { theirs } = conflict;
  const { programme } = turn.actor;
  const form = { ...conflict.form, opened: theirs.version };
  const keep = conflict.keep ?? { verb: `${conflict.feature}.show`, data: { ref: theirs.ref } };
  const what = conflict.keep ? 'This section' : theirs.ref;
  const own = theirs.by === turn.actor.member.id;
  const who = own ? 'You, elsewhere,' : nameOf(programme, theirs.by);
  const card = conflictCard.render({
    heading: own ? `${what} was already saved with other words` : `${what} changed while you were writing`,
    title: conflict.title,
    theirs: `${who} saved version ${theirs.version} on ${formatInstant(theirs.at, programme.zone)}.`,
    rows: differing(conflict.rows),
    buttons: [
      { ...send('Save mine on top', conflict.saveVerb, form), inputs: 'none' },
      ...(conflict.reopenVerb ? [link('Look at mine first', conflict.reopenVerb, form)] : []),
      link('Keep what is saved', keep.verb, { programmeId: turn.actor.programmeId, ...keep.data }),
    ],
  });
  return { card, summary: `${what} changed while you were writing; choose which words stand.` };
}

/** The answer to a press that came too late: above it stands who changed the record since, and when. */
export function withChangedBy<S>(turn: Turn, { newest }: Pick<Head<S>, 'newest'>, answer: Answer): Answer {
  const { programme, member } = turn.actor;
  const who = newest.by === member.id ? 'You' : nameOf(programme, newest.by);
  const text = `${who} changed ${newest.ref} on ${formatInstant(newest.at, programme.zone)}.`;
  const line = { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, weight: 'Bolder' }] };
  const body = Array.isArray(answer.card.body) ? answer.card.body : [];
  return { ...answer, card: { ...answer.card, body: [line, ...body] } };
}

/** A form that has made one record already, sent again with other words. */
export interface MadeAlready<S> {
  theirs: Entry<S>;
  title: string;
  rows: Conflict<S>['rows'];
  /** "asked", "ask" and "question": what was done, and of what. */
  made: string;
  make: string;
  thing: string;
  /** The verb that makes one, the one that opens its form, and everything the form carried. */
  makeVerb: string;
  openVerb: string;
  showVerb: string;
  form: Record<string, unknown>;
}

/** What the form made, beside what was typed now; and the choice of making another. */
export function showMadeAlready<S>(turn: Turn, made: MadeAlready<S>): Answer {
  const { ref } = made.theirs;
  const { programmeId } = turn.actor;
  const again = { programmeId, ...made.form, form: randomUUID() };
  const another = `${made.make.replace(/^./, (letter) => letter.toUpperCase())} mine as another ${made.thing}`;
  const heading = `${ref} was already ${made.made} from this form`;
  const card = conflictCard.render({
    heading: `${heading}, with other words`,
    title: made.title,
    theirs: `If both are meant, ${made.make} yours as another ${made.thing}.`,
    rows: differing(made.rows),
    buttons: [
      { ...send(another, made.makeVerb, again), inputs: 'none' },
      link('Look at mine first', made.openVerb, again),
      link(`Keep ${ref} only`, made.showVerb, { programmeId, ref }),
    ],
  });
  return { card, summary: `${heading}; choose whether yours is another ${made.thing}.` };
}

function differing(rows: Conflict<unknown>['rows']): Conflict<unknown>['rows'] {
  return rows
    .filter(({ saved, yours }) => saved.trim() !== yours.trim())
    .map(({ label, saved, yours }) => ({ label, saved: clip(saved), yours: clip(yours) }));
}

function clip(text: string): string {
  return text.trim() === '' ? '(empty)' : shorten(text, 300);
}
