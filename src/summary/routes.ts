// What people can ask of a summary. What one could get wrong: which view it is depends on the person's roles as they are
// now, never on the card that was pressed.

import * as z from 'zod/v4';
import { dayOf } from '../calendar.js';
import type { Decision } from '../decisions/schema.js';
import type { FinanceYear } from '../finance/schema.js';
import type { Milestone } from '../milestones/schema.js';
import { maySeeChairSummary, maySeeFinance } from '../programmes/rights.js';
import { isLive } from '../risks/rules.js';
import type { Risk } from '../risks/schema.js';
import { type Answer, type Command, capture, defineVerb, type Turn, type Verb } from '../routes.js';
import { keepAnchor } from '../storage/anchor.js';
import type { Head } from '../storage/ledger.js';
import { type Kind, listAll } from '../storage/store.js';
import { drawSummary } from './cards.js';
import { compose } from './compose.js';

export const summaryCommands: Command[] = [
  {
    name: 'summary',
    help: "See the programme on one card; for a chair, the Board's view",
    matches: (text) => capture(/^(?:summary|chair'?s summary|chair’s summary|board summary)[.!?]?$/i, text),
    offeredTo: () => true,
    audience: 'me',
    opens: () => ({ verb: 'summary.show', fields: {}, label: 'Summary' }),
    run: showSummary,
  },
];

export const summaryVerbs: Verb[] = [
  defineVerb('summary.show', z.object({ programmeId: z.string().max(80) }), showSummary),
];

/** One query over the heads, composed and drawn; a chair's view is kept by its fingerprint. */
export async function showSummary(turn: Pick<Turn, 'deps' | 'actor'>): Promise<Answer> {
  const { deps, actor } = turn;
  const now = deps.clock.now();
  const found = await listAll<Head<unknown>>(
    deps.store,
    ['milestone', 'risk', 'decision', 'finance'],
    actor.programmeId,
  );
  const of = <S>(kind: Kind) => found.filter((stored) => stored.kind === kind).map((stored) => stored.body as Head<S>);
  const heads = {
    milestones: of<Milestone>('milestone'),
    risks: of<Risk>('risk'),
    decisions: of<Decision>('decision'),
    finance: of<FinanceYear>('finance'),
  };
  const summary = compose(actor.programme, heads, dayOf(now, actor.programme.zone));
  const forChair = maySeeChairSummary(actor.member);
  const kept = forChair
    ? await keepAnchor(
        deps,
        actor.programmeId,
        found.map((stored) => stored.body),
      )
    : '';
  return drawSummary(actor, summary, {
    forChair,
    seesFinance: maySeeFinance(actor.programme, actor.member),
    at: now.toISOString(),
    records: found.length,
    fingerprint: kept,
    liveRisks: heads.risks.filter((head) => isLive(head.newest.state)),
  });
}
