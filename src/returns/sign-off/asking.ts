// Who is told what after each step: the debts of the return's own entries become messages. What one could get wrong: a debt may be paid again
// at any time by any process, so whom, when and in which week follow from the entry and the calendar alone.

import { addDays, dayOf, isWorkingDay } from '../../calendar.js';
import type { Deps } from '../../deps.js';
import { ProductError } from '../../errors.js';
import { planDelivery } from '../../jobs/deliveries.js';
import { instantOf, nextAllowed, periodOf } from '../../jobs/schedule.js';
import { readProgramme } from '../../programmes/actor.js';
import { isProgrammeOffice } from '../../programmes/rights.js';
import type { Member, Programme } from '../../programmes/schema.js';
import { timetableOf } from '../../programmes/timetable.js';
import type { Entry } from '../../storage/entry.js';
import { requireHead } from '../../storage/ledger.js';
import { entryBefore } from './fell-notices.js';
import { type ReturnRecord, returnRecords, STEPS } from './schema.js';
import { isReady, mayTake, turnOf, whoTakes } from './state.js';

/** Working days after which whoever's turn it is is reminded, once. */
const REMIND_AFTER = 3;
/** Nothing of a return is told later than this after its due day. */
const DAYS_AFTER_DUE = 28;

/** The payer of `returns.ask`: the next to approve is asked, or the programme office told that all have, or that nobody can. */
export async function planAsking(deps: Deps, programmeId: string, entry: Entry<never>): Promise<void> {
  const programme = await requireProgramme(deps, programmeId);
  const record = entry.state as ReturnRecord;
  const step = turnOf(record);
  const office = programme.members.filter(isProgrammeOffice);
  if (step === undefined) {
    if (isReady(record)) await planFor(deps, programmeId, programme, entry, 'return-ready', office);
    return;
  }
  const people = whoTakes(programme, step);
  if (people.length === 0) return planFor(deps, programmeId, programme, entry, 'return-nobody', office);
  await planFor(deps, programmeId, programme, entry, 'return-sign', people);
  await planFor(deps, programmeId, programme, entry, 'return-sign-2', people, REMIND_AFTER);
}

/** The payer of `returns.tell`: that a return was stopped, prepared again over approvals, or sent. */
export async function planTelling(deps: Deps, programmeId: string, entry: Entry<never>): Promise<void> {
  const programme = await requireProgramme(deps, programmeId);
  if (entry.did === 'returns.prepare') return planRenewed(deps, programmeId, programme, entry);
  const { sent, stopped, approvals } = entry.state as ReturnRecord;
  const told = new Map<string, Member>();
  const add = (members: readonly Member[]) => {
    for (const member of members) told.set(member.id, member);
  };
  add(programme.members.filter(isProgrammeOffice));
  if (stopped) {
    // Whoever approved, and whoever was asked by then.
    add(programme.members.filter(({ id }) => stopped.fell.includes(id)));
    const next = STEPS[stopped.fell.length];
    if (next) add(programme.members.filter((member) => mayTake(member, next)));
  }
  if (sent) add(programme.members.filter(({ id }) => approvals.some(({ by }) => by === id)));
  told.delete(sent || stopped?.why === 'sent back' ? entry.by : '');
  await planFor(deps, programmeId, programme, entry, sent ? 'return-sent' : 'return-stopped', [...told.values()]);
}

async function planRenewed(deps: Deps, programmeId: string, programme: Programme, entry: Entry<never>): Promise<void> {
  const head = await requireHead(deps, returnRecords, programmeId, entry.ref);
  const before = await entryBefore(deps, programmeId, head.body, entry.version);
  const fell = before?.state.approvals.map(({ by }) => by).filter((by) => by !== entry.by) ?? [];
  const members = programme.members.filter(({ id }) => fell.includes(id));
  await planFor(deps, programmeId, programme, entry, 'return-renewed', members);
}

async function planFor(
  deps: Deps,
  programmeId: string,
  programme: Programme,
  { ref, version, at, state }: Entry<never>,
  kind: string,
  members: readonly Member[],
  workingDaysLater = 0,
): Promise<void> {
  const { zone } = programme;
  const timetable = timetableOf(programme);
  const from = workingDaysLater === 0 ? new Date(at) : laterThan(at, workingDaysLater, zone, timetable.prompt.time);
  const notBefore = nextAllowed(timetable, zone, from).toISOString();
  const last = addDays((state as ReturnRecord).dueOn, DAYS_AFTER_DUE);
  const until = instantOf(last > dayOf(notBefore, zone) ? last : addDays(dayOf(notBefore, zone), 7), '18:00', zone);
  for (const { id } of members)
    await planDelivery(deps, programmeId, periodOf(notBefore, zone), {
      kind,
      about: `${ref}@${version}`,
      memberId: id,
      place: 'personal',
      notBefore,
      until,
    });
}

function laterThan(at: string, workingDays: number, zone: string, time: string): Date {
  let day = dayOf(at, zone);
  for (let left = workingDays; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  return new Date(instantOf(day, time, zone));
}

async function requireProgramme(deps: Deps, programmeId: string): Promise<Programme> {
  const programme = (await readProgramme(deps, programmeId))?.body.newest.state;
  if (!programme) throw new ProductError('MISSING', `there is no programme ${programmeId}`);
  return programme;
}
