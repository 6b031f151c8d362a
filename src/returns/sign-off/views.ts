// A return among its signatures, drawn: the card to approve by, the steps, and the small forms after them. What one could get wrong: the
// card to approve by carries the fingerprint it shows, so that nobody approves what they have not seen.

import { randomUUID } from 'node:crypto';
import { formatDay } from '../../calendar.js';
import { type Button, link, type Mark, send, shorten } from '../../cards/markup.js';
import { sayQuarterWhole } from '../../financial-years.js';
import { nameOf } from '../../programmes/actor.js';
import { notice } from '../../programmes/cards.js';
import { sayMend } from '../../programmes/problems.js';
import { isBoardChair, isProgrammeOffice } from '../../programmes/rights.js';
import { readsFinance } from '../../records/may-read.js';
import type { Answer, Turn } from '../../routes.js';
import type { Head } from '../../storage/ledger.js';
import type { QuestionView } from '../cards.js';
import { sayFingerprint } from '../content.js';
import { todayOf } from '../facts.js';
import type { Round } from '../rounds.js';
import { signOffButtons } from './buttons.js';
import { signCard, stepsCard } from './cards.js';
import type { StepProblems } from './checks.js';
import { digestOf } from './digest.js';
import { requireFrozen } from './frozen.js';
import type { ReturnRecord } from './schema.js';
import { boardsSince, chairsAction, mayTake, sayState, turnOf } from './state.js';
import { tellChanged } from './telling.js';

/** What a form was sent with, to be drawn again. */
export interface TypedStep {
  values: Record<string, string>;
  form: string;
  opened: number;
  problems: StepProblems;
}

/** The card to approve a return by, for whoever's turn it is; where it stands for anyone else. */
export async function signForm(
  turn: Pick<Turn, 'actor' | 'deps'>,
  round: Round,
  head: Head<ReturnRecord> | undefined,
  typed?: TypedStep,
): Promise<Answer> {
  const { deps, actor } = turn;
  const { programmeId, programme, member } = actor;
  const record = head?.newest.state;
  const step = turnOf(record);
  if (!head || !record || !step || !mayTake(member, step)) return stepsAnswer(turn, round, head);
  const content = await requireFrozen(deps, programmeId, round.ref, record.fingerprint);
  const data = { programmeId, ref: round.ref };
  const problems = typed?.problems ?? {};
  const carried = {
    ...data,
    opened: typed?.opened ?? head.newest.version,
    form: typed?.form ?? randomUUID(),
    fingerprint: record.fingerprint,
  };
  const value = (id: string) => ({ value: typed?.values[id] ?? '', problem: problems[id] ?? '' });
  const board = step === 'Board';
  const action = board ? chairsAction(programme, record) : undefined;
  const days = board ? boardsSince(programme, record.preparedOn, todayOf(turn)) : [];
  const questions: QuestionView[] = [
    ...(days.length > 0
      ? [
          {
            ...BLANK,
            kind: 'choice' as const,
            id: 'boardOn',
            label: 'The Board that agreed it',
            choices: days.map((on) => ({ title: formatDay(on), value: on })),
            ...value('boardOn'),
          },
          { ...BLANK, id: 'minute', label: 'Reference of its minute', letters: 120, ...value('minute') },
        ]
      : []),
    {
      ...BLANK,
      id: 'comment',
      label: board && days.length === 0 ? 'Why it cannot wait, or what has to change' : 'Comment',
      letters: 600,
      ...value('comment'),
    },
  ];
  const buttons: Button[] = [
    ...(board ? [] : [send(`Approve as ${step}`, 'returns.sign', carried)]),
    ...(days.length > 0 ? [send('The Board agreed', 'returns.agree', carried)] : []),
    ...(action !== undefined && isBoardChair(member)
      ? [send('Take chair’s action', 'returns.take-chairs-action', carried)]
      : []),
    { ...send('Return with comment', 'returns.send-back', carried), style: 'default' },
  ];
  const view = (letters: number) => ({
    heading: board ? 'The return, for the Board' : `The return, for your signature as ${step}`,
    place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
    frozen: sayFrozen(record),
    notice: sayMend(problems).replace('saved', 'done') || sayBoard(board, days.length, action, isBoardChair(member)),
    lines: digestOf(content, readsFinance(turn.actor)).map((line) => ({
      ...line,
      text: shorten(line.text, letters),
    })),
    questions,
    buttons,
    more: [
      link('Read it whole', 'returns.read', data),
      link('Word document', 'exports.offer-return-word', data),
      link('Signatures', 'returns.show-steps', data),
    ],
  });
  return {
    card: signCard.renderFirst([600, 250, 120, 80], view),
    summary: `The return due ${formatDay(round.dueOn)} waits for ${board ? 'the Board' : `you as ${step}`}.`,
  };
}

const BLANK = { kind: 'words' as const, value: '', letters: 1, choices: [], facts: '', former: '', problem: '' };

