// What happened in the demo programme from July to November 2026: the rows of src/demo/history, each done again by the
// member it names through the product's own actions, on its own day. What one could get wrong: a row's form id and opened
// version come from the rows alone, never from the store, so that a second run recognises every entry of the first.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DateTime } from 'luxon';
import * as z from 'zod/v4';
import type { Deps } from '../deps.js';
import { askFinanceReforecasts } from '../finance/landed.js';
import { postUpdate } from '../milestones/actions.js';
import { askReforecasts } from '../milestones/dependencies.js';
import { UpdateFields } from '../milestones/schema.js';
import type { Plan } from '../plans/plan-file.js';
import { requireActor } from '../programmes/actor.js';
import { projectPath } from '../project-root.js';
import type { Turn } from '../routes.js';
import type { Entry } from '../storage/entry.js';
import { CheckInRow, doCheckInRow } from './check-in-history.js';
import { doFinanceRow, FinanceRow, financeTale } from './finance-history.js';
import { doRegisterRow, RegisterRow } from './register-history.js';
import { doKpiRow, doSectionRow, doSignatureRow, KpiRow, SectionRow, SignatureRow } from './return-history.js';
import { doRiskRow, RiskRow, riskTale, type Told } from './risk-history.js';

/** `at` is local time of the programme; `forecastOn` stays as it was when a row leaves it out. */
const MilestoneRow = z.strictObject({
  at: z.string(),
  by: z.string(),
  ref: z.string(),
  ...UpdateFields.partial().required({ stated: true, commentary: true }).shape,
});
type MilestoneRow = z.infer<typeof MilestoneRow>;

/** How many rows were new, and how many a former run had done. */
export interface Replayed {
  saved: number;
  known: number;
}

/**
 * Does every row that was not done yet, in order of time. `at` sets the clock that `deps` has. Throws Error, naming the
 * row, when the product would not take it: then a rule and the demo's history disagree.
 */
export async function replayHistory(
  deps: Deps,
  plan: Plan,
  at: (instant: Date) => void | Promise<void>,
): Promise<Replayed> {
  const updates = await readRows('milestones', MilestoneRow);
  const changes = await readRows('risks', RiskRow);
  const answers = await readRows('check-ins', CheckInRow);
  const figures = await readRows('finance', FinanceRow);
  const values = await readRows('kpis', KpiRow);
  const sections = await readRows('returns', SectionRow);
  const agreed = await readRows('registers', RegisterRow);
  const signatures = await readRows('signatures', SignatureRow);
  const forecasts = new Map(plan.milestones.map(({ ref, baselineOn }) => [ref, baselineOn]));
  const tale = riskTale(plan);
  const money = financeTale(plan);
  const replayed: Replayed = { saved: 0, known: 0 };
  const versions = new Map<string, number>();
  const rows = [
    ...updates.map((row) => ({
      ...row,
      lands: Boolean(row.actualOn),
      tell: (told: Told) => doUpdate(told, row, forecasts),
    })),
    ...changes.map((row) => ({ ...row, tell: (told: Told) => doRiskRow(told, row, tale) })),
    ...answers.map((row) => ({ ...row, tell: (told: Told) => doCheckInRow(told, row) })),
    ...figures.map((row) => ({ ...row, tell: (told: Told) => doFinanceRow(told, row, money) })),
    ...values.map((row) => ({ ...row, tell: (told: Told) => doKpiRow(told, row) })),
    ...sections.map((row) => ({ ...row, tell: (told: Told) => doSectionRow(told, row) })),
    ...agreed.map((row) => ({ ...row, tell: (told: Told) => doRegisterRow(told, row) })),
    ...signatures.map((row) => ({ ...row, tell: (told: Told) => doSignatureRow(told, row) })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  for (const { at: local, by, ref, tell, ...row } of rows) {
    await at(instantOf(local, plan.programme.zone));
    const opened = versions.get(ref) ?? (isPlanned(plan, ref) ? 1 : 0);
    const sent = { programmeId: plan.id, ref, opened, form: formId(`${ref}@${opened}`) };
    const result = await tell({ turn: await turnOf(deps, plan, by), sent });
    versions.set(ref, opened + 1);
    if (result.outcome === 'saved') replayed.saved += 1;
    else if (result.outcome === 'already') replayed.known += 1;
    else throw new Error(`The demo's history does not fit: ${by} on ${ref} at ${local} was ${say(result)}.`);
    if (!('lands' in row && row.lands) || !('entry' in result)) continue;
    // What waits for it is asked for another forecast before the next row, as a bot would have seen to.
    await askReforecasts(deps, plan.id, result.entry as Entry<never>);
    await askFinanceReforecasts(deps, plan.id, result.entry as Entry<never>);
    for (const waiting of waitsFor(plan, ref)) versions.set(waiting, (versions.get(waiting) ?? 1) + 1);
  }
  return replayed;
}

async function readRows<S extends z.ZodType>(name: string, shape: S): Promise<z.infer<S>[]> {
  const text = await readFile(projectPath('src', 'demo', 'history', `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => shape.parse(JSON.parse(line)));
}

function doUpdate(
  { turn, sent }: Told,
  { at: _, by: __, ref, ...typed }: MilestoneRow,
  forecasts: Map<string, string>,
) {
  const forecastOn = typed.forecastOn || (forecasts.get(ref) ?? '');
  forecasts.set(ref, forecastOn);
  return postUpdate(turn, { ...UpdateFields.parse({ ...typed, forecastOn }), ...sent });
}

async function turnOf(deps: Deps, plan: Plan, memberId: string): Promise<Turn> {
  const objectId = plan.people.find((person) => person.memberId === memberId)?.objectId ?? '';
  const actor = await requireActor(deps, plan.tenantId, objectId, plan.id);
  const address = { conversationId: 'history', serviceUrl: '', tenantId: plan.tenantId };
  return { deps, actor, origin: { where: 'personal', address } };
}

/** What is asked for another forecast once an external milestone has landed: an entry of its own, made before the next row. */
function waitsFor(plan: Plan, ref: string): string[] {
  if (!plan.milestones.some((one) => one.ref === ref && one.external)) return [];
  return [
    ...plan.milestones.filter(({ dependsOn = [] }) => dependsOn.includes(ref)).map((one) => one.ref),
    ...(plan.finance ?? []).filter(({ state }) => state.waitsFor?.includes(ref)).map((one) => one.ref),
  ];
}

function isPlanned(plan: Plan, ref: string): boolean {
  return [...plan.milestones, ...plan.risks, ...(plan.finance ?? []), ...(plan.kpis ?? [])].some(
    (one) => one.ref === ref,
  );
}

/** The instant of a local time such as `2026-07-02T10:05`. */
function instantOf(local: string, zone: string): Date {
  return DateTime.fromISO(local, { zone }).toJSDate();
}

function formId(name: string): string {
  const hex = createHash('sha256').update(`demo history ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function say(result: { outcome: string; problems?: unknown }): string {
  return `${result.outcome}${result.problems ? ` (${JSON.stringify(result.problems)})` : ''}`;
}
