// Reminding by hand, by the programme office: whoever has sections to send is asked again, at most once a day. What one could get wrong: a
// second press plans nothing new, since the day is part of what each message is called.

import { formatInstant } from '../calendar.js';
import { link } from '../cards/markup.js';
import { ProductError } from '../errors.js';
import { planDelivery } from '../jobs/deliveries.js';
import { instantOf, nextAllowed, periodOf } from '../jobs/schedule.js';
import { notice } from '../programmes/cards.js';
import { isProgrammeOffice } from '../programmes/rights.js';
import { timetableOf } from '../programmes/timetable.js';
import type { Answer, Turn } from '../routes.js';
import { todayOf } from './facts.js';
import { readStanding } from './overview-view.js';
import type { Round } from './rounds.js';
import { membersOfSeat, OFFICE, seatsOf } from './seats.js';
import { progressOf } from './sent.js';
import { requireUnsent } from './unsent.js';

/** Plans a reminder to everyone with sections to send. Throws FORBIDDEN for anyone but the programme office. */
export async function chase(turn: Turn, round: Round): Promise<Answer> {
  const { deps, actor } = turn;
  const { programme, programmeId, member } = actor;
  if (!isProgrammeOffice(member))
    throw new ProductError('FORBIDDEN', 'only the programme office reminds', {
      advice: 'The programme office reminds people of their sections. You can write to them yourself at any time.',
    });
  await requireUnsent(turn, round);
  const { facts, sections, sent } = await readStanding(turn, round);
  const owing = seatsOf(programme).filter(
    (seat) =>
      seat !== OFFICE &&
      sections.some((section) => section.seat === seat && progressOf(facts, section, sent) !== 'done'),
  );
  const people = new Map(owing.flatMap((seat) => membersOfSeat(programme, seat)).map((one) => [one.id, one]));
  const { zone } = programme;
  const timetable = timetableOf(programme);
  const at = nextAllowed(timetable, zone, deps.clock.now()).toISOString();
  const due = instantOf(round.dueOn, timetable.allowedHours.until, zone);
  const until = due > at ? due : new Date(Date.parse(at) + DAY_MS).toISOString();
  const kind = `return-chase-${todayOf(turn).replaceAll('-', '')}`;
  for (const id of people.keys())
    await planDelivery(deps, programmeId, periodOf(at, zone), {
      kind,
      about: round.ref,
      memberId: id,
      place: 'personal',
      notBefore: at,
      until,
    });
  const names = [...people.values()].map(({ name }) => name);
  const nobody = owing.filter((seat) => membersOfSeat(programme, seat).length === 0);
  return notice(
    names.length === 0 ? 'Nobody to remind' : 'They are reminded',
    [
      ...(names.length === 0
        ? ['Everyone who answers a section has sent it.']
        : [
            `${names.join(', ')}: at ${formatInstant(at, zone)}, in their own chat. Pressing again today reminds nobody twice.`,
          ]),
      ...(nobody.length > 0 ? [`Nobody is named for ${nobody.join(', ')}: their sections are yours to write.`] : []),
    ],
    { buttons: [link('Back to the return', 'returns.show', { programmeId, ref: round.ref })] },
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;
