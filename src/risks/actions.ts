// What people do with risks: raise, reassess, say that one has happened. What one could get wrong: an issue is made after
// the risk's own commit, which promises it; the sweep makes it when the process dies in between.

import type { Deps } from '../deps.js';
import { ProductError } from '../errors.js';
import { describeError } from '../log.js';
import { compareNumbered } from '../ordering.js';
import { owesAnnouncement } from '../programmes/announcement.js';
import { owesTelling } from '../programmes/owning.js';
import type { Problems } from '../programmes/problems.js';
import { mayRaiseRisk, requireMayChange } from '../programmes/rights.js';
import { readableTo, requireMayRead } from '../records/may-read.js';
import type { Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import { type Committed, commit, effectKey, type Head, recognise, requireHead } from '../storage/ledger.js';
import { createRecord, recogniseNew } from '../storage/new-record.js';
import { listAll } from '../storage/store.js';
import { changeRisk, circumstances, type RiskResult, today } from './change.js';
import { checkRaise, checkReassess, sayNoMilestones } from './checks.js';
import {
  RaiseFields,
  type RaiseForm,
  ReasonFields,
  type ReasonForm,
  ReassessFields,
  type ReassessForm,
} from './forms.js';
import { checkReason } from './response-checks.js';
import { heldIssue, heldRisk } from './rules.js';
import { type Issue, issues, type Risk, risks } from './schema.js';

export type RaiseResult = Committed<Risk> | { outcome: 'refused'; problems: Problems<RaiseFields> };

/** Raises a risk under the next reference, once per form. Throws FORBIDDEN for observers, and the store's codes. */
export async function raiseRisk(turn: Turn, form: RaiseForm): Promise<RaiseResult> {
  const { deps, actor } = turn;
  requireMayRaise(turn);
  const fields = RaiseFields.parse(form);
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { did: 'risks.raise', content: fields });
  const checked = checkRaise(fields, circumstances(turn));
  const missing = 'problems' in checked ? undefined : await sayMissing(turn, checked.ok.milestones);
  if ('problems' in checked || missing) {
    const known = await recogniseNew(deps, risks, actor.programmeId, effect);
    const problems = 'problems' in checked ? checked.problems : { milestones: missing };
    return known ?? { outcome: 'refused', problems };
  }
  const owes = [owesAnnouncement(turn), ...owesTelling(heldRisk, actor.member.id, undefined, checked.ok)];
  const change = { by: actor.member.id, did: 'risks.raise', effect, owes };
  return createRecord(deps, risks, actor.programmeId, change, () => checked.ok);
}

/** Throws FORBIDDEN unless this person may raise risks. */
export function requireMayRaise(turn: Turn): void {
  if (mayRaiseRisk(turn.actor.member)) return;
  throw new ProductError('FORBIDDEN', 'observers raise no risks', {
    advice:
      'As an observer you read this programme. Tell the programme office what worries you, and they can raise it.',
  });
}

/** Scores a risk anew. Throws FORBIDDEN, UNKNOWN (no such risk), and the store's codes. */
export function reassess(turn: Turn, form: ReassessForm): Promise<RiskResult<ReassessFields>> {
  const fields = ReassessFields.parse(form);
  return changeRisk(turn, form, { did: 'risks.reassess', content: fields }, async (risk) => {
    const checked = checkReassess(risk, fields, circumstances(turn));
    if ('problems' in checked) return checked;
    const added = checked.ok.milestones.filter((ref) => !risk.milestones.includes(ref));
    const missing = await sayMissing(turn, added);
    return missing ? { problems: { milestones: missing } } : checked;
  });
}

/**
 * Notes that a risk has happened, and makes its issue, which the answer names when that could be done at once. Throws
 * FORBIDDEN, UNKNOWN, and the store's codes.
 */
export async function markHappened(
  turn: Turn,
  form: ReasonForm,
): Promise<RiskResult<ReasonFields> & { issue?: Head<Issue> }> {
  const fields = ReasonFields.parse(form);
  const owes = [{ effect: 'risks.open-issue' }];
  const result = await changeRisk(turn, form, { did: 'risks.mark-happened', content: fields, owes }, (risk) => {
    const checked = checkReason(fields, 'Say in a sentence what happened.', today(turn));
    if ('problems' in checked) return checked;
    const { reason: what, on } = checked.ok;
    return { ok: { ...risk, state: 'materialised' as const, happened: { what, on } } };
  });
  return openIssueNow(turn.deps, turn.actor.programmeId, result);
}

/** Makes the issue of a risk that has just happened, and names it when that could be done at once; never throws. */
export async function openIssueNow<Fields>(
  deps: Deps,
  programmeId: string,
  result: RiskResult<Fields>,
): Promise<RiskResult<Fields> & { issue?: Head<Issue> }> {
  if (result.outcome !== 'saved' && result.outcome !== 'already') return result;
  try {
    return { ...result, issue: await makeIssue(deps, programmeId, result.entry) };
  } catch (error) {
    // The risk's commit stands and promises the issue: the sweep will make it.
    deps.log.warn('issue-not-opened-yet', { ref: result.entry.ref, ...describeError(error) });
    return result;
  }
}

