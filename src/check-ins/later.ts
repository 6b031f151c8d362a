// Not now, not here, not mine: what a person can do with a prompt besides answering it. What one could get wrong: what was
// typed is kept as a draft first, so that nothing is lost by putting a check-in off.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';
import { addDays, formatDay, formatInstant } from '../calendar.js';
import { link, send } from '../cards/markup.js';
import { planDelivery } from '../jobs/deliveries.js';
import { snoozeUntil, weekOf } from '../jobs/schedule.js';
import { type Actor, workstreamName } from '../programmes/actor.js';
import { notice } from '../programmes/cards.js';
import { keepDraft } from '../programmes/drafts.js';
import { deputyOn, leaveOn, setLeave } from '../programmes/leave.js';
import { checkDay, type Problems } from '../programmes/problems.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import type { Programme } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import type { Answer, Turn } from '../routes.js';
import { readHead } from '../storage/ledger.js';
import { requireSubject } from './actions.js';
import { awayCard } from './cards.js';
import { CheckInForm, fieldsOf, WhichCheckIn } from './forms.js';
import { checkInRef, checkIns } from './schema.js';
import { partsOf } from './subject.js';
import { answerablePeriods, momentAt, nextPromptAt, todayIn } from './week.js';

export const SNOOZES = ['2 hours', 'tomorrow', 'Monday'] as const;
export const SnoozeForm = CheckInForm.extend({ until: z.enum(SNOOZES) });
export type SnoozeForm = z.infer<typeof SnoozeForm>;

export const AwayForm = WhichCheckIn.partial({ ref: true }).extend({ until: z.string().default(''), form: z.uuid() });
export type AwayForm = z.infer<typeof AwayForm>;

/** Keeps what was typed, so that it comes back on any device. */
export async function saveDraft(turn: Turn, form: CheckInForm): Promise<Answer> {
  await requireSubject(turn, form.ref);
  await keepTyped(turn, form);
  return keptNotice(turn, form.ref, 'Draft kept', ['Only you can see it. It comes back with the form, on any device.']);
}

/** Shows the form again later, with what was typed; the reminder is then not sent. */
export async function snooze(turn: Turn, form: SnoozeForm): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId, member } = actor;
  await requireSubject(turn, form.ref);
  await keepTyped(turn, form);
  const { workstream, period } = partsOf(form.ref);
  const at = snoozeUntil(timetableOf(programme), programme.zone, deps.clock.now(), form.until).toISOString();
  const until = nextPromptAt(programme, period);
  if (at >= until)
    return keptNotice(turn, form.ref, 'Kept as a draft', [
      'By then the next week is asked about, so I will not ask for this one again. Your draft stays until you send it.',
    ]);
  // Named by the instant: pressing twice shows it once, and putting it off again shows it again.
  await planDelivery(deps, programmeId, period, {
    kind: `snooze-${at.replace(/\D/g, '').slice(0, 12)}`,
    about: workstream,
    memberId: member.id,
    place: 'personal',
    notBefore: at,
    until,
  });
  return keptNotice(turn, form.ref, 'Put off', [
    `I will show it again on ${formatInstant(at, programme.zone)}. What you typed is kept as a draft; you can also answer at any time.`,
  ]);
}

async function keepTyped(turn: Turn, form: CheckInForm): Promise<void> {
  const { deps, actor } = turn;
  const kept = { fields: fieldsOf(form), form: form.form, opened: form.opened };
  await keepDraft(deps, actor.programmeId, form.ref, actor.member.id, kept);
}

function keptNotice({ actor }: Turn, ref: string, heading: string, sentences: string[]): Answer {
  const buttons = [
    link('Back to the check-in', 'check-ins.open', { programmeId: actor.programmeId, ref, change: true }),
  ];
  return { ...notice(heading, sentences, { buttons }), closes: `${heading}. ${sentences[0] ?? ''}` };
}

/** The form that asks until when somebody is away. */
export function awayForm(
  turn: Turn,
  ref: string | undefined,
  typed?: { until: string; form: string; problem: string },
): Answer {
  const { actor, deps } = turn;
  const { programme, programmeId, member } = actor;
  const today = todayIn(programme, deps.clock.now());
  const deputy = programme.members.find((other) => other.id === member.deputy);
  const place = { programmeId, ...(ref && { ref }) };
  const card = awayCard.render({
    heading: 'Away',
    explanation: `Until then you are asked nothing, and ${deputy ? `${deputy.name} is asked instead` : 'the programme office is told that nobody stands in for you'}. What you typed so far is not sent.`,
    values: { until: typed?.until ?? addDays(today, 7) },
    problems: { until: typed?.problem ?? '' },
    buttons: [
      send('Save', 'check-ins.set-away', { ...place, form: typed?.form ?? randomUUID() }),
      ref
        ? link('Back to the check-in', 'check-ins.open', { programmeId, ref })
        : link('What I can do', 'programmes.show-help', { programmeId }),
    ],
  });
  return { card, summary: 'Until when are you away?' };
}

