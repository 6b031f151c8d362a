// The register of risks, the issues and the heat map, a page at a time. What one could get wrong: lists are read from the
// heads in one query and cut to a page here; closed risks are only on the list that asks for them.

import { link, PAGE, page } from '../cards/markup.js';
import { registerCard } from '../programmes/cards.js';
import { todayOf } from '../programmes/changing.js';
import { mayRaiseRisk, owns } from '../programmes/rights.js';
import { requireRecord } from '../records/kind.js';
import type { Answer, Turn } from '../routes.js';
import type { Head } from '../storage/ledger.js';
import { riskLine } from './cards.js';
import { heatMapCard, heatMapView, inOrder } from './heat-map.js';
import { issueKind, riskKind } from './kind.js';
import { findIssueOf, listIssues, listRisks } from './registers.js';
import { type Band, bandOf, isBeyondAppetite, isLive, sayBand, sayState, scoreOf } from './rules.js';
import type { Issue, Risk } from './schema.js';

export const FILTERS = {
  all: 'All',
  mine: 'Mine',
  high: 'High',
  beyond: 'Beyond appetite',
  closed: 'Closed',
  milestone: 'Of a milestone',
  workstream: 'Of a workstream',
} as const;
export type Filter = keyof typeof FILTERS;
/** Those that stand as buttons under the list; the other two come from elsewhere, with what they are of. */
const OFFERED: Filter[] = ['all', 'mine', 'high', 'beyond', 'closed'];

/** Which risks, and which page of them. */
export interface Wanted {
  filter: Filter;
  page: number;
  milestone?: string | undefined;
  workstream?: string | undefined;
}

/** A page of the risks a filter keeps, highest residual score first. One query. */
export async function showRegister(turn: Turn, wanted: Wanted): Promise<Answer> {
  const { actor } = turn;
  const { filter, milestone, workstream } = wanted;
  const kept = inOrder((await listRisks(turn)).filter(({ newest: { state } }) => keeps(turn, wanted, state)));
  const shown = page(kept, wanted.page);
  const day = todayOf(turn);
  const of = { ...(milestone && { milestone }), ...(workstream && { workstream }) };
  const at = (other: Filter, number: number) => ({ programmeId: actor.programmeId, filter: other, page: number });
  const card = registerCard.render({
    heading: sayHeading(wanted),
    counts: sayCounts(turn, kept, filter),
    lines: shown.items.map((head) => riskLine(head, actor, day)),
    paging: sayPaging(shown, kept.length),
    pageButtons: [
      ...pageLinks(shown, kept.length, 'risks.list', (number) => ({ ...at(filter, number), ...of })),
      link('Heat map', 'risks.show-heat-map', { programmeId: actor.programmeId }),
      link('Issues', 'risks.list-issues', { programmeId: actor.programmeId, page: 1 }),
      ...(mayRaiseRisk(actor.member)
        ? [
            link('Raise a risk', 'risks.open-raise', {
              programmeId: actor.programmeId,
              ...(milestone && { milestone }),
            }),
          ]
        : []),
    ],
    filterButtons: OFFERED.filter((other) => other !== filter).map((other) =>
      link(FILTERS[other], 'risks.list', at(other, 1)),
    ),
  });
  return { card, summary: `${sayHeading(wanted)}: ${sayCounts(turn, kept, filter)}` };
}

/** A page of the issues, newest first. One query. */
export async function showIssues(turn: Turn, wanted: number): Promise<Answer> {
  const { programmeId } = turn.actor;
  const found = await listIssues(turn);
  const shown = page(found, wanted);
  const open = found.filter((head) => head.newest.state.state === 'open').length;
  const counts = found.length === 0 ? 'No risk has happened.' : `${found.length} in all, ${open} open`;
  const card = registerCard.render({
    heading: 'Issues: risks that have happened',
    counts,
    lines: shown.items.map((head) => issueLine(head, programmeId)),
    paging: sayPaging(shown, found.length),
    pageButtons: pageLinks(shown, found.length, 'risks.list-issues', (number) => ({ programmeId, page: number })),
    filterButtons: [link('All risks', 'risks.list', { programmeId, filter: 'all', page: 1 })],
  });
  return { card, summary: counts };
}

