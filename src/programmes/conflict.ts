// The card for two people's words on one record: what is saved beside what was typed. What one could get wrong: "save
// mine" sends the typed words again as a change to the version now saved, so it can meet another conflict, never a loss.

import { formatInstant } from '../calendar.js';
import { link, send, shorten } from '../cards/markup.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
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
  const differing = conflict.rows.filter((row) => row.saved.trim() !== row.yours.trim());
  const card = conflictCard.render({
    heading: own ? `${what} was already saved with other words` : `${what} changed while you were writing`,
    title: conflict.title,
    theirs: `${who} saved version ${theirs.version} on ${formatInstant(theirs.at, programme.zone)}.`,
    rows: differing.map((row) => ({ label: row.label, saved: clip(row.saved), yours: clip(row.yours) })),
    buttons: [
      { ...send('Save mine on top', conflict.saveVerb, form), inputs: 'none' },
      ...(conflict.reopenVerb ? [link('Look at mine first', conflict.reopenVerb, form)] : []),
      link('Keep what is saved', keep.verb, { programmeId: turn.actor.programmeId, ...keep.data }),
    ],
  });
  return { card, summary: `${what} changed while you were writing; choose which words stand.` };
}

function clip(text: string): string {
  return text.trim() === '' ? '(empty)' : shorten(text, 300);
}