/**
 * Makes the issue that a risk's entry promised. Safe to repeat and to run twice at once: there is one issue for an entry.
 * Throws the store's codes.
 */
export async function openIssue(deps: Deps, programmeId: string, entry: Entry<Risk>): Promise<void> {
  await makeIssue(deps, programmeId, entry);
}

async function makeIssue(deps: Deps, programmeId: string, entry: Entry<Risk>): Promise<Head<Issue>> {
  const { happened, event, consequence, workstream, ownerId } = entry.state;
  if (!happened) throw new ProductError('MALFORMED', `${entry.ref}@${entry.version} has not happened`);
  const change = { by: entry.by, did: 'risks.open-issue', effect: `${entry.effect}/1`, origin: entry.ref };
  const made = await createRecord<Issue>(deps, issues, programmeId, change, () => ({
    riskRef: entry.ref,
    event,
    consequence,
    workstream,
    ownerId,
    what: happened.what,
    happenedOn: happened.on,
    state: 'open',
    resolution: '',
    resolvedOn: null,
    ...(entry.state.escalation?.to === 'corporate' && { corporate: true }),
  }));
  return made.head;
}

export type ResolveResult =
  | Committed<Issue>
  | { outcome: 'refused'; head: Head<Issue>; problems: Problems<ReasonFields> }
  | { outcome: 'settled'; head: Head<Issue> };

/** Resolves an issue, saying how. Throws FORBIDDEN, UNKNOWN (no such issue), and the store's codes. */
export async function resolveIssue(turn: Turn, form: ReasonForm): Promise<ResolveResult> {
  const { deps, actor } = turn;
  const head = await requireHead(deps, issues, actor.programmeId, form.ref);
  const issue = head.body.newest.state;
  requireMayRead(turn, 'issue', form.ref, issue);
  requireMayChange(actor.programme, actor.member, form.ref, issue);
  const fields = ReasonFields.parse(form);
  const did = 'risks.resolve-issue';
  const effect = effectKey(form.form, actor.tenantId, actor.member.id, { did, content: fields });
  const known = await recognise(deps, actor.programmeId, head.body, form.opened, effect);
  if (known) return known;
  if (issue.state === 'resolved') return { outcome: 'settled', head: head.body };
  const checked = checkReason(fields, 'Say how it was resolved.');
  if ('problems' in checked) return { outcome: 'refused', head: head.body, problems: checked.problems };
  const resolved: Issue = {
    ...issue,
    state: 'resolved',
    resolution: checked.ok.reason,
    resolvedOn: today(turn),
  };
  const owes = [owesAnnouncement(turn), ...owesTelling(heldIssue, actor.member.id, issue, resolved)];
  const change = { by: actor.member.id, did, effect, owes };
  return commit(deps, issues, actor.programmeId, head, change, resolved);
}

/** Every risk that this person may be shown where they ask, in no order. One query. */
export async function listRisks(turn: Turn): Promise<Head<Risk>[]> {
  const found = await listAll<Head<Risk>>(turn.deps.store, ['risk'], turn.actor.programmeId);
  return readableTo(
    turn,
    found.map((stored) => stored.body),
  );
}

/** Every issue that this person may be shown where they ask, newest first: those of the risks they may be shown. One query. */
export async function listIssues(turn: Turn): Promise<Head<Issue>[]> {
  const found = await listAll<Head<Issue | Risk>>(turn.deps.store, ['issue', 'risk'], turn.actor.programmeId);
  const of = <S>(kind: string) => found.filter((stored) => stored.kind === kind).map(({ body }) => body as Head<S>);
  const shown = new Set(readableTo(turn, of<Risk>('risk')).map(({ newest }) => newest.ref));
  return readableTo(turn, of<Issue>('issue'))
    .filter(({ newest }) => shown.has(newest.state.riskRef))
    .sort((a, b) => compareNumbered(b.newest.ref, a.newest.ref));
}

/** The issue a risk has become, when it has been made. */
export async function findIssueOf(turn: Turn, riskRef: string): Promise<Head<Issue> | undefined> {
  return (await listIssues(turn)).find((head) => head.newest.state.riskRef === riskRef);
}

/** A sentence when a linked milestone does not exist. */
async function sayMissing(turn: Turn, refs: string[]): Promise<string | undefined> {
  const { deps, actor } = turn;
  const found = await Promise.all(refs.map((ref) => deps.store.read('milestone', actor.programmeId, ref)));
  const missing = refs.filter((_, n) => !found[n]);
  return missing.length === 0 ? undefined : sayNoMilestones(missing);
}
