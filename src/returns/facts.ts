// What the registers know on the day a return is looked at, read in one query; sections are read by their known references. What one
// could get wrong: nothing here is anybody's judgement, and nothing is stored.

import type { IsoDate } from '../calendar.js';
import { dayOf } from '../calendar.js';
import type { Decision } from '../decisions/schema.js';
import type { Deps } from '../deps.js';
import type { FinanceYear } from '../finance/schema.js';
import type { Kpi } from '../kpis/schema.js';
import type { Milestone } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import type { Programme } from '../programmes/schema.js';
import type { Risk } from '../risks/schema.js';
import type { Turn } from '../routes.js';
import { type Head, readHead, type StoredHead } from '../storage/ledger.js';
import { type Kind, listAll } from '../storage/store.js';
import { type Round, roundBefore } from './rounds.js';
import { answerTo, returnSections, type SectionAnswer, sectionRef } from './schema.js';

export interface Facts {
  programme: Programme;
  round: Round;
  /** The return before, whose answers stand beside; undefined for the first. */
  former: Round | undefined;
  today: IsoDate;
  milestones: Head<Milestone>[];
  risks: Head<Risk>[];
  decisions: Head<Decision>[];
  finance: Head<FinanceYear>[];
  kpis: Head<Kpi>[];
}

/** The day it is, in the programme's zone. */
export function todayOf({ actor, deps }: Pick<Turn, 'actor' | 'deps'>): IsoDate {
  return dayOf(deps.clock.now(), actor.programme.zone);
}

/** What the registers say of a programme now. One query. */
export async function readFacts(deps: Deps, programmeId: string, programme: Programme, round: Round): Promise<Facts> {
  const kinds: Kind[] = ['milestone', 'risk', 'decision', 'finance', 'kpi'];
  const found = await listAll<Head<unknown>>(deps.store, kinds, programmeId);
  const of = <S>(kind: Kind) =>
    found
      .filter((stored) => stored.kind === kind)
      .map((stored) => stored.body as Head<S>)
      .sort((a, b) => compareNumbered(a.newest.ref, b.newest.ref));
  return {
    programme,
    round,
    former: roundBefore(programme, round),
    today: dayOf(deps.clock.now(), programme.zone),
    milestones: of<Milestone>('milestone'),
    risks: of<Risk>('risk'),
    decisions: of<Decision>('decision'),
    finance: of<FinanceYear>('finance'),
    kpis: of<Kpi>('kpi'),
  };
}

/** What was said last quarter of delivery confidence, by section. A point read for each workstream. */
export async function readFormerConfidence(
  deps: Deps,
  programmeId: string,
  { former, programme }: Facts,
): Promise<ReadonlyMap<string, string>> {
  if (!former) return new Map();
  const ids = ['overall', ...programme.workstreams.map(({ id }) => `confidence-${id}`)];
  const sent = await readSent(
    deps,
    programmeId,
    former.ref,
    ids.map((id) => ({ id })),
  );
  return new Map([...sent].map(([id, head]) => [id, answerTo(head.body.newest.state, 'confidence')]));
}

/** Sections of a return that somebody has sent, by section. A point read each. */
export async function readSent(
  deps: Deps,
  programmeId: string,
  returnRef: string,
  sections: readonly { id: string }[],
): Promise<Map<string, StoredHead<SectionAnswer>>> {
  const found = await Promise.all(
    sections.map(async ({ id }) => {
      const head = await readHead(deps, returnSections, programmeId, sectionRef(returnRef, id));
      return head && ([id, head] as const);
    }),
  );
  return new Map(found.flatMap((one) => (one ? [one] : [])));
}
