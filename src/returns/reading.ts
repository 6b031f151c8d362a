// A return to read on cards: its sections, and each as it would be printed. What one could get wrong: a prepared return is read as it was
// frozen, never as the registers stand today; and finance detail is left out for those who may not read it.

import { formatDay, isDay } from '../calendar.js';
import { link, shorten } from '../cards/markup.js';
import { sayMoney } from '../finance/money.js';
import { sayQuarterWhole } from '../financial-years.js';
import { nameOf } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { mayRead } from '../records/may-read.js';
import type { Answer, Turn } from '../routes.js';
import { type Line, listCard, sectionCard } from './cards.js';
import { composeReturn } from './composing.js';
import { type Block, type Column, type ReturnContent, sayFingerprint } from './content.js';
import { readableReturn, readShows } from './readable.js';
import type { Round } from './rounds.js';
import { readFrozen } from './sign-off/frozen.js';

/** What is read: the content, and what it is: frozen with a fingerprint, or as it stands. */
interface Readable {
  content: ReturnContent;
  /** '' while it is a draft. */
  fingerprint: string;
}

/** The frozen content while a return is prepared or sent, else what it would say now; without what this reader may not read. */
export async function readReadable(turn: Pick<Turn, 'deps' | 'actor'>, round: Round): Promise<Readable> {
  const { deps, actor } = turn;
  const [frozen, shows] = await Promise.all([readFrozen(deps, actor.programmeId, round.ref), readShows(turn)]);
  const content = frozen?.content ?? (await composeReturn(deps, actor.programmeId, actor.programme, round)).content;
  return { content: readableReturn(actor, content, shows), fingerprint: frozen?.fingerprint ?? '' };
}

/** The sections of a return, each of which opens. */
export async function readReturn(turn: Turn, round: Round): Promise<Answer> {
  const { content, fingerprint } = await readReadable(turn, round);
  const { programmeId } = turn.actor;
  const lines = content.sections.map(
    (section): Line => ({
      ref: String(section.number),
      title: section.title,
      facts: saySize(section.blocks),
      status: { word: '', shape: '', color: 'Default' },
      open: link('Read', 'returns.read-section', { programmeId, ref: round.ref, number: section.number }),
    }),
  );
  const card = listCard.render({
    heading: 'The return, section by section',
    place: `${content.quarter} · due ${formatDay(content.dueOn)}`,
    sentence: sayWhich(content, fingerprint),
    lines,
    paging: '',
    buttons: [link('Back to the return', 'returns.show', { programmeId, ref: round.ref })],
  });
  return { card, summary: `The return due ${formatDay(content.dueOn)}, section by section.` };
}

/** One section as it is printed. */
export async function readSection(turn: Turn, round: Round, number: number): Promise<Answer> {
  const { actor } = turn;
  const { content, fingerprint } = await readReadable(turn, round);
  const section = content.sections.find((one) => one.number === number);
  if (!section) return notice('No such section', ['A return has fourteen sections before its signatures.']);
  if (!mayRead(actor, 'personal', 'section', section))
    return notice('Finance detail is restricted', [
      'Ask the finance lead or the programme office if you need a figure.',
    ]);
  const data = { programmeId: actor.programmeId, ref: round.ref };
  const step = (to: number, title: string) =>
    content.sections.some((one) => one.number === to)
      ? [link(title, 'returns.read-section', { ...data, number: to })]
      : [];
  const view = (pieces: number, letters: number) => {
    const all = section.blocks.flatMap((block) => piecesOf(block, actor, letters));
    return {
      heading: `${number}. ${section.title}`,
      place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
      byline: sayWhich(content, fingerprint),
      restricted: section.restricted ? 'Restricted: only those who may read finance detail see this section.' : '',
      pieces: all.slice(0, pieces),
      cut: all.length > pieces ? `${all.length - pieces} more lines are in the document.` : '',
      buttons: [
        ...step(number + 1, 'Next section'),
        ...step(number - 1, 'Section before'),
        link('Contents', 'returns.read', data),
      ],
    };
  };
  const sizes = [
    [120, 1200],
    [60, 600],
    [40, 300],
    [20, 200],
    [10, 200],
  ] as const;
  const card = sectionCard.renderFirst(sizes, ([most, letters]) => view(most, letters));
  return { card, summary: `Section ${number}, ${section.title}.` };
}

type Piece = { kind: 'heading' | 'fact' | 'said' | 'row'; label: string; text: string };

function piecesOf(block: Block, { programme }: Turn['actor'], letters: number): Piece[] {
  switch (block.kind) {
    case 'heading':
    case 'fact':
      return [{ kind: block.kind, label: '', text: block.text }];
    case 'said': {
      const by = block.by === '' ? '' : ` (${nameOf(programme, block.by)})`;
      return [{ kind: 'said', label: `${block.label}${by}`, text: shorten(block.words, letters) }];
    }
    case 'table':
      return [
        ...(block.caption === '' ? [] : [{ kind: 'heading' as const, label: '', text: block.caption }]),
        ...block.rows.map((row) => rowPiece(block.columns, row, letters)),
      ];
  }
}

/** A table's row as two lines: its first cells, then the others under their headings. */
function rowPiece(columns: readonly Column[], row: readonly (string | number | null)[], letters: number): Piece {
  const cells = columns.map((column, n) => ({ column, said: sayCell(column, row[n] ?? null) }));
  const named = cells.findIndex(({ column }) => column.kind === 'words') === 1 ? 2 : 1;
  const rest = cells.slice(named).filter(({ said }) => said !== '');
  return {
    kind: 'row',
    label: shorten(
      cells
        .slice(0, named)
        .map(({ said }) => said)
        .join('  '),
      letters,
    ),
    text: shorten(rest.map(({ column, said }) => `${column.title}: ${said}`).join(' · '), letters * 2),
  };
}

/** A cell as people read it. */
export function sayCell(column: Column, cell: string | number | null): string {
  if (cell === null) return column.kind === 'money' ? 'not known' : '';
  if (column.kind === 'money' && typeof cell === 'number') return sayMoney(cell);
  if (column.kind === 'day' && typeof cell === 'string' && isDay(cell)) return formatDay(cell);
  return String(cell);
}

function sayWhich({ asOfOn }: ReturnContent, fingerprint: string): string {
  return fingerprint === ''
    ? `A draft, as the registers stand on ${formatDay(asOfOn)}. Nothing of it is signed.`
    : `As prepared on ${formatDay(asOfOn)} and frozen. Fingerprint ${sayFingerprint(fingerprint)}.`;
}

function saySize(blocks: readonly Block[]): string {
  const rows = blocks.reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.length : 0), 0);
  const said = blocks.filter(({ kind }) => kind === 'said').length;
  const open = blocks.filter((block) => block.kind === 'fact' && /Nobody has written/.test(block.text)).length;
  const parts = [
    ...(rows > 0 ? [`${rows} ${rows === 1 ? 'line' : 'lines'} of tables`] : []),
    ...(said > 0 ? [`${said} ${said === 1 ? 'answer' : 'answers'}`] : []),
    ...(open > 0 ? [`${open} still to be written`] : []),
  ];
  return parts.join(' · ');
}