/** Notes that somebody is away; the deputy is asked for what is open, or the programme office is told. */
export async function setAway(turn: Turn, form: AwayForm): Promise<Answer> {
  const { deps, actor } = turn;
  const { programmeId, member } = actor;
  const today = todayIn(actor.programme, deps.clock.now());
  const until = form.until.trim();
  const problems: Problems<{ until: string }> = {};
  if (until < today) problems.until = 'This day has passed already; give the last day you are away.';
  else if (until > addDays(today, 400))
    problems.until = 'That is more than a year: ask the programme office to name somebody else.';
  checkDay(problems, 'until', until, 'Give the last day you are away, such as 2027-01-08.');
  if (problems.until) return awayForm(turn, form.ref, { until, form: form.form, problem: problems.until });
  const who = { memberId: member.id, by: member.id, effect: `${form.form}/leave` };
  const programme = await setLeave(deps, programmeId, who, today, { from: today, until });
  const away = { ...actor, programme, member: programme.members.find((one) => one.id === member.id) ?? member };
  const handed = await handOver(turn, away);
  const deputy = deputyOn(programme, member, today);
  const sentences = [
    `You are away until ${formatDay(until)}, and are asked nothing until then.`,
    member.leads.length === 0
      ? ''
      : deputy
        ? `${deputy.name} is asked instead${handed > 0 ? ', from now on' : ''}.`
        : 'Nobody stands in for you, so the programme office is told.',
  ].filter(Boolean);
  return {
    ...notice('Away', sentences, { buttons: [link('I’m back', 'check-ins.come-back', { programmeId })] }),
    closes: sentences.join(' '),
  };
}

/** Ends a person's leave. */
export async function comeBack(turn: Turn): Promise<Answer> {
  const { deps, actor } = turn;
  const today = todayIn(actor.programme, deps.clock.now());
  if (!leaveOn(actor.member, today))
    return notice('You are not away', ['Type away when you will be: your deputy is asked instead of you.']);
  const who = { memberId: actor.member.id, by: actor.member.id, effect: `back/${randomUUID()}` };
  await setLeave(deps, actor.programmeId, who, today, undefined);
  const sentence = 'Welcome back. You are asked again from the next check-in on; to answer this week’s, type check in.';
  return { ...notice('Back', [sentence]), closes: sentence };
}

/** Asks the deputy for each open check-in of somebody who has just gone away. Gives how many were handed over. */
async function handOver(
  turn: Turn,
  { programme, programmeId, member }: Pick<Actor, 'programme' | 'programmeId' | 'member'>,
): Promise<number> {
  const { deps } = turn;
  const now = deps.clock.now();
  const deputy = deputyOn(programme, member, todayIn(programme, now));
  let handed = 0;
  for (const period of answerablePeriods(programme, now)) {
    const week = weekOf(timetableOf(programme), programme.zone, period);
    const [prompt, close] = [momentAt(week, 'prompt'), momentAt(week, 'close')];
    const at = now.toISOString();
    if (!prompt || !close || at < prompt || at >= close) continue;
    for (const workstream of member.leads) {
      if (await readHead(deps, checkIns, programmeId, checkInRef(workstream, period))) continue;
      const planned = {
        about: workstream,
        notBefore: at,
        until: close,
        place: 'personal' as const,
        carries: { from: member.id },
      };
      if (deputy) await planDelivery(deps, programmeId, period, { ...planned, kind: 'handover', memberId: deputy.id });
      else await tellOffice(turn, programme, period, { ...planned, kind: 'office-away' });
      handed += 1;
    }
  }
  return handed;
}

/** Tells the programme office that a check-in is not this person's. */
export async function passOn(turn: Turn, ref: string): Promise<Answer> {
  const { actor, deps } = turn;
  await requireSubject(turn, ref);
  const { workstream, period } = partsOf(ref);
  const at = deps.clock.now().toISOString();
  await tellOffice(turn, actor.programme, period, {
    kind: 'office-not-mine',
    about: workstream,
    place: 'personal',
    notBefore: at,
    until: nextPromptAt(actor.programme, period),
    carries: { from: actor.member.id },
  });
  const sentence = `The programme office is told that the check-in of ${workstreamName(actor.programme, workstream)} is not yours. You are not reminded of it.`;
  return { ...notice('Passed on', [sentence]), closes: sentence };
}

async function tellOffice(
  { deps, actor }: Turn,
  programme: Programme,
  period: string,
  planned: Omit<Parameters<typeof planDelivery>[3], 'memberId'>,
): Promise<void> {
  for (const member of programme.members.filter(isProgrammeOffice))
    await planDelivery(deps, actor.programmeId, period, { ...planned, memberId: member.id });
}
