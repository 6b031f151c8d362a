// What changed under a return, and a return's own history, in words. What one could get wrong: a finance figure is named only to those who
// may read finance detail; to everyone else it is said that something there changed, and by whom.

import { formatDay } from '../../calendar.js';
import type { Deps } from '../../deps.js';
import type { FinanceYear } from '../../finance/schema.js';
import { sayTitle, tellChanges } from '../../finance/telling.js';
import { sayValue } from '../../kpis/rules.js';
import type { Kpi } from '../../kpis/schema.js';
import { nameOf } from '../../programmes/actor.js';
import type { Telling } from '../../programmes/history.js';
import type { Turn } from '../../routes.js';
import type { Entry } from '../../storage/entry.js';
import { type Head, readEntry } from '../../storage/ledger.js';
import { sayFingerprint } from '../content.js';
import { readFacts } from '../facts.js';
import { roundOf } from '../rounds.js';
import type { SectionAnswer } from '../schema.js';
import { sectionsOf } from '../sections.js';
import type { ReturnRecord } from './schema.js';
import { kindOf } from './watching.js';

/** Each change that stopped a return as a sentence: what, from what to what, and by whom. */
export async function tellChanged(
  { deps, actor }: Pick<Turn, 'deps' | 'actor'>,
  changed: readonly string[],
  readsFinance: boolean,
): Promise<string[]> {
  const entries = await Promise.all(changed.map((one) => readChanged(deps, actor.programmeId, one)));
  const titles = await readTitles({ deps, actor }, entries);
  return entries.flatMap((entry) => {
    if (!entry) return [];
    const by = nameOf(actor.programme, entry.by);
    if (entry.kind === 'finance') {
      const lines = readsFinance
        ? tellChanges(entry as Entry<FinanceYear>).map(({ label, text }) => `${label}: ${text}`)
        : [];
      return [`${sayTitle(entry.ref)} changed by ${by}${lines.length > 0 ? `. ${lines.join('; ')}` : ''}.`];
    }
    if (entry.kind === 'kpi') {
      const { state } = entry as Entry<Kpi>;
      const value = state.results.find(({ quarter }) => quarter === state.recorded)?.value;
      return [`${entry.ref} recorded by ${by} for ${state.recorded}: ${sayValue(state, value)}.`];
    }
    const { section } = entry.state as SectionAnswer;
    return [`“${titles.get(section) ?? section}” sent again by ${by}.`];
  });
}

async function readChanged(deps: Deps, programmeId: string, changed: string): Promise<Entry<unknown> | undefined> {
  const at = changed.lastIndexOf('@');
  const ref = changed.slice(0, at);
  const head = await deps.store.read<Head<unknown>>(kindOf(ref), programmeId, ref);
  return head && readEntry(deps, programmeId, head.body, Number(changed.slice(at + 1)));
}

/** The titles of sections, read only when one of them changed. */
async function readTitles(
  { deps, actor }: Pick<Turn, 'deps' | 'actor'>,
  entries: readonly (Entry<unknown> | undefined)[],
): Promise<Map<string, string>> {
  const changed = entries.find((entry) => entry?.kind === 'return-section');
  const round = changed && roundOf(actor.programme, (changed.state as SectionAnswer).return);
  if (!round) return new Map();
  const facts = await readFacts(deps, actor.programmeId, actor.programme, round);
  return new Map(sectionsOf(facts).map(({ id, title }) => [id, title]));
}

/** "Finance 2026/27, K01, section “asks”": each record once. */
function sayRecords(changed: readonly string[]): string {
  const refs = new Set(changed.map((one) => one.slice(0, one.lastIndexOf('@'))));
  const say = (ref: string) => {
    const kind = kindOf(ref);
    if (kind === 'return-section') return `section “${saySection(ref.slice(ref.indexOf('-') + 1))}”`;
    return kind === 'finance' ? sayTitle(ref) : ref;
  };
  return [...refs].map(say).join(', ');
}

/** "confidence, WS6", of a section's id. */
function saySection(id: string): string {
  return id.replace(/-(WS\d+)/, ', $1').replace(/-(\d+)$/, ', part $1');
}

/** How a return's history is told. */
export function returnTelling(title: string): Telling<ReturnRecord> {
  return {
    feature: 'returns',
    title: () => title,
    what: ({ did, state }) => {
      const last = state.approvals.at(-1);
      if (did === 'returns.prepare') return 'Prepared and frozen';
      if (did === 'returns.stop') return 'Stopped: it changed after it was prepared';
      if (did === 'returns.send-back') return 'Returned with a comment';
      if (did === 'returns.record-sent') return 'Sent to the DfE';
      if (did === 'returns.record-feedback') return 'What the DfE said was noted';
      return last?.step === 'Board'
        ? last.boardOn
          ? 'Agreed by the Board'
          : 'Chair’s action'
        : `Approved as ${last?.step ?? ''}`;
    },
    changes: ({ did, state }) => [
      ...(did === 'returns.prepare' ? [{ label: 'Fingerprint', text: sayFingerprint(state.fingerprint) }] : []),
      ...(did === 'returns.stop' ? [{ label: 'Changed', text: sayRecords(state.stopped?.changed ?? []) }] : []),
      ...(did === 'returns.record-sent' && state.sent ? [{ label: 'Sent on', text: formatDay(state.sent.on) }] : []),
      ...(did === 'returns.record-feedback' && state.feedback
        ? [{ label: 'Rating', text: state.feedback.rating }]
        : []),
    ],
    said: ({ did, state }) => {
      if (did === 'returns.send-back') return state.stopped?.comment ?? '';
      if (did === 'returns.record-sent') return state.sent?.how ?? '';
      if (did === 'returns.record-feedback') return state.feedback?.words ?? '';
      return did.startsWith('returns.approve') ? (state.approvals.at(-1)?.comment ?? '') : '';
    },
    correctable: false,
  };
}
