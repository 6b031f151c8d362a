// What a check-in must say before it is saved, a sentence a field. Pure. What one could get wrong: a milestone counts as
// changed when what was typed differs from what the person was shown, which may be older than what is saved now.

import type { IsoDate } from '../calendar.js';
import { applyUpdate, calculateStatus, sayStatus } from '../milestones/rules.js';
import { type Milestone, Status, UpdateFields } from '../milestones/schema.js';
import { Body } from '../programmes/bodies.js';
import { checkDay, checkLength, hasProblems, type Problems } from '../programmes/problems.js';
import { ORGANISATIONS, type Programme } from '../programmes/schema.js';
import { checkMovement } from '../risks/movement.js';
import type { Risk } from '../risks/schema.js';
import { type CheckInFields, MILESTONE_SLOTS, RISK_SLOTS, readActionsDone, readSlot, type SlotField } from './forms.js';
import { calculateWorkstream, MOVED_LETTERS, NEXT_LETTERS, REASON_LETTERS, whyNoChangeIsNotOffered } from './rules.js';
import {
  type AskedDecision,
  type Blocker,
  type CheckIn,
  type MilestoneSaid,
  Movement,
  type RiskSaid,
} from './schema.js';
import type { Subject } from './subject.js';
import { weekEndingOn } from './week.js';

/** What a check must know besides the form. */
export interface Answering {
  programme: Programme;
  subject: Subject;
  today: IsoDate;
  /** Member id of the person acting. */
  by: string;
  /** Answered after the close. */
  late: boolean;
  /** Each milestone and risk of the form as the person saw it. */
  seen: {
    milestone(slot: { ref: string; opened: number }): Milestone;
    risk(slot: { ref: string; opened: number }): Risk;
  };
}

export type CheckedIn = { ok: CheckIn } | { problems: Problems<CheckInFields> };

/** The answer a form gives, or a sentence for each field that cannot be saved as it is. */
export function checkAnswer(fields: CheckInFields, about: Answering): CheckedIn {
  const { subject, programme, today } = about;
  const problems: Problems<CheckInFields> = {};
  const moved = fields.moved.trim();
  const noChange = fields.noChange === 'true';
  const milestones = checkMilestones(problems, fields, about);
  const risks = checkRisks(problems, fields, about, moved);
  const actionsDone = readActionsDone(fields);
  const changed = milestones.length > 0 || actionsDone.length > 0 || risks.some((risk) => risk.movement !== 'same');
  const notOffered = whyNoChangeIsNotOffered(
    subject.open,
    subject.former.map((head) => head?.newest.state),
    today,
  );
  if (noChange && notOffered !== '') problems.noChange = notOffered;
  else if (noChange && changed)
    problems.noChange =
      'You say that nothing changed, and yet a milestone, risk or action below is changed: take one of them back.';
  else if (!noChange && moved === '')
    problems.moved =
      notOffered === ''
        ? 'Say in a sentence what moved, or tick that nothing changed.'
        : 'Say in a sentence what moved, or what is in the way.';

  const calculated = calculateWorkstream(subject.open, programme.tolerances, today);
  const stated = Status.safeParse(fields.stated);
  const statedReason = fields.statedReason.trim();
  if (!stated.success) problems.stated = 'Choose how the workstream stands as a whole.';
  else if (stated.data !== calculated && statedReason === '')
    problems.statedReason = `You say ${sayStatus(stated.data)}; the dates say ${sayStatus(calculated)}. Give the reason they differ.`;

  const nextMilestone = subject.open[0]?.newest.ref ?? null;
  const confidence = /^[1-5]$/.test(fields.confidence) ? Number(fields.confidence) : null;
  if (nextMilestone !== null && confidence === null)
    problems.confidence = `Choose how sure you are that ${nextMilestone} lands on its forecast.`;

  const blocker = checkBlocker(problems, fields);
  const decision = checkDecision(problems, fields, today);
  const evidenceUrl = fields.evidenceUrl.trim();
  if (evidenceUrl !== '' && !(URL.canParse(evidenceUrl) && new URL(evidenceUrl).protocol === 'https:'))
    problems.evidenceUrl ??= 'Give a link that begins with https:// and opens for the Board.';
  if (fields.nothingIdentifying !== 'true')
    problems.nothingIdentifying =
      'Tick this once you have read it over: no name, number or story of a child or family.';
  checkLength(problems, 'moved', moved, MOVED_LETTERS);
  checkLength(problems, 'next', fields.next, NEXT_LETTERS);
  checkLength(problems, 'statedReason', statedReason, REASON_LETTERS);
  if (hasProblems(problems) || !stated.success) return { problems };
  const [workstream, period] = [subject.workstream, subject.week.period];
  return {
    ok: {
      workstream,
      period,
      weekEndingOn: weekEndingOn(period),
      noChange,
      stated: stated.data,
      calculated,
      statedReason,
      confidence: nextMilestone === null ? null : confidence,
      nextMilestone,
      milestones,
      risks,
      actionsDone,
      moved,
      next: fields.next.trim(),
      blocker,
      decision,
      evidenceUrl,
      late: about.late,
    },
  };
}

/** What the form shows of a milestone, and what "unchanged" is held against. */
export function shownOf(milestone: Milestone, programme: Programme, today: IsoDate): Record<SlotField, string> {
  return {
    Stated: milestone.stated ?? calculateStatus(milestone, programme.tolerances, today),
    ForecastOn: milestone.forecastOn,
    ActualOn: milestone.actualOn ?? '',
    SlipCause: '',
    SlipText: '',
    Reason: milestone.statedReason,
  };
}