function sayBoard(board: boolean, days: number, action: string | undefined, chair: boolean): string {
  if (!board || days > 0) return '';
  if (action === undefined) return 'The Board meets before it is due: its agreement is noted here once it has met.';
  const reported = action === '' ? 'at the next Board' : `to the Board of ${formatDay(action)}`;
  return chair
    ? `No Board meets before it is due, so you may take chair’s action and report it ${reported}.`
    : `No Board meets before it is due: the chair may take chair’s action and report it ${reported}.`;
}

/** "Prepared by the programme office on 14 January 2027. Fingerprint 3F2A 91C0 77DE 04B1." */
function sayFrozen({ preparedOn, fingerprint }: ReturnRecord): string {
  return `Prepared and frozen on ${formatDay(preparedOn)}. Fingerprint ${sayFingerprint(fingerprint)}: you approve exactly this.`;
}

const MARKS: Record<string, Mark> = {
  Waiting: { word: 'Waiting', shape: '▲', color: 'Accent' },
  'To come': { word: 'To come', shape: '○', color: 'Default' },
  'Nobody named': { word: 'Nobody named', shape: '◆', color: 'Attention' },
};

/** Who has approved and who has not, what stopped it, and what the DfE said. `typed`: words that were not saved, given back. */
export async function stepsAnswer(
  turn: Pick<Turn, 'actor' | 'deps'>,
  round: Round,
  head: Head<ReturnRecord> | undefined,
  heading = 'Signatures',
  typed = '',
): Promise<Answer> {
  const { actor } = turn;
  const { programme, programmeId } = actor;
  const today = todayOf(turn);
  const state = sayState(head, programme, round, today);
  const record = head?.newest.state;
  const stopped = record?.stopped;
  const data = { programmeId, ref: round.ref };
  const reads = readsFinance(turn.actor);
  const changed = stopped?.why === 'changed' ? await tellChanged(turn, stopped.changed, reads) : [];
  const said = [
    ...(typed === '' ? [] : [{ label: 'What you typed, not saved', text: typed }]),
    ...(stopped?.why === 'sent back'
      ? [{ label: `Comment of ${nameOf(programme, stopped.by)}`, text: stopped.comment }]
      : []),
    ...(record?.sent ? [{ label: 'How it was sent', text: record.sent.how }] : []),
    ...(record?.feedback?.words
      ? [{ label: `The DfE, ${formatDay(record.feedback.on)}: ${record.feedback.rating}`, text: record.feedback.words }]
      : []),
  ];
  const comments = new Map(
    record?.approvals.map(({ step, comment, minute }) => [
      step as string,
      [minute, comment].filter(Boolean).join(' · '),
    ]),
  );
  const card = stepsCard.render({
    heading,
    place: `${sayQuarterWhole(round.quarter)} · due ${formatDay(round.dueOn)}`,
    sentence: `${state.word}. ${state.sentence}`,
    frozen:
      record && !stopped
        ? `Fingerprint ${sayFingerprint(record.fingerprint)}, prepared on ${formatDay(record.preparedOn)}.`
        : '',
    steps: state.steps.map(({ step, who, word, at }) => ({
      status: MARKS[word] ?? { word, shape: '●', color: 'Good' as const },
      step,
      who,
      at,
      comment: shorten(stopped ? '' : (comments.get(step) ?? ''), 300),
    })),
    changed: changed.map((text) => ({ text })),
    said: said.map(({ label, text }) => ({ label, text: shorten(text, 600) })),
    buttons: [
      ...signOffButtons(actor, head, round, 1).filter(({ verb }) => verb !== 'returns.show-steps'),
      ...(head ? [link('History', 'returns.show-return-history', data)] : []),
      link('Back to the return', 'returns.show', data),
    ].slice(0, 5),
  });
  const summary = `Return due ${formatDay(round.dueOn)}: ${state.word}. ${state.sentence}`;
  return { card, summary, closes: summary };
}

/** Asks before it freezes: what happens then, and whose signatures fall. */
export function prepareForm(turn: Pick<Turn, 'actor'>, round: Round, head: Head<ReturnRecord> | undefined): Answer {
  const { programmeId, programme, member } = turn.actor;
  const data = { programmeId, ref: round.ref };
  if (!isProgrammeOffice(member))
    return notice('The programme office prepares it', ['Ask the programme office when your sections are ready.']);
  const record = head?.newest.state;
  const fell = record && !record.stopped ? record.approvals.map(({ by }) => nameOf(programme, by)) : [];
  return notice(
    'Prepare the return for signing',
    [
      'The return is frozen as it stands now and gets its fingerprint. The S151 officer is asked first, then the ICB Chief Executive, the LA Chief Executive and the Board.',
      'A change to a section, a finance figure or a KPI after this stops it and takes every signature away. Milestones and risks go on; what moves there belongs to the next return.',
      ...(fell.length > 0
        ? [`It was signed by ${fell.join(', ')}: preparing it again takes that away, and they are asked anew.`]
        : []),
    ],
    {
      buttons: [
        {
          ...link(head ? 'Prepare it again' : 'Prepare it', 'returns.prepare', {
            ...data,
            opened: head?.newest.version ?? 0,
            form: randomUUID(),
          }),
          style: 'positive',
        },
        link('Back to the return', 'returns.show', data),
      ],
    },
  );
}
