// The return asks by itself: when it opens, and whoever has sections to send again before it is due. What one could get wrong: each message
// belongs to the week of its own day, so it is planned once however often and wherever that week is looked at.

import { dayOf, formatDay } from '../calendar.js';
import { link } from '../cards/markup.js';
import { sayQuarterWhole } from '../financial-years.js';
import type { Delivery, Drawn, Job, JobRun } from '../jobs/delivery.js';
import { drawnAs } from '../jobs/delivery.js';
import { instantOf, periodOf } from '../jobs/schedule.js';
import type { Actor } from '../programmes/actor.js';
import { notice, openCard } from '../programmes/cards.js';
import { deputyOn, leaveOn } from '../programmes/leave.js';
import type { Member } from '../programmes/schema.js';
import { timetableOf } from '../programmes/timetable.js';
import { readHead } from '../storage/ledger.js';
import { readStanding } from './overview-view.js';
import { type Round, roundOf, roundsOf } from './rounds.js';
import { membersOfSeat, OFFICE, seatName, seatsOf, sitsIn } from './seats.js';
import { progressOf } from './sent.js';
import { returnRecords } from './sign-off/schema.js';

const ASKING = ['return-opened', 'return-reminder', 'return-chase', 'return-fallback'] as const;

export const returnsJob: Job = {
  plan: async (run) => {
    for (const round of roundsOf(run.programme)) {
      await planDay(run, round, opensOn(run, round), 'return-opened');
      for (const [n, day] of round.remindsOn.entries()) await planDay(run, round, day, `return-reminder-${n + 1}`);
    }
  },
  draws: Object.fromEntries(ASKING.map((kind) => [kind, draw])),
  ended: async (run, delivery) => {
    // Nobody reached in their own chat is asked in the channel, with a mention; the return still opens for them alone.
    const kind = drawnAs(delivery);
    if (delivery.state !== 'blocked' || delivery.place !== 'personal' || !ASKING.some((one) => one === kind)) return;
    const { about, memberId, until } = delivery;
    const notBefore = run.now.toISOString();
    await run.plan({ kind: 'return-fallback', about, memberId, place: 'channel', notBefore, until });
  },
};

/** The day a return opens; for a programme that began later, the day it began, while it is not due yet. */
function opensOn(run: JobRun, round: Round): string {
  const began = run.since === undefined ? '' : dayOf(run.since, run.programme.zone);
  return began > round.opensOn && began < round.dueOn ? began : round.opensOn;
}

/** Plans a day's messages to everyone who answers for a seat, once that day has come; away, to who stands in. */
async function planDay(run: JobRun, round: Round, day: string, kind: string): Promise<void> {
  const { programme } = run;
  const { prompt } = timetableOf(programme);
  const at = instantOf(day, prompt.time, programme.zone);
  if (periodOf(at, programme.zone) !== run.week.period || run.now.toISOString() < at) return;
  const until = instantOf(round.dueOn, timetableOf(programme).allowedHours.until, programme.zone);
  for (const { member, skip } of askedOn(run, day)) {
    const planned = { kind, about: round.ref, memberId: member.id, place: 'personal', notBefore: at, until } as const;
    await run.plan(skip === '' ? planned : { ...planned, skip });
  }
}

/** Everyone who answers for a seat, and who stands in for those who are away. */
function askedOn({ programme }: JobRun, day: string): { member: Member; skip: string }[] {
  const own = new Map(
    seatsOf(programme)
      .flatMap((seat) => membersOfSeat(programme, seat))
      .map((member) => [member.id, member]),
  );
  const asked = new Map<string, { member: Member; skip: string }>();
  for (const member of own.values()) {
    const leave = leaveOn(member, day);
    const deputy = leave && deputyOn(programme, member, day);
    const stands = deputy ? '; the deputy is asked' : ', and nobody stands in';
    asked.set(member.id, { member, skip: leave ? `on leave until ${formatDay(leave.until)}${stands}` : '' });
    if (deputy && !asked.has(deputy.id)) asked.set(deputy.id, { member: deputy, skip: '' });
  }
  return [...asked.values()];
}

async function draw(run: JobRun, [delivery]: readonly Delivery[]): Promise<Drawn> {
  const { deps, programme, programmeId } = run;
  const member = programme.members.find((one) => one.id === delivery?.memberId);
  const round = delivery && roundOf(programme, delivery.about);
  if (!delivery || !member || !round) return { skip: 'no longer a member, or no longer in the calendar' };
  const actor: Actor = { tenantId: '', objectId: '', programmeId, programme, member };
  const record = await readHead(deps, returnRecords, programmeId, round.ref);
  if (record?.body.newest.state.sent) return { skip: 'the return is sent' };
  const { facts, sections, sent } = await readStanding({ deps, actor }, round);
  const seats = seatsOf(programme).filter((seat) => sitsIn(programme, member, seat));
  const mine = sections.filter(({ seat }) => seats.includes(seat));
  const left = mine.filter((section) => progressOf(facts, section, sent) !== 'done');
  if (left.length === 0) return { skip: 'nothing of theirs is left to send' };
  const data = { programmeId, ref: round.ref };
  if (delivery.place === 'channel') {
    const heading = `Return due ${formatDay(round.dueOn)}`;
    const card = openCard.render({
      heading,
      title: 'I could not reach you in our own chat. The return opens for you alone.',
      buttons: [{ ...link('Open', 'returns.show', data), style: 'positive' }],
    });
    return { message: { card, summary: `${heading}: press Open for a window of your own.` } };
  }
  const again = drawnAs(delivery) !== 'return-opened';
  const what = seats.map((seat) => (seat === OFFICE ? 'the programme office' : seatName(programme, seat))).join(', ');
  const heading = again ? 'The return still waits for you' : 'The quarterly return is open';
  const answer = notice(
    heading,
    [
      `${sayQuarterWhole(round.quarter)}, due on ${formatDay(round.dueOn)}.`,
      `For ${what}: ${left.length === 1 ? 'one section' : `${left.length} sections`} to send${mine.length > left.length ? `, ${mine.length - left.length} done` : ''}. What the registers know is filled in, with last quarter’s words beside it; each section is sent by itself.`,
    ],
    { buttons: [{ ...link('Open my sections', 'returns.show', data), style: 'positive' }] },
  );
  return {
    message: { card: answer.card, summary: `${heading}: due ${formatDay(round.dueOn)}, ${left.length} to send.` },
  };
}
