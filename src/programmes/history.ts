// Any record's history and withdrawal in plain words; features add the sentences of their own fields. What one could get
// wrong: history is shown newest first, a page at a time, so that a record of ten years still fits on a card.

import { randomUUID } from 'node:crypto';
import { formatInstant } from '../calendar.js';
import { type Button, link, send, shorten } from '../cards/markup.js';
import type { Answer, Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import { type Head, listHistory } from '../storage/ledger.js';
import { nameOf } from './actor.js';
import { type ChangeLine, historyCard, withdrawCard } from './cards.js';
import { sayOrigin } from './made.js';
import { mayWithdraw } from './withdraw.js';

/** How a feature tells its entries. */
export interface Telling<S> {
  /** `milestones`, `risks`: the feature its verbs begin with. */
  feature: string;
  /** What people call the record, where its reference is none of theirs. */
  named?: string;
  title(state: S): string;
  /** "Updated", "Raised", "Escalated to the Board". */
  what(entry: Entry<S>): string;
  changes(entry: Entry<S>): ChangeLine[];
  /** The person's own words of this entry. */
  said(entry: Entry<S>): string;
  /** Whether the person's last entry can be corrected by a form of the feature. */
  correctable: boolean;
}

const ENTRIES = 6;

/** A record's newest entries, with Correct and Withdraw for the author of the newest one. */
export async function showHistory<S>(turn: Turn, head: Head<S>, telling: Telling<S>): Promise<Answer> {
  const { actor, deps } = turn;
  const { ref, version } = head.newest;
  const entries: Entry<S>[] = [];
  for await (const entry of listHistory(deps, actor.programmeId, head)) {
    entries.push(entry);
    if (entries.length === ENTRIES) break;
  }
  const data = { programmeId: actor.programmeId, ref };
  const buttons: Button[] = [link(`Back to ${telling.named?.toLowerCase() ?? ref}`, `${telling.feature}.show`, data)];
  if (telling.correctable && mayWithdraw(actor.member.id, head))
    buttons.push(link('Correct my last entry', `${telling.feature}.open-correction`, data));
  if (mayWithdraw(actor.member.id, head))
    buttons.push(link('Withdraw my last entry', `${telling.feature}.open-withdrawal`, data));
  const card = historyCard.render({
    heading: `${telling.named ?? ref} history`,
    title: telling.title(head.newest.state),
    entries: entries.map((entry) => ({
      what: [telling.what(entry), sayOrigin(entry.origin)].filter(Boolean).join(' '),
      byline: `${byline(turn, entry)} · version ${entry.version}`,
      changes: withReason(entry, telling.changes(entry)),
      said: shorten(telling.said(entry), 280),
    })),
    more: version > entries.length ? `The newest ${entries.length} of ${version} entries.` : '',
    buttons,
  });
  return { card, summary: `${ref} has ${version} ${version === 1 ? 'entry' : 'entries'}.` };
}

/** The reason for a withdrawal as it was sent, and what is wrong with it. */
export interface TypedReason {
  form: string;
  reason: string;
  problem: string;
}

/** The form that withdraws a person's own newest entry. */
export function withdrawForm<S>(turn: Turn, head: Head<S>, telling: Telling<S>, typed?: TypedReason): Answer {
  const { ref, version } = head.newest;
  const data = { programmeId: turn.actor.programmeId, ref };
  const at = formatInstant(head.newest.at, turn.actor.programme.zone);
  const card = withdrawCard.render({
    heading: `Withdraw your last entry on ${ref}`,
    title: telling.title(head.newest.state),
    explanation: `${ref} goes back to how it was before your entry of ${at}. Both stay in its history.`,
    values: { reason: typed?.reason ?? '' },
    problems: { reason: typed?.problem ?? '' },
    buttons: [
      {
        ...send('Withdraw it', `${telling.feature}.withdraw`, {
          ...data,
          opened: version,
          form: typed?.form ?? randomUUID(),
        }),
        style: 'destructive',
      },
      link('Cancel', `${telling.feature}.show`, data),
    ],
  });
  return { card, summary: `Withdraw your last entry on ${ref}.` };
}

/** "WS6 lead · 26 November 2026, 09:42". */
export function byline<S>(turn: Pick<Turn, 'actor'>, entry: Pick<Entry<S>, 'by' | 'at'>): string {
  const { programme } = turn.actor;
  return `${nameOf(programme, entry.by)} · ${formatInstant(entry.at, programme.zone)}`;
}

function withReason<S>(entry: Entry<S>, changes: ChangeLine[]): ChangeLine[] {
  return entry.reason === undefined ? changes : [{ label: 'Because', text: entry.reason }, ...changes];
}
