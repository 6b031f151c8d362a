// Where a return stands, for whoever asks: one's own sections first, or every seat for the programme office. What one could get wrong: it
// counts what was sent now, from the sections themselves; nothing about progress is stored.

import { formatDay } from '../calendar.js';
import { type Button, link, type Mark } from '../cards/markup.js';
import { sayQuarterWhole } from '../financial-years.js';
import { nameOf } from '../programmes/actor.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import type { Answer, Turn } from '../routes.js';
import { readHead } from '../storage/ledger.js';
import { mayAnswer } from './actions.js';
import { type Line, overviewCard } from './cards.js';
import { type Facts, readFacts, readSent } from './facts.js';
import { failingOf } from './failing.js';
import { kpisOf, unmeasured } from './measured.js';
import type { Round } from './rounds.js';
import { OFFICE, type Seat, seatName, seatsOf, sitsIn, whoSits } from './seats.js';
import { type ReturnSection, sectionsOf } from './sections.js';
import { type Progress, progressOf, type Sent } from './sent.js';
import { signOffButtons } from './sign-off/buttons.js';
import { returnRecords } from './sign-off/schema.js';
import { sayState } from './sign-off/state.js';

/** What a return is made of at a moment. */
export interface Standing {
  facts: Facts;
  sections: ReturnSection[];
  sent: Sent;
}

/** Reads where a return stands. One query, and a point read for each section. */
export async function readStanding({ deps, actor }: Pick<Turn, 'deps' | 'actor'>, round: Round): Promise<Standing> {
  const facts = await readFacts(deps, actor.programmeId, actor.programme, round);
  const sections = sectionsOf(facts);
  const heads = await readSent(deps, actor.programmeId, round.ref, sections);
  return { facts, sections, sent: new Map([...heads].map(([id, head]) => [id, head.body.newest])) };
}

/** The card of a return. `seat`: that seat's sections alone, as the programme office looks at them. */
export async function returnOverview(turn: Turn, round: Round, seat?: Seat, notice = ''): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId, member } = actor;
  const [standing, record] = await Promise.all([
    readStanding(turn, round),
    readHead(deps, returnRecords, programmeId, round.ref),
  ]);
  const { facts, sections, sent } = standing;
  const state = sayState(record?.body, programme, round, facts.today);
  const failing = failingOf(facts, sections, sent);
  // What was sent is read as it was sent; how far its sections would be today says nothing.
  const locked = Boolean(record?.body.newest.state.sent);
  const stopping = failing.filter(({ blocks }) => blocks === 'prepare').length;
  const data = { programmeId, ref: round.ref };
  const office = isProgrammeOffice(member);
  const mine = seatsOf(programme).filter((one) => (seat ? one === seat : sitsIn(programme, member, one)));
  const whole = office && seat === undefined;
  const buttons: Button[] = [
    ...(!locked && failing.length > 0 && (office || mine.length > 0)
      ? [link(`What is missing (${failing.length})`, 'returns.show-missing', data)]
      : []),
    ...signOffButtons(actor, record?.body, round, stopping),
    ...(whole && !locked && stopping > 0 ? [link('Remind who has sections to send', 'returns.chase', data)] : []),
  ];
  const view = (groups: Group[], more = '') => ({
    heading: seat ? `Return: ${seatName(programme, seat)}` : 'Return to the DfE',
    place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
    state: markState(state.word),
    sentence: state.sentence,
    progress: locked ? '' : sayProgress(standing),
    notice: [notice, more].filter(Boolean).join(' '),
    groups,
    buttons: buttons.slice(0, 5),
    more: [
      link('Read it whole', 'returns.read', data),
      link('What may be asked', 'returns.challenge', data),
      link('Word document', 'exports.offer-return-word', data),
      link('Excel workbook', 'exports.offer-return-workbook', data),
      ...(seat ? [link('Every part', 'returns.show', data)] : []),
    ],
  });
  const own = () => (locked ? [] : ownGroups(turn, standing, mine));
  const groups =
    whole && !locked ? [seatGroup(turn, standing, seatsOf(programme)), ...ownGroups(turn, standing, [OFFICE])] : own();
  // Whoever answers for many seats opens them one by one.
  const fewer = [{ ...seatGroup(turn, standing, mine), heading: 'Your parts' }];
  const card = overviewCard.renderFirst(
    [() => view(groups), () => view(fewer), () => view(fewer.map(cutLines), MORE), () => view([], MORE)],
    (draw) => draw(),
  );
  return {
    card,
    summary: `Return due ${formatDay(round.dueOn)}: ${state.sentence}${locked ? '' : ` ${sayProgress(standing)}`}`,
  };
}

