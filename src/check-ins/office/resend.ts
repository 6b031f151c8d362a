// Sending again what did not reach whom it was for. What one could get wrong: the button carries the number of the message it
// plans, so that pressing it twice, or on two devices, plans one.

import * as z from 'zod/v4';
import { formatInstant } from '../../calendar.js';
import { link } from '../../cards/markup.js';
import { ProductError } from '../../errors.js';
import { planDelivery } from '../../jobs/deliveries.js';
import { deliveryId } from '../../jobs/delivery.js';
import { nextAllowed } from '../../jobs/schedule.js';
import { notice } from '../../programmes/cards.js';
import { timetableOf } from '../../programmes/timetable.js';
import type { Answer, Turn } from '../../routes.js';
import { nextPromptAt } from '../week.js';
import { readWeeks, sayWhat, showDelivery, whoOf } from './delivery.js';
import { resendOf } from './reached.js';
import { requireOffice } from './rights.js';

export const SendAgainForm = z.object({
  programmeId: z.string().min(1).max(80),
  period: z.string().regex(/^\d{4}-W\d{2}$/),
  /** The delivery's id: `<about>:<member>:<kind>`. */
  id: z.string().regex(/^[\w@-]{1,80}:[a-z0-9-]{0,40}:[\w-]{1,40}$/),
  /** The number of the message that this plans. */
  next: z.coerce.number().int().min(1).max(999),
  /** Whether the person has read that it may show twice. */
  confirmed: z.boolean().default(false),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
export type SendAgainForm = z.infer<typeof SendAgainForm>;

/**
 * Plans that a message is sent once more, and shows how everything stands. Asks first when the message may have been shown.
 * Throws FORBIDDEN, UNKNOWN and the store's codes.
 */
export async function sendAgain(turn: Turn, form: SendAgainForm): Promise<Answer> {
  requireOffice(turn);
  const { deps, actor } = turn;
  const { programme, programmeId } = actor;
  const [week] = await readWeeks(turn, [form.period]);
  const delivery = week?.deliveries.find((one) => deliveryId(one) === form.id);
  if (!week || !delivery || resendOf(delivery) !== undefined)
    throw new ProductError('UNKNOWN', 'there is no such delivery', {
      advice: 'I do not know this message. Type delivery to see how everything stands.',
    });
  const what = `${sayWhat(delivery)}, to ${whoOf(programme, delivery)}`;
  const tell = (sentence: string) => showDelivery(turn, form.page, sentence);
  const unreached = week.unreached.find((one) => deliveryId(one.delivery) === form.id);
  if (!unreached) return tell(`Nothing was sent: the ${what}, has arrived.`);
  if (form.next < unreached.next) return tell(`Nothing more was sent: the ${what}, was asked for already.`);
  if (!week.open) return tell('Nothing was sent: that week is over, and the next one has been asked about.');
  if (!unreached.maySend) return tell(`Nothing was sent: the ${what}, is ${unreached.since}.`);
  if (unreached.state === 'unknown' && !form.confirmed)
    return notice(
      'It may show twice',
      [
        `Teams did not say whether the ${what}, was shown. Sent again, it may stand there twice; what is answered counts once.`,
      ],
      {
        buttons: [
          link('Send it again', 'check-ins.send-again', { ...form, confirmed: true }),
          link('Leave it', 'check-ins.show-delivery', { programmeId, page: form.page }),
        ],
      },
    );
  const { about, memberId, place, kind, carries } = delivery;
  const now = deps.clock.now();
  await planDelivery(deps, programmeId, form.period, {
    kind: `resend-${unreached.next}`,
    about,
    memberId,
    place,
    notBefore: now.toISOString(),
    until: nextPromptAt(programme, form.period),
    carries: { ...carries, kind },
  });
  const from = nextAllowed(timetableOf(programme), programme.zone, now);
  const when = from > now ? `on ${formatInstant(from.toISOString(), programme.zone)}` : 'within a few minutes';
  return tell(`Sent again ${when}: the ${what}.`);
}
