// From a year's figures and who is asking to a finished card. What one could get wrong: the card of a saved entry is drawn from that
// entry alone, so that a second delivery gets the same card whenever it comes.

import { dayOf } from '../calendar.js';
import { FULL_CARD_BYTES } from '../cards/define-card.js';
import { type Button, link } from '../cards/markup.js';
import { refOf, sayYear, yearOfRef } from '../financial-years.js';
import { notice } from '../programmes/cards.js';
import { byline } from '../programmes/history.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { maySet, today } from './actions.js';
import { markVerdict, postedCard, showCard } from './cards.js';
import { type Exception, findExceptions } from './exceptions.js';
import type { FinanceYear, YearFigures } from './schema.js';
import { drawSection } from './section-views.js';
import { SECTION_IDS, SECTIONS } from './sections.js';
import { sayTitle, sectionOf, tellChanges, tellWords } from './telling.js';

const RESTRICTED =
  'Restricted: for the finance lead, workstream leads, the programme office, Board chairs and signatories. Nothing of this is posted in a channel.';

/** Years a card leads to besides its own. */
const OTHER_YEARS = 4;

/** Letters of people's words that a section shows at most, and whether it has charts; less where the whole would not fit. */
const WHOLE = { letters: 300, charts: true };
const SHORT = { letters: 100, charts: false };

/** A year with its exceptions first, then section by section. `heads`: every year that has a record. */
export function yearDetail(turn: Turn, heads: readonly Head<FinanceYear>[], year: number): Answer {
  const whole = drawYear(turn, heads, year, WHOLE);
  return Buffer.byteLength(JSON.stringify(whole.card)) <= FULL_CARD_BYTES ? whole : drawYear(turn, heads, year, SHORT);
}

function drawYear(turn: Turn, heads: readonly Head<FinanceYear>[], year: number, size: typeof WHOLE): Answer {
  const { actor } = turn;
  const known = figuresOf(heads);
  const ref = refOf(year);
  const head = heads.find((one) => one.newest.ref === ref);
  const data = { programmeId: actor.programmeId, ref };
  const exceptions = findExceptions(known, year, today(turn));
  const calm = head ? 'Nothing is beyond its limits.' : `Nothing is entered for ${sayYear(year)} yet.`;
  const card = showCard.render({
    heading: sayTitle(ref),
    byline: head ? `Last changed by ${byline(turn, head.newest)}` : '',
    restricted: RESTRICTED,
    calm: exceptions.length === 0 ? calm : '',
    exceptions: exceptions.map(drawException),
    sections: SECTION_IDS.map((id) => ({
      heading: SECTIONS[id].name,
      change: maySet(actor, SECTIONS[id]) ? [link(`Change ${SECTIONS[id].name}`, `finance.open-${id}`, data)] : [],
      ...drawSection(id, known, year, today(turn), size),
    })),
    buttons: [...(head ? [link('History', 'finance.show-history', data)] : []), ...yearButtons(turn, known, year)],
  });
  const summary =
    exceptions.length === 0
      ? `${sayTitle(ref)}. ${calm}`
      : `${sayTitle(ref)}: ${exceptions.map((one) => one.text).join(' ')}`;
  return { card, summary };
}

/** The years before and after, and others that have figures. */
function yearButtons(turn: Turn, known: readonly YearFigures[], year: number): Button[] {
  const years = [...new Set([year - 1, year + 1, ...known.map((one) => one.year)])]
    .filter((one) => one !== year)
    .sort((a, b) => Math.abs(a - year) - Math.abs(b - year))
    .slice(0, OTHER_YEARS)
    .sort((a, b) => a - b);
  const { programmeId } = turn.actor;
  return years.map((one) => link(sayYear(one), 'finance.show', { programmeId, ref: refOf(one) }));
}

/** The card that says what an entry did; only to whoever did it. */
export function postedFinanceAnswer(turn: Pick<Turn, 'actor'>, entry: Entry<FinanceYear>): Answer {
  const { actor } = turn;
  const { ref, state } = entry;
  const section = sectionOf(entry);
  const what =
    entry.did === 'finance.withdraw-entry'
      ? 'entry withdrawn'
      : `${section?.name ?? ''} ${entry.corrects ? 'corrected' : 'saved'}`;
  const data = { programmeId: actor.programmeId, ref };
  const year = yearOfRef(ref) ?? 0;
  // As on its day, and from this year alone: other years may change before a second delivery.
  const exceptions = findExceptions([{ year, state }], year, dayOf(entry.at, actor.programme.zone));
  const changes = tellChanges(entry);
  const card = postedCard.render({
    heading: `${sayTitle(ref)}: ${what}`,
    changes: [
      ...(entry.reason === undefined ? [] : [{ label: 'Because', text: entry.reason }]),
      ...(changes.length > 0 ? changes : [{ label: 'Figures', text: 'as before' }]),
    ],
    exceptions: exceptions.filter((one) => one.section === section?.id).map(drawException),
    note: tellWords(entry),
    byline: byline(turn, entry),
    restricted: RESTRICTED,
    buttons: [link(sayTitle(ref), 'finance.show', data), link('History', 'finance.show-history', data)],
  });
  const summary = `${sayTitle(ref)}: ${what}.`;
  return { card, summary, closes: `Saved. ${summary}` };
}

function drawException({ verdict, word, text, more }: Exception) {
  return { status: markVerdict(verdict, word), text, more };
}

/** The answer to whoever may not read finance detail. */
export function restrictedNotice(): Answer {
  return notice('Finance detail is restricted', [
    'It is for the finance lead, workstream leads, the programme office, Board chairs and signatories. Ask the finance lead if you need a figure.',
  ]);
}

/** Every year beside its figures. */
export function figuresOf(heads: readonly Head<FinanceYear>[]): YearFigures[] {
  return heads.flatMap(({ newest }) => {
    const year = yearOfRef(newest.ref);
    return year === undefined ? [] : [{ year, state: newest.state }];
  });
}
