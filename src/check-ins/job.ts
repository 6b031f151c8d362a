// The weekly prompt and what follows it: who is asked, reminded, asked elsewhere or asked again. What one could get wrong: all
// of it is planned from the timetable and what is known of the week, so planning again, anywhere, plans nothing twice.

import { formatDay } from '../calendar.js';
import type { Delivery, Drawn, Job, JobRun, PlannedDelivery } from '../jobs/delivery.js';
import { deliveryId, drawnAs } from '../jobs/delivery.js';
import type { Moment, MomentKind } from '../jobs/schedule.js';
import type { Actor } from '../programmes/actor.js';
import { deputyOn, leaveOn } from '../programmes/leave.js';
import { isOnlyObserver } from '../programmes/rights.js';
import type { Member, Workstream } from '../programmes/schema.js';
import type { Answer } from '../routes.js';
import { type Head, readHead } from '../storage/ledger.js';
import { openForm } from './opening.js';
import { type CheckIn, checkInRef, checkIns } from './schema.js';
import { todayIn } from './week.js';

/** Kinds that put the check-in before a person. */
const ASKING = ['prompt', 'handover', 'reminder', 'snooze', 'fallback'] as const;

export const checkInJob: Job = {
  plan: async (run) => {
    const prompt = momentOf(run, 'prompt');
    if (!prompt || run.now.toISOString() < prompt.at) return;
    const asked = askedOf(run);
    const unplanned = asked.filter(({ planned }) => !run.known.has(deliveryId(planned)));
    if (unplanned.length > 0) await planPrompts(run, unplanned);
    const reminder = momentOf(run, 'reminder');
    if (reminder && run.now.toISOString() >= reminder.at) await planReminders(run, reminder);
  },
  draws: Object.fromEntries(ASKING.map((kind) => [kind, draw])),
  ended: async (run, delivery) => {
    // Nobody reached in their own chat is asked in the channel, with a mention; the form still opens for them alone.
    if (delivery.state !== 'blocked' || delivery.place !== 'personal' || !isAsking(drawnAs(delivery))) return;
    const { about, memberId, until } = delivery;
    await run.plan({ kind: 'fallback', about, memberId, place: 'channel', notBefore: run.now.toISOString(), until });
  },
};

interface Asked {
  planned: PlannedDelivery;
  workstream: Workstream;
  member: Member;
}

/** The prompts of a week: each lead of each workstream, once. */
function askedOf(run: JobRun): Asked[] {
  const prompt = momentOf(run, 'prompt');
  if (!prompt) return [];
  const until = earlier(prompt.until, momentOf(run, 'close')?.at);
  return run.programme.workstreams.flatMap((workstream) =>
    run.programme.members
      .filter((member) => member.leads.includes(workstream.id) && !isOnlyObserver(member))
      .map((member) => ({
        planned: {
          kind: 'prompt',
          about: workstream.id,
          memberId: member.id,
          place: 'personal',
          notBefore: prompt.at,
          until,
        },
        workstream,
        member,
      })),
  );
}

async function planPrompts(run: JobRun, asked: readonly Asked[]): Promise<void> {
  const today = todayIn(run.programme, run.now);
  for (const { planned, workstream, member } of asked) {
    const leave = leaveOn(member, today);
    if (await readAnswer(run, workstream.id)) {
      await run.plan({ ...planned, skip: 'answered before it was asked' });
      continue;
    }
    if (!leave) {
      await run.plan(planned);
      continue;
    }
    const deputy = deputyOn(run.programme, member, today);
    await run.plan({
      ...planned,
      skip: `on leave until ${formatDay(leave.until)}${deputy ? '; the deputy is asked' : ', and nobody stands in'}`,
    });
    if (deputy) await run.plan({ ...planned, kind: 'handover', memberId: deputy.id, carries: { from: member.id } });
  }
}

/** One reminder to each who was asked and has not answered; whoever asked to be shown it again later is not reminded. */
async function planReminders(run: JobRun, reminder: Moment): Promise<void> {
  const today = todayIn(run.programme, run.now);
  const asked = [...run.known.values()]
    .map((stored) => stored.body)
    .filter(({ kind }) => kind === 'prompt' || kind === 'handover');
  const close = momentOf(run, 'close')?.at;
  for (const { about, memberId, state } of asked) {
    const of = { about, memberId };
    if (state === 'skipped' || run.known.has(deliveryId({ ...of, kind: 'reminder' }))) continue;
    const member = run.programme.members.find((one) => one.id === memberId);
    const planned: PlannedDelivery = {
      ...of,
      kind: 'reminder',
      place: state === 'blocked' ? 'channel' : 'personal',
      notBefore: reminder.at,
      until: earlier(reminder.until, close),
    };
    const skip = (await readAnswer(run, about))
      ? 'answered'
      : [...run.known.values()].some(
            ({ body }) => body.kind.startsWith('snooze') && body.memberId === memberId && body.about === about,
          )
        ? 'asked to be shown it again later'
        : [...run.known.values()].some(({ body }) => body.kind === 'office-not-mine' && body.about === about)
          ? 'passed on to the programme office'
          : member && leaveOn(member, today)
            ? 'away'
            : undefined;
    await run.plan(skip ? { ...planned, skip } : planned);
  }
}

async function draw(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const member = run.programme.members.find((one) => one.id === delivery?.memberId);
  if (!delivery || !member) return { skip: 'no longer a member' };
  if (await readAnswer(run, delivery.about)) return { skip: 'answered' };
  const leave = leaveOn(member, todayIn(run.programme, run.now));
  if (leave) return { skip: `away until ${formatDay(leave.until)}` };
  const actor: Actor = { tenantId: '', objectId: '', programmeId: run.programmeId, programme: run.programme, member };
  const answer = await drawFor(run, delivery, actor);
  return { message: { card: answer.card, summary: answer.summary } };
}

function drawFor(run: JobRun, { about, kind, place, carries }: Delivery, actor: Actor): Promise<Answer> {
  const ref = checkInRef(about, run.week.period);
  const from = run.programme.members.find((one) => one.id === carries?.from)?.name;
  const notice =
    kind === 'handover' && from
      ? `You are asked for ${from}, who is away.`
      : kind === 'reminder'
        ? 'A reminder, the only one: this week’s check-in is still to come.'
        : '';
  return openForm({ deps: run.deps, actor }, ref, { notice, inChannel: place === 'channel' });
}

/** This week's answer of a workstream, or undefined. A point read. */
async function readAnswer(run: JobRun, workstream: string): Promise<Head<CheckIn> | undefined> {
  const ref = checkInRef(workstream, run.week.period);
  return (await readHead(run.deps, checkIns, run.programmeId, ref))?.body;
}

function momentOf(run: JobRun, kind: MomentKind): Moment | undefined {
  return run.week.moments.find((moment) => moment.kind === kind);
}

function isAsking(kind: string): boolean {
  return ASKING.some((one) => one === kind);
}

function earlier(a: string, b: string | undefined): string {
  return b !== undefined && b < a ? b : a;
}