/** The heat map of the risks that count now. One query. */
export async function showHeatMap(turn: Turn): Promise<Answer> {
  const { programmeId, programme } = turn.actor;
  const live = (await listRisks(turn)).filter((head) => isLive(head.newest.state));
  const counts = sayCounts(turn, live, 'all');
  const card = heatMapCard.render({
    heading: 'Risk heat map',
    counts,
    heatMap: heatMapView(live, programme.scoring, programmeId),
    buttons: [link('All risks', 'risks.list', { programmeId, filter: 'all', page: 1 })],
  });
  return { card, summary: `Risk heat map: ${counts}` };
}

function keeps(turn: Turn, { filter, milestone, workstream }: Wanted, risk: Risk): boolean {
  const { programme, member } = turn.actor;
  const score = scoreOf(risk.residual);
  const kept: Record<Filter, () => boolean> = {
    all: () => true,
    mine: () => owns(programme, member, risk) || member.leads.includes(risk.workstream),
    high: () => bandOf(score, programme.scoring) === 'high',
    beyond: () => isBeyondAppetite(score, programme.scoring) || risk.escalation !== null,
    closed: () => true,
    milestone: () => milestone !== undefined,
    workstream: () => workstream !== undefined,
  };
  return (
    isLive(risk) !== (filter === 'closed') &&
    kept[filter]() &&
    (milestone === undefined || risk.milestones.includes(milestone)) &&
    (workstream === undefined || risk.workstream === workstream)
  );
}

function sayHeading({ filter, milestone, workstream }: Wanted): string {
  const of = `${milestone ? ` to ${milestone}` : ''}${workstream ? ` of ${workstream}` : ''}`;
  const only: Record<Filter, string> = {
    all: '',
    mine: ': mine',
    high: ': high',
    beyond: ': beyond appetite or escalated',
    closed: ': closed or happened',
    milestone: '',
    workstream: '',
  };
  return `Risks${of}${only[filter]}`;
}

function sayCounts(turn: Turn, heads: Head<Risk>[], filter: Filter): string {
  if (heads.length === 0) return 'None.';
  if (filter === 'closed') return `${heads.length} in all`;
  const { scoring } = turn.actor.programme;
  const scores = heads.map((head) => scoreOf(head.newest.state.residual));
  const bands = (['high', 'medium', 'low'] as Band[])
    .map((band) => [scores.filter((score) => bandOf(score, scoring) === band).length, sayBand(band)] as const)
    .filter(([count]) => count > 0);
  const beyond = scores.filter((score) => isBeyondAppetite(score, scoring)).length;
  const worry = beyond === 0 ? 'none beyond appetite' : `${beyond} beyond appetite`;
  return `${heads.length} in all: ${bands.map(([count, band]) => `${count} ${band.toLowerCase()}`).join(', ')}; ${worry}`;
}

function issueLine(head: Head<Issue>, programmeId: string) {
  const { ref, state } = head.newest;
  return {
    ref,
    title: state.event,
    facts: `From ${state.riskRef} · ${state.workstream}`,
    status:
      state.state === 'open'
        ? ({ word: sayState(state.state), shape: '◆', color: 'Attention' } as const)
        : ({ word: sayState(state.state), shape: '✔', color: 'Accent' } as const),
    open: link(`Open ${ref}`, 'risks.show', { programmeId, ref }),
  };
}

type Shown = { items: unknown[]; number: number; pages: number };

function sayPaging(shown: Shown, all: number): string {
  const first = (shown.number - 1) * PAGE + 1;
  return shown.pages > 1 ? `${first} to ${first + shown.items.length - 1} of ${all}` : '';
}

function pageLinks(shown: Shown, all: number, verb: string, at: (number: number) => Record<string, unknown>) {
  const { number, pages } = shown;
  return [
    ...(number < pages ? [link(`Next ${Math.min(PAGE, all - number * PAGE)}`, verb, at(number + 1))] : []),
    ...(number > 1 ? [link(`Previous ${PAGE}`, verb, at(number - 1))] : []),
  ];
}

/** The issue by its own reference or by that of the risk it came from. Throws UNKNOWN when there is no such record. */
export async function showIssue(turn: Turn, ref: string): Promise<Answer> {
  if (ref.startsWith(issueKind.type.prefix)) return issueKind.detail(turn, await requireRecord(turn, issueKind, ref));
  const head = await requireRecord(turn, riskKind, ref);
  const issue = await findIssueOf(turn, ref);
  return issue ? issueKind.detail(turn, issue) : riskKind.detail(turn, head);
}