/** Whether a slot's fields about why were on the card that was sent. */
export function asksWhy(fields: CheckInFields, slot: string): boolean {
  return fields.why.split(' ').includes(slot);
}

const CHANGES: readonly SlotField[] = ['Stated', 'ForecastOn', 'ActualOn', 'Reason'];

function checkMilestones(problems: Problems<CheckInFields>, fields: CheckInFields, about: Answering): MilestoneSaid[] {
  const said: MilestoneSaid[] = [];
  for (const n of MILESTONE_SLOTS) {
    const slot = readSlot(fields[`m${n}`]);
    if (!slot) continue;
    const milestone = about.seen.milestone(slot);
    const shown = shownOf(milestone, about.programme, about.today);
    // Clients send neither what is empty nor what is not on the card, so a reason that was not asked for stays as it is.
    const asked = asksWhy(fields, `m${n}`);
    const typed = (field: SlotField) =>
      (field === 'Reason' && !asked ? shown.Reason : (fields[`m${n}${field}`] ?? '')).trim();
    if (CHANGES.every((field) => typed(field) === shown[field].trim())) continue;
    const update = UpdateFields.parse({
      stated: typed('Stated'),
      forecastOn: typed('ForecastOn'),
      actualOn: typed('ActualOn'),
      slipCause: typed('SlipCause'),
      slipText: typed('SlipText'),
      statedReason: typed('Reason'),
      evidenceUrl: fields.evidenceUrl.trim() || milestone.evidenceUrl,
      commentary: fields.moved,
    });
    const applied = applyUpdate(milestone, update, about.programme.tolerances, about.today, false);
    if ('problems' in applied) {
      const { stated, forecastOn, actualOn, slipCause, slipText, statedReason, evidenceUrl, commentary } =
        applied.problems;
      const beside = {
        Stated: stated,
        ForecastOn: forecastOn,
        ActualOn: actualOn,
        SlipCause: slipCause,
        SlipText: slipText,
        Reason: statedReason,
      };
      for (const [field, problem] of Object.entries(beside)) if (problem) problems[`m${n}${field}`] = problem;
      problems.evidenceUrl ??= evidenceUrl && `${slot.ref}: ${evidenceUrl}`;
      problems.moved ??= commentary;
    }
    said.push({ ...slot, fields: update });
  }
  return said;
}

function checkRisks(
  problems: Problems<CheckInFields>,
  fields: CheckInFields,
  about: Answering,
  moved: string,
): RiskSaid[] {
  const said: RiskSaid[] = [];
  for (const n of RISK_SLOTS) {
    const slot = readSlot(fields[`r${n}`]);
    if (!slot) continue;
    // A risk that the card had no room for stays as it is.
    const movement = Movement.safeParse(fields[`r${n}Movement`] || 'same');
    const risk = {
      ...slot,
      movement: movement.data ?? 'same',
      escalateTo: fields.escalateTo.trim() || 'none',
      escalationReason: fields.escalationReason.trim(),
    };
    if (!movement.success) problems[`r${n}Movement`] = 'Choose how it moved.';
    else if (movement.data === 'same') said.push({ ...risk, escalateTo: 'none', escalationReason: '' });
    else {
      const checked = checkMovement(about.seen.risk(slot), { ...risk, movement: movement.data }, moved, {
        programme: about.programme,
        today: about.today,
        by: about.by,
      });
      said.push(risk);
      if (!('problems' in checked)) continue;
      const { movement: cannot, commentary, escalateTo, escalationReason } = checked.problems;
      if (cannot) problems[`r${n}Movement`] = cannot;
      problems.moved ??= commentary;
      problems.escalateTo ??= escalateTo;
      problems.escalationReason ??= escalationReason && `${slot.ref}: ${escalationReason}`;
    }
  }
  return said;
}

function checkBlocker(problems: Problems<CheckInFields>, fields: CheckInFields): Blocker | null {
  const what = fields.blockedWhat.trim();
  const byOn = fields.blockedByOn.trim();
  if (what === '' && fields.blockedBy === '' && byOn === '') return null;
  const organisation = ORGANISATIONS.find((one) => one === fields.blockedBy);
  if (what === '') problems.blockedWhat = 'Say what you wait for, or clear who and when.';
  if (!organisation) problems.blockedBy = 'Choose who it waits for.';
  if (byOn !== '') checkDay(problems, 'blockedByOn', byOn, 'Give a date that exists, such as 2027-01-08.');
  checkLength(problems, 'blockedWhat', what, REASON_LETTERS);
  return organisation ? { what, organisation, byOn: byOn === '' ? null : byOn } : null;
}

function checkDecision(problems: Problems<CheckInFields>, fields: CheckInFields, today: IsoDate): AskedDecision | null {
  const text = fields.decisionText.trim();
  const byOn = fields.decisionByOn.trim();
  if (text === '' && fields.decisionBody === '' && byOn === '') return null;
  const body = Body.safeParse(fields.decisionBody);
  if (text === '') problems.decisionText = 'Say what is to be decided, or clear by whom and when.';
  if (!body.success) problems.decisionBody = 'Choose who is to decide.';
  if (byOn < today) problems.decisionByOn = 'This date has passed already; give one that is still to come.';
  checkDay(problems, 'decisionByOn', byOn, 'Give the date it is needed by, such as 2027-01-08.');
  checkLength(problems, 'decisionText', text, REASON_LETTERS);
  return body.success ? { text, body: body.data, byOn } : null;
}
