// What the registers know at the moment a pack is made, read in one query, and the history of the dates that moved. What one could get
// wrong: nothing here is stored, and whoever is named in it is named by role.

import type { AgreedAction } from '../agreed-actions/schema.js';
import { addDays, dayOf, type IsoDate } from '../calendar.js';
import type { Confidence } from '../confidence/schema.js';
import type { Decision } from '../decisions/schema.js';
import type { Deps } from '../deps.js';
import type { FinanceYear } from '../finance/schema.js';
import type { Kpi } from '../kpis/schema.js';
import type { ChangeRequest } from '../milestones/change-control/schema.js';
import { calculateStatus } from '../milestones/rules.js';
import type { Milestone, Status } from '../milestones/schema.js';
import { compareNumbered } from '../ordering.js';
import type { Programme } from '../programmes/schema.js';
import { restrictedAs } from '../records/may-read.js';
import type { Risk } from '../risks/schema.js';
import type { Entry } from '../storage/entry.js';
import type { Head } from '../storage/ledger.js';
import { listEntries } from '../storage/past.js';
import { type Kind, listAll } from '../storage/store.js';
import { endOf } from '../summary/changes.js';
import { compose } from '../summary/compose.js';
import { NO_HEADS } from '../summary/reading-heads.js';
import type { Summary } from '../summary/schema.js';

/** An entry that moved a milestone's forecast or baseline. */
export interface Moved {
  ref: string;
  entry: Entry<Milestone>;
}

export interface PackFacts {
  programme: Programme;
  today: IsoDate;
  boardOn: IsoDate;
  /** The day "since the last Board" counts from. */
  since: IsoDate;
  summary: Summary;
  milestones: Head<Milestone>[];
  changes: Head<ChangeRequest>[];
  /** Without the corporate-risk items, which stand apart. */
  risks: Head<Risk>[];
  decisions: Head<Decision>[];
  corporate: { risks: Head<Risk>[]; decisions: Head<Decision>[] };
  actions: Head<AgreedAction>[];
  confidence: Head<Confidence>[];
  finance: Head<FinanceYear>[];
  kpis: Head<Kpi>[];
  /** Oldest first. */
  moved: Moved[];
  /** Every record it is made from. */
  heads: Head<unknown>[];
}

const KINDS: Kind[] = ['milestone', 'change-request', 'risk', 'decision', 'action', 'confidence', 'finance', 'kpi'];

/** What a pack is made from. One query, and the entries since the last Board of each milestone that changed since. */
export async function readPackFacts(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  boardOn: IsoDate,
): Promise<PackFacts> {
  const found = await listAll<Head<unknown>>(deps.store, KINDS, programmeId);
  const of = <S>(kind: Kind) =>
    found
      .filter((stored) => stored.kind === kind)
      .map((stored) => stored.body as Head<S>)
      .sort((a, b) => compareNumbered(a.newest.ref, b.newest.ref));
  const milestones = of<Milestone>('milestone');
  const [allRisks, allDecisions] = [of<Risk>('risk'), of<Decision>('decision')];
  const [risks, corporateRisks] = apart(allRisks);
  const [decisions, corporateDecisions] = apart(allDecisions);
  const finance = of<FinanceYear>('finance');
  const today = dayOf(deps.clock.now(), programme.zone);
  const summary = compose(programme, { ...NO_HEADS, milestones, risks, decisions, finance }, today);
  const since = summary.lastBoardOn ?? addDays(today, -28);
  return {
    programme,
    today,
    boardOn,
    since,
    summary,
    milestones,
    changes: of<ChangeRequest>('change-request'),
    risks,
    decisions,
    corporate: { risks: corporateRisks, decisions: corporateDecisions },
    actions: of<AgreedAction>('action'),
    confidence: of<Confidence>('confidence'),
    finance,
    kpis: of<Kpi>('kpi'),
    moved: await readMoved(deps, programmeId, milestones, since, programme.zone),
    heads: found.map((stored) => stored.body),
  };
}

/** Those that everybody reads, and the restricted ones. */
function apart<S extends Risk | Decision>(heads: readonly Head<S>[]): [Head<S>[], Head<S>[]] {
  const isRestricted = ({ newest: { kind, state } }: Head<S>) => restrictedAs(kind, state) !== undefined;
  return [heads.filter((head) => !isRestricted(head)), heads.filter(isRestricted)];
}

/** Entries that moved a date since the end of a day, oldest first. A query for every fifty of them. */
export async function readMoved(
  deps: Deps,
  programmeId: string,
  milestones: readonly Head<Milestone>[],
  since: IsoDate,
  zone: string,
): Promise<Moved[]> {
  const moved: Moved[] = [];
  const begins = endOf(since, zone);
  for (const head of milestones)
    for await (const entry of listEntries(deps, programmeId, head, begins)) {
      const { forecastOn, baselineOn } = entry.was;
      if (entry.version > 1 && (forecastOn || baselineOn)) moved.push({ ref: head.newest.ref, entry });
    }
  return moved.sort(
    (a, b) => a.entry.at.localeCompare(b.entry.at) || a.ref.localeCompare(b.ref) || b.entry.version - a.entry.version,
  );
}

/** What a person is in the programme: "WS6 lead", "programme office", "signatory (S151 officer)". */
export function roleOf({ members }: Programme, memberId: string): string {
  const member = members.find(({ id }) => id === memberId);
  if (!member) return 'a former member';
  if (member.leads.length > 0) return `${member.leads.join(' and ')} lead`;
  if (member.signsAs) return `signatory (${member.signsAs})`;
  const role = member.roles.find((one) => one !== 'member') ?? 'member';
  return role === 'member' || role === 'milestone owner' ? `${role}, ${member.organisation}` : role;
}

/** A milestone's status as people are shown it: stated, or calculated while nobody has reported. */
export function statusOf({ programme, today }: PackFacts, milestone: Milestone): Status {
  return milestone.stated ?? calculateStatus(milestone, programme.tolerances, today);
}

/** Whether a day lies after the last Board. */
export function isSince({ since, today }: PackFacts, on: IsoDate): boolean {
  return on > since && on <= today;
}
