// A file that was sent, as a card and as a page shows it.
// Pitfall: what is to be fixed and what was not read come whole on the page and may be cut on the card, which then says how much more there is.

import { link, send, shorten } from '../cards/markup.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import type { Answer, Taken } from '../routes.js';
import { previewCard } from './cards.js';
import { sheetOf } from './columns.js';
import { type Line, sayCounts } from './comparing.js';
import type { Fault } from './faults.js';
import type { Note } from './tables.js';
import { changesAnything, type Preview } from './uploads.js';

/** Lines of a card at most, besides those of what was not read: what is to be fixed is worth more of them than what its maker knows already. */
const MOST = { faults: [25, 15, 8], changes: [12, 8] } as const;
/** Lines of what was not read, at most. */
const MOST_NOTES = 20;
const WORDS = 160;
const NOTE_WORDS = 400;

interface Shown {
  heading: string;
  paragraphs: string[];
  lines: { label: string; text: string }[];
}

/** What a file would do: what it changes, or all that is to be fixed; and what of it was not read. */
export function showPreview(preview: Preview, typed: { as?: string | undefined; problem?: string } = {}): Taken {
  const shown = preview.checked.faults ? faultsShown(preview.checked.faults) : changesShown(preview);
  const notes = notesShown(preview.upload.notes ?? []);
  const isReady = preview.compared !== undefined && changesAnything(preview.compared);
  const people = isReady ? founders(preview) : [];
  const card = previewCard.renderFirst(preview.checked.faults ? MOST.faults : MOST.changes, (most) => ({
    heading: shown.heading,
    place: [preview.upload.name, preview.standing?.programme.name].filter(Boolean).join(' · '),
    paragraphs: shown.paragraphs.map((text) => ({ text })),
    lines: [
      ...notes.slice(0, MOST_NOTES).map(({ label, text }) => ({ label, text: shorten(text, NOTE_WORDS) })),
      ...shown.lines.slice(0, most).map(({ label, text }) => ({ label, text: shorten(text, WORDS) })),
    ],
    more: sayMore(Math.max(0, shown.lines.length - most) + Math.max(0, notes.length - MOST_NOTES)),
    people,
    chosen: typed.as ?? (people.length === 1 ? (people[0]?.value ?? '') : ''),
    problem: typed.problem ?? '',
    buttons: isReady
      ? [
          send('Put it in', 'plans.confirm', { upload: preview.id, print: preview.print }),
          link('Leave it', 'plans.discard', { upload: preview.id }),
        ]
      : [],
  }));
  return {
    card,
    summary: `${shown.heading}: ${preview.upload.name}.`,
    lines: [...paragraphLines(shown), ...notes, ...shown.lines],
  };
}

function paragraphLines({ paragraphs }: Shown): Taken['lines'] {
  return paragraphs.map((text) => ({ label: text, text: '' }));
}

function sayMore(count: number): string {
  if (count === 0) return '';
  return count === 1 ? 'One more line is not shown here.' : `${count} more lines are not shown here.`;
}

/** What was not read comes first: it is what nobody would notice. */
function notesShown(notes: readonly Note[]): Shown['lines'] {
  return (['not read', 'read'] as const).flatMap((what) =>
    notes
      .filter((note) => note.what === what)
      .map(({ sheet, text }) => ({ label: `${what === 'read' ? 'Read' : 'Not read'}: ${sheet}`, text })),
  );
}

/** Who may found the programme that a file describes: its programme office. */
function founders({ checked, standing }: Preview) {
  if (standing || checked.faults) return [];
  return checked.planned.programme.members
    .filter(isProgrammeOffice)
    .map(({ id, name }) => ({ title: name, value: id }));
}

function faultsShown(faults: readonly Fault[]): Shown {
  return {
    heading: faults.length === 1 ? 'One thing to fix' : `${faults.length} things to fix`,
    paragraphs: ['Nothing was saved. Fix these in the file, and send it again.'],
    lines: faults.map(({ sheet, row, column, sentence }) => ({
      label: [sheet, ...(row > 0 ? [`row ${row}`] : []), ...(column === '' ? [] : [column])].join(', '),
      text: sentence,
    })),
  };
}

const HOW: Record<Line['how'], string> = { added: 'new', changed: 'changes', unchanged: 'as it is', left: 'stays' };

function changesShown({ compared, standing, upload }: Preview): Shown {
  const lines = compared?.lines ?? [];
  const same = lines.filter(({ how }) => how === 'unchanged').length;
  const left = lines.filter(({ how }) => how === 'left').length;
  const counts = sayCounts(lines);
  const isSame = same === 1 ? 'One line is as it stands.' : `${same} lines are as they stand.`;
  if (counts === '')
    return {
      heading: 'Nothing to change',
      paragraphs: [
        `${upload.notes?.some(({ what }) => what === 'not read') ? 'What was read of this file' : 'This file'} says what the programme has already. ${isSame}`,
        ...(left > 0 ? [LEFT] : []),
      ],
      lines: lines.filter(({ how }) => how === 'left').map(lineShown),
    };
  return {
    heading: standing ? 'What this file would change' : 'A new programme',
    paragraphs: [`${counts}.${same > 0 ? ` ${isSame}` : ''}`, ...(left > 0 ? [LEFT] : [])],
    // What is left as it is comes first, then what changes: what is new is what whoever made the file knows best.
    lines: (['left', 'changed', 'added'] as const).flatMap((how) =>
      lines.filter((line) => line.how === how).map(lineShown),
    ),
  };
}

const LEFT = 'What people move week by week is not changed by a file; those lines say how it is.';

function lineShown({ sheet, how, ref, title, what }: Line): { label: string; text: string } {
  return { label: `${sheetOf(sheet).title}: ${ref}, ${HOW[how]}`, text: [title, what].filter(Boolean).join(' · ') };
}

/** What was put in. */
export function showDone({ compared, upload }: Preview, programmeId: string, isNew: boolean): Answer {
  const heading = isNew ? 'The programme is there' : 'The plan is changed';
  const card = previewCard.render({
    heading,
    place: upload.name,
    paragraphs: [
      { text: `${sayCounts(compared?.lines ?? [])}.` },
      {
        text: isNew
          ? 'People are known to me as soon as they say hello, by their e-mail address. Mention me in your channel, so that I know where to post.'
          : 'Everything is in the history, and those whose work changed hands are told.',
      },
    ],
    lines: [],
    more: '',
    people: [],
    chosen: '',
    problem: '',
    buttons: [
      link('What I can do', 'programmes.show-help', { programmeId }),
      link('My work', 'notices.show-mine', { programmeId }),
    ],
  });
  return { card, summary: `${heading}.` };
}