type Group = { heading: string; who: string; lines: Line[] };

const MORE = 'There is no room for more here: what is missing names the rest.';
const MOST_LINES = 20;

function cutLines(group: Group): Group {
  return { ...group, lines: group.lines.slice(0, MOST_LINES) };
}

/** "7 of 34 sections are done; 3 people have written." */
export function sayProgress({ facts, sections, sent }: Standing): string {
  const done = sections.filter((section) => progressOf(facts, section, sent) === 'done').length;
  const people = new Set([...sent.values()].map(({ by }) => by)).size;
  const wrote =
    people === 0 ? 'nobody has written yet' : `${people === 1 ? 'one person has' : `${people} people have`} written`;
  return `${done} of ${sections.length} sections are done; ${wrote}.`;
}

const MARKS: Record<Progress, Mark> = {
  done: { word: 'Done', shape: '●', color: 'Good' },
  open: { word: 'Incomplete', shape: '▲', color: 'Warning' },
  'to do': { word: 'To do', shape: '○', color: 'Default' },
};

/** How far a seat's sections are, by number of those done. */
function seatGroup({ actor }: Turn, { facts, sections, sent }: Standing, seats: readonly Seat[]): Group {
  const { programme, programmeId } = actor;
  const lines = seats.flatMap((seat): Line[] => {
    const own = sections.filter((section) => section.seat === seat);
    if (own.length === 0 || seat === OFFICE) return [];
    const done = own.filter((section) => progressOf(facts, section, sent) === 'done').length;
    const mark = done === own.length ? MARKS.done : MARKS['to do'];
    return [
      {
        ref: '',
        title: seatName(programme, seat),
        facts: `${whoSits(programme, seat)} · ${done} of ${own.length}`,
        status: done === own.length ? mark : { ...mark, word: `${own.length - done} to do` },
        open: link('Open', 'returns.show-seat', { programmeId, ref: facts.round.ref, seat }),
      },
    ];
  });
  const order = (line: Line) => (line.status.word === MARKS.done.word ? 1 : 0);
  return { heading: 'Who has sections to send', who: '', lines: lines.sort((a, b) => order(a) - order(b)) };
}

function ownGroups(turn: Turn, standing: Standing, seats: readonly Seat[]): Group[] {
  const { programme } = turn.actor;
  return seats.flatMap((seat) => {
    const lines = standing.sections
      .filter((section) => section.seat === seat && mayAnswer(turn, section))
      .map((section) => sectionLine(turn, standing, section));
    return lines.length === 0
      ? []
      : [{ heading: seatName(programme, seat), who: seats.length > 1 ? whoSits(programme, seat) : '', lines }];
  });
}

/** A section in a list: how far it is, and by whom. */
function sectionLine({ actor }: Turn, { facts, sent }: Standing, section: ReturnSection): Line {
  const { programme, programmeId } = actor;
  const { ref } = facts.round;
  const entry = sent.get(section.id);
  const kpis = section.register === 'kpis';
  const left = kpis ? unmeasured(facts, section.seat).length : 0;
  return {
    ref: String(section.number),
    title: section.title,
    facts: kpis
      ? left === 0
        ? 'Every value is recorded'
        : `${left} of ${kpisOf(facts, section.seat).length} still to be recorded`
      : entry
        ? `Sent by ${nameOf(programme, entry.by)}`
        : sayQuestions(section.questions.length),
    status: MARKS[progressOf(facts, section, sent)],
    open: kpis
      ? link('Record', 'kpis.list', { programmeId, workstream: section.seat })
      : link(entry ? 'Change' : 'Write', 'returns.open-section', { programmeId, ref, section: section.id }),
  };
}

function sayQuestions(count: number): string {
  return count === 1 ? 'One question' : `${count} questions`;
}

function markState(word: string): Mark {
  const color = /void|return/i.test(word) ? 'Attention' : /sent/i.test(word) ? 'Good' : 'Accent';
  return { word, shape: color === 'Attention' ? '◆' : '●', color };
}
